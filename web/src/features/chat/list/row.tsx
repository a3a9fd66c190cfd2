import { Bot, Check, CloudUpload, Flag, Headset, type LucideIcon, MailOpen } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '@/components/ui/avatar';
import { Chip } from '@/components/ui/chip';
import { Timer } from '@/components/ui/timer';
import type { Chat, ChatSpeaker } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { cx } from '@/lib/cx';
import { formatNumber, formatSmart } from '@/lib/format';
import { chatState } from '@/lib/states';
import { type ChatEntry, useChatEntry } from '../store/chats';
import { queuedIn, useChatOutbox } from '../store/outbox';
import { useSelection } from '../store/selection';
import { typingIn, useTypingStore } from '../store/typing';

interface ChatRowProps {
  id: number;
  to: string;
  isOpen: boolean;
  hasLeft: boolean;
  /** Whose chat it is, where the list has those of several. */
  withAgent: boolean;
  /** The row is chosen rather than opened. */
  isSelecting: boolean;
  onSelect: (id: number, isRange: boolean) => void;
}

/** One chat of the list: who, the last word, how long they wait, what is unread. */
export const ChatRow = memo(function ChatRow({ id, isSelecting, ...props }: ChatRowProps) {
  const entry = useChatEntry(id);
  const isSelected = useSelection((selection) => selection.ids.has(id));
  if (!entry) return null;
  const { isOpen, hasLeft, withAgent, to, onSelect } = props;
  const className = cx(
    'relative grid h-(--row-h) w-full grid-cols-[32px_minmax(0,1fr)_auto] items-center gap-x-2.5 border-b border-line px-3 text-start -outline-offset-2',
    isSelecting ? isSelected && 'bg-selected' : isOpen && 'bg-selected',
    (isSelecting ? !isSelected : !isOpen) && 'hover:bg-sunken',
    (hasLeft || entry.gone) && 'opacity-60',
  );
  const content = <Content entry={entry} withAgent={withAgent} />;
  if (isSelecting) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: the whole row is the box
      <button
        type="button"
        role="checkbox"
        aria-checked={isSelected}
        data-chat={id}
        onClick={(event) => onSelect(id, event.shiftKey)}
        className={className}
      >
        <Box isChecked={isSelected} />
        {content}
      </button>
    );
  }
  return (
    <Link
      to={to}
      state={{ keepFocus: true }}
      aria-current={isOpen ? 'true' : undefined}
      data-chat={id}
      className={className}
    >
      {isOpen && <span aria-hidden className="absolute inset-y-0 start-0 w-[3px] bg-accent" />}
      <Face chat={entry.chat} />
      {content}
    </Link>
  );
});

function Content({ entry, withAgent }: { entry: ChatEntry; withAgent: boolean }) {
  const { chat, unread } = entry;
  return (
    <>
      <span className="flex min-w-0 flex-col">
        <span className={cx('truncate', unread > 0 && 'font-semibold')}>
          <bdi>{nameOf(chat)}</bdi>
        </span>
        <Preview chat={chat} withAgent={withAgent} />
      </span>
      <span className="flex flex-col items-end gap-1">
        <When chat={chat} />
        <Marks chat={chat} unread={unread} />
      </span>
    </>
  );
}

/* Stands where the face is. */
function Box({ isChecked }: { isChecked: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        'mx-auto grid size-5 place-items-center rounded-sm border',
        isChecked ? 'border-accent bg-accent text-accent-fg' : 'border-line-strong bg-surface',
      )}
    >
      {isChecked && <Check size={14} strokeWidth={3} />}
    </span>
  );
}

function Face({ chat }: { chat: Chat }) {
  const { t } = useTranslation('chat');
  return (
    <span className="relative inline-grid">
      <Avatar name={nameOf(chat)} />
      {chat.visitor?.online && (
        <>
          <span
            aria-hidden
            className="absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface bg-success-solid"
          />
          <span className="sr-only">{t('row.online')}</span>
        </>
      )}
    </span>
  );
}

