import { useCallback, useMemo } from 'react';
import { DELIVERY_STATUSES } from '@/lib/states';
import { useAddressParams } from '@/lib/use-address-params';

export interface DeliveryFilters {
  status: string;
  period: string;
  courier: string;
}

export const STATUS_CHOICES = ['all', 'active', 'completed', ...DELIVERY_STATUSES] as const;
export const PERIODS = ['today', 'week', 'last_week', 'month', 'all'] as const;
export const standard: DeliveryFilters = { status: 'active', period: 'week', courier: 'all' };

function among(choices: readonly string[], value: string | null, otherwise: string): string {
  return value !== null && choices.includes(value) ? value : otherwise;
}

export function readFilters(params: URLSearchParams): DeliveryFilters {
  return {
    status: among(STATUS_CHOICES, params.get('status'), standard.status),
    period: among(PERIODS, params.get('period'), standard.period),
    courier: /^\d+$/.test(params.get('courier') ?? '') ? (params.get('courier') ?? '') : 'all',
  };
}

/** What differs from the standard, so that a plain address is the standard view. */
export function writeFilters(filters: DeliveryFilters, into: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(into);
  for (const name of ['status', 'period', 'courier'] as const) {
    if (filters[name] === standard[name]) next.delete(name);
    else next.set(name, filters[name]);
  }
  return next;
}

export function reportUrl(
  filters: DeliveryFilters,
  format: 'csv' | 'xlsx',
  language: string,
): string {
  const query = new URLSearchParams({ orders: 'assigned', ...filters, format, language });
  return `/api/agent/delivery/report?${query}`;
}

/** Filters and the open parcel's order live in the address: they survive a reload. */
export function useAddress() {
  const [params, change] = useAddressParams();
  const key = writeFilters(readFilters(params), new URLSearchParams()).toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const order = Number(params.get('order'));
  const openId = Number.isInteger(order) && order > 0 ? order : null;
  const setFilters = useCallback(
    (part: Partial<DeliveryFilters>) =>
      change((before) => writeFilters({ ...readFilters(before), ...part }, before), true),
    [change],
  );
  const setOpen = useCallback(
    (id: number | null) =>
      change((before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('order');
        else next.set('order', String(id));
        return next;
      }, false),
    [change],
  );
  return { filters, setFilters, openId, setOpen };
}
