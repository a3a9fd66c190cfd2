import { useInfiniteQuery } from '@tanstack/react-query';
import { api, call } from '@/lib/api';

export interface AuditFilters {
  /** A user's id, key-3, system, or empty for everybody. */
  actor: string;
  /** "role" or "role.changed", or empty for everything. */
  action: string;
  /** today, 7d, 30d, or empty for any time. */
  date: string;
}

function queryOf({ actor, action, date }: AuditFilters) {
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(date ? { date } : {}),
  };
}

export function useAudit(filters: AuditFilters) {
  return useInfiniteQuery({
    queryKey: ['audit', filters.actor, filters.action, filters.date],
    initialPageParam: '',
    getNextPageParam: (page: { next: string | null }) => page.next,
    queryFn: async ({ pageParam }) => {
      const answer = await call(
        api.GET('/api/admin/audit', {
          params: {
            query: {
              per_page: 50,
              ...queryOf(filters),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      );
      return { rows: answer.rows, next: answer.pagination.next ?? null };
    },
  });
}

export function exportAddress(filters: AuditFilters, format: string, language: string): string {
  const query = new URLSearchParams({ ...queryOf(filters), format, language });
  return `/api/admin/audit/export?${query}`;
}
