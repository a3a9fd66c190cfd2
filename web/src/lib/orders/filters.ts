import type { Order, OrderListQuery } from '../api';
import { dayOf } from '../format';
import { ORDER_STATUSES, SLA_STATES, type SlaState } from '../states';

/** What the list shows, as it stands in the address. Empty words are the defaults. */
export interface OrderFilters {
  /** 'all' or one status or several with commas. */
  status: string;
  date: string;
  /** What the period is of: the day of creation, when the status was last set, or confirmation. */
  dateOf: (typeof DATES_OF)[number];
  dateFrom: string;
  dateTo: string;
  priority: 'all' | 'high' | 'normal';
  /** '' is the server's own choice: own orders for agents, the whole scope for supervisors. */
  orders: '' | 'assigned' | 'pool' | 'all';
  agentId: string;
  search: string;
  /** How the service level stands; '' is whatever it is. */
  sla: '' | SlaState;
  /** These narrow the list, which is not searched then. */
  sellerId: string;
  productId: string;
  area: string;
  source: string;
  courierId: string;
  confirmedBy: string;
  flag: '' | (typeof FLAGS)[number];
  /** '' or one or several of OUTCOMES with commas. */
  outcome: string;
  /** '' or one or several of WITHOUT with commas. */
  without: string;
  sort: (typeof SORTS)[number] | (typeof STATUS_SORTS)[number] | (typeof CONFIRMED_SORTS)[number];
}

export const DATES = [
  'all',
  'today',
  'yesterday',
  'week',
  'last_week',
  'month',
  'last_month',
] as const;

export const DATES_OF = ['created', 'status', 'confirmed'] as const;

/** Why to look at an order twice. */
export const FLAGS = ['refuser', 'duplicate'] as const;

/** What became of confirmed orders. */
export const OUTCOMES = [
  'delivered',
  'returned',
  'failed',
  'on_the_way',
  'no_parcel',
  'cancelled',
  'reopened',
] as const;

/** What an order may have none of; with confirmed_by it was confirmed by nobody who is an agent. */
export const WITHOUT = ['product_id', 'area', 'confirmed_by'] as const;

/* By name in the address and the interface. */
const NARROWING = {
  sellerId: 'seller_id',
  productId: 'product_id',
  area: 'area',
  source: 'source',
  courierId: 'courier_id',
  confirmedBy: 'confirmed_by',
  flag: 'flag',
  outcome: 'outcome',
  without: 'without',
} as const;
export type Narrowing = keyof typeof NARROWING;
export const narrowings = Object.keys(NARROWING) as Narrowing[];

export const SORTS = [
  '-created_at',
  'created_at',
  'expected_at',
  '-expected_at',
  '-updated_at',
  'updated_at',
] as const;

/** Of lists by the last status; the server sorts those by nothing else. */
export const STATUS_SORTS = ['-status_since', 'status_since'] as const;

/** Of lists by confirmation, likewise. */
export const CONFIRMED_SORTS = ['-confirmed_at', 'confirmed_at'] as const;

export const noFilters: OrderFilters = {
  status: 'all',
  date: 'all',
  dateOf: 'created',
  dateFrom: '',
  dateTo: '',
  priority: 'all',
  orders: '',
  agentId: '',
  search: '',
  sla: '',
  sellerId: '',
  productId: '',
  area: '',
  source: '',
  courierId: '',
  confirmedBy: '',
  flag: '',
  outcome: '',
  without: '',
  sort: '-created_at',
};

/** Of lists by service level; the server sorts those by nothing else. */
export const SLA_SORTS = ['-created_at', 'created_at'] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function oneOf<T extends string>(value: string | null, allowed: readonly T[], other: T): T {
  return allowed.includes(value as T) ? (value as T) : other;
}

function statusFrom(text: string | null): string {
  const known = (text ?? '').split(',').filter((word) => ORDER_STATUSES.includes(word as never));
  return known.length > 0 ? known.join(',') : 'all';
}

function dateFrom(text: string | null): string {
  if (text && /^\d{1,3}d$/.test(text)) return text;
  return oneOf(text, [...DATES, 'custom'], 'all');
}

/** Is this a period that the server also knows by the last status: a month at most? */
export function isShort(date: string): boolean {
  return date !== 'all' && DATES.includes(date as never);
}

/** What a list can be sorted by, given what else is asked for. */
export function sortsOf({ sla, dateOf }: OrderFilters): readonly OrderFilters['sort'][] {
  if (sla) return SLA_SORTS;
  if (dateOf === 'confirmed') return CONFIRMED_SORTS;
  return dateOf === 'status' ? STATUS_SORTS : SORTS;
}

/** Is it a list that is not searched? */
export function isNarrowed(filters: OrderFilters): boolean {
  return filters.dateOf === 'confirmed' || narrowings.some((name) => filters[name] !== '');
}

