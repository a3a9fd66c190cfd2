import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schedule } from '@/lib/api';
import { fromWall } from '@/lib/orders/wall-time';
import { useEvent } from '@/lib/realtime';
import { useLater } from './use-later';
import { addDays, type EntryDraft } from './week';

export function useWeek(monday: string) {
  return useQuery({
    queryKey: ['schedules', monday],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { date_from: monday, date_to: addDays(monday, 6) };
      return (await call(api.GET('/api/supervisor/schedules', { params: { query }, signal })))
        .schedules;
    },
  });
}

export function useOwnWeek(monday: string) {
  return useQuery({
    queryKey: ['own-schedule', monday],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = { date_from: monday, date_to: addDays(monday, 13) };
      return (await call(api.GET('/api/agent/schedule', { params: { query }, signal }))).schedules;
    },
  });
}

/** Whom one plans for. */
export function usePlanned() {
  return useQuery({
    queryKey: ['availability'],
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/supervisor/availability', { signal }))).agents,
  });
}

export function useCoverage(date: string) {
  return useQuery({
    queryKey: ['coverage', date],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const params = { query: { date } };
      return (await call(api.GET('/api/supervisor/coverage', { params, signal }))).hours;
    },
  });
}

export function useFollow() {
  return useQuery({
    queryKey: ['follow-schedule'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await call(api.GET('/api/company', { signal }))).company,
  });
}

export function useSetFollow() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ follow, version }: { follow: boolean; version: number }) =>
      call(api.PUT('/api/company', { body: { follow_schedule: follow, version } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['follow-schedule'] }),
  });
}

export function useScheduleLive(): void {
  const later = useLater();
  useEvent('schedule:changed', () => later('schedules', 'own-schedule', 'coverage'));
}

/** Of an entry that is repeated: it alone, with those that follow, or the whole series. */
export const REACHES = ['one', 'following', 'all'] as const;
export type Reach = (typeof REACHES)[number];

function save(draft: EntryDraft, reach: Reach, entry: Schedule | null): Promise<unknown> {
  const times = {
    kind: draft.kind,
    starts_at: fromWall(draft.from) ?? '',
    ends_at: fromWall(draft.to) ?? '',
    note: draft.note,
  };
  if (!entry) {
    const repeat = draft.repeatUntil ? { repeat_until: draft.repeatUntil } : {};
    const body = { agent_id: draft.agent, ...times, ...repeat };
    return call(api.POST('/api/supervisor/schedules', { body }));
  }
  const params = { path: { id: String(entry.id) } };
  const body = { ...times, reach, version: entry.version };
  return call(api.PUT('/api/supervisor/schedules/{id}', { params, body }));
}

function useChanging<Input>(change: (input: Input) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(
        ['schedules', 'coverage'].map((key) => cache.invalidateQueries({ queryKey: [key] })),
      ),
  });
}

export function useSaveEntry(entry: Schedule | null) {
  return useChanging(({ draft, reach }: { draft: EntryDraft; reach: Reach }) =>
    save(draft, reach, entry),
  );
}

export function useRemoveEntry(entry: Schedule | null) {
  return useChanging((reach: Reach) =>
    call(
      api.DELETE('/api/supervisor/schedules/{id}', {
        params: {
          path: { id: String(entry?.id) },
          query: { reach, version: entry?.version },
        },
      }),
    ),
  );
}
