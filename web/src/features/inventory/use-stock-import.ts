import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, call, type StockImport } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const ASK_EVERY_MS = 2_000;

export function isRunning({ status }: StockImport): boolean {
  return status === 'waiting' || status === 'running';
}

/** An import as it goes on: asked at once when an event tells of it, and every two seconds. */
export function useStockImport(first: StockImport | null, onDone: () => void): StockImport | null {
  const id = first?.id ?? null;
  const query = useQuery({
    queryKey: ['stock-import', id],
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: (asked) => {
      const last = asked.state.data;
      return last && !isRunning(last) ? false : ASK_EVERY_MS;
    },
    queryFn: async () => {
      const path = { id: String(id) };
      return (await call(api.GET('/api/inventory/imports/{id}', { params: { path } }))).import;
    },
  });
  const { refetch } = query;
  useEvent('stock:import_progress', ({ import: told }) => {
    if (told.id === id) void refetch();
  });
  const result = query.data?.id === id ? query.data : first;

  const running = result !== null && isRunning(result);
  const wasRunning = useRef(false);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    if (wasRunning.current && !running) done.current();
    wasRunning.current = running;
  }, [running]);
  return result;
}
