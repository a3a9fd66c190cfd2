import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { useColleagues } from '../choices';
import { type Mentionable, matching, mentionAt, withMention } from './mentions';

interface MentionsOf {
  isOn: boolean;
  text: string;
  caret: number;
  onChange: (text: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

const LIST = 'mention-list';
const optionId = (one: Mentionable) => `mention-${one.id}`;

/** Offers colleagues while "@…" is typed; arrows choose, Enter and Tab take, Esc lets it be. */
export function useMentions({ isOn, text, caret, onChange, field }: MentionsOf) {
  const people = useColleagues(isOn);
  const at = isOn ? mentionAt(text, caret) : null;
  const [dropped, setDropped] = useState<number | null>(null);
  const [index, setIndex] = useState(0);
  const found = at && at.from !== dropped ? matching(people, at.typed) : [];
  const chosen = found[Math.min(index, found.length - 1)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word begins with the first one
  useEffect(() => setIndex(0), [at?.from, at?.typed]);

  const take = (one: Mentionable) => {
    if (!at) return;
    const next = withMention(text, at, one.name);
    onChange(next.text);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };

  /** True where the key was for the list. */
  const takeKey = (event: KeyboardEvent): boolean => {
    if (!chosen || !at) return false;
    const last = found.length - 1;
    if (event.key === 'ArrowDown') setIndex(index >= last ? 0 : index + 1);
    else if (event.key === 'ArrowUp') setIndex(index <= 0 ? last : index - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') setDropped(at.from);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const aria = chosen
    ? ({
        'aria-haspopup': 'listbox',
        'aria-controls': LIST,
        'aria-autocomplete': 'list',
        'aria-activedescendant': optionId(chosen),
      } as const)
    : {};
  return { found, chosen, take, takeKey, aria };
}

export function MentionList({ mentions }: { mentions: ReturnType<typeof useMentions> }) {
  const { t } = useTranslation('chat');
  const { found, chosen, take } = mentions;
  if (!chosen) return null;
  return (
    <div
      id={LIST}
      role="listbox"
      aria-label={t('composer.mention')}
      className="absolute start-3 bottom-full z-20 mb-1 w-72 max-w-[calc(100%-1.5rem)] rounded-lg border border-line bg-surface p-1 shadow-lg"
    >
      {found.map((one) => (
        <div
          key={one.id}
          id={optionId(one)}
          role="option"
          tabIndex={-1}
          aria-selected={one === chosen}
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            take(one);
          }}
          className={cx(
            'flex min-h-8 items-center justify-between gap-2 rounded-md px-2 text-sm pointer-coarse:min-h-11',
            one === chosen && 'bg-selected text-accent',
          )}
        >
          <bdi className="truncate">{one.name}</bdi>
          <bdi className="ltr num text-xs text-ink-3">{one.code}</bdi>
        </div>
      ))}
    </div>
  );
}
