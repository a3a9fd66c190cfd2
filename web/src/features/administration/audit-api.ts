import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const PAGE = 50;
const AFTER_EVENT_MS = 1_000;

export interface AuditFilters {
  /** A user's id, key-3, system, or empty for everybody. */
  actor: string;
  /** "role" or "role.changed", or empty for everything. */
  action: string;
  /** "role:7", or empty for everything. */
  subject: string;
  /** today, 7d, 30d, or empty for any time. */
  date: string;
}

function queryOf({ actor, action, subject, date }: AuditFilters) {
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subject } : {}),
    ...(date ? { date } : {}),
  };
}

export function useAudit(filters: AuditFilters) {
  return useInfiniteQuery({
    queryKey: ['audit', queryOf(filters)],
    initialPageParam: '',
    getNextPageParam: (page: { next: string | null }) => page.next,
    queryFn: async ({ pageParam }) => {
      const answer = await call(
        api.GET('/api/admin/audit', {
          params: {
            query: {
              per_page: PAGE,
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

/**
 * How many entries of the filter came after the newest on screen, at most a page of them. Asked of
 * the server once something was written: the event does not say whether the filter holds it.
 */
export function useAuditNews(filters: AuditFilters, newest: number | undefined): number {
  const [written, setWritten] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEvent('audit:written', ({ id }) => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setWritten(id);
    }, AFTER_EVENT_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const news = useQuery({
    queryKey: ['audit-news', queryOf(filters), newest, written],
    enabled: newest !== undefined && written > newest,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { per_page: PAGE, ...queryOf(filters) };
      const { rows } = await call(api.GET('/api/admin/audit', { params: { query }, signal }));
      return rows.filter((row) => row.id > (newest ?? 0)).length;
    },
  });
  return newest !== undefined && written > newest ? (news.data ?? 0) : 0;
}

export function exportAddress(filters: AuditFilters, format: string, language: string): string {
  const query = new URLSearchParams({ ...queryOf(filters), format, language });
  return `/api/admin/audit/export?${query}`;
}
