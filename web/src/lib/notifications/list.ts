import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { toast } from '@/components/ui/toast-store';
import { api, call, errorText, type Notification } from '@/lib/api';
import { i18n } from '@/lib/i18n';
import { useEvent } from '@/lib/realtime';

export interface NotificationList {
  notifications: Notification[];
  unread: number;
}

const KEY = ['notifications'];
const BELL = [...KEY, 'bell'];
const HISTORY = [...KEY, 'history'];

/** The new list after one came, in the place of one that it replaces; a known one changes nothing. */
export function withNotification(
  list: NotificationList | undefined,
  added: Notification,
  replaces: number | null = null,
): NotificationList | undefined {
  if (!list || list.notifications.some((known) => known.id === added.id)) return list;
  const gone = list.notifications.find(({ id }) => id === replaces);
  const left = list.unread - (gone && !gone.read_at ? 1 : 0);
  return {
    notifications: [added, ...list.notifications.filter((known) => known !== gone)],
    unread: left + (added.read_at ? 0 : 1),
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

/** The newest ones, for the bell; follows what other tabs and devices do. */
export function useNotifications() {
  const cache = useQueryClient();
  useEvent('notification:new', ({ notification, replaces }) => {
    cache.setQueryData<NotificationList>(BELL, (list) =>
      withNotification(list, notification, replaces),
    );
  });
  useEvent('notification:changed', ({ id, change, unread }) => {
    if (change === 'read') {
      const now = new Date().toISOString();
      cache.setQueryData<NotificationList>(BELL, (list) => {
        const next = withRead(list, id ?? 'all', now);
        return next && { ...next, unread };
      });
    } else void cache.invalidateQueries({ queryKey: BELL });
  });
  return useQuery<NotificationList>({
    queryKey: BELL,
    queryFn: () => call(api.GET('/api/agent/notifications')),
  });
}

export interface HistoryFilter {
  unread: boolean;
  topic: string;
}

interface HistoryPage extends NotificationList {
  next: string | null;
}

const PAGE = 30;

/** All of them, a page at a time; what comes meanwhile is counted, not pushed in. */
export function useHistory({ unread, topic }: HistoryFilter) {
  return useInfiniteQuery({
    queryKey: [...HISTORY, unread, topic],
    initialPageParam: '',
    staleTime: 0,
    getNextPageParam: (page: HistoryPage) => page.next,
    queryFn: async ({ pageParam, signal }): Promise<HistoryPage> => {
      const query = {
        per_page: PAGE,
        ...(unread ? { unread: true } : {}),
        ...(topic ? { topic } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      const answer = await call(api.GET('/api/notifications', { params: { query }, signal }));
      return {
        notifications: answer.notifications,
        unread: answer.unread,
        next: answer.pagination.next ?? null,
      };
    },
  });
}

/** Every loaded row by a rule; null takes it away. */
export function withRows(
  data: InfiniteData<HistoryPage> | undefined,
  rule: (row: Notification) => Notification | null,
): InfiniteData<HistoryPage> | undefined {
  return (
    data && {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        notifications: page.notifications.map(rule).filter((row) => row !== null),
      })),
    }
  );
}

/** What other tabs and devices did shows in the history where it stands. */
export function useHistoryLive(): void {
  const cache = useQueryClient();
  useEvent('notification:new', ({ replaces }) => {
    if (replaces === null) return;
    cache.setQueriesData<InfiniteData<HistoryPage>>({ queryKey: HISTORY }, (data) =>
      withRows(data, (row) => (row.id === replaces ? null : row)),
    );
  });
  useEvent('notification:changed', ({ id, change }) => {
    if (change === 'restored') return void cache.invalidateQueries({ queryKey: HISTORY });
    if (change === 'cleared' && id === null)
      return void cache.invalidateQueries({ queryKey: HISTORY });
    const now = new Date().toISOString();
    cache.setQueriesData<InfiniteData<HistoryPage>>({ queryKey: HISTORY }, (data) =>
      withRows(data, (row) => {
        if (id !== null && row.id !== id) return row;
        if (change === 'cleared') return null;
        return { ...row, read_at: change === 'read' ? (row.read_at ?? now) : null };
      }),
    );
  });
}

export function reloadHistory(cache: ReturnType<typeof useQueryClient>): Promise<void> {
  return cache.invalidateQueries({ queryKey: HISTORY });
}

/** Marks as read (or as new); the change shows at once, by the event that follows everywhere. */
export function useMarkRead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: number | 'all' | { id: number; read: boolean }) => {
      if (wanted === 'all') return await call(api.POST('/api/notifications/read-all'));
      const { id, read } = typeof wanted === 'number' ? { id: wanted, read: true } : wanted;
      const params = { path: { id: String(id) } };
      return await call(api.PATCH('/api/notifications/{id}', { params, body: { read } }));
    },
    onMutate: (wanted) => {
      if (typeof wanted === 'object') return;
      const now = new Date().toISOString();
      cache.setQueryData<NotificationList>(BELL, (list) => withRead(list, wanted, now));
    },
    onError: (error) => {
      toast.error(errorText(error));
      void cache.invalidateQueries({ queryKey: KEY });
    },
  });
}

async function bringBack(undo: number): Promise<void> {
  try {
    await call(api.POST('/api/notifications/restore', { body: { undo } }));
  } catch (error) {
    toast.error(errorText(error));
  }
}

/** Clears one, or all up to the newest that was shown; either can be taken back. */
export function useClear() {
  return useMutation({
    mutationFn: async (wanted: { id: number } | { upTo: number }) => {
      if ('id' in wanted) {
        const params = { path: { id: String(wanted.id) } };
        return await call(api.DELETE('/api/notifications/{id}', { params }));
      }
      const params = { query: { up_to: wanted.upTo } };
      return await call(api.DELETE('/api/notifications', { params }));
    },
    onSuccess: ({ cleared, undo }) =>
      toast.undo(
        i18n.t('notifications:cleared', { count: cleared }),
        i18n.t('notifications:undo'),
        () => void bringBack(undo),
      ),
    onError: (error) => toast.error(errorText(error)),
  });
}
