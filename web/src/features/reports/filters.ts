import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { ConfirmationRow, ReportQuery } from '@/lib/api';
import { OUTCOMES } from '@/lib/orders/filters';
import { DELIVERY_STATUSES, ORDER_STATUSES } from '@/lib/states';

export const REPORT_TYPES = ['orders', 'interactions', 'deliveries'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];
export const TABS = [...REPORT_TYPES, 'truth', 'exports'] as const;
export type Tab = (typeof TABS)[number];

export const DATES = [
  'today',
  'yesterday',
  'week',
  'last_week',
  'month',
  'last_month',
  'all',
  'custom',
] as const;
export const RESOLUTIONS = ['resolved', 'pending', 'escalated', 'follow_up_required'] as const;
export const KINDS = ['call', 'sms', 'email', 'chat', 'follow_up', 'rating'] as const;
export const TRUTH_BY = ['agent', 'product', 'city', 'source'] as const;
export type TruthBy = (typeof TRUTH_BY)[number];

/** What the page shows, as it stands in the address; '' is all. */
export interface ReportFilters {
  tab: Tab;
  date: (typeof DATES)[number];
  dateFrom: string;
  dateTo: string;
  dateOf: 'created' | 'confirmed';
  status: string;
  kind: string;
  outcome: string;
  agent: string;
  seller: string;
  product: string;
  area: string;
  courier: string;
  by: TruthBy;
}

export const standard: ReportFilters = {
  tab: 'orders',
  date: 'month',
  dateFrom: '',
  dateTo: '',
  dateOf: 'created',
  status: '',
  kind: '',
  outcome: '',
  agent: '',
  seller: '',
  product: '',
  area: '',
  courier: '',
  by: 'agent',
};

const names = Object.keys(standard) as (keyof ReportFilters)[];
const inAddress: Partial<Record<keyof ReportFilters, string>> = {
  dateFrom: 'date_from',
  dateTo: 'date_to',
  dateOf: 'date_of',
};
const addressOf = (name: keyof ReportFilters) => inAddress[name] ?? name;

/** The words that `status` may be, of each type. */
export const statusesOf: Record<ReportType, readonly string[]> = {
  orders: ORDER_STATUSES,
  interactions: RESOLUTIONS,
  deliveries: DELIVERY_STATUSES,
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const among = (choices: readonly string[], value: string, otherwise: string) =>
  choices.includes(value) ? value : otherwise;
const idIn = (value: string) => (/^\d+$/.test(value) ? value : '');

export function isType(tab: Tab): tab is ReportType {
  return REPORT_TYPES.includes(tab as never);
}

/* A word of another tab means nothing in this one. */
function settle(raw: Record<keyof ReportFilters, string>): ReportFilters {
  const tab = among(TABS, raw.tab, standard.tab) as Tab;
  const type = isType(tab) ? tab : null;
  const ranged = DAY.test(raw.dateFrom) || DAY.test(raw.dateTo);
  const date = ranged ? 'custom' : among(DATES, raw.date, standard.date);
  return {
    tab,
    date: (date === 'custom' && !ranged
      ? standard.date
      : tab === 'truth' && date === 'all'
        ? 'month'
        : date) as ReportFilters['date'],
    dateFrom: ranged && DAY.test(raw.dateFrom) ? raw.dateFrom : '',
    dateTo: ranged && DAY.test(raw.dateTo) ? raw.dateTo : '',
    dateOf: type === 'orders' && raw.dateOf === 'confirmed' ? 'confirmed' : 'created',
    status: type ? among(statusesOf[type], raw.status, '') : '',
    kind: type === 'interactions' ? among(KINDS, raw.kind, '') : '',
    outcome: type === 'orders' ? among(OUTCOMES, raw.outcome, '') : '',
    agent: idIn(raw.agent),
    seller: idIn(raw.seller),
    product: idIn(raw.product),
    area: raw.area,
    courier: type === 'interactions' ? '' : idIn(raw.courier),
    by: among(TRUTH_BY, raw.by, standard.by) as TruthBy,
  };
}

export function readFilters(params: URLSearchParams): ReportFilters {
  const raw = Object.fromEntries(
    names.map((name) => [name, params.get(addressOf(name)) ?? '']),
  ) as Record<keyof ReportFilters, string>;
  return settle(raw);
}

/** What differs from the standard, so that a plain address is the standard view. */
export function writeFilters(wanted: ReportFilters): URLSearchParams {
  const filters = settle(wanted);
  const params = new URLSearchParams();
  for (const name of names) {
    if (filters[name] === standard[name]) continue;
    if (name === 'date' && filters.date === 'custom') continue;
    params.set(addressOf(name), filters[name]);
  }
  return params;
}

interface Period {
  date?: string;
  date_from?: string;
  date_to?: string;
}

export function periodOf({ date, dateFrom, dateTo }: ReportFilters): Period {
  if (date !== 'custom') return { date };
  return {
    ...(dateFrom ? { date_from: dateFrom } : {}),
    ...(dateTo ? { date_to: dateTo } : {}),
  };
}

/** The same question as the server is asked it. */
export function toQuery(filters: ReportFilters, type: ReportType): ReportQuery {
  const query: Record<string, string> = { type, ...periodOf(filters) };
  const put = (name: string, value: string) => {
    if (value) query[name] = value;
  };
  if (filters.dateOf === 'confirmed') put('date_of', 'confirmed');
  put('status', filters.status);
  put('kind', filters.kind);
  put('outcome', filters.outcome);
  put('agent_id', filters.agent);
  put('seller_id', filters.seller);
  put('product_id', filters.product);
  put('area', filters.area);
  put('courier_id', filters.courier);
  return query as unknown as ReportQuery;
}

export function fileUrl(
  filters: ReportFilters,
  type: ReportType,
  format: 'csv' | 'xlsx',
  language: string,
): string {
  const params = new URLSearchParams({ format, language });
  for (const [name, value] of Object.entries(toQuery(filters, type)))
    params.set(name, String(value));
  return `/api/agent/reports?${params}`;
}

/* By name in the address of the orders. */
const filterOf: Record<TruthBy, string> = {
  agent: 'confirmed_by',
  product: 'product_id',
  city: 'area',
  source: 'source',
};

/** The orders behind a figure of confirmation truth. */
export function ordersBehind(
  filters: ReportFilters,
  row: Pick<ConfirmationRow, 'key'> | null,
  outcome: string,
): string {
  const params = new URLSearchParams({ ...periodOf(filters), date_of: 'confirmed' });
  const nobody = row?.key === '' || row?.key === '0';
  if (row && nobody) params.set('without', filterOf[filters.by]);
  else if (row) params.set(filterOf[filters.by], row.key);
  if (outcome) params.set('outcome', outcome);
  return `/call-center-panel/orders?${params}`;
}

export function isNarrowed(filters: ReportFilters): boolean {
  const { tab: _tab, date: _date, by: _by, dateFrom: _from, dateTo: _to, ...rest } = filters;
  return Object.entries(rest).some(
    ([name, value]) => value !== standard[name as keyof ReportFilters],
  );
}

export function useAddress() {
  const [params, setParams] = useSearchParams();
  const key = writeFilters(readFilters(params)).toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(key)), [key]);
  const setFilters = useCallback(
    (change: Partial<ReportFilters>) =>
      setParams((before) => writeFilters({ ...readFilters(before), ...change }), {
        replace: change.tab === undefined,
      }),
    [setParams],
  );
  return { filters, setFilters };
}
