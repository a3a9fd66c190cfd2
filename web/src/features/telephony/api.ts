import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  api,
  call,
  type Extension,
  newIdempotencyKey,
  type PbxLinkStay,
  type PbxQueue,
  type PbxQueueMember,
  type PbxSettingsAnswer,
  type Trunk,
} from '@/lib/api';
import { usePhonesLive } from '@/lib/phones/api';
import { replaceMember, replaceRow } from '@/lib/phones/live';
import { useEvent } from '@/lib/realtime';

const QUEUES = ['telephony', 'queues'];
const MEMBERS = ['telephony', 'members'];
const TRUNKS = ['telephony', 'trunks'];
const SETTINGS = ['telephony', 'settings'];

export function useQueues() {
  return useQuery({
    queryKey: QUEUES,
    queryFn: async () => (await call(api.GET('/api/queues'))).queues,
  });
}

export function useQueueMembers(name: string) {
  return useQuery({
    queryKey: [...MEMBERS, name],
    queryFn: async () =>
      (await call(api.GET('/api/queues/{name}/members', { params: { path: { name } } }))).members,
  });
}

export function useTrunks() {
  return useQuery({
    queryKey: TRUNKS,
    queryFn: async () => (await call(api.GET('/api/trunks'))).trunks,
  });
}

/** What the PBX says reaches the rows in their places; nothing moves under whoever reads. */
export function useTelephonyLive() {
  const cache = useQueryClient();
  const again = (key: string[]) => void cache.invalidateQueries({ queryKey: key });
  usePhonesLive();
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
  useEvent('trunk:updated', ({ trunk }) =>
    cache.setQueryData<Trunk[]>(TRUNKS, (rows) => replaceRow(rows, trunk)),
  );
  useEvent('pbx:changed', () => again(TRUNKS));
}

/** Whose an extension can be, for those who set them up. */
export function useAgentChoices() {
  return useQuery({
    queryKey: ['telephony', 'agents'],
    queryFn: async () => {
      const params = { query: { per_page: 500 } };
      const { users } = await call(api.GET('/api/manager/agents', { params }));
      return users.flatMap(({ name, agent }) =>
        agent ? [{ id: agent.id, name, code: agent.code }] : [],
      );
    },
  });
}

export function useTeamChoices() {
  return useQuery({
    queryKey: ['org', 'teams'],
    queryFn: async () => (await call(api.GET('/api/teams'))).teams,
  });
}

export interface ExtensionDraft {
  extension: string;
  endpoint: string;
  agent_name: string;
  /** 0 for none. */
  team_id: number;
  agent_id: number;
  is_active: boolean;
}

export function saveExtension(draft: ExtensionDraft, present: Extension | null) {
  if (!present)
    return call(
      api.POST('/api/extensions', {
        params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
        body: draft,
      }),
    );
  return call(
    api.PUT('/api/extensions/{id}', {
      params: { path: { id: String(present.id) } },
      body: { ...draft, version: present.version },
    }),
  );
}

export function removeExtension(id: number) {
  return call(api.DELETE('/api/extensions/{id}', { params: { path: { id: String(id) } } }));
}

export function useExtensionHistory(id: number) {
  return useQuery({
    queryKey: ['telephony', 'history', id],
    queryFn: async () =>
      (
        await call(
          api.GET('/api/extensions/{id}/history', { params: { path: { id: String(id) } } }),
        )
      ).data,
  });
}

export function refreshExtensions() {
  return call(api.POST('/api/extensions/refresh'));
}

export function pauseMember(queue: string, iface: string, paused: boolean, reason: string) {
  return call(
    api.POST('/api/queues/{name}/pause', {
      params: { path: { name: queue } },
      body: { interface: iface, paused, ...(reason ? { reason } : {}) },
    }),
  );
}

/* ---- The PBX ------------------------------------------------------------------ */

export type { PbxLinkStay };

export function usePbxSettings() {
  const cache = useQueryClient();
  useEvent('pbx:changed', ({ pbx }) => {
    cache.setQueryData<PbxSettingsAnswer>(SETTINGS, (before) =>
      before ? { ...before, link: pbx } : before,
    );
    void cache.invalidateQueries({ queryKey: SETTINGS });
  });
  return useQuery({
    queryKey: SETTINGS,
    queryFn: () => call(api.GET('/api/settings/pbx')),
  });
}

export interface PbxDraft {
  host: string;
  port: number;
  username: string;
  secret: string;
  is_active: boolean;
  trunks: { name: string; endpoint: string }[];
}

export function savePbx({ secret, ...rest }: PbxDraft, version: number) {
  return call(
    api.PUT('/api/settings/pbx', {
      body: { ...rest, ...(secret ? { secret } : {}), ...(version ? { version } : {}) },
    }),
  );
}

export function testPbx({ host, port, username, secret }: PbxDraft) {
  return call(
    api.POST('/api/settings/pbx/test', {
      body: { host, port, username, ...(secret ? { secret } : {}) },
    }),
  );
}
