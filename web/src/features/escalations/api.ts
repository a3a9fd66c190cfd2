import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { api, type Complaint, call, type Escalation } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

/** Whose: one's own, of one's scope, or those that reached the manager. */
export type Whose = 'mine' | 'team' | 'executive';

interface Page<Row> {
  rows: Row[];
  /** Not over, whatever the filter. */
  open: number;
  next: string | null;
}

function nextOf(page: { next: string | null }): string | undefined {
  return page.next ?? undefined;
}

/* Puts a changed row in its place, so that nothing moves under what is being read. */
function replaceRow<Row extends { id: number; version: number }>(
  data: InfiniteData<Page<Row>> | undefined,
  row: Row,
) {
  if (!data) return data;
  const newer = (one: Row) => (one.id === row.id && one.version <= row.version ? row : one);
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, rows: page.rows.map(newer) })),
  };
}

function ask(whose: Whose, query: { status: 'open' | 'all'; per_page: number; cursor?: string }) {
  const params = { params: { query } };
  if (whose === 'mine') return call(api.GET('/api/agent/escalations', params));
  if (whose === 'team') return call(api.GET('/api/supervisor/escalations', params));
  return call(api.GET('/api/manager/escalations', params));
}

/** What came in is asked for again; what changed is put in its place at once, its count a little later. */
export function useEscalationEvents(): void {
  const queryClient = useQueryClient();
  useEvent('escalation:raised', () => {
    void queryClient.invalidateQueries({ queryKey: ['escalations'] });
  });
  useEvent('escalation:updated', ({ escalation }) => {
    queryClient.setQueriesData<InfiniteData<Page<Escalation>>>(
      { queryKey: ['escalations'] },
      (data) => replaceRow(data, escalation),
    );
  });
  useEvent('complaint:created', () => {
    void queryClient.invalidateQueries({ queryKey: ['complaints'] });
  });
  useEvent('complaint:updated', ({ complaint }) => {
    queryClient.setQueriesData<InfiniteData<Page<Complaint>>>(
      { queryKey: ['complaints'] },
      (data) => replaceRow(data, complaint),
    );
  });
}

export function useEscalations(whose: Whose, all: boolean, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['escalations', whose, all],
    enabled,
    initialPageParam: '',
    getNextPageParam: nextOf,
    queryFn: async ({ pageParam }): Promise<Page<Escalation>> => {
      const answer = await ask(whose, {
        status: all ? 'all' : 'open',
        per_page: 50,
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return {
        rows: answer.escalations,
        open: answer.open,
        next: answer.pagination.next ?? null,
      };
    },
  });
}

export function useComplaints(all: boolean) {
  return useInfiniteQuery({
    queryKey: ['complaints', all],
    initialPageParam: '',
    getNextPageParam: nextOf,
    queryFn: async ({ pageParam }): Promise<Page<Complaint>> => {
      const answer = await call(
        api.GET('/api/agent/complaints', {
          params: {
            query: {
              status: all ? 'all' : 'unresolved',
              per_page: 50,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      );
      return {
        rows: answer.complaints,
        open: answer.unresolved,
        next: answer.pagination.next ?? null,
      };
    },
  });
}

/** Colleagues who may take one of that level. */
export function useHandlers(level: Escalation['level']) {
  return useQuery({
    queryKey: ['escalation-handlers', level],
    queryFn: async () => {
      const params = { query: { level } };
      return (await call(api.GET('/api/supervisor/escalations/handlers', { params }))).agents;
    },
  });
}

export interface Decision {
  action: 'assign' | 'resolve' | 'escalate_to_manager';
  agent_id?: string;
  reason?: string;
  resolution?: string;
}

export function useDecide(onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ escalation, decision }: { escalation: Escalation; decision: Decision }) => {
      const request = {
        params: { path: { id: String(escalation.id) } },
        body: { ...decision, version: escalation.version },
      };
      return escalation.level === 'manager'
        ? call(api.PATCH('/api/manager/escalations/{id}', request))
        : call(api.PATCH('/api/supervisor/escalations/{id}', request));
    },
    onSuccess: onDone,
    onSettled: () => {
      for (const name of ['escalations', 'complaints', 'dashboard'])
        void queryClient.invalidateQueries({ queryKey: [name] });
    },
  });
}

export interface ComplaintChange {
  status: Complaint['status'];
  resolution?: string;
}

export function useChangeComplaint(onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ complaint, change }: { complaint: Complaint; change: ComplaintChange }) =>
      call(
        api.PATCH('/api/agent/complaints/{id}', {
          params: { path: { id: String(complaint.id) } },
          body: { ...change, version: complaint.version },
        }),
      ),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['complaints'] }),
  });
}
