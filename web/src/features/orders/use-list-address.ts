import { useCallback, useMemo } from 'react';
import { dayOf } from '@/lib/format';
import { type OrderFilters, readFilters, writeFilters } from '@/lib/orders/filters';
import { useAddressParams } from '@/lib/use-address-params';

/** Filters and the open order live in the address: they survive a reload and can be sent on. */
export function useListAddress() {
  const [params, change] = useAddressParams();
  // The open order must not make new filters, and with them a new question to the server.
  const filterKey = useMemo(() => writeFilters(readFilters(params)).toString(), [params]);
  const filters = useMemo(() => readFilters(new URLSearchParams(filterKey)), [filterKey]);
  const order = Number(params.get('order'));
  const openId = Number.isInteger(order) && order > 0 ? order : null;

  const setFilters = useCallback(
    (part: Partial<OrderFilters>) =>
      change((before) => writeCustom({ ...readFilters(before), ...part }, before), true),
    [change],
  );

  const setOpen = useCallback(
    (id: number | null, replace = false) =>
      change((before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('order');
        else next.set('order', String(id));
        return next;
      }, replace),
    [change],
  );

  return { filters, setFilters, openId, setOpen };
}

/* A range without its days yet is not "all dates": today is where it starts. */
function writeCustom(filters: OrderFilters, before: URLSearchParams): URLSearchParams {
  const fresh = filters.date === 'custom' && !filters.dateFrom && !filters.dateTo;
  return writeFilters(fresh ? { ...filters, dateFrom: today(), dateTo: today() } : filters, before);
}

function today(): string {
  return dayOf(Date.now());
}
