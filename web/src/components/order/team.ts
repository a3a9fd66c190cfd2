import { useQuery } from '@tanstack/react-query';
import { api, call } from '@/lib/api';

/** Colleagues of one's scope, with presence and load. */
export function useTeam(enabled: boolean) {
  return useQuery({
    queryKey: ['team'],
    enabled,
    queryFn: async () => {
      const { agents } = await call(api.GET('/api/team/members'));
      return agents.filter((agent) => agent.is_active);
    },
  });
}
