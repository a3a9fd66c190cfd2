import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type PushSettings } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const PUSH = ['push-settings'];

export interface PushDraft {
  enabled: boolean;
  client_events: boolean;
  server_events: boolean;
}

export const pushDraftOf = ({
  enabled,
  client_events,
  server_events,
}: PushSettings): PushDraft => ({ enabled, client_events, server_events });

export function usePushSettings() {
  const cache = useQueryClient();
  useEvent('push:changed', () => void cache.invalidateQueries({ queryKey: PUSH }));
  return useQuery({
    queryKey: PUSH,
    queryFn: async () => (await call(api.GET('/api/settings/push'))).settings,
  });
}

/** Gives the settings as they are then, and the secret where a new one was made. */
export function useSavePush(version: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<PushDraft> & { new_secret?: boolean }) =>
      call(api.PUT('/api/settings/push', { body: { ...change, version } })),
    onSuccess: ({ settings }) => cache.setQueryData(PUSH, settings),
  });
}

/** What a page of somebody else's needs to follow: as it is pasted. */
export function echoSnippet({ key, host, port, scheme }: PushSettings): string {
  const standard = scheme === 'https' ? 443 : 80;
  const origin = `${scheme}://${host}${port === standard ? '' : `:${port}`}`;
  return `import Echo from 'laravel-echo';
import Pusher from 'pusher-js';

const echo = new Echo({
  broadcaster: 'reverb',
  Pusher,
  key: '${key}',
  wsHost: '${host}',
  wsPort: ${port},
  wssPort: ${port},
  forceTLS: ${scheme === 'https'},
  enabledTransports: ['ws', 'wss'],
  authEndpoint: '${origin}/broadcasting/auth',
  // token: of POST ${origin}/api/auth/login
  auth: { headers: { Authorization: 'Bearer ' + token } },
});

echo.private('calls').listen('.CallUpdated', ({ call }) => console.log(call));
`;
}
