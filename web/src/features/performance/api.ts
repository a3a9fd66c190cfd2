import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import {
  api,
  call,
  newIdempotencyKey,
  type PerformanceGoal,
  type PerformanceGoalNew,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import type { FigureName } from './figures';

const KEY = 'performance';
const TARGETS = 'kpi-targets';

export interface Asked {
  period?: string;
  date_from?: string;
  date_to?: string;
  /** Empty for oneself. */
  agent: string;
}

function query({ agent, ...rest }: Asked) {
  return { ...rest, ...(agent ? { agent_id: agent } : {}) };
}

/** A team's changes come many at a time; the figures are asked for once. */
const GATHER_MS = 400;

/** What agents do, and what they are measured by, moves the figures by itself. */
export function usePerformanceLive() {
  const queryClient = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (waiting.current) clearTimeout(waiting.current);
    },
    [],
  );
  const again = () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      void queryClient.invalidateQueries({ queryKey: [KEY] });
    }, GATHER_MS);
  };
  useEvent('performance:updated', again);
  useEvent('kpi_targets:updated', () => {
    again();
    void queryClient.invalidateQueries({ queryKey: [TARGETS] });
  });
}

export function usePerformance(asked: Asked, enabled = true) {
  return useQuery({
    queryKey: [KEY, 'glance', asked],
    enabled,
    queryFn: () => call(api.GET('/api/agent/performance', { params: { query: query(asked) } })),
  });
}

export function useDetailed(asked: Asked) {
  return useQuery({
    queryKey: [KEY, 'detailed', asked],
    queryFn: () =>
      call(api.GET('/api/agent/performance/detailed', { params: { query: query(asked) } })),
  });
}

export function useMonth(month: string, agent: string) {
  return useQuery({
    queryKey: [KEY, 'month', month, agent],
    queryFn: () =>
      call(
        api.GET('/api/agent/performance/monthly', {
          params: { query: { ...query({ agent }), ...(month ? { month } : {}) } },
        }),
      ),
  });
}

export function useAchievements(agent: string, enabled = true) {
  return useQuery({
    queryKey: [KEY, 'achievements', agent],
    enabled,
    queryFn: () =>
      call(api.GET('/api/agent/performance/achievements', { params: { query: query({ agent }) } })),
  });
}

export function useImprovements(asked: Asked, enabled = true) {
  return useQuery({
    queryKey: [KEY, 'improvements', asked],
    enabled,
    queryFn: () =>
      call(api.GET('/api/agent/performance/improvements', { params: { query: query(asked) } })),
  });
}

export function useComparison(asked: Asked, enabled = true) {
  return useQuery({
    queryKey: [KEY, 'comparison', asked],
    enabled,
    queryFn: () =>
      call(api.GET('/api/agent/performance/team-comparison', { params: { query: query(asked) } })),
  });
}

export function useRowsBehind(figure: FigureName, asked: Asked) {
  return useInfiniteQuery({
    queryKey: [KEY, 'rows', figure, asked],
    initialPageParam: '',
    getNextPageParam: (page: { pagination: { next: string | null } }) =>
      page.pagination.next ?? undefined,
    queryFn: ({ pageParam }) =>
      call(
        api.GET('/api/agent/performance/rows', {
          params: {
            query: { figure, ...query(asked), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
  });
}

/* ---- Goals ---------------------------------------------------------------------- */

export function useGoals(agent: string, enabled = true) {
  return useQuery({
    queryKey: [KEY, 'goals', agent],
    enabled,
    queryFn: async () =>
      (await call(api.GET('/api/agent/performance/goals', { params: { query: query({ agent }) } })))
        .goals,
  });
}

export function addGoal(body: PerformanceGoalNew) {
  return call(
    api.POST('/api/agent/performance/goals', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body,
    }),
  );
}

export function changeGoal(goal: PerformanceGoal, target: string) {
  return call(
    api.PUT('/api/agent/performance/goals/{id}', {
      params: { path: { id: String(goal.id) } },
      body: { target, version: goal.version },
    }),
  );
}

export function removeGoal(id: number) {
  return call(
    api.DELETE('/api/agent/performance/goals/{id}', { params: { path: { id: String(id) } } }),
  );
}

/* ---- Teams ------------------------------------------------------------------------ */

export function useTeamPerformance(period: string, team: string, enabled = true) {
  return useQuery({
    queryKey: [KEY, 'team', period, team],
    enabled,
    queryFn: () =>
      call(
        api.GET('/api/supervisor/team/performance', {
          params: { query: { period, ...(team ? { team_id: team } : {}) } },
        }),
      ),
  });
}

export function useCompanyPerformance(period: string, enabled: boolean) {
  return useQuery({
    queryKey: [KEY, 'company', period],
    enabled,
    queryFn: () => call(api.GET('/api/manager/performance', { params: { query: { period } } })),
  });
}

/* ---- Targets ------------------------------------------------------------------------ */

export function useTargets(team: string) {
  return useQuery({
    queryKey: [TARGETS, team],
    queryFn: () =>
      call(
        api.GET('/api/manager/kpi-targets', {
          params: { query: team ? { team_id: Number(team) } : {} },
        }),
      ),
  });
}

export type TargetValues = Record<string, string | null>;

export function saveTargets(team: string, values: TargetValues, version: number) {
  return call(
    api.PUT('/api/manager/kpi-targets', {
      body: { ...(team ? { team_id: Number(team) } : {}), ...values, version },
    }),
  );
}
