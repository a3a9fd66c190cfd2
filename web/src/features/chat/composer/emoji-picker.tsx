import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchInput } from '@/components/ui/search-input';
import { cx } from '@/lib/cx';
import { noteEmoji, recentEmojis } from './emoji/recent';
import {
  type Emoji,
  type EmojiData,
  type GridLine,
  linesOf,
  type Section,
  searchEmojis,
  sectionsOf,
} from './emoji/search';

const COLUMNS = 8;
const LINE = 36;
function withRecent(sections: readonly Section[]): readonly Section[] {
  const all = new Map(sections.flatMap(({ emojis }) => emojis).map((one) => [one.emoji, one]));
  const emojis = recentEmojis().flatMap((emoji) => all.get(emoji) ?? []);
  return emojis.length > 0 ? [{ group: 'recent', emojis }, ...sections] : sections;
}

interface EmojiPickerProps {
  data: EmojiData;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** Emojis by what they are called in either language; arrows go through them, Enter takes one. */
export function EmojiPicker({ data, onPick }: EmojiPickerProps) {
  const { t } = useTranslation('chat');
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const sections = useMemo(() => sectionsOf(data), [data]);
  const whole = useMemo(() => withRecent(sections), [sections]);
  const shown = useMemo(
    () => (typed.trim() ? searchEmojis(sections, typed) : whole),
    [typed, sections, whole],
  );
  const lines = useMemo(() => linesOf(shown, COLUMNS), [shown]);
  const emojis = useMemo(() => shown.flatMap((section) => section.emojis), [shown]);
  const current = emojis[Math.min(at, emojis.length - 1)];
  const grid = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => grid.current,
    estimateSize: () => LINE,
    overscan: 4,
  });
  const pick = (emoji: Emoji) => {
    noteEmoji(emoji.emoji);
    onPick(emoji.emoji);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(emojis.length - 1, to));
    setAt(next);
    const chosen = emojis[next];
    const line = lines.findIndex(
      (one) => one.kind === 'emojis' && chosen !== undefined && one.emojis.includes(chosen),
    );
    if (line >= 0) virtualizer.scrollToIndex(line, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isRtl = document.documentElement.dir === 'rtl';
    const steps: Record<string, number> = {
      ArrowRight: isRtl ? -1 : 1,
      ArrowLeft: isRtl ? 1 : -1,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[event.key];
    // While one types a word, left and right go through its letters.
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (step !== undefined && !(isSideways && typed !== '')) move(at + step);
    else if (event.key === 'Enter' && current) pick(current);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field and of the grid alike
    <div className="flex flex-col" onKeyDown={onKeyDown}>
      <div className="border-b border-line p-2">
        <SearchInput
          label={t('emoji.search')}
          value={typed}
          onChange={(next) => {
            setTyped(next);
            setAt(0);
          }}
        />
      </div>
      <p role="status" className="truncate px-3 pt-1 text-xs text-ink-3">
        {current ? <Name emoji={current} /> : t('emoji.none')}
      </p>
      <div
        ref={grid}
        role="listbox"
        aria-label={t('emoji.title')}
        tabIndex={0}
        aria-activedescendant={current ? optionId(current) : undefined}
        className="thin h-64 overflow-y-auto px-2 -outline-offset-2"
      >
        <div
          role="presentation"
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((row) => (
            <div
              key={row.key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height: LINE, transform: `translateY(${row.start}px)` }}
            >
              <Line line={lines[row.index] as GridLine} current={current} onPick={pick} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

const optionId = (emoji: Emoji) => `emoji-${emoji.en.replace(/\W+/g, '-')}`;

function Name({ emoji }: { emoji: Emoji }) {
  const { i18n } = useTranslation();
  return <>{i18n.language === 'ar' ? emoji.ar : emoji.en}</>;
}

interface LineProps {
  line: GridLine;
  current: Emoji | undefined;
  onPick: (emoji: Emoji) => void;
}

function Line({ line, current, onPick }: LineProps) {
  const { t, i18n } = useTranslation('chat');
  if (line.kind === 'heading') {
    return (
      <p role="presentation" className="px-1 pt-3 text-xs font-semibold text-ink-3">
        {t(`emoji.group.${line.group}`)}
      </p>
    );
  }
  return (
    <div role="presentation" className="grid grid-cols-8">
      {line.emojis.map((emoji) => (
        <button
          key={emoji.emoji}
          type="button"
          id={optionId(emoji)}
          role="option"
          tabIndex={-1}
          aria-selected={emoji === current}
          aria-label={i18n.language === 'ar' ? emoji.ar : emoji.en}
          onClick={() => onPick(emoji)}
          className={cx(
            'grid h-9 place-items-center rounded-md text-xl hover:bg-sunken',
            emoji === current && 'bg-selected',
          )}
        >
          {emoji.emoji}
        </button>
      ))}
    </div>
  );
}
