import type { UseQueryResult } from '@tanstack/react-query';
import { BellOff, BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { NotificationRow } from '@/components/notification/notification-row';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Notification } from '@/lib/api';
import { formatTime } from '@/lib/format';
import { type NotificationList, useMarkRead } from '@/lib/notifications/list';
import { MUTE_CHOICES, minutesOf } from '@/lib/notifications/mute';
import { pathOf } from '@/lib/notifications/places';
import { useMute, useNotificationPreferences } from '@/lib/notifications/preferences';

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
      <div className="flex h-11 items-center gap-1 border-b border-line ps-4 pe-2">
        <h2 className="me-auto text-base font-semibold">{t('notifications.title')}</h2>
        {(data?.unread ?? 0) > 0 && (
          <Button variant="ghost" onClick={() => markRead.mutate('all')} className="h-8 px-2">
            {t('notifications.read_all')}
          </Button>
        )}
        <MuteMenu />
      </div>
      <Silence />
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
      <div className="flex flex-wrap gap-x-4 border-t border-line px-4 py-1.5 text-sm">
        <PanelLink to="/agent/notifications" onLeave={onLeave}>
          {t('notifications.all')}
        </PanelLink>
        <PanelLink to="/agent/profile?tab=notifications" onLeave={onLeave}>
          {t('notifications.choose')}
        </PanelLink>
      </div>
    </>
  );
}

function PanelLink(props: { to: string; onLeave: () => void; children: string }) {
  return (
    <Link
      to={props.to}
      onClick={props.onLeave}
      className="inline-flex min-h-8 items-center text-accent hover:underline pointer-coarse:min-h-11"
    >
      {props.children}
    </Link>
  );
}

function MuteMenu() {
  const { t } = useTranslation('shell');
  const mute = useMute();
  return (
    <Menu trigger={<IconButton icon={BellOff} label={t('notifications.mute')} />}>
      <MenuLabel>{t('notifications.mute_text')}</MenuLabel>
      {MUTE_CHOICES.map((choice) => (
        <MenuItem key={choice} onSelect={() => mute.mutate(minutesOf(choice, Date.now()))}>
          {t(`notifications.mute_for.${choice}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Why it is quiet now, and the way out. */
function Silence() {
  const { t } = useTranslation('shell');
  const { data } = useNotificationPreferences();
  const mute = useMute();
  if (!data?.silent) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 border-b border-line bg-sunken px-4 py-1.5 text-sm text-ink-2">
      <BellOff aria-hidden size={15} className="shrink-0" />
      {data.silent === 'dnd'
        ? t('notifications.silent_dnd')
        : t('notifications.silent_until', { time: formatTime(data.muted_until) })}
      {data.silent === 'muted' && (
        <Button variant="ghost" className="ms-auto h-8 px-2" onClick={() => mute.mutate(0)}>
          {t('notifications.unmute')}
        </Button>
      )}
    </p>
  );
}
