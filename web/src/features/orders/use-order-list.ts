import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { useOrderEvents } from '@/components/order/use-order-events';
import { api, call, type Order } from '@/lib/api';
import { clearMarks, putOrder } from '@/lib/orders/entries';
import {
  isToday,
  isTouchedToday,
  type OrderFilters,
  TOUCHED_TODAY,
  toQuery,
  wouldJoin,
} from '@/lib/orders/filters';
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
  const touched = filters.date === TOUCHED_TODAY;
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
    getNextPageParam: (page) => {
      const last = page.orders.at(-1);
      if (touched && last && !isToday(last.updated_at, Date.now())) return undefined;
      return page.pagination.next ?? undefined;
    },
  });

  const { data, isPlaceholderData } = query;
  useLayoutEffect(() => {
    if (!data || isPlaceholderData) return;
    const loaded = data.pages.flatMap((page) => page.orders);
    for (const order of loaded) putOrder(order);
    const now = Date.now();
    const orders = touched ? loaded.filter((order) => isTouchedToday(order, viewer, now)) : loaded;
    const ids = orders.map((order) => order.id);
    const again = data.pages[0] === firstPage.current;
    firstPage.current = data.pages[0];
    if (!again) {
      clearMarks(ids);
      setMissed(0);
    }
    tell({ type: again ? 'extended' : 'loaded', ids });
  }, [data, isPlaceholderData, touched, viewer]);

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

  // Nobody counts the rows of "touched today" but this page, once it has them all.
  const total = touched
    ? query.hasNextPage || !data
      ? undefined
      : list.ids.length
    : (data?.pages[0]?.pagination.total ?? undefined);

  // A page may hold nothing of today between two that do.
  const { hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (touched && hasNextPage && !isFetching) void fetchNextPage();
  }, [touched, hasNextPage, isFetching, fetchNextPage]);

  return { query, total, ids: list.ids, fresh: list.fresh.length, missed };
}
