import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

export type LoginKind = 'call_center' | 'agent' | 'portal';

export interface Credentials {
  login: string;
  password: string;
  company: string;
  remember: boolean;
  workstation: string;
}

export function useBranding(company: string) {
  return useQuery({
    queryKey: ['branding', company],
    queryFn: () =>
      call(api.GET('/api/branding', { params: { query: company ? { company } : {} } })),
    staleTime: 300_000,
  });
}

function optional(value: string): string | undefined {
  return value === '' ? undefined : value;
}

export function signIn(kind: LoginKind, from: Credentials) {
  const common = {
    password: from.password,
    remember: from.remember,
    company: optional(from.company),
    workstation_id: optional(from.workstation),
  };
  if (kind === 'portal') {
    return call(api.POST('/api/auth/login', { body: { ...common, login: from.login } }));
  }
  return call(api.POST('/api/agent/auth/login', { body: { ...common, agent_id: from.login } }));
}

export function signInWithBadge(code: string, company: string, workstation: string) {
  return call(
    api.POST('/api/agent/auth/badge', {
      body: {
        badge_code: code,
        company: optional(company),
        workstation_id: optional(workstation),
      },
    }),
  );
}

/** Asks the IT support to help; the answer never tells whether the agent exists. */
export function askItSupport(agentId: string, company: string) {
  return call(
    api.POST('/api/agent/auth/forgot-password', {
      body: { agent_id: agentId, company: optional(company) },
    }),
  );
}

/** Sends a link by e-mail; the answer never tells whether the address is known. */
export function askResetLink(email: string, company: string) {
  return call(
    api.POST('/api/auth/forgot-password', { body: { email, company: optional(company) } }),
  );
}

export function resetPassword(token: string, password: string) {
  return call(api.POST('/api/auth/reset-password', { body: { token, password } }));
}

export function changePassword(current: string, password: string) {
  return call(
    api.POST('/api/auth/change-password', { body: { current_password: current, password } }),
  );
}

const DEVICES = ['devices'];

export function useDevices() {
  return useQuery({
    queryKey: DEVICES,
    queryFn: async () => (await call(api.GET('/api/agent/auth/devices'))).devices,
  });
}

export function useRemoveDevice() {
  return useRefreshed((id: number) =>
    call(api.DELETE('/api/agent/auth/devices/{id}', { params: { path: { id: String(id) } } })),
  );
}

const SESSIONS = ['sessions'];

/** What ends a session may also forget a device, and the reverse. */
function useRefreshed<Input>(end: (input: Input) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: SESSIONS }),
        cache.invalidateQueries({ queryKey: DEVICES }),
      ]),
  });
}

export function useSessions() {
  return useQuery({
    queryKey: [...SESSIONS, 'own'],
    queryFn: async () => (await call(api.GET('/api/auth/sessions'))).sessions,
  });
}

export function useEndSession() {
  return useRefreshed((id: number) =>
    call(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id: String(id) } } })),
  );
}

export function useEndOtherSessions() {
  return useRefreshed(() => call(api.DELETE('/api/auth/sessions')));
}

export function useManagedSessions() {
  return useQuery({
    queryKey: [...SESSIONS, 'managed'],
    queryFn: async () => (await call(api.GET('/api/admin/sessions'))).sessions,
    refetchInterval: 60_000,
  });
}

export function useEndManagedSession() {
  return useRefreshed((id: number) =>
    call(api.DELETE('/api/admin/sessions/{id}', { params: { path: { id: String(id) } } })),
  );
}

export function useEndUserSessions() {
  return useRefreshed((id: number) =>
    call(api.DELETE('/api/admin/users/{id}/sessions', { params: { path: { id: String(id) } } })),
  );
}

const REQUESTS = ['password-requests'];

export function usePasswordRequests(status: 'open' | 'all') {
  const cache = useQueryClient();
  useEvent('notification:new', ({ notification }) => {
    if (notification.type === 'password_request') {
      void cache.invalidateQueries({ queryKey: REQUESTS });
    }
  });
  return useQuery({
    queryKey: [...REQUESTS, status],
    queryFn: async () => {
      const query = status === 'open' ? { status } : {};
      const answer = await call(api.GET('/api/admin/password-requests', { params: { query } }));
      return answer.password_requests;
    },
  });
}

export function useResolveRequest() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: { id: number; action: 'resolved' | 'refused' }) =>
      call(
        api.POST('/api/admin/password-requests/{id}/resolve', {
          params: { path: { id: String(id) } },
          body: { action },
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: REQUESTS }),
  });
}

const LOGINS_PAGE = 50;

/** Who logged in and out, and who was refused; all of it, or only the refused. */
export function useLogins(refused: boolean) {
  return useInfiniteQuery({
    queryKey: ['logins', refused],
    initialPageParam: '',
    getNextPageParam: (page: { next: string | null }) => page.next,
    refetchInterval: 60_000,
    queryFn: async ({ pageParam }) => {
      const query = {
        per_page: LOGINS_PAGE,
        ...(refused ? { result: 'refused' as const } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      const answer = await call(api.GET('/api/admin/logins', { params: { query } }));
      return { logins: answer.logins, next: answer.pagination.next ?? null };
    },
  });
}
