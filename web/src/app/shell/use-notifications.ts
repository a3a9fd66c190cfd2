import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Notification } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

export interface NotificationList {
  notifications: Notification[];
  unread: number;
}

const KEY = ['notifications'];

/** The new list after one came; one that is known already changes nothing. */
export function withNotification(
  list: NotificationList | undefined,
  added: Notification,
): NotificationList | undefined {
  if (!list || list.notifications.some((known) => known.id === added.id)) return list;
  return {
    notifications: [added, ...list.notifications],
    unread: list.unread + (added.read_at ? 0 : 1),
  };
}

export function withRead(list: NotificationList | undefined, id: number | 'all', now: string) {
  if (!list) return list;
  const notifications = list.notifications.map((one) =>
    (id === 'all' || one.id === id) && !one.read_at ? { ...one, read_at: now } : one,
  );
  const newlyRead = notifications.filter((one, at) => one !== list.notifications[at]).length;
  return { notifications, unread: id === 'all' ? 0 : Math.max(0, list.unread - newlyRead) };
}

export function useNotifications() {
  const cache = useQueryClient();
  useEvent('notification:new', ({ notification }) => {
    cache.setQueryData<NotificationList>(KEY, (list) => withNotification(list, notification));
  });
  return useQuery<NotificationList>({
    queryKey: KEY,
    queryFn: () => call(api.GET('/api/agent/notifications')),
  });
}

export function useMarkRead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (id: number | 'all') => {
      if (id === 'all') return await call(api.POST('/api/agent/notifications/read-all'));
      const path = { id: String(id) };
      return await call(
        api.PATCH('/api/agent/notifications/{id}', { params: { path }, body: { read: true } }),
      );
    },
    onMutate: (id) => {
      const now = new Date().toISOString();
      cache.setQueryData<NotificationList>(KEY, (list) => withRead(list, id, now));
    },
    onError: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}
