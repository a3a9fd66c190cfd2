import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, call, type PbxQueue, type PbxQueueMember, type PbxState } from '@/lib/api';
import { usePbxLink } from '@/lib/phones/api';
import { replaceMember, replaceRow } from '@/lib/phones/live';
import { useEvent } from '@/lib/realtime';
import { useGathered } from '@/lib/use-gathered';
import { departmentCards, queueCards } from './model';

const QUEUES = ['wall', 'queues'];
const MEMBERS = ['wall', 'members'];
const WAITING = ['wall', 'waiting'];
const AGENTS = ['wall', 'agents'];
const TODAY = ['wall', 'today'];

/* Until the figures say otherwise. */
const ALLOWED_SECONDS = 20;
/* Figures of the day begin anew at midnight, and a screen stays on. */
const TODAY_EVERY_MS = 60_000;

function useToday(groupBy: 'queue' | 'department') {
  return useQuery({
    queryKey: [...TODAY, groupBy],
    refetchInterval: TODAY_EVERY_MS,
    queryFn: () =>
      call(
        api.GET('/api/calls/statistics', {
          params: { query: { period: 'today', group_by: groupBy } },
        }),
      ),
  });
}

/** Every queue with who waits, who could answer, and how the day went. */
export function useWall() {
  const queues = useQuery({
    queryKey: QUEUES,
    queryFn: async () => (await call(api.GET('/api/queues'))).queues,
  });
  const members = useQueries({
    queries: (queues.data ?? []).map(({ name }) => ({
      queryKey: [...MEMBERS, name],
      queryFn: async () =>
        (await call(api.GET('/api/queues/{name}/members', { params: { path: { name } } }))).members,
    })),
  });
  const waiting = useQuery({
    queryKey: WAITING,
    queryFn: async () => {
      const { queue } = await call(api.GET('/api/calls/queue', {}));
      return { queue, at: Date.now() };
    },
  });
  const agents = useQuery({
    queryKey: AGENTS,
    queryFn: async () => (await call(api.GET('/api/agents', {}))).agents,
  });
  const byQueue = useToday('queue');
  const byDepartment = useToday('department');
  useWallEvents();
  // A department that was shown stays: cards must not jump about under those who look.
  const seen = useRef(new Set<string>());
  const parts = [queues, waiting, agents];
  const isThere = queues.data && waiting.data && agents.data;
  return {
    queues: isThere
      ? [
          ...queueCards(
            queues.data,
            members.map(({ data }) => data),
            byQueue.data?.groups,
          ),
          ...departmentCards({
            agents: agents.data,
            waiting: waiting.data,
            groups: byDepartment.data?.groups,
            hasPbx: queues.data.length > 0,
            seen: seen.current,
          }),
        ]
      : undefined,
    allowedSeconds: byQueue.data?.service_seconds ?? ALLOWED_SECONDS,
    isPending: parts.some((part) => part.isPending),
    error: parts.find((part) => part.error)?.error ?? null,
    refetch: () => {
      for (const part of parts) void part.refetch();
    },
  };
}

const GATHER_MS = 200;
const GATHER_TODAY_MS = 2_000;

/* What is heard reaches the cards in their places. */
function useWallEvents() {
  const cache = useQueryClient();
  const again = (queryKey: string[]) => void cache.invalidateQueries({ queryKey });
  const queueAgain = useGathered(() => again(WAITING), GATHER_MS);
  const agentsAgain = useGathered(() => again(AGENTS), GATHER_MS);
  const todayAgain = useGathered(() => again(TODAY), GATHER_TODAY_MS);
  const moved = () => {
    queueAgain();
    todayAgain();
  };
  useEvent('call:new', moved);
  useEvent('call:updated', moved);
  useEvent('call:routed', moved);
  useEvent('call:transferred', moved);
  useEvent('call:ended', moved);
  useEvent('call:removed', moved);
  useEvent('agent:status_changed', agentsAgain);
  useEvent('queue:updated', ({ queue }) => {
    const known = cache.getQueryData<PbxQueue[]>(QUEUES)?.some((row) => row.id === queue.id);
    if (!known) again(QUEUES);
    cache.setQueryData<PbxQueue[]>(QUEUES, (rows) => replaceRow(rows, queue));
  });
  useEvent('queue:member', ({ queue, member, removed }) =>
    cache.setQueryData<PbxQueueMember[]>([...MEMBERS, queue], (rows) =>
      replaceMember(rows, member, removed),
    ),
  );
  useEvent('queue:reloaded', () => {
    again(QUEUES);
    again(MEMBERS);
  });
  useEvent('pbx:changed', () => again(['telephony', 'link']));
}

/** The link to the PBX when it is set up and does not stand; null when there is nothing to say. */
export function useWallLink(): PbxState | null {
  const link = usePbxLink().data;
  if (!link || link.state === 'not_configured' || link.state === 'disabled') return null;
  return link.state === 'connected' ? null : link;
}
