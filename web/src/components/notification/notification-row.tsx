import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Notification } from '@/lib/api';
import { cx } from '@/lib/cx';
import { iconOf } from '@/lib/notifications/places';
import { notificationText } from '@/lib/notifications/text';

interface NotificationRowProps {
  notification: Notification;
  onOpen: () => void;
  /** Beside it. */
  children?: ReactNode;
}

/** What happened, when, and whether it was read; a press opens the place of it. */
export function NotificationRow({ notification, onOpen, children }: NotificationRowProps) {
  const { t } = useTranslation('shell');
  const Icon = iconOf(notification);
  const { title, body } = notificationText(t, notification);
  const unread = notification.read_at === null;
  return (
    <li className="flex items-start border-b border-line last:border-b-0 hover:bg-sunken">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-w-0 flex-1 items-start gap-3 px-4 py-2.5 text-start -outline-offset-2"
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
      {children && <span className="flex shrink-0 gap-0.5 py-1.5 pe-2">{children}</span>}
    </li>
  );
}
