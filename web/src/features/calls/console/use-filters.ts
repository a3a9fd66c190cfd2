import { useCallback, useMemo } from 'react';
import { useAddressParams } from '@/lib/use-address-params';
import { type HistoryFilters, readFilters, writeFilters } from './filters';

/** The filters of the history live in the address: they survive a reload and can be sent on. */
export function useFilters() {
  const [params, changeParams] = useAddressParams();
  const key = writeFilters(readFilters(params)).toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const change = useCallback(
    (part: Partial<HistoryFilters>) =>
      changeParams((before) => writeFilters({ ...readFilters(before), ...part }, before), true),
    [changeParams],
  );
  return { filters, change };
}
