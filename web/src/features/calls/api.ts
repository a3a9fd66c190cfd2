import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '@/components/ui/toast-store';
import {
  api,
  asApiError,
  type Call,
  type CentreAgent,
  call,
  errorText,
  type Transcript,
  type TranscriptMessage,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { type HistoryFilters, toQuery } from './console/filters';
import { dropCall, forgetCalls, loadCalls, putCall } from './live';
import type { CallAction, WholeCall } from './model';

const LIVE = ['live-calls'];
const HISTORY = ['call-history'];
const PER_PAGE = 50;

/** What a refresh of the console loads again beside the history. */
export const CONSOLE_KEYS = [LIVE, ['telephony', 'extensions'], ['telephony', 'link']];

/* ---- Calls that go on ------------------------------------------------------------- */

/** Events of calls reach their rows in the store (S4-RT-12). */
function useCallEvents() {
  useEvent('call:new', ({ call }, { seq }) => putCall(call, seq));
  useEvent('call:updated', ({ call }, { seq }) => putCall(call, seq));
  useEvent('call:routed', ({ call }, { seq }) => putCall(call, seq));
  useEvent('call:transferred', ({ call }, { seq }) => putCall(call, seq));
  useEvent('call:ended', ({ call }, { seq }) => dropCall(call.id, seq));
  useEvent('call:removed', ({ id }, { seq }) => dropCall(id, seq));
}

let watchers = 0;

/** Loads the calls that go on and follows them; the rows read them from the store. */
export function useLiveCalls() {
  const cache = useQueryClient();
  useCallEvents();
  const query = useQuery({
    queryKey: LIVE,
    staleTime: 0,
    // Each answer is taken over, also when it says the same as the one before.
    structuralSharing: false,
    queryFn: ({ signal }) => call(api.GET('/api/calls/live', { signal })),
  });
  const { data } = query;
  useEffect(() => {
    if (data) loadCalls(data.calls, data.seq);
  }, [data]);
  useEffect(() => {
    watchers += 1;
    return () => {
      watchers -= 1;
      if (watchers > 0) return;
      // Nobody hears the events any more: what is kept would be shown as true later.
      forgetCalls();
      cache.removeQueries({ queryKey: LIVE });
    };
  }, [cache]);
  return query;
}

/* ---- Calls that are over ------------------------------------------------------------ */

interface HistoryPage {
  data: Call[];
  pagination: { total: number | null; total_capped: boolean; next: string | null };
}

/** A changed row in its place, so that nothing moves under what is being read. */
export function replaceInPages(
  pages: InfiniteData<HistoryPage> | undefined,
  row: Call,
): InfiniteData<HistoryPage> | undefined {
  if (!pages?.pages.some((page) => page.data.some((one) => one.id === row.id))) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      data: page.data.map((one) => (one.id === row.id ? row : one)),
    })),
  };
}

/** Page after page of ended calls; those that end meanwhile are counted, not put in. */
export function useCallHistory(filters: HistoryFilters) {
  const cache = useQueryClient();
  const queryKey = useMemo(() => [...HISTORY, toQuery(filters)], [filters]);
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/calls', {
          params: {
            query: {
              ...toQuery(filters),
              scope: 'history',
              per_page: PER_PAGE,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.pagination.next ?? undefined,
  });
  const { data, refetch } = query;
  const [ended, count] = useReducer((before: number, by: number) => (by ? before + by : 0), 0);
  const isLoading = query.isFetching && !query.isFetchingNextPage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was loaded has them
  useEffect(() => count(0), [isLoading, queryKey]);
  useEvent('call:ended', () => count(1));
  useEvent('call:updated', ({ call }) => {
    const before = cache.getQueryData<InfiniteData<HistoryPage>>(queryKey);
    const after = replaceInPages(before, call);
    // Set anew, it would be drawn for each event of a call that is not in it.
    if (after !== before) cache.setQueryData(queryKey, after);
  });
  const rows = useMemo(() => {
    const seen = new Set<number>();
    const all = data?.pages.flatMap((page) => page.data) ?? [];
    return all.filter(({ id }) => !seen.has(id) && seen.add(id));
  }, [data]);
  const showEnded = useCallback(() => {
    count(0);
    return refetch();
  }, [refetch]);
  const head = data?.pages[0]?.pagination;
  return {
    query,
    rows,
    total: head?.total ?? null,
    isCapped: head?.total_capped ?? false,
    ended,
    showEnded,
  };
}

/** Where the rows of the filters are a file; headings are in the language of the page. */
export function exportUrl(filters: HistoryFilters, format: 'csv' | 'xlsx', language: string) {
  const asked = Object.entries(toQuery(filters)).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams([...asked, ['format', format], ['language', language]]);
  return `/api/calls/export?${query}`;
}

/* ---- Whom there is to choose ------------------------------------------------------- */

export function useTeams(enabled = true) {
  return useQuery({
    queryKey: ['org', 'teams'],
    enabled,
    queryFn: async () => (await call(api.GET('/api/teams'))).teams,
  });
}

