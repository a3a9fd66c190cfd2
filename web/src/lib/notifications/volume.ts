import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, call, type NotificationPreferences } from '@/lib/api';

const STANDARD = 70;

/** How loud, asked for when the first sound is to be heard. */
export function useNotificationVolume(): () => Promise<number> {
  const cache = useQueryClient();
  return useCallback(async () => {
    try {
      const preferences = await cache.fetchQuery<NotificationPreferences>({
        queryKey: ['notification-preferences'],
        staleTime: 300_000,
        queryFn: async () => (await call(api.GET('/api/agent/preferences'))).preferences,
      });
      return preferences.volume;
    } catch {
      return STANDARD;
    }
  }, [cache]);
}
