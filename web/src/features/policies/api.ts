import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  api,
  type CallPolicies,
  type CallPoliciesChange,
  call,
  newIdempotencyKey,
  type SlaChange,
  type SlaPolicy,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const POLICIES = ['policies'];
const LEVELS = ['service-levels'];
const SUMMARY = ['service-levels-summary'];

export function usePolicies() {
  const queryClient = useQueryClient();
  useEvent('policies:changed', ({ policies }) => queryClient.setQueryData(POLICIES, policies));
  // The company's hours are told with the policies.
  useEvent('account:changed', () => void queryClient.invalidateQueries({ queryKey: POLICIES }));
  return useQuery<CallPolicies>({
    queryKey: POLICIES,
    queryFn: async () => (await call(api.GET('/api/manager/policies'))).policies,
  });
}

export function useSavePolicies() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CallPoliciesChange) => call(api.PUT('/api/manager/policies', { body })),
    onSuccess: ({ policies }) => {
      queryClient.setQueryData(POLICIES, policies);
      queryClient.setQueryData(['call-policies'], policies);
    },
  });
}

export interface Levels {
  policies: SlaPolicy[];
  departments: { id: number; name: string }[];
}

/* In its place; a new one at the end, as the server lists them. */
export function withLevel(levels: Levels | undefined, id: number, policy: SlaPolicy | null) {
  if (!levels) return levels;
  const others = levels.policies.filter((one) => one.id !== id);
  if (!policy) return { ...levels, policies: others };
  const known = others.length < levels.policies.length;
  const policies = known
    ? levels.policies.map((one) => (one.id === id ? policy : one))
    : [...levels.policies, policy];
  return { ...levels, policies };
}

export function useServiceLevels() {
  const queryClient = useQueryClient();
  useEvent('sla:changed', ({ id, policy }) =>
    queryClient.setQueryData<Levels>(LEVELS, (levels) => withLevel(levels, id, policy)),
  );
  return useQuery<Levels>({
    queryKey: LEVELS,
    queryFn: async () => {
      const { policies, departments } = await call(api.GET('/api/manager/sla'));
      return { policies, departments };
    },
  });
}

export function useSaveLevel(level: SlaPolicy | null) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: SlaChange) =>
      level
        ? call(
            api.PUT('/api/manager/sla/{id}', {
              params: { path: { id: String(level.id) } },
              body: { ...body, version: level.version },
            }),
          )
        : call(
            api.POST('/api/manager/sla', {
              params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
              body,
            }),
          ),
    onSuccess: ({ policy }) =>
      queryClient.setQueryData<Levels>(LEVELS, (levels) => withLevel(levels, policy.id, policy)),
  });
}

export function useRemoveLevel() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      call(api.DELETE('/api/manager/sla/{id}', { params: { path: { id: String(id) } } })),
    onSuccess: (_answer, id) =>
      queryClient.setQueryData<Levels>(LEVELS, (levels) => withLevel(levels, id, null)),
  });
}

export const PERIODS = ['today', 'week', 'month', '30d'] as const;
export type Period = (typeof PERIODS)[number];

/** How many orders of the period were dealt with in time. */
export function useSummary(period: Period) {
  const queryClient = useQueryClient();
  useEvent('order:updated', ({ changed }) => {
    if (changed.includes('sla')) void queryClient.invalidateQueries({ queryKey: SUMMARY });
  });
  return useQuery({
    queryKey: [...SUMMARY, period],
    queryFn: async () =>
      (await call(api.GET('/api/manager/sla/summary', { params: { query: { period } } }))).summary,
  });
}
