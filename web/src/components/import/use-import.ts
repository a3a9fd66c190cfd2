import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useEvent } from '@/lib/realtime';
import { type AnyImport, type ImportSource, isRunning, linesDone } from './source';

const ASK_EVERY_MS = 3_000;

/**
 * An import as it goes on: by events, and by asking in case the line for events is down. `onDone`
 * is called once for each that ended and was no trial run.
 */
export function useImport<Result extends AnyImport>(
  source: ImportSource<Result>,
  first: Result | null,
  onDone: () => void,
): Result | null {
  const [told, setTold] = useState<Result | null>(null);
  const id = first?.id ?? null;
  useEvent(source.event, (data) => {
    if (data.import.id === id) setTold(data.import as Result);
  });
  const known = told?.id === id ? told : first;
  const asked = useQuery({
    // Asked once more at the end: events do not carry the refused lines.
    queryKey: ['import', source.texts, id, known !== null && isRunning(known)],
    enabled: id !== null,
    refetchInterval: (query) => {
      const last = query.state.data;
      return last && !isRunning(last) ? false : ASK_EVERY_MS;
    },
    queryFn: () => source.get(id ?? 0),
  });
  const result = furthest(source, known, asked.data ?? null);

  const ended = result !== null && !isRunning(result) && !result.dry_run ? result.id : null;
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    if (ended !== null) done.current();
  }, [ended]);
  return result;
}

/* Events carry no refused lines; the answer does. */
function furthest<Result extends AnyImport>(
  source: ImportSource<Result>,
  a: Result | null,
  b: Result | null,
): Result | null {
  if (!a || !b || a.id !== b.id) return a;
  const isBAhead = !isRunning(b) || linesDone(source, b) >= linesDone(source, a);
  const ahead: Result = isBAhead ? b : a;
  const errors = [ahead, a, b].map((one) => one.errors ?? []).find((list) => list.length > 0);
  return { ...ahead, errors: errors ?? [] };
}
