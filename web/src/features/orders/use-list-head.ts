import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { api, call } from '@/lib/api';
import { putOrder } from '@/lib/orders/entries';
import { type OrderFilters, toQuery } from '@/lib/orders/filters';
import { keepPlaces } from '@/lib/orders/live-list';
import { useEvent } from '@/lib/realtime';

const AFTER_EVENT_MS = 2_000;

/**
 * What stands above the rows: how many of each status, and the urgent orders. Asked for again a
 * moment after events, since a count worked out here would drift from the truth.
 */
export function useListHead(filters: OrderFilters, live: boolean) {
  const { sort: _sort, ...asked } = toQuery(filters);
  const query = useQuery({
    queryKey: ['orders-head', asked],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call(api.GET('/api/agent/orders', { params: { query: { ...asked, per_page: 1 } }, signal })),
  });
  const { refetch } = query;

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const later = () => {
    if (!live || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void refetch();
    }, AFTER_EVENT_MS);
  };
  useEvent('order:created', later);
  useEvent('order:updated', later);
  useEvent('order:removed', later);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );

  const urgent = useUrgent(
    query.data,
    query.isPlaceholderData,
    `${filters.orders}${filters.agentId}`,
  );
  return { query, urgent: urgent.ids, resetUrgent: urgent.reset };
}

type Head = { high_priority?: { id: number }[] } | undefined;

/* The urgent group keeps its places too, until another scope or a refresh is asked for. */
function useUrgent(head: Head, stale: boolean, scope: string) {
  const [shown, setShown] = useState<{ scope: string; ids: readonly number[] }>({ scope, ids: [] });
  const anew = useRef(false);
  useLayoutEffect(() => {
    const orders = head?.high_priority;
    if (!orders || stale) return;
    for (const order of orders) putOrder(order as Parameters<typeof putOrder>[0]);
    const next = orders.map((order) => order.id);
    const replace = anew.current;
    anew.current = false;
    setShown((before) => {
      const ids = before.scope === scope && !replace ? keepPlaces(before.ids, next) : next;
      return ids === before.ids && before.scope === scope ? before : { scope, ids };
    });
  }, [head, stale, scope]);
  return {
    ids: shown.ids,
    reset: () => {
      anew.current = true;
    },
  };
}
