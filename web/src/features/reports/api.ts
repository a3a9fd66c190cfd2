import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import {
  api,
  type ConfirmationTruth,
  call,
  newIdempotencyKey,
  type OrderFlagRules,
  type ReportAnswer,
  type ReportExport,
} from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { periodOf, type ReportFilters, type ReportType, toQuery } from './filters';

const TRUTH = 'confirmation-truth';
const EXPORTS = 'report-exports';
const AFTER_EVENT_MS = 1_500;

export function useReport(filters: ReportFilters, type: ReportType) {
  const asked = toQuery(filters, type);
  return useInfiniteQuery({
    queryKey: ['report', asked],
    initialPageParam: '',
    staleTime: 0,
    getNextPageParam: (page: ReportAnswer) => page.pagination.next ?? undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/agent/reports', {
          params: {
            query: { ...asked, per_page: 100, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
  });
}

export function useChoices() {
  return useQuery({
    queryKey: ['report-choices'],
    queryFn: () => call(api.GET('/api/agent/reports/choices')),
  });
}

/** Figures follow what happens, a moment later: many events make one question. */
export function useTruth(filters: ReportFilters) {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const later = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey: [TRUTH] });
    }, AFTER_EVENT_MS);
  }, [queryClient]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  useEvent('order:updated', later);
  useEvent('delivery:created', later);
  useEvent('delivery:updated', later);
  const asked = { ...periodOf(filters), by: filters.by };
  return useQuery<ConfirmationTruth>({
    queryKey: [TRUTH, asked],
    staleTime: 0,
    placeholderData: (before) => (before?.by === filters.by ? before : undefined),
    queryFn: ({ signal }) =>
      call(api.GET('/api/supervisor/confirmation-truth', { params: { query: asked }, signal })),
  });
}

/* ---- Exports ------------------------------------------------------------------ */

export function useExports() {
  const queryClient = useQueryClient();
  const queryKey = [EXPORTS];
  useEvent('report:progress', ({ export: told }) => {
    const rows = queryClient.getQueryData<ReportExport[]>(queryKey);
    if (!rows?.some(({ id }) => id === told.id)) {
      void queryClient.invalidateQueries({ queryKey });
      return;
    }
    queryClient.setQueryData<ReportExport[]>(queryKey, (before) =>
      before?.map((row) => (row.id === told.id && row.version < told.version ? told : row)),
    );
  });
  return useQuery({
    queryKey,
    staleTime: 0,
    queryFn: async () => (await call(api.GET('/api/agent/reports/exports'))).exports,
  });
}

export function startExport(
  filters: ReportFilters,
  type: ReportType,
  format: 'csv' | 'xlsx',
  language: 'en' | 'ar',
) {
  return call(
    api.POST('/api/agent/reports/exports', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: { ...toQuery(filters, type), format, language },
    }),
  );
}

export function cancelExport(id: number) {
  return call(
    api.POST('/api/agent/reports/exports/{id}/cancel', { params: { path: { id: String(id) } } }),
  );
}

export function exportFileUrl(id: number): string {
  return `/api/agent/reports/exports/${id}/file`;
}

/* ---- Rules of flags -------------------------------------------------------------- */

export function useFlagRules() {
  return useQuery({
    queryKey: ['order-flag-rules'],
    staleTime: 0,
    queryFn: async () => (await call(api.GET('/api/manager/order-flags'))).rules,
  });
}

export function saveFlagRules(rules: OrderFlagRules) {
  return call(api.PUT('/api/manager/order-flags', { body: rules }));
}
