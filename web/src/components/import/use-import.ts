import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call, type OrderImport } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const ENDED: OrderImport['status'][] = ['done', 'failed', 'cancelled'];
const ASK_EVERY_MS = 3_000;

export function isRunning(result: OrderImport): boolean {
  return !ENDED.includes(result.status);
}

/** An import as it goes on: by events, and by asking in case the line for events is down. */
export function useImport(first: OrderImport | null, onDone: () => void): OrderImport | null {
  const [told, setTold] = useState<OrderImport | null>(null);
  const id = first?.id ?? null;
  useEvent('import:progress', ({ import: result }) => {
    if (result.id === id) setTold(result);
  });
  const known = told?.id === id ? told : first;
  const asked = useQuery({
    // Asked once more at the end: events do not carry the refused lines.
    queryKey: ['order-import', id, known !== null && isRunning(known)],
    enabled: id !== null,
    refetchInterval: (query) => {
      const last = query.state.data;
      return last && !isRunning(last) ? false : ASK_EVERY_MS;
    },
    queryFn: async () => {
      const path = { id: String(id) };
      const answer = await call(api.GET('/api/orders/imports/{id}', { params: { path } }));
      return answer.import;
    },
  });
  const result = furthest(known, asked.data ?? null);

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

/* Events carry no refused lines; the answer does. */
function furthest(a: OrderImport | null, b: OrderImport | null): OrderImport | null {
  if (!a || !b || a.id !== b.id) return a && { ...a, errors: a.errors ?? [] };
  const lines = (of: OrderImport) => of.imported + of.duplicates + of.failed;
  const [ahead, behind] = !isRunning(b) || lines(b) >= lines(a) ? [b, a] : [a, b];
  return { ...ahead, errors: ahead.errors?.length ? ahead.errors : (behind.errors ?? []) };
}
