import { useQueryClient } from '@tanstack/react-query';
import { BellRing, CheckCheck, Mail, MailOpen, Settings2, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { NotificationRow } from '@/components/notification/notification-row';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Notification } from '@/lib/api';
import {
  reloadHistory,
  useClear,
  useHistory,
  useHistoryLive,
  useMarkRead,
} from '@/lib/notifications/list';
import { pathOf } from '@/lib/notifications/places';
import { useNotificationPreferences } from '@/lib/notifications/preferences';
import { notificationText } from '@/lib/notifications/text';
import { useEvent } from '@/lib/realtime';

const EVERY = 'every';

/** Everything one was told, newest first, by what it is about and whether it was read. */
export function NotificationsPage() {
  const { t } = useTranslation(['notifications', 'common']);
  const cache = useQueryClient();
  const [params, setParams] = useSearchParams();
  const unread = params.get('unread') === '1';
  const topic = params.get('topic') ?? '';
  const history = useHistory({ unread, topic });
  const [came, setCame] = useState<number[]>([]);
  const markRead = useMarkRead();
  const clear = useClear();
  useHistoryLive();
  useEvent('notification:new', ({ notification, replaces }) => {
    if (topic === '' || topic === notification.topic)
      setCame((before) => [...before.filter((id) => id !== replaces), notification.id]);
  });
  const pages = history.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.notifications);
  const newest = rows[0]?.id;

  function filter(next: { unread?: boolean; topic?: string }) {
    const wanted = { unread, topic, ...next };
    setCame([]);
    setParams({
      ...(wanted.unread ? { unread: '1' } : {}),
      ...(wanted.topic ? { topic: wanted.topic } : {}),
    });
  }

  function showNew() {
    setCame([]);
    void reloadHistory(cache);
  }

  return (
    <Page
      title={t('title')}
      actions={
        <>
          <Button icon={CheckCheck} onClick={() => markRead.mutate('all')}>
            {t('read_all')}
          </Button>
          {newest !== undefined && (
            <Button icon={Trash2} onClick={() => clear.mutate({ upTo: newest })}>
              {t('clear_all')}
            </Button>
          )}
          <Link
            to="/agent/profile?tab=notifications"
            className="inline-flex min-h-9 items-center gap-1.5 px-1.5 text-accent hover:underline"
          >
            <Settings2 aria-hidden size={16} />
            {t('choose')}
          </Link>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-4 px-4 pb-3">
        <TopicSelect topic={topic} onChange={(next) => filter({ topic: next })} />
        <Checkbox checked={unread} onChange={(only) => filter({ unread: only })}>
          {t('unread_only')}
        </Checkbox>
        {came.length > 0 && <Button onClick={showNew}>{t('came', { count: came.length })}</Button>}
      </div>
      {history.isPending && <SkeletonRows rows={8} rowClassName="h-16" />}
      {history.isError && rows.length === 0 && (
        <ErrorState
          title={t('failed')}
          error={history.error}
          onRetry={() => void history.refetch()}
        />
      )}
      {history.isSuccess && rows.length === 0 && (
        <Empty
          icon={BellRing}
          title={t(unread || topic ? 'empty_filtered' : 'empty')}
          text={t(unread || topic ? 'empty_filtered_text' : 'empty_text')}
        />
      )}
      {rows.length > 0 && (
        <ul
          aria-label={t('title')}
          className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface max-md:mx-3"
        >
          {rows.map((row) => (
            <HistoryRow key={row.id} notification={row} />
          ))}
        </ul>
      )}
      {history.hasNextPage && (
        <div className="px-4 pb-4">
          <Button busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {t('earlier')}
          </Button>
        </div>
      )}
    </Page>
  );
}

function TopicSelect({ topic, onChange }: { topic: string; onChange: (topic: string) => void }) {
  const { t } = useTranslation('notifications');
  const { data } = useNotificationPreferences();
  const options = [
    { value: EVERY, label: t('every_topic') },
    ...(data?.topics ?? []).map((row) => ({
      value: row.topic,
      label: t(`topic.${row.topic}`),
    })),
  ];
  return (
    <Select
      aria-label={t('about')}
      value={topic || EVERY}
      onChange={(value) => onChange(value === EVERY ? '' : value)}
      options={options}
      className="min-w-56"
    />
  );
}

function HistoryRow({ notification }: { notification: Notification }) {
  const { t } = useTranslation(['notifications', 'shell']);
  const navigate = useNavigate();
  const markRead = useMarkRead();
  const clear = useClear();
  const { id } = notification;
  const isRead = notification.read_at !== null;
  const { t: shell } = useTranslation('shell');
  const { title } = notificationText(shell, notification);

  function open() {
    if (!isRead) markRead.mutate(id);
    const path = pathOf(notification);
    if (path) navigate(path);
  }

  return (
    <NotificationRow notification={notification} onOpen={open}>
      <IconButton
        icon={isRead ? Mail : MailOpen}
        label={t(isRead ? 'mark_unread' : 'mark_read', { title })}
        onClick={() => markRead.mutate({ id, read: !isRead })}
      />
      <IconButton
        icon={X}
        label={t('clear_this', { title })}
        onClick={() => clear.mutate({ id })}
      />
    </NotificationRow>
  );
}