const speakerIcons: Partial<Record<ChatSpeaker, LucideIcon>> = { agent: Headset, bot: Bot };

function Preview({ chat, withAgent }: { chat: Chat; withAgent: boolean }) {
  const { t } = useTranslation('chat');
  const isTyping = useTypingStore((store) =>
    typingIn(chat.id)(store).some(({ side }) => side === 'customer'),
  );
  const last = chat.last_message;
  const Icon = last && speakerIcons[last.speaker];
  return (
    <span className="flex min-w-0 items-center gap-1 text-ink-2">
      {withAgent && chat.agent && (
        <span className="flex shrink-0 gap-1 text-ink-3">
          {/* Cut at its own end, whichever way the page runs. */}
          <bdi className="max-w-24 truncate">{chat.agent.name}</bdi>·
        </span>
      )}
      {isTyping ? (
        <span className="truncate text-accent">{t('row.typing')}</span>
      ) : (
        <>
          {Icon && <Icon aria-hidden size={13} className="shrink-0 text-ink-3" />}
          <span dir="auto" className="match min-w-0 flex-1 truncate">
            {last?.preview || chat.subject || t('row.nothing')}
          </span>
        </>
      )}
    </span>
  );
}

function When({ chat }: { chat: Chat }) {
  const since = chat.waiting_since ?? chat.queued_at ?? chat.created_at;
  if (chat.state === 'waiting' || chat.state === 'offered') {
    const look = chatState(chat.state);
    return (
      <Chip tone={chat.alert ? 'danger' : look.tone} icon={look.icon}>
        <Timer since={since} />
      </Chip>
    );
  }
  const at = chat.last_message?.at ?? chat.created_at;
  return (
    <time dateTime={at} className="num text-xs text-ink-3">
      {formatSmart(at)}
    </time>
  );
}

function Marks({ chat, unread }: { chat: Chat; unread: number }) {
  const { t } = useTranslation(['chat', 'common']);
  const queued = useChatOutbox((outbox) => queuedIn(chat.id)(outbox).length);
  const look = chatState(chat.state);
  const isOver = chat.state === 'missed' || chat.state === 'abandoned';
  return (
    <span className="flex min-h-[18px] items-center justify-end gap-1.5">
      {chat.priority === 'high' && <Mark icon={Flag} label={t('row.high')} tone="text-danger" />}
      {chat.offline && <Mark icon={MailOpen} label={t('row.offline')} />}
      {isOver && <Mark icon={look.icon} label={t(`common:${look.label}`)} />}
      {queued > 0 && <Mark icon={CloudUpload} label={t('row.queued', { count: queued })} />}
      {unread > 0 && <Unread count={unread} isAlert={chat.alert === 'unseen'} />}
    </span>
  );
}

interface MarkProps {
  icon: LucideIcon;
  label: string;
  tone?: string;
}

function Mark({ icon: Icon, label, tone = 'text-ink-3' }: MarkProps) {
  return (
    <span className={cx('inline-flex', tone)} title={label}>
      <Icon aria-hidden size={14} />
      <span className="sr-only">{label}</span>
    </span>
  );
}

function Unread({ count, isAlert }: { count: number; isAlert: boolean }) {
  const { t } = useTranslation('chat');
  const look = isAlert ? 'bg-danger-solid text-danger-fg' : 'bg-accent text-accent-fg';
  return (
    <span
      className={cx(
        'num grid h-[18px] min-w-[18px] place-items-center rounded-full px-1 text-2xs font-semibold',
        look,
      )}
    >
      <span aria-hidden>{count > 99 ? `${formatNumber(99)}+` : formatNumber(count)}</span>
      <span className="sr-only">{t('row.unread', { count, shown: formatNumber(count) })}</span>
    </span>
  );
}
