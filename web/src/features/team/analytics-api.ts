import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type AnalyticsQuery, api, call, type WorkRowsQuery } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { useLater } from './use-later';

export function useAnalytics(query: AnalyticsQuery) {
  return useQuery({
    queryKey: ['team-analytics', query],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call(api.GET('/api/supervisor/analytics', { params: { query }, signal })),
  });
}

/** Sums are a few seconds behind the work, so they are asked for again while it goes on. */
export function useAnalyticsLive(): void {
  const later = useLater();
  const changed = () => later('team-analytics', 'team-rows');
  useEvent('order:created', changed);
  useEvent('order:updated', changed);
  useEvent('communication:created', changed);
}

/** The changes and orders that a figure stands for. */
export function useWorkRows(query: WorkRowsQuery, wanted: boolean) {
  return useInfiniteQuery({
    queryKey: ['team-rows', query],
    enabled: wanted,
    staleTime: 0,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/supervisor/analytics/rows', {
          params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
