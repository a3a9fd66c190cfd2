import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { readFilters, type StockFilters, writeFilters } from './filters';

/** Filters and the open product live in the address: they survive a reload and can be sent on. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  // Two changes in quick succession: the second builds on the first, drawn or not.
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  // The open product must not make new filters, and with them a new question to the server.
  const key = useMemo(() => writeFilters(readFilters(params)).toString(), [params]);
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const product = Number(params.get('product'));
  const openId = Number.isInteger(product) && product > 0 ? product : null;

  const go = useCallback(
    (next: URLSearchParams, replace: boolean) => {
      latest.current = next;
      setParams(next, { replace });
    },
    [setParams],
  );
  const setFilters = useCallback(
    (change: Partial<StockFilters>) =>
      go(writeFilters({ ...readFilters(latest.current), ...change }), true),
    [go],
  );
  const setOpen = useCallback(
    (id: number | null) => {
      const next = new URLSearchParams(latest.current);
      if (id === null) next.delete('product');
      else next.set('product', String(id));
      go(next, id === null);
    },
    [go],
  );
  return { filters, setFilters, openId, setOpen };
}
