import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Breaks, call, type OwnChats, type Profile } from '@/lib/api';
import { loadSession } from '@/lib/auth/session';
import type { Weekday } from '@/lib/hours';
import { useEvent } from '@/lib/realtime';

const PROFILE = ['profile'];
const BREAKS = ['breaks'];

export function useProfile() {
  const cache = useQueryClient();
  useEvent('account:changed', () => void cache.invalidateQueries({ queryKey: PROFILE }));
  return useQuery({
    queryKey: PROFILE,
    staleTime: 0,
    queryFn: async ({ signal }) => (await call(api.GET('/api/agent/profile', { signal }))).profile,
  });
}

export interface ProfileDraft {
  name: string;
  email: string;
  phone: string;
  time_zone: string;
  bio: string;
  signature: string;
  current_password: string;
}

export function draftOf(profile: Profile): ProfileDraft {
  return {
    name: profile.name,
    email: profile.email ?? '',
    phone: profile.phone ?? '',
    time_zone: profile.time_zone ?? '',
    bio: profile.bio,
    signature: profile.signature,
    current_password: '',
  };
}

/** Only what differs is sent: what somebody else changed meanwhile stays as it is. */
export function changesOf(draft: ProfileDraft, profile: Profile): Partial<ProfileDraft> {
  const before = draftOf(profile);
  const names = Object.keys(before) as (keyof ProfileDraft)[];
  return Object.fromEntries(
    names.filter((name) => draft[name] !== before[name]).map((name) => [name, draft[name]]),
  );
}

export function useSaveProfile(profile: Profile) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (draft: ProfileDraft) => {
      const body = { ...changesOf(draft, profile), version: profile.version };
      return (await call(api.PUT('/api/agent/profile', { body }))).profile;
    },
    onSuccess: async (answer) => {
      cache.setQueryData(PROFILE, answer);
      await loadSession();
    },
  });
}

const OWN_CHATS = ['own-chats'];

export function useOwnChats() {
  const cache = useQueryClient();
  useEvent('account:changed', () => void cache.invalidateQueries({ queryKey: OWN_CHATS }));
  return useQuery({
    queryKey: OWN_CHATS,
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/agent/profile/chats', { signal }))).chats,
  });
}

export function useSaveOwnChats() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ answers, ...rest }: Omit<OwnChats, 'capacity_allowed'>) => {
      const body = { ...rest, answers: answers as unknown as Record<string, unknown> };
      return (await call(api.PUT('/api/agent/profile/chats', { body }))).chats;
    },
    onSuccess: (chats) => cache.setQueryData(OWN_CHATS, chats),
  });
}

export interface WorkSpan {
  day: Weekday;
  from: string;
  to: string;
}

export function useSaveHours() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (working_hours: WorkSpan[]) => {
      const body = { working_hours: working_hours as unknown as unknown[] };
      return call(api.PUT('/api/agent/working-hours', { body }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: PROFILE }),
  });
}

const SOUNDS = ['own-sounds'];

export function useOwnSounds() {
  return useQuery({
    queryKey: SOUNDS,
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/agent/profile/sounds', { signal }))).sounds,
  });
}

export function useAddSound() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (file_id: string) =>
      call(api.POST('/api/agent/profile/sounds', { body: { file_id } })),
    onSettled: () => cache.invalidateQueries({ queryKey: SOUNDS }),
  });
}

export function useRemoveSound() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(api.DELETE('/api/agent/profile/sounds/{id}', { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: SOUNDS }),
  });
}

/** Those of today and the six days before it. */
export function useBreaks() {
  const cache = useQueryClient();
  useEvent('agent:status_changed', () => void cache.invalidateQueries({ queryKey: BREAKS }));
  return useQuery<Breaks>({
    queryKey: BREAKS,
    staleTime: 0,
    queryFn: ({ signal }) =>
      call(api.GET('/api/agent/breaks', { params: { query: { date: '7d' } }, signal })),
  });
}

export function useBreak() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { start: string } | 'end') =>
      wanted === 'end'
        ? call(api.POST('/api/agent/breaks/end'))
        : call(api.POST('/api/agent/breaks/start', { body: { reason: wanted.start } })),
    onSettled: async () => {
      await Promise.all([cache.invalidateQueries({ queryKey: BREAKS }), loadSession()]);
    },
  });
}

export function useSetStatus() {
  return useMutation({
    mutationFn: ({ status, note }: { status: string; note: string }) =>
      call(api.PATCH('/api/agent/presence', { body: { status, note } })),
    onSettled: () => loadSession(),
  });
}