/** Takes away what narrows a list, so that it can be searched. */
export const unnarrowed: Partial<OrderFilters> = {
  dateOf: 'created',
  ...Object.fromEntries(narrowings.map((name) => [name, ''])),
};

function dateOfIn(filters: OrderFilters): OrderFilters['dateOf'] {
  if (filters.dateOf === 'confirmed') return 'confirmed';
  return isShort(filters.date) && !filters.sla ? filters.dateOf : 'created';
}

/*
 * What does not go together: another period may not be asked for by status, nor sorted by it, a
 * service level goes by creation, and what narrows a list is neither searched nor asked for those.
 */
function settle(wanted: OrderFilters): OrderFilters {
  const filters = isNarrowed(wanted) ? { ...wanted, search: '', sla: '' as const } : wanted;
  const dateOf = dateOfIn(filters);
  const sorts: readonly string[] = sortsOf({ ...filters, dateOf });
  const sort = sorts.includes(filters.sort) ? filters.sort : usualSort(dateOf);
  return { ...filters, dateOf, sort };
}

function knownWords(text: string, known: readonly string[]): string {
  return text
    .split(',')
    .filter((word) => known.includes(word))
    .join(',');
}

function narrowingFrom(name: Narrowing, text: string | null): string {
  const value = (text ?? '').trim();
  if (name === 'flag') return oneOf(value, ['', ...FLAGS], '');
  if (name === 'outcome') return knownWords(value, OUTCOMES);
  if (name === 'without') return knownWords(value, WITHOUT);
  if (name === 'area' || name === 'source') return value;
  return /^\d+$/.test(value) ? value : '';
}

/** What the server sorts by when nothing is said. */
export function usualSort(dateOf: OrderFilters['dateOf']): OrderFilters['sort'] {
  if (dateOf === 'confirmed') return '-confirmed_at';
  return dateOf === 'status' ? '-status_since' : '-created_at';
}

/** Reads the address; words that mean nothing there are as if they were not written. */
export function readFilters(params: URLSearchParams): OrderFilters {
  const from = params.get('date_from') ?? '';
  const to = params.get('date_to') ?? '';
  const ranged = DAY.test(from) || DAY.test(to);
  const agentId = params.get('agent_id') ?? '';
  return settle({
    status: statusFrom(params.get('status')),
    date: ranged ? 'custom' : dateFrom(params.get('date')),
    dateOf: oneOf(params.get('date_of'), DATES_OF, 'created'),
    dateFrom: DAY.test(from) ? from : '',
    dateTo: DAY.test(to) ? to : '',
    priority: oneOf(params.get('priority'), ['all', 'high', 'normal'], 'all'),
    orders: oneOf(params.get('orders'), ['', 'assigned', 'pool', 'all'], ''),
    agentId: /^\d+$/.test(agentId) ? agentId : '',
    search: params.get('search') ?? '',
    sla: oneOf(params.get('sla'), ['', ...SLA_STATES], ''),
    ...(Object.fromEntries(
      narrowings.map((name) => [name, narrowingFrom(name, params.get(NARROWING[name]))]),
    ) as Pick<OrderFilters, Narrowing>),
    sort: oneOf<OrderFilters['sort']>(
      params.get('sort'),
      [...SORTS, ...STATUS_SORTS, ...CONFIRMED_SORTS],
      '-created_at',
    ),
  });
}

/** Writes them into an address, keeping what else is there (the open order). */
export function writeFilters(wanted: OrderFilters, before = new URLSearchParams()) {
  const filters = settle(wanted);
  const params = new URLSearchParams(before);
  const put = (name: string, value: string, absent: string) => {
    if (value === absent) params.delete(name);
    else params.set(name, value);
  };
  put('status', filters.status, 'all');
  put('date', filters.date === 'custom' ? 'all' : filters.date, 'all');
  put('date_of', filters.dateOf, 'created');
  put('date_from', filters.date === 'custom' ? filters.dateFrom : '', '');
  put('date_to', filters.date === 'custom' ? filters.dateTo : '', '');
  put('priority', filters.priority, 'all');
  put('orders', filters.orders, '');
  put('agent_id', filters.agentId, '');
  put('search', filters.search.trim(), '');
  put('sla', filters.sla, '');
  for (const name of narrowings) put(NARROWING[name], filters[name], '');
  put('sort', filters.sort, usualSort(filters.dateOf));
  return params;
}