/** The departments of the company's teams, by name. */
export function useDepartments() {
  const teams = useTeams();
  const data = useMemo(() => {
    const found = new Map(
      (teams.data ?? []).flatMap(({ department }) =>
        department ? [[department.id, department]] : [],
      ),
    );
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  }, [teams.data]);
  return { ...teams, data: teams.data && data };
}

/** Whoever a call could go to, of the whole company, and what they are doing. */
export function useCallAgents() {
  const cache = useQueryClient();
  const queryKey = ['call-agents'];
  useEvent('agent:status_changed', ({ id, presence }) => {
    cache.setQueryData<CentreAgent[]>(queryKey, (agents) =>
      agents?.map((one) =>
        one.id === id ? { ...one, presence: presence as CentreAgent['presence'] } : one,
      ),
    );
  });
  return useQuery({
    queryKey,
    queryFn: async () => (await call(api.GET('/api/agents', {}))).agents,
  });
}

export interface CallTarget {
  code: string;
  name: string;
}

/** Departments that a call can go to, by name: those of teams, and those that have agents alone. */
export function targetDepartments(
  departments: readonly CallTarget[],
  agents: readonly Pick<CentreAgent, 'department' | 'department_name'>[],
): CallTarget[] {
  const found = new Map(departments.map(({ code, name }) => [code, { code, name }]));
  for (const { department: code, department_name: name } of agents)
    if (code && !found.has(code)) found.set(code, { code, name: name ?? code });
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/* ---- What is done with a call ----------------------------------------------------------- */

const path = (of: Call) => ({ path: { id: String(of.id) } });

function request(action: Exclude<CallAction, 'transfer'>, of: Call): Promise<unknown> {
  const params = path(of);
  switch (action) {
    case 'accept':
      return call(api.POST('/api/calls/{id}/accept', { params }));
    case 'take_over':
      return call(api.POST('/api/calls/{id}/take-over', { params }));
    case 'end':
      return call(api.POST('/api/calls/{id}/end', { params }));
    default:
      return call(api.POST('/api/calls/{id}/supervise', { params, body: { mode: action } }));
  }
}

interface ActionOptions {
  onDone?: () => void;
  /** The dialog shows the refusal itself. */
  quiet?: boolean;
}

/** The row follows by events; what is said here is that it was done, or why it could not be. */
export function useCallAction({ onDone, quiet }: ActionOptions = {}) {
  const { t } = useTranslation('calls');
  return useMutation({
    mutationFn: ({ action, call: of }: { action: Exclude<CallAction, 'transfer'>; call: Call }) =>
      request(action, of),
    onSuccess: (_, { action }) => {
      toast.success(t(`done.${action}`));
      onDone?.();
    },
    onError: (error) => {
      if (!quiet) toast.error(errorText(asApiError(error)));
    },
  });
}

export function transferCall(of: Call, department: string, agent: string) {
  return call(
    api.POST('/api/calls/{id}/transfer', {
      params: path(of),
      body: { target_department: department, ...(agent ? { agent_id: agent } : {}) },
    }),
  );
}

/* ---- One call ------------------------------------------------------------------------- */

export function useCallDetails(id: string) {
  const cache = useQueryClient();
  const queryKey = ['call', id];
  const changed = ({ call: { id: changedId, call_id } }: { call: Call }) => {
    if (String(changedId) === id || call_id === id) void cache.invalidateQueries({ queryKey });
  };
  useEvent('call:updated', changed);
  useEvent('call:routed', changed);
  useEvent('call:transferred', changed);
  useEvent('call:ended', changed);
  return useQuery({
    queryKey,
    queryFn: async (): Promise<WholeCall> => {
      const { call: row, data } = await call(
        api.GET('/api/calls/{id}/details', { params: { path: { id } } }),
      );
      return { ...data, call: row };
    },
  });
}

/* ---- What was said ----------------------------------------------------------------------- */

export const transcriptKey = (id: string) => ['transcript', id];

export function useTranscript(id: string) {
  const cache = useQueryClient();
  useEvent('message:new', ({ call_id, message }) => {
    if (call_id !== id) return;
    cache.setQueryData<Transcript>(transcriptKey(id), (before) => withMessage(before, message));
  });
  return useQuery({
    queryKey: transcriptKey(id),
    queryFn: () => call(api.GET('/api/transcripts/{call}', { params: { path: { call: id } } })),
  });
}

/** A new line comes last; one that is there already stays the one it is. */
export function withMessage(
  before: Transcript | undefined,
  message: TranscriptMessage,
): Transcript | undefined {
  if (!before || before.messages.some(({ id }) => id === message.id)) return before;
  return { ...before, messages: [...before.messages, message] };
}

export function addMessage(id: string, message: Pick<TranscriptMessage, 'speaker' | 'content'>) {
  const language = /[\u0600-\u06ff]/.test(message.content) ? 'ar' : 'en';
  return call(
    api.POST('/api/transcripts/{call}/messages', {
      params: { path: { call: id } },
      body: { ...message, language },
    }),
  );
}
