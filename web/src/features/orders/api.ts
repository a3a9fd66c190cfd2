import { useInfiniteQuery } from '@tanstack/react-query';
import { api, call, type OrderListQuery } from '@/lib/api';

const PER_PAGE = 100;

/** The list of orders, page after page while it is scrolled. */
export function useOrders(filters: OrderListQuery) {
  return useInfiniteQuery({
    queryKey: ['orders', filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const rowsOnly = pageParam ? { cursor: pageParam, include: 'rows' as const } : {};
      const query = { ...filters, per_page: PER_PAGE, ...rowsOnly };
      return call(api.GET('/api/agent/orders', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.pagination.next ?? undefined,
  });
}
