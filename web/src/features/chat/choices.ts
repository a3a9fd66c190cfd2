import { useQuery } from '@tanstack/react-query';
import { useTeam } from '@/components/order/team';
import type { ChatTag, TeamMember } from '@/lib/api';
import { listTags } from './api';

/* What there is to choose from: tags and colleagues. */

const nothing: never[] = [];

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
