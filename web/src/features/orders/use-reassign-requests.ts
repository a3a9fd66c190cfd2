import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

/** Agents' requests to give an order away, as long as nobody decided them. */
export function useReassignRequests(enabled: boolean) {
  const queryClient = useQueryClient();
  const renew = () => {
    if (enabled) void queryClient.invalidateQueries({ queryKey: ['reassign-requests'] });
  };
  useEvent('reassign:requested', renew);
  useEvent('reassign:decided', renew);
  return useQuery({
    queryKey: ['reassign-requests'],
    enabled,
    queryFn: async () => {
      const query = { status: 'pending' } as const;
      const answer = await call(
        api.GET('/api/supervisor/reassign-requests', { params: { query } }),
      );
      return answer.requests;
    },
  });
}
