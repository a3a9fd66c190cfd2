import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type ManagedUser, type ManagedUserChoices } from '@/lib/api';

const PEOPLE = ['people'];

export interface PeopleFilters {
  search: string;
  role: string;
  status: string;
  department: string;
}

export function usePeople({ search, role, status, department }: PeopleFilters) {
  return useInfiniteQuery({
    queryKey: [...PEOPLE, 'list', search, role, status, department],
    initialPageParam: '',
    getNextPageParam: (page: { next: string | null }) => page.next,
    queryFn: async ({ pageParam }) => {
      const answer = await call(
        api.GET('/api/admin/users', {
          params: {
            query: {
              per_page: 50,
              ...(search ? { search } : {}),
              ...(role === 'all' ? {} : { role }),
              ...(status === 'all' ? {} : { status: status as ManagedUser['status'] }),
              ...(department === 'all' ? {} : { department }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      );
      return { rows: answer.users, next: answer.pagination.next ?? null };
    },
  });
}

export function usePeopleChoices() {
  return useQuery({
    queryKey: [...PEOPLE, 'choices'],
    queryFn: () => call(api.GET('/api/admin/users/choices')),
    staleTime: 60_000,
  });
}

export function usePerson(id: number | null) {
  return useQuery({
    queryKey: [...PEOPLE, 'one', id],
    enabled: id !== null,
    queryFn: async () =>
      (await call(api.GET('/api/admin/users/{id}', { params: { path: { id: String(id) } } }))).user,
  });
}

export const SKILLS_MAX = 30;

export interface Skill {
  skill: string;
  level: number | null;
}

/** The word as it is kept, or null where it is none: "After Sales" is after-sales. */
export function skillOf(typed: string): string | null {
  const word = typed.trim().toLowerCase().replace(/[ _]/g, '-');
  return /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(word) ? word : null;
}

/** What a form holds; everything as text and boxes. */
export interface PersonDraft {
  username: string;
  name: string;
  email: string;
  phone: string;
  language: 'company' | 'en' | 'ar';
  roles: string[];
  agent: boolean;
  department: string;
  team: string;
  level: 'agent' | 'senior' | 'supervisor' | 'manager';
  takesOrders: boolean;
  capacity: string;
  /** Chats at a time; empty: as the company says. */
  chats: string;
  badge: string;
  removeBadge: boolean;
  skills: Skill[];
}

export function draftOf(user: ManagedUser | null): PersonDraft {
  const agent = user?.agent;
  return {
    username: user?.username ?? '',
    name: user?.name ?? '',
    email: user?.email ?? '',
    phone: user?.phone ?? '',
    language: user?.language ?? 'company',
    roles: user?.roles ?? ['agent'],
    agent: user ? (agent?.active ?? false) : true,
    department: agent?.department?.code ?? '',
    team: agent?.team ? String(agent.team.id) : '0',
    level: agent?.level ?? 'agent',
    takesOrders: agent?.takes_orders ?? true,
    capacity: String(agent?.order_capacity ?? 0),
    chats: String(agent?.chat_capacity ?? ''),
    badge: '',
    removeBadge: false,
    skills: agent?.skills ?? [],
  };
}

/** Teams of that department, and those of none; all while none is chosen. */
export function teamsOf({ departments, teams }: ManagedUserChoices, department: string) {
  const chosen = departments.find(({ code }) => code === department)?.id;
  return chosen === undefined
    ? teams
    : teams.filter(({ department_id }) => department_id === null || department_id === chosen);
}

export function bodyOf(draft: PersonDraft) {
  const { name, email, phone, language, roles, agent } = draft;
  const person = { name, email, phone, language, roles, agent };
  if (!agent) return person;
  const badge = draft.removeBadge ? '' : draft.badge || undefined;
  return {
    ...person,
    department: draft.department,
    team_id: Number(draft.team),
    level: draft.level,
    takes_orders: draft.takesOrders,
    order_capacity: Number(draft.capacity || '0'),
    chat_capacity: draft.chats.trim() ? Number(draft.chats) : -1,
    skills: draft.skills,
    ...(badge === undefined ? {} : { badge_code: badge }),
  };
}

type Change = Partial<ReturnType<typeof bodyOf>> & {
  status?: ManagedUser['status'];
  orders_to?: string;
};

function useChanging<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: PEOPLE }),
  });
}

export function useAddPerson() {
  return useChanging((draft: PersonDraft) =>
    call(api.POST('/api/admin/users', { body: { ...bodyOf(draft), username: draft.username } })),
  );
}

export function useChangePerson() {
  return useChanging(({ user, change }: { user: ManagedUser; change: Change }) =>
    call(
      api.PUT('/api/admin/users/{id}', {
        params: { path: { id: String(user.id) } },
        body: { ...change, version: user.version },
      }),
    ),
  );
}

export function useNewPassword() {
  return useChanging((id: number) =>
    call(api.POST('/api/admin/users/{id}/password', { params: { path: { id: String(id) } } })),
  );
}
