import type { UseQueryResult } from '@tanstack/react-query';
import {
  AlarmClock,
  Bell,
  BellRing,
  CalendarClock,
  FilePenLine,
  KeyRound,
  type LucideIcon,
  ShieldAlert,
  ShieldCheck,
  ShoppingCart,
  Star,
  TimerOff,
  Unplug,
  UserCheck,
  UserPlus,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Notification } from '@/lib/api';
import { cx } from '@/lib/cx';
import { notificationText } from './notification-text';
import { type NotificationList, useMarkRead } from './use-notifications';

const icons: Record<string, LucideIcon> = {
  order_assigned: ShoppingCart,
  callback_due: AlarmClock,
  follow_up_due: CalendarClock,
  reassign_request: UserPlus,
  reassign_decided: UserCheck,
  modification_request: FilePenLine,
  modification_decided: FilePenLine,
  sla_breached: TimerOff,
  password_request: KeyRound,
  agent_lost: Unplug,
  rating_received: Star,
  escalation_raised: ShieldAlert,
  escalation_assigned: ShieldAlert,
  escalation_resolved: ShieldCheck,
  escalation_further: ShieldAlert,
  work_given: ShoppingCart,
  schedule_changed: CalendarClock,
};

/* What a notification about something of an order says of the order itself. */
function orderPathOf({ data }: Notification): string | null {
  const id = typeof data === 'object' && data !== null && 'order_id' in data ? data.order_id : null;
  return typeof id === 'number' ? `/call-center-panel/orders/${id}` : null;
}

/** The page behind a notification, or null when there is none. */
export function pathOf(notification: Notification): string | null {
  const { type, subject_type: subject, subject_id: id } = notification;
  if (type === 'password_request') return '/admin/password-requests';
  if (subject === 'escalation') return '/call-center-panel/escalations';
  if (type === 'modification_request') return '/call-center-panel/approvals';
  if (type === 'reassign_request') return '/call-center-panel/approvals?show=handover';
  if (type === 'modification_decided') return orderPathOf(notification);
  if (type === 'schedule_changed') return '/call-center-panel/my-schedule';
  if (type === 'agent_lost') return `/call-center-panel/supervisor?agent=${id}`;
  if (type === 'work_given') return '/call-center-panel/orders';
  if (subject === 'order' && id !== null) return `/call-center-panel/orders/${id}`;
  return null;
}

interface NotificationsPanelProps {
  notifications: UseQueryResult<NotificationList>;
  onLeave: () => void;
}

export function NotificationsPanel({ notifications, onLeave }: NotificationsPanelProps) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const markRead = useMarkRead();
  const { data, isPending, isError, error, refetch } = notifications;

  function open(notification: Notification) {
    if (!notification.read_at) markRead.mutate(notification.id);
    const path = pathOf(notification);
    if (!path) return;
    onLeave();
    navigate(path);
  }

  return (
    <>
      <div className="flex h-11 items-center gap-2 border-b border-line ps-4 pe-2">
        <h2 className="text-base font-semibold">{t('notifications.title')}</h2>
        {(data?.unread ?? 0) > 0 && (
          <Button
            variant="ghost"
            onClick={() => markRead.mutate('all')}
            className="ms-auto h-8 px-2"
          >
            {t('notifications.read_all')}
          </Button>
        )}
      </div>
      <div className="thin max-h-[60vh] min-h-0 overflow-y-auto">
        {isPending && <SkeletonRows rows={4} rowClassName="h-16" />}
        {isError && (
          <ErrorState
            title={t('notifications.failed')}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {data?.notifications.length === 0 && (
          <Empty
            icon={BellRing}
            title={t('notifications.empty')}
            text={t('notifications.empty_text')}
          />
        )}
        {data && data.notifications.length > 0 && (
          <ul>
            {data.notifications.map((notification) => (
              <NotificationRow
                key={notification.id}
                notification={notification}
                onOpen={() => open(notification)}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function NotificationRow({
  notification,
  onOpen,
}: {
  notification: Notification;
  onOpen: () => void;
}) {
  const { t } = useTranslation('shell');
  const Icon = icons[notification.type] ?? Bell;
  const { title, body } = notificationText(t, notification);
  const unread = notification.read_at === null;
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-start gap-3 px-4 py-2.5 text-start -outline-offset-2 hover:bg-sunken"
      >
        <Icon aria-hidden size={17} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1">
          <span dir="auto" className={cx('match block', unread && 'font-semibold')}>
            {title}
          </span>
          {body && (
            <span dir="auto" className="match line-clamp-2 block text-ink-2">
              {body}
            </span>
          )}
          <RelativeTime at={notification.created_at} className="text-xs text-ink-3" />
        </span>
        {unread && (
          <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent">
            <span className="sr-only">{t('notifications.unread_mark')}</span>
          </span>
        )}
      </button>
    </li>
  );
}
