import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { type HistoryFilters, readFilters, writeFilters } from './filters';

/** The filters of the history live in the address: they survive a reload and can be sent on. */
export function useFilters() {
  const [params, setParams] = useSearchParams();
  // Two changes in quick succession: the second builds on the first, drawn or not.
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const key = writeFilters(readFilters(params)).toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const change = useCallback(
    (part: Partial<HistoryFilters>) => {
      const before = latest.current;
      const next = writeFilters({ ...readFilters(before), ...part }, before);
      latest.current = next;
      setParams(next, { replace: true });
    },
    [setParams],
  );
  return { filters, change };
}
