import { Bell } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { formatNumber } from '@/lib/format';
import { useNotifications } from '@/lib/notifications/list';
import { NotificationsPanel } from './notifications-panel';

export function NotificationsMenu() {
  const { t } = useTranslation('shell');
  const [open, setOpen] = useState(false);
  const notifications = useNotifications();
  const unread = notifications.data?.unread ?? 0;
  const label =
    unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.none_unread');
  return (
    <span className="relative">
      <Popover
        label={t('notifications.title')}
        open={open}
        onOpenChange={setOpen}
        className="flex w-96 max-w-[calc(100vw-1rem)] flex-col"
        trigger={<IconButton icon={Bell} label={label} />}
      >
        <NotificationsPanel notifications={notifications} onLeave={() => setOpen(false)} />
      </Popover>
      {unread > 0 && (
        <span
          aria-hidden
          className="num pointer-events-none absolute end-0 -top-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-danger-solid px-1 text-2xs font-semibold text-danger-fg"
        >
          {unread > 99 ? `${formatNumber(99)}+` : formatNumber(unread)}
        </span>
      )}
    </span>
  );
}
