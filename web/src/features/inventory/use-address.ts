import { useCallback, useMemo } from 'react';
import { useAddressParams } from '@/lib/use-address-params';
import { readFilters, type StockFilters, writeFilters } from './filters';

/** Filters and the open product live in the address: they survive a reload and can be sent on. */
export function useAddress() {
  const [params, change] = useAddressParams();
  // The open product must not make new filters, and with them a new question to the server.
  const key = useMemo(() => writeFilters(readFilters(params)).toString(), [params]);
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const product = Number(params.get('product'));
  const openId = Number.isInteger(product) && product > 0 ? product : null;

  const setFilters = useCallback(
    (part: Partial<StockFilters>) =>
      change((before) => writeFilters({ ...readFilters(before), ...part }), true),
    [change],
  );
  const setOpen = useCallback(
    (id: number | null) =>
      change((before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('product');
        else next.set('product', String(id));
        return next;
      }, id === null),
    [change],
  );
  return { filters, setFilters, openId, setOpen };
}
