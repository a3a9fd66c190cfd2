import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '@/components/ui/avatar';
import { Chip } from '@/components/ui/chip';
import { ChatChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import type { Chat } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { cx } from '@/lib/cx';
import { formatNumber, formatSmart } from '@/lib/format';
import { chatState } from '@/lib/states';

/** Who, the last word, and how the chat stands. */
export function RecentChat({ chat }: { chat: Chat }) {
  const { t } = useTranslation('dashboard');
  const unread = chat.unread ?? 0;
  const at = chat.last_message?.at ?? chat.created_at;
  return (
    <Link
      to={`/agent/chats/${chat.id}`}
      data-recent-chat={chat.id}
      className="grid min-h-14 grid-cols-[32px_minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-1.5 -outline-offset-2 hover:bg-sunken"
    >
      <Avatar name={nameOf(chat)} />
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <bdi className={cx('truncate', unread > 0 && 'font-semibold')}>{nameOf(chat)}</bdi>
          {unread > 0 && <Unread count={unread} />}
        </span>
        <span dir="auto" className="match truncate text-sm text-ink-2">
          {chat.last_message?.preview || chat.subject || t('chats.nothing')}
        </span>
      </span>
      <span className="flex flex-col items-end gap-1">
        <Standing chat={chat} />
        <time dateTime={at} className="num text-xs text-ink-3">
          {formatSmart(at)}
        </time>
      </span>
    </Link>
  );
}

/* Of one that waits, how long. */
function Standing({ chat }: { chat: Chat }) {
  if (chat.state !== 'waiting' && chat.state !== 'offered') return <ChatChip state={chat.state} />;
  const look = chatState(chat.state);
  return (
    <Chip tone={chat.alert ? 'danger' : look.tone} icon={look.icon}>
      <Timer since={chat.waiting_since ?? chat.queued_at ?? chat.created_at} />
    </Chip>
  );
}

function Unread({ count }: { count: number }) {
  const { t } = useTranslation('dashboard');
  return (
    <span className="num grid h-[18px] min-w-[18px] place-items-center rounded-full bg-accent px-1 text-2xs font-semibold text-accent-fg">
      <span aria-hidden>{count > 99 ? `${formatNumber(99)}+` : formatNumber(count)}</span>
      <span className="sr-only">{t('chats.unread', { count, shown: formatNumber(count) })}</span>
    </span>
  );
}
