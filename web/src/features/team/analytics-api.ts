import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { type Analytics, type AnalyticsQuery, api, call, type WorkRowsQuery } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { useLater } from './use-later';

const CATCH_UP_MS = 2_000;

/** Time of the newest change that the figures have to have in them. */
type Newest = { current: string };

export function useAnalytics(period: AnalyticsQuery, all: boolean, newest: Newest) {
  const query: AnalyticsQuery = all ? { ...period, lines: 'all' } : period;
  return useQuery({
    queryKey: ['team-analytics', query],
    staleTime: 0,
    placeholderData: keepPreviousData,
    // Sums are a few seconds behind the work.
    refetchInterval: ({ state }: { state: { data?: Analytics } }) =>
      isBehind(state.data?.as_of, newest.current) ? CATCH_UP_MS : false,
    queryFn: ({ signal }) =>
      call(api.GET('/api/supervisor/analytics', { params: { query }, signal })),
  });
}

/** Both are moments as the server writes them, or there is none yet. */
export function isBehind(asOf: string | null | undefined, newest: string): boolean {
  return newest !== '' && Date.parse(asOf ?? '1970-01-01') < Date.parse(newest);
}

/** Asks again while work goes on, and until it is in the figures. */
export function useAnalyticsLive(): Newest {
  const newest = useRef('');
  const later = useLater();
  const changed = (_: unknown, { at }: { at: string }) => {
    newest.current = at;
    later('team-analytics', 'team-rows');
  };
  useEvent('order:created', changed);
  useEvent('order:updated', changed);
  useEvent('communication:created', changed);
  return newest;
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
