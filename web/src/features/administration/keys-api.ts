import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const KEYS = ['api-keys'];

export interface KeyDraft {
  name: string;
  /** Days, or 0 for without end. */
  days: number;
  permissions: Set<string>;
}

export function useApiKeys() {
  const cache = useQueryClient();
  useEvent('api_key:changed', () => void cache.invalidateQueries({ queryKey: KEYS }));
  return useQuery({
    queryKey: KEYS,
    queryFn: async () => (await call(api.GET('/api/admin/api-keys'))).api_keys,
  });
}

export function useMakeKey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ name, days, permissions }: KeyDraft) =>
      call(
        api.POST('/api/admin/api-keys', {
          body: {
            name,
            permissions: [...permissions],
            ...(days > 0
              ? { expires_at: new Date(Date.now() + days * 86_400_000).toISOString() }
              : {}),
          },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEYS }),
  });
}

export function useRevokeKey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      call(api.DELETE('/api/admin/api-keys/{id}', { params: { path: { id: String(id) } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: KEYS }),
  });
}
