import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call, type StockListAnswer, type StockProduct } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { type StockFilters, toQuery } from './filters';
import { patchPages } from './live';

const PER_PAGE = 50;
const AFTER_EVENT_MS = 1_500;

/** Rows of the filter, page by page. */
export function useStockRows(filters: StockFilters) {
  return useInfiniteQuery({
    queryKey: ['stock-rows', toQuery(filters)],
    staleTime: 0,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/agent/inventory', {
          params: {
            query: {
              ...toQuery(filters),
              include: 'rows',
              per_page: PER_PAGE,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.pagination.next ?? undefined,
  });
}

/** What stands around the rows: summary, alerts, and what the filters offer. */
export function useStockHead() {
  return useQuery({
    queryKey: ['stock-head'],
    staleTime: 0,
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/agent/inventory', {
          params: { query: { orders: 'assigned', per_page: 1 } },
          signal,
        }),
      ),
  });
}

export function useProduct(id: number) {
  return useQuery({
    queryKey: ['stock-product', id],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const path = { product_id: String(id) };
      return (await call(api.GET('/api/inventory/{product_id}', { params: { path }, signal })))
        .product;
    },
  });
}

export function useLedger(id: number) {
  return useInfiniteQuery({
    queryKey: ['stock-ledger', id],
    staleTime: 0,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/inventory/{product_id}/ledger', {
          params: {
            path: { product_id: String(id) },
            query: { limit: 20, ...(pageParam ? { before: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useLocations(wanted: boolean) {
  return useQuery({
    queryKey: ['stock-locations'],
    enabled: wanted,
    queryFn: async ({ signal }) =>
      (
        await call(
          api.GET('/api/inventory/locations', { params: { query: { limit: 500 } }, signal }),
        )
      ).locations,
  });
}

/** The product is known to be so: on every list, in the drawer. */
export function useTakeProduct() {
  const queryClient = useQueryClient();
  return (product: StockProduct) => {
    queryClient.setQueriesData<InfiniteData<StockListAnswer, string>>(
      { queryKey: ['stock-rows'] },
      (data) => patchPages(data, product),
    );
    queryClient.setQueryData<StockProduct>(['stock-product', product.id], (known) =>
      known && known.version > product.version ? known : product,
    );
    void queryClient.invalidateQueries({ queryKey: ['stock-ledger', product.id] });
  };
}

/**
 * Rows change where they stand; numbers and alerts are asked for again a moment later. Returns
 * the products that changed before our eyes.
 */
export function useStockLive(): ReadonlySet<number> {
  const queryClient = useQueryClient();
  const take = useTakeProduct();
  const [changed, setChanged] = useState<ReadonlySet<number>>(new Set());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wanted = useRef(new Set<string>());
  const later = (...keys: string[]) => {
    for (const key of keys) wanted.current.add(key);
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      for (const key of wanted.current) void queryClient.invalidateQueries({ queryKey: [key] });
      wanted.current.clear();
    }, AFTER_EVENT_MS);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  useEvent('stock:changed', ({ product }) => {
    take(product);
    setChanged((before) => new Set(before).add(product.id));
    later('stock-head');
  });
  useEvent('stock:imported', () => later('stock-head', 'stock-rows', 'stock-product'));
  // Which products one's orders need, and which of them are alerts, changes with the orders.
  useEvent('order:created', () => later('stock-head', 'stock-rows'));
  useEvent('order:updated', () => later('stock-head', 'stock-rows'));
  useEvent('order:removed', () => later('stock-head', 'stock-rows'));
  // What has arrived needs no stock any more.
  useEvent('delivery:updated', ({ delivery }) => {
    if (delivery.status === 'delivered') later('stock-head');
  });
  return changed;
}
