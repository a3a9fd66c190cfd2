import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useEvent } from '@/lib/realtime';

const KEY = ['approvals', 'count'];

/** How many changes and requests to hand over wait for this person. */
export function useApprovalCount(): number {
  const queryClient = useQueryClient();
  const mayReassign = useCan('orders.reassign');
  const renew = () => void queryClient.invalidateQueries({ queryKey: KEY });
  useEvent('modification:requested', renew);
  useEvent('modification:decided', renew);
  useEvent('reassign:requested', renew);
  useEvent('reassign:decided', renew);
  const query = { per_page: 1 };
  const { data } = useQuery({
    queryKey: [...KEY, mayReassign],
    queryFn: async () => {
      const [changes, requests] = await Promise.all([
        call(api.GET('/api/supervisor/modifications', { params: { query } })),
        mayReassign && call(api.GET('/api/supervisor/reassign-requests', { params: { query } })),
      ]);
      return (changes.pagination.total ?? 0) + (requests ? (requests.pagination.total ?? 0) : 0);
    },
  });
  return data ?? 0;
}
