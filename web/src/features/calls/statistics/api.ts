import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { useGathered } from '@/lib/use-gathered';
import { type Address, periodOf } from './address';

export const STATISTICS = ['call-statistics'];

/* A busy hour ends calls by the second; the figures are asked for once. */
const GATHER_MS = 1_500;

/** Figures follow the calls that begin, are answered and end. */
export function useStatisticsLive() {
  const cache = useQueryClient();
  const again = useGathered(
    () => void cache.invalidateQueries({ queryKey: STATISTICS }),
    GATHER_MS,
  );
  useEvent('call:new', again);
  useEvent('call:updated', again);
  useEvent('call:ended', again);
}

export function useStatistics(address: Address) {
  return useQuery({
    queryKey: [...STATISTICS, address],
    placeholderData: keepPreviousData,
    queryFn: () => call(api.GET('/api/calls/statistics', { params: { query: periodOf(address) } })),
  });
}
