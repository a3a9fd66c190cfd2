import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTeam } from '@/components/order/team';
import { api, type ChatTag, call, type TeamMember } from '@/lib/api';
import { listTags } from './api';

/* What there is to choose from: departments, tags, and colleagues. */

export interface DepartmentChoice {
  id: number;
  code: string;
  name: string;
}

const nothing: never[] = [];

/** The departments that have somebody. */
export function useDepartments(): DepartmentChoice[] {
  const { data } = useQuery({
    queryKey: ['org', 'teams'],
    queryFn: async () => (await call(api.GET('/api/teams'))).teams,
  });
  return useMemo(() => {
    const found = new Map(
      (data ?? []).flatMap(({ department }) => (department ? [[department.id, department]] : [])),
    );
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  }, [data]);
}

/** The tags of the company that are in use. */
export function useChatTags(): ChatTag[] {
  const { data } = useQuery({
    queryKey: ['chats', 'tags'],
    staleTime: 300_000,
    queryFn: async () => (await listTags()).filter(({ active }) => active),
  });
  return data ?? nothing;
}

export function useColleagues(enabled: boolean): TeamMember[] {
  return useTeam(enabled).data ?? nothing;
}
