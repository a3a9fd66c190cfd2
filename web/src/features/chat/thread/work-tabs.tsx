import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '@/lib/chats/names';
import { cx } from '@/lib/cx';
import { type ShortcutId, useShortcut } from '@/lib/shortcuts';
import { useChatEntry } from '../store/chats';
import { useWorkTabs } from '../store/work-tabs';

interface WorkTabsProps {
  open: number | null;
  onOpen: (id: number) => void;
  onClose: (id: number) => void;
}

/** The chats that are open here, with what is new in each; Alt and a digit goes to one. */
export function WorkTabs({ open, onOpen, onClose }: WorkTabsProps) {
  const { t } = useTranslation('chat');
  const ids = useWorkTabs((tabs) => tabs.ids);
  if (ids.length === 0) return null;
  return (
    <nav
      aria-label={t('tabs.label')}
      className="thin flex shrink-0 overflow-x-auto border-b border-line bg-canvas max-md:hidden"
    >
      {ids.map((id, index) => (
        <WorkTab
          key={id}
          id={id}
          keys={`chat.tab_${index + 1}` as ShortcutId}
          isOpen={id === open}
          onOpen={onOpen}
          onClose={onClose}
        />
      ))}
    </nav>
  );
}

interface WorkTabProps {
  id: number;
  keys: ShortcutId;
  isOpen: boolean;
  onOpen: (id: number) => void;
  onClose: (id: number) => void;
}

function WorkTab({ id, keys, isOpen, onOpen, onClose }: WorkTabProps) {
  const { t } = useTranslation('chat');
  const entry = useChatEntry(id);
  useShortcut(keys, () => onOpen(id));
  const name = entry ? nameOf(entry.chat) : `#${id}`;
  const isOver =
    entry !== undefined && !['waiting', 'offered', 'active'].includes(entry.chat.state);
  const unread = entry?.unread ?? 0;
  return (
    <span
      className={cx(
        'flex h-9 max-w-44 min-w-24 shrink items-center border-e border-line ps-3 pe-1',
        isOpen ? 'bg-surface font-semibold text-ink' : 'text-ink-2 hover:bg-sunken',
      )}
    >
      <button
        type="button"
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => onOpen(id)}
        onAuxClick={(event) => event.button === 1 && onClose(id)}
        className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-start -outline-offset-2"
      >
        {isOver && <Check aria-hidden size={13} className="shrink-0 text-ink-3" />}
        {unread > 0 && <span aria-hidden className="size-2 shrink-0 rounded-full bg-accent" />}
        <bdi className="truncate">{name}</bdi>
        {unread > 0 && <span className="sr-only">{t('tabs.unread')}</span>}
        {isOver && <span className="sr-only">{t('tabs.over')}</span>}
      </button>
      <button
        type="button"
        aria-label={t('tabs.close', { name })}
        onClick={() => onClose(id)}
        className="grid size-6 shrink-0 place-items-center rounded-sm text-ink-3 -outline-offset-2 hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden size={13} />
      </button>
    </span>
  );
}
