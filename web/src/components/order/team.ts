import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type TeamMember } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

/** Colleagues of one's scope, with presence and load; presence as it changes. */
export function useTeam(enabled: boolean) {
  const queryClient = useQueryClient();
  useEvent('agent:status_changed', ({ id, status, presence, automatic, since }) => {
    const now = { status, presence, presence_automatic: automatic, presence_since: since };
    queryClient.setQueryData<TeamMember[]>(['team'], (team) =>
      team?.map((agent) => (agent.id === id ? { ...agent, ...now } : agent)),
    );
  });
  return useQuery({
    queryKey: ['team'],
    enabled,
    queryFn: async () => {
      const { agents } = await call(api.GET('/api/team/members'));
      return agents.filter((agent) => agent.is_active);
    },
  });
}
