import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type TeamLiveAgent } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import type { Presence } from '@/lib/states';
import { withPresence } from './board';
import { useLater } from './use-later';

const OPEN = 'new,no_response,postponed,under_review';

/** The agents of one's scope with what they have in hand. */
export function useBoard() {
  return useQuery({
    queryKey: ['team-board'],
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/supervisor/team/live', { signal }))).agents,
  });
}

/** Presence changes where it stands; figures are asked for again a moment later. */
export function useBoardLive(): void {
  const queryClient = useQueryClient();
  const later = useLater();
  const orders = () => later('team-board', 'team-orders');
  const tasks = () => later('team-board', 'team-tasks');
  useEvent('agent:status_changed', (change) => {
    queryClient.setQueryData<TeamLiveAgent[]>(
      ['team-board'],
      (agents) => agents && withPresence(agents, change),
    );
    later('team-board');
  });
  useEvent('order:created', orders);
  useEvent('order:updated', orders);
  useEvent('order:removed', orders);
  useEvent('callback:created', tasks);
  useEvent('callback:updated', tasks);
  useEvent('callback:due', tasks);
  useEvent('follow_up:created', tasks);
  useEvent('follow_up:updated', tasks);
  useEvent('follow_up:due', tasks);
  useEvent('schedule:changed', () => later('team-board'));
}

/** Open orders of an agent, the oldest first. */
export function useAgentOrders(agentId: number) {
  return useQuery({
    queryKey: ['team-orders', agentId],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = {
        agent_id: String(agentId),
        status: OPEN,
        date: 'all',
        sort: 'created_at' as const,
        include: 'rows' as const,
        per_page: 200,
      };
      return (await call(api.GET('/api/agent/orders', { params: { query }, signal }))).orders;
    },
  });
}

/** Callbacks and follow-ups of an agent that are still to be done, the soonest first. */
export function useAgentTasks(agentId: number) {
  return useQuery({
    queryKey: ['team-tasks', agentId],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = { per_page: 500 };
      const [callbacks, followUps] = await Promise.all([
        call(api.GET('/api/agent/callbacks', { params: { query }, signal })),
        call(
          api.GET('/api/agent/follow-ups', {
            params: { query: { ...query, status: 'pending' } },
            signal,
          }),
        ),
      ]);
      return {
        callbacks: callbacks.callbacks.filter((row) => row.agent?.id === agentId),
        followUps: followUps.follow_ups.filter((row) => row.agent?.id === agentId),
      };
    },
  });
}

/** What was chosen on an agent's panel. */
export interface Chosen {
  orders: number[];
  callbacks: number[];
  followUps: number[];
}

export interface GiveFailure {
  id: string;
  text: string;
}

export interface Given {
  done: number;
  failures: GiveFailure[];
}

interface Gift {
  chosen: Chosen;
  /** Null: each to the least loaded. */
  to: number | null;
  reason: string;
}

async function give({ chosen, to, reason }: Gift): Promise<Given> {
  const how = { to_agent_id: to === null ? null : String(to), reason };
  const answers = [];
  if (chosen.orders.length > 0) {
    const body = { order_ids: chosen.orders.map(String), ...how };
    answers.push(await call(api.POST('/api/supervisor/orders/reassign', { body })));
  }
  if (chosen.callbacks.length + chosen.followUps.length > 0) {
    const body = {
      callback_ids: chosen.callbacks.map(String),
      follow_up_ids: chosen.followUps.map(String),
      ...how,
    };
    answers.push(await call(api.POST('/api/supervisor/inquiries/reassign', { body })));
  }
  const results = answers.flatMap((answer) => answer.results);
  return {
    done: results.filter((one) => one.success).length,
    failures: results
      .filter((one) => !one.success)
      .map((one) => ({ id: `${one.type} ${one.id}`, text: one.error ?? '' })),
  };
}

export function useGive() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: give,
    onSettled: () => {
      for (const key of ['team-board', 'team-orders', 'team-tasks', 'team'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function useSetPresence() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, presence }: { agentId: number; presence: Presence }) =>
      call(
        api.PUT('/api/supervisor/availability', {
          body: { agent_id: String(agentId), status: presence },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['team-board'] }),
  });
}
