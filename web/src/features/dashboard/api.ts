import { useQuery } from '@tanstack/react-query';
import { api, call } from '@/lib/api';

export function useDashboard() {
  return useQuery({
    queryKey: ['dashboard'],
    queryFn: () => call(api.GET('/api/agent/dashboard')),
  });
}
