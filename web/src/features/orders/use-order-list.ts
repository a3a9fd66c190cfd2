import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { useOrderEvents } from '@/components/order/use-order-events';
import { api, call, type Order } from '@/lib/api';
import { clearMarks, putOrder } from '@/lib/orders/entries';
import { type OrderFilters, toQuery, wouldJoin } from '@/lib/orders/filters';
import { emptyList, reduceList } from '@/lib/orders/live-list';
import { useEvent } from '@/lib/realtime';
import { useListScope, useViewer } from './list-scope';

const PER_PAGE = 100;

/**
 * The rows of the list, page after page while it is scrolled, kept true by events: those patch the
 * rows where they stand, and only count what would be new.
 */
export function useOrderList(filters: OrderFilters, live: boolean) {
  const viewer = useViewer();
  const [list, tell] = useReducer(reduceList, emptyList);
  const [missed, setMissed] = useState(0);
  const firstPage = useRef<unknown>(null);

  const query = useInfiniteQuery({
    queryKey: ['orders', toQuery(filters)],
    initialPageParam: undefined as string | undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
    // A refresh must be told from one more page, also when it brings the same rows.
    structuralSharing: false,
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/agent/orders', {
          params: {
            query: {
              ...toQuery(filters),
              per_page: PER_PAGE,
              include: 'rows',
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.pagination.next ?? undefined,
  });

  const { data, isPlaceholderData } = query;
  useLayoutEffect(() => {
    if (!data || isPlaceholderData) return;
    const orders = data.pages.flatMap((page) => page.orders);
    for (const order of orders) putOrder(order);
    const ids = orders.map((order) => order.id);
    const again = data.pages[0] === firstPage.current;
    firstPage.current = data.pages[0];
    if (!again) {
      clearMarks(ids);
      setMissed(0);
    }
    tell({ type: again ? 'extended' : 'loaded', ids });
  }, [data, isPlaceholderData]);

  useLayoutEffect(() => {
    useListScope.setState({ filters, viewer });
  }, [filters, viewer]);

  const onChanged = useCallback(
    (order: Order) => {
      const joins = wouldJoin(order, filters, viewer, Date.now());
      tell({ type: joins ? 'joins' : 'leaves', id: order.id });
    },
    [filters, viewer],
  );
  const onRemoved = useCallback((id: number) => tell({ type: 'leaves', id }), []);
  useOrderEvents(live, { onChanged, onRemoved });
  // With live updates off the page still says that something happened.
  const miss = () => {
    if (!live) setMissed((count) => count + 1);
  };
  useEvent('order:created', miss);
  useEvent('order:updated', miss);
  useEvent('order:removed', miss);

  const total = data?.pages[0]?.pagination.total ?? undefined;
  return { query, total, ids: list.ids, fresh: list.fresh.length, missed };
}