export function toQuery(filters: OrderFilters): OrderListQuery {
  const query: OrderListQuery = { status: filters.status, sort: filters.sort };
  const narrowed = isNarrowed(filters);
  if (filters.date === 'custom') {
    if (filters.dateFrom) query.date_from = filters.dateFrom;
    if (filters.dateTo) query.date_to = filters.dateTo;
  } else query.date = filters.date;
  if (filters.dateOf !== 'created') query.date_of = filters.dateOf;
  if (filters.priority !== 'all') query.priority = filters.priority;
  if (filters.orders) query.orders = filters.orders;
  if (filters.agentId) query.agent_id = filters.agentId;
  if (filters.search.trim() && !narrowed) query.search = filters.search.trim();
  if (filters.sla && !narrowed) query.sla = filters.sla;
  for (const name of narrowings) {
    if (filters[name]) Object.assign(query, { [NARROWING[name]]: filters[name] });
  }
  return query;
}

/** The same rows as a file. A link sends the browser's languages, not the page's: hence the name. */
export function exportUrl(filters: OrderFilters, format: 'csv' | 'xlsx', language: string): string {
  const params = new URLSearchParams({ format, language });
  for (const [name, value] of Object.entries(toQuery(filters))) params.set(name, String(value));
  return `/api/agent/orders/export?${params}`;
}

export function isFiltered(filters: OrderFilters): boolean {
  const { sort: _sort, ...rest } = filters;
  const { sort: _none, ...none } = noFilters;
  return Object.entries(none).some(([name, value]) => rest[name as keyof typeof rest] !== value);
}

/** Whose eyes the list is for; it decides what "assigned" means. */
export interface Viewer {
  agentId: number | null;
  /** Sees more than own orders and the pool. */
  seesTeam: boolean;
}

/* Of what narrows a list, the row itself says all but the courier and what became of it. */
function fitsNarrowing(order: Order, filters: OrderFilters): boolean {
  if (filters.flag && !order.flags.includes(filters.flag)) return false;
  if (filters.sellerId && order.seller?.id !== Number(filters.sellerId)) return false;
  if (filters.productId && order.product?.id !== Number(filters.productId)) return false;
  if (filters.source && order.source !== filters.source) return false;
  const without = filters.without.split(',');
  if (without.includes('product_id') && order.product?.id != null) return false;
  if (without.includes('area') && order.area) return false;
  return !filters.area || order.area === filters.area;
}

/** Is there something that only the server knows of a row? */
function isOpaque(filters: OrderFilters): boolean {
  return (
    filters.dateOf === 'confirmed' ||
    Boolean(filters.outcome || filters.courierId || filters.confirmedBy) ||
    filters.without.includes('confirmed_by')
  );
}

/**
 * Does a row that the server gave for these filters still belong there? Only what can change
 * under our eyes is asked: the day of creation and the search hit stay as they were.
 */
export function stillFits(order: Order, filters: OrderFilters, viewer: Viewer): boolean {
  if (filters.status !== 'all' && !filters.status.split(',').includes(order.status)) return false;
  if (filters.priority !== 'all' && order.priority !== filters.priority) return false;
  if (filters.sla && order.sla?.state !== filters.sla) return false;
  if (!fitsNarrowing(order, filters)) return false;
  const agent = order.assigned_agent?.id ?? null;
  if (filters.agentId && agent !== Number(filters.agentId)) return false;
  if (filters.orders === 'pool') return agent === null;
  // To who sees a team, "assigned" is the whole team; an agent's default is the own orders.
  if (viewer.seesTeam || filters.agentId || filters.orders === 'all') return true;
  return viewer.agentId === null || agent === viewer.agentId;
}

/** Would the server list this order, which is not in the list yet? */
export function wouldJoin(
  order: Order,
  filters: OrderFilters,
  viewer: Viewer,
  now: number,
): boolean {
  return (
    !isOpaque(filters) &&
    stillFits(order, filters, viewer) &&
    isInDates(filters.dateOf === 'status' ? order.status_since : order.created_at, filters, now) &&
    mentions(order, filters.search)
  );
}

function isInDates(at: string, filters: OrderFilters, now: number): boolean {
  const day = dayOf(at);
  const daysAgo = (count: number) => dayOf(now - count * 86_400_000);
  switch (filters.date) {
    case 'all':
      return true;
    case 'custom':
      return (
        (!filters.dateFrom || day >= filters.dateFrom) && (!filters.dateTo || day <= filters.dateTo)
      );
    case 'yesterday':
      return day === daysAgo(1);
    case 'month':
      return day.slice(0, 7) === dayOf(now).slice(0, 7);
    case 'last_week':
    case 'last_month':
      return false;
    case 'today':
      return day === dayOf(now);
    default:
      // A week begins on another day in each company: only today is certain to be in it.
      return filters.date === 'week'
        ? day === dayOf(now)
        : day > daysAgo(Number.parseInt(filters.date, 10));
  }
}

function mentions(order: Order, search: string): boolean {
  const words = search.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = [
    order.code,
    order.short_code,
    order.external_code,
    order.customer_name,
    order.customer_phone,
    order.product_name,
  ]
    .join(' ')
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}
