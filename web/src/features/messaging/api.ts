import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { api, call, type Message, type MessageProvider, type MessageTemplate } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

export type Channel = MessageTemplate['channel'];
export type Language = MessageTemplate['language'];
export type MessageBox = 'customers' | 'internal';

interface Page {
  rows: Message[];
  next: string | null;
}

export interface CallFilters {
  date: string;
  direction: string;
  outcome: string;
  /** Those of this agent, and those that count for this team or department; undefined for all. */
  agent: string | undefined;
  team: number | undefined;
  department: number | undefined;
}

function nextOf(page: Page): string | undefined {
  return page.next ?? undefined;
}

/* Puts a changed row in its place, so that nothing moves under what is being read. */
function replaceRow(data: InfiniteData<Page> | undefined, row: Message) {
  if (!data) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      rows: page.rows.map((one) => (one.id === row.id ? row : one)),
    })),
  };
}

export function useCalls({ date, direction, outcome, agent, team, department }: CallFilters) {
  const queryClient = useQueryClient();
  useEvent('communication:created', ({ communication }) => {
    if (communication.kind === 'call') void queryClient.invalidateQueries({ queryKey: ['calls'] });
  });
  return useInfiniteQuery({
    queryKey: ['calls', date, direction, outcome, agent, team, department],
    initialPageParam: '',
    getNextPageParam: nextOf,
    queryFn: async ({ pageParam }): Promise<Page> => {
      const answer = await call(
        api.GET('/api/agent/communication/calls', {
          params: {
            query: {
              date,
              per_page: 50,
              ...(direction === 'all' ? {} : { direction: direction as 'inbound' | 'outbound' }),
              ...(outcome === 'all' ? {} : { outcome: outcome as 'answered' }),
              ...(agent ? { agent_id: agent } : {}),
              ...(team ? { team_id: team } : {}),
              ...(department ? { department_id: department } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      );
      return { rows: answer.calls, next: answer.pagination.next ?? null };
    },
  });
}

export function useMessages(box: MessageBox, unread: boolean) {
  const queryClient = useQueryClient();
  const again = () => void queryClient.invalidateQueries({ queryKey: ['messages'] });
  useEvent('communication:created', ({ communication }) => {
    if (communication.kind !== 'call') again();
  });
  useEvent('communication:updated', ({ communication }) => {
    // Why it failed is said in the reader's language only to who asks for it.
    if (communication.error) return again();
    queryClient.setQueriesData<InfiniteData<Page & { unread: number; internal: number }>>(
      { queryKey: ['messages'] },
      (data) => replaceRow(data, communication) as typeof data,
    );
  });
  return useInfiniteQuery({
    queryKey: ['messages', box, unread],
    initialPageParam: '',
    getNextPageParam: nextOf,
    queryFn: async ({ pageParam }) => {
      const answer = await call(
        api.GET('/api/agent/communication/messages', {
          params: {
            query: {
              per_page: 50,
              ...(box === 'internal' ? { channel: 'internal' } : {}),
              ...(unread ? { unread: true } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      );
      return {
        rows: answer.messages,
        next: answer.pagination.next ?? null,
        unread: answer.unread,
        internal: answer.unread_internal,
      };
    },
  });
}

export function useMarkRead() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, read }: { id: number; read: boolean }) =>
      call(
        api.PATCH('/api/agent/communication/messages/{id}/read', {
          params: { path: { id: String(id) } },
          body: { read },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['messages'] }),
  });
}

export function useResend() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      call(
        api.POST('/api/agent/communication/messages/{id}/resend', {
          params: { path: { id: String(id) } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['messages'] }),
  });
}

export function writeToColleague(agentId: string, message: string, key: string) {
  return call(
    api.POST('/api/agent/communication/messages', {
      params: { header: { 'Idempotency-Key': key } },
      body: { channel: 'internal', agent_id: agentId, message },
    }),
  );
}

/* ---- Templates -------------------------------------------------------------- */

export function useTemplates() {
  return useQuery({
    queryKey: ['message-templates'],
    queryFn: () => call(api.GET('/api/agent/communication/templates')),
  });
}

export interface TemplateText {
  code: string;
  channel: Channel;
  language: Language;
  subject: string;
  body: string;
  version: number;
}

export function saveTemplate({ code, ...text }: TemplateText, isNew: boolean) {
  if (isNew) {
    const { version: _none, ...body } = text;
    return call(api.POST('/api/agent/communication/templates', { body: { code, ...body } }));
  }
  return call(
    api.PUT('/api/agent/communication/templates/{code}', {
      params: { path: { code } },
      body: text,
    }),
  );
}

export function removeTemplate({ code, channel, language }: TemplateText) {
  return call(
    api.DELETE('/api/agent/communication/templates/{code}', {
      params: { path: { code }, query: { channel, language } },
    }),
  );
}

/* ---- Providers --------------------------------------------------------------- */

export function useProviders() {
  const queryClient = useQueryClient();
  useEvent('provider:tested', () =>
    queryClient.invalidateQueries({ queryKey: ['message-providers'] }),
  );
  return useQuery({
    queryKey: ['message-providers'],
    queryFn: async () => (await call(api.GET('/api/admin/message-providers'))).providers,
  });
}

export interface ProviderDraft {
  channel: Channel;
  kind: MessageProvider['kind'];
  name: string;
  settings: Record<string, string>;
  secret: string;
  active: boolean;
}

export function saveProvider(draft: ProviderDraft, present: MessageProvider | null) {
  const secret = draft.secret === '' ? {} : { secret: draft.secret };
  const { name, settings, active } = draft;
  if (!present) {
    return call(
      api.POST('/api/admin/message-providers', {
        body: { channel: draft.channel, kind: draft.kind, name, settings, active, ...secret },
      }),
    );
  }
  return call(
    api.PUT('/api/admin/message-providers/{id}', {
      params: { path: { id: String(present.id) } },
      body: { name, settings, active, version: present.version, ...secret },
    }),
  );
}

export function removeProvider(id: number) {
  return call(
    api.DELETE('/api/admin/message-providers/{id}', { params: { path: { id: String(id) } } }),
  );
}

export function testProvider(id: number, to: string) {
  return call(
    api.POST('/api/admin/message-providers/{id}/test', {
      params: { path: { id: String(id) } },
      body: { to },
    }),
  );
}
