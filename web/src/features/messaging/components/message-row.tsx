import {
  type LucideIcon,
  Mail,
  MailOpen,
  MessageSquare,
  Reply,
  RotateCcw,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { IconButton } from '@/components/ui/icon-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type Message } from '@/lib/api';
import { cx } from '@/lib/cx';
import { messageState } from '@/lib/states';
import { useMarkRead, useResend } from '../api';

const icons: Record<Message['kind'], LucideIcon> = {
  call: MessageSquare,
  sms: MessageSquare,
  email: Mail,
  internal: Users,
};

interface MessageRowProps {
  row: Message;
  /** To the colleague of this id. */
  onReply: (agentId: string) => void;
}

/** One message: who, about what, its text, and how it stands. */
export function MessageRow({ row, onReply }: MessageRowProps) {
  const { t } = useTranslation(['messaging', 'common']);
  const inbound = row.direction === 'inbound';
  const unread = inbound && row.read_at === null;
  const Icon = icons[row.kind];
  const who = row.kind === 'internal' ? (inbound ? row.from : row.to) : row.customer_name;
  return (
    <li
      className={cx(
        'flex gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap',
        unread && 'bg-selected',
      )}
    >
      <Icon aria-label={t(`kind.${row.kind}`)} size={16} className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-sm text-ink-3">{t(inbound ? 'from' : 'to')}</span>
          <bdi className={unread ? 'font-semibold' : undefined}>{who ?? row.to}</bdi>
          {row.order_id !== null && (
            <Link
              to={`/call-center-panel/orders?order=${row.order_id}&date=all`}
              className="ltr num text-accent hover:underline"
            >
              {row.short_code}
            </Link>
          )}
          <RelativeTime at={row.at} className="text-xs text-ink-3" />
        </p>
        {row.subject && (
          <p dir="auto" className="match font-semibold">
            {row.subject}
          </p>
        )}
        <p dir="auto" className="match wrap-anywhere whitespace-pre-line">
          {row.text}
        </p>
        {row.error && <p className="text-sm text-danger">{row.error}</p>}
      </div>
      <div className="flex shrink-0 items-start gap-2">
        {row.status && (
          <Chip tone={messageState(row.status).tone} icon={messageState(row.status).icon}>
            {t(`common:${messageState(row.status).label}`)}
          </Chip>
        )}
        <RowActions row={row} onReply={onReply} />
      </div>
    </li>
  );
}

function RowActions({ row, onReply }: MessageRowProps) {
  const { t } = useTranslation('messaging');
  const markRead = useMarkRead();
  const resend = useResend();
  const inbound = row.direction === 'inbound';
  const reply = () => {
    if (row.kind === 'internal') onReply(row.agent ? String(row.agent.id) : '');
    else if (row.order_id !== null) {
      openOrderDialog({ kind: row.kind === 'email' ? 'email' : 'sms', id: row.order_id });
    }
    if (row.read_at === null) markRead.mutate({ id: row.id, read: true });
  };
  if (row.status === 'failed') {
    return (
      <Button
        icon={RotateCcw}
        busy={resend.isPending}
        onClick={() =>
          resend.mutate(row.id, { onError: (error) => toast.error(errorText(asApiError(error))) })
        }
      >
        {t('resend')}
      </Button>
    );
  }
  if (!inbound) return null;
  const read = row.read_at !== null;
  return (
    <>
      <IconButton
        icon={read ? Mail : MailOpen}
        label={t(read ? 'mark_unread' : 'mark_read')}
        onClick={() => markRead.mutate({ id: row.id, read: !read })}
      />
      {(row.kind === 'internal' || row.order_id !== null) && (
        <IconButton icon={Reply} flip label={t('reply')} onClick={reply} />
      )}
    </>
  );
}
