import { useCallback, useEffect, useRef } from 'react';

/** Of many calls within `ms`, one run at their end: what comes in bursts is asked for once. */
export function useGathered(run: () => void, ms: number): () => void {
  const latest = useRef(run);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(
    () => () => {
      if (waiting.current) clearTimeout(waiting.current);
    },
    [],
  );
  return useCallback(() => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      latest.current();
    }, ms);
  }, [ms]);
}
