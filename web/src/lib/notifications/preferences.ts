import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast-store';
import {
  api,
  asApiError,
  call,
  errorText,
  type NotificationPreferences,
  type NotificationTopic,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const KEY = ['notification-preferences'];

export type Way = NotificationTopic['ways'][number];
export const WAYS: readonly Way[] = ['bell', 'sound', 'desktop', 'push', 'email'];

/** By which ways one is told of what; the same on all of one's pages. */
export function useNotificationPreferences() {
  const cache = useQueryClient();
  const again = () => void cache.invalidateQueries({ queryKey: KEY });
  useEvent('notification:preferences', again);
  return useQuery({
    queryKey: KEY,
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/agent/preferences', { signal }))).preferences,
  });
}

export interface TopicChange {
  ways?: Way[] | null;
  sound?: string | null;
}

interface Change {
  volume?: number;
  topics?: Record<string, TopicChange>;
}

/** How the matrix looks once a change is taken, shown before the server has answered. */
export function withChange(
  before: NotificationPreferences,
  { volume, topics }: Change,
): NotificationPreferences {
  return {
    ...before,
    volume: volume ?? before.volume,
    topics: before.topics.map((row) => {
      const change = topics?.[row.topic];
      if (!change) return row;
      const ways = change.ways === undefined ? row.ways : (change.ways ?? row.standard);
      const sound = change.sound === undefined ? row.sound : (change.sound ?? row.standard_sound);
      return { ...row, ways: [...new Set([...ways, ...row.always])], sound };
    }),
  };
}

export function useSetPreferences() {
  const cache = useQueryClient();
  return useMutation({
    scope: { id: 'notification-preferences' }, // one after the other: each builds on the last
    mutationFn: async (change: Change) => {
      const body = { ...(change as { volume?: number; topics?: Record<string, unknown> }) };
      return (await call(api.PUT('/api/agent/preferences', { body }))).preferences;
    },
    onMutate: (change) => {
      cache.setQueryData<NotificationPreferences>(KEY, (now) => now && withChange(now, change));
    },
    onSuccess: (answer) => cache.setQueryData(KEY, answer),
    onError: (error) => {
      toast.error(errorText(asApiError(error)));
      void cache.invalidateQueries({ queryKey: KEY });
    },
  });
}

/** Minutes from now on; 0 ends it. */
export function useMute() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (minutes: number) =>
      (await call(api.PUT('/api/notifications/mute', { body: { minutes } }))).preferences,
    onSuccess: (answer) => cache.setQueryData(KEY, answer),
    onError: (error) => toast.error(errorText(error)),
  });
}
