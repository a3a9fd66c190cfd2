import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type OrderModification, type ReassignRequest } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useEvent } from '@/lib/realtime';
import type { ModificationStatus } from '@/lib/states';

interface Page {
  rows: OrderModification[];
  next: string | null;
  total: number;
}

const MODIFICATIONS = ['approvals', 'modifications'];

/* In its place: what is being read does not move, and a decided row says how. */
export function withRow(data: InfiniteData<Page> | undefined, row: OrderModification) {
  if (!data) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      rows: page.rows.map((one) => (one.id === row.id && one.version <= row.version ? row : one)),
    })),
  };
}

function putRow(queryClient: QueryClient, row: OrderModification): void {
  queryClient.setQueriesData<InfiniteData<Page>>({ queryKey: MODIFICATIONS }, (data) =>
    withRow(data, row),
  );
}

/** What agents ask to change; what comes in waits behind `fresh` until it is asked for. */
export function useModifications(status: ModificationStatus) {
  const queryClient = useQueryClient();
  const me = useSession((state) => state.user?.id);
  const [fresh, setFresh] = useState(0);
  const query = useInfiniteQuery({
    queryKey: [...MODIFICATIONS, status],
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.next ?? undefined,
    queryFn: async ({ pageParam }): Promise<Page> => {
      const answer = await call(
        api.GET('/api/supervisor/modifications', {
          params: { query: { status, per_page: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      );
      return {
        rows: answer.modifications,
        next: answer.pagination.next ?? null,
        total: answer.pagination.total ?? 0,
      };
    },
  });
  useEvent('modification:requested', ({ modification }) => {
    if (status === 'pending' && modification.requested_by.user_id !== me) {
      setFresh((count) => count + 1);
    }
  });
  useEvent('modification:decided', ({ modification }) => putRow(queryClient, modification));
  return {
    query,
    rows: query.data?.pages.flatMap((page) => page.rows) ?? [],
    total: query.data?.pages[0]?.total ?? 0,
    fresh,
    show: () => {
      setFresh(0);
      void query.refetch();
    },
  };
}

export interface Decision {
  approve: boolean;
  reason: string;
  /** The order as the decider has seen it, after it had changed meanwhile. */
  orderVersion?: number;
}

export function useDecide(row: OrderModification) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ approve, reason, orderVersion }: Decision) => {
      const params = { path: { id: String(row.id) } };
      const { version } = row;
      if (!approve) {
        const body = { reason, version };
        return call(api.PATCH('/api/supervisor/modifications/{id}/reject', { params, body }));
      }
      const body = {
        version,
        ...(reason ? { reason } : {}),
        ...(orderVersion ? { order_version: orderVersion } : {}),
      };
      return call(api.PATCH('/api/supervisor/modifications/{id}/approve', { params, body }));
    },
    onSuccess: ({ modification }) => {
      putRow(queryClient, modification);
      void queryClient.invalidateQueries({ queryKey: ['approvals', 'count'] });
    },
  });
}

/** Agents' requests to give an order away, as long as nobody decided them. */
export function useReassignRequests() {
  const queryClient = useQueryClient();
  const renew = () =>
    void queryClient.invalidateQueries({ queryKey: ['approvals', 'reassign-requests'] });
  useEvent('reassign:requested', renew);
  useEvent('reassign:decided', renew);
  return useQuery({
    queryKey: ['approvals', 'reassign-requests'],
    queryFn: async () => {
      const query = { status: 'pending' } as const;
      const answer = await call(
        api.GET('/api/supervisor/reassign-requests', { params: { query } }),
      );
      return answer.requests;
    },
  });
}

export function useDecideReassign(request: ReassignRequest) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      decision: 'approved' | 'rejected';
      agent_id?: number | null;
      reason?: string;
    }) =>
      call(
        api.PATCH('/api/supervisor/reassign-requests/{id}', {
          params: { path: { id: String(request.id) } },
          body,
        }),
      ),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['approvals'] }),
  });
}
