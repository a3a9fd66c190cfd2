import type { StockListQuery } from '@/lib/api';
import { STOCK_STATES, type StockState } from '@/lib/states';

/** What the page shows; all of it stands in its address. */
export interface StockFilters {
  /** Products of current orders, or every product. */
  orders: 'assigned' | 'all';
  /** Empty for any, as in the other three. */
  category: string;
  status: StockState | '';
  /** A location's code, or a warehouse. */
  location: string;
  search: string;
}

export const noFilters: StockFilters = {
  orders: 'assigned',
  category: '',
  status: '',
  location: '',
  search: '',
};

export function readFilters(params: URLSearchParams): StockFilters {
  const status = params.get('status') ?? '';
  return {
    orders: params.get('orders') === 'all' ? 'all' : 'assigned',
    category: params.get('category') ?? '',
    status: STOCK_STATES.find((known) => known === status) ?? '',
    location: params.get('location') ?? '',
    search: params.get('search') ?? '',
  };
}

/** What is as at first is left out, so that an address says what is special about it. */
export function writeFilters(filters: StockFilters): URLSearchParams {
  const params = new URLSearchParams();
  for (const key of ['orders', 'category', 'status', 'location', 'search'] as const) {
    if (filters[key] !== noFilters[key]) params.set(key, filters[key]);
  }
  return params;
}

export function toQuery(filters: StockFilters): StockListQuery {
  return {
    orders: filters.orders,
    ...(filters.category ? { category: filters.category } : {}),
    ...(filters.status ? { stock_status: filters.status } : {}),
    ...(filters.location ? { location: filters.location } : {}),
    ...(filters.search ? { search: filters.search } : {}),
  };
}

/** Narrower than the scope alone? */
export function isNarrowed(filters: StockFilters): boolean {
  return Boolean(filters.category || filters.status || filters.location || filters.search);
}

export function reportUrl(filters: StockFilters, format: 'csv' | 'xlsx'): string {
  const query = new URLSearchParams(toQuery(filters) as Record<string, string>);
  query.set('format', format);
  return `/api/agent/inventory/report?${query}`;
}

/** The rows that a figure of the summary counts. */
export function summaryLink(status: StockState | ''): string {
  const query = writeFilters({ ...noFilters, orders: 'all', status });
  return `/call-center-panel/inventory?${query}`;
}
