import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call, type Order } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';

const MOST = 8;

/** Orders that match the text; nothing is asked below two letters. */
export function useOrderSearch(text: string) {
  const allowed = useCan('orders.read');
  return useQuery<Order[]>({
    queryKey: ['palette', 'orders', text],
    enabled: allowed && text.length >= 2,
    placeholderData: text.length >= 2 ? keepPreviousData : undefined,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const query = {
        search: text,
        status: 'all',
        date: 'all',
        include: 'rows' as const,
        per_page: MOST,
      };
      const answer = await call(api.GET('/api/agent/orders', { params: { query }, signal }));
      return answer.orders.slice(0, MOST);
    },
  });
}
