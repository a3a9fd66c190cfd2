import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type BreakSum, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { useGathered } from '@/lib/use-gathered';

export const PERIODS = ['today', 'yesterday', 'week', 'last_week', 'month', 'last_month'] as const;

const KEY = 'team-breaks';
const AFTER_EVENT_MS = 1_000;

/** Breaks of the agents whom one leads, added up by agent and day. */
export function useBreakSums(date: string) {
  return useQuery({
    queryKey: [KEY, 'sums', date],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await call(api.GET('/api/supervisor/breaks', { params: { query: { date } } }))).agents,
  });
}

/** The breaks behind a sum: of an agent, in the period or on one day of it. */
export function useBreakRows(agent: string, date: string, day: string) {
  const query = day ? { date_from: day, date_to: day } : { date };
  return useQuery({
    queryKey: [KEY, 'rows', agent, date, day],
    staleTime: 0,
    queryFn: () =>
      call(
        api.GET('/api/supervisor/breaks/{agent_id}', {
          params: { path: { agent_id: agent }, query },
        }),
      ),
  });
}

/** A break that begins or ends changes sums and rows a moment later. */
export function useBreaksLive(): void {
  const cache = useQueryClient();
  const renew = useGathered(
    () => void cache.invalidateQueries({ queryKey: [KEY] }),
    AFTER_EVENT_MS,
  );
  useEvent('agent:status_changed', renew);
}

/** The days on which anybody had a break, the first first. */
export function daysOf(agents: readonly BreakSum[]): string[] {
  return [...new Set(agents.flatMap(({ days }) => days.map(({ date }) => date)))].sort();
}

export function totalsOf(agents: readonly BreakSum[]) {
  const sum = (of: (one: BreakSum) => number) => agents.reduce((total, one) => total + of(one), 0);
  return {
    onBreak: sum(({ on_break_since }) => Number(on_break_since !== null)),
    breaks: sum(({ breaks }) => breaks),
    seconds: sum(({ seconds }) => seconds),
    longest: Math.max(0, ...agents.map(({ longest_seconds }) => longest_seconds)),
  };
}
