import type { AnalyticsQuery, WorkRowsQuery } from '@/lib/api';

export const PERIODS = ['today', 'yesterday', 'week', 'last_week', 'month', 'last_month', '30d'];

/** What a figure counts; the words of `rows` in the address, joined by commas. */
export interface Figure {
  status?: string;
  from?: string;
  reason?: string;
  agent?: string;
  area?: string;
  product?: string;
  hour?: string;
  day?: string;
  team?: string;
  department?: string;
}

const KEYS = [
  'status',
  'from',
  'reason',
  'agent',
  'area',
  'product',
  'hour',
  'day',
  'team',
  'department',
] as const;

/** "handled" alone is every change; all else stands as a query inside the address. */
export function writeFigure(figure: Figure): string {
  const query = new URLSearchParams();
  for (const key of KEYS) {
    const value = figure[key];
    if (value !== undefined) query.set(key, value);
  }
  return query.toString() || 'handled';
}

export function readFigure(text: string | null): Figure | null {
  if (text === null || text === '') return null;
  const query = new URLSearchParams(text === 'handled' ? '' : text);
  const figure: Figure = {};
  for (const key of KEYS) {
    const value = query.get(key);
    if (value !== null) figure[key] = value;
  }
  return figure;
}

const idOf = (text: string | null): number | undefined =>
  text && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** What the page asks for, as it stands in the address. */
export function readPeriod(address: URLSearchParams): AnalyticsQuery {
  const date = address.get('date') ?? '30d';
  const department = idOf(address.get('department'));
  const team = idOf(address.get('team'));
  return {
    date: PERIODS.includes(date) ? date : '30d',
    ...(team ? { team_id: team } : department ? { department_id: department } : {}),
  };
}

/** The calls behind a figure; the call log does not know departments and teams. */
export function callsLink(period: AnalyticsQuery, outcome?: string): string | undefined {
  if (period.team_id || period.department_id) return undefined;
  const query = new URLSearchParams({
    date: period.date ?? '30d',
    ...(outcome ? { outcome } : {}),
  });
  return `/call-center-panel/call-log?${query}`;
}

export function rowsQuery(period: AnalyticsQuery, figure: Figure): WorkRowsQuery {
  const { day, hour, agent, status, from, reason, area, product, team, department } = figure;
  const place = team
    ? { team_id: Number(team) }
    : department
      ? { department_id: Number(department) }
      : {};
  return {
    ...period,
    ...(day ? { date: 'custom', date_from: day, date_to: day } : {}),
    ...place,
    ...(status ? { status: status as WorkRowsQuery['status'] } : {}),
    ...(from ? { from: from as WorkRowsQuery['from'] } : {}),
    ...(reason ? { reason: reason as WorkRowsQuery['reason'] } : {}),
    ...(area === undefined ? {} : { area }),
    ...(product === undefined ? {} : { product }),
    ...(agent ? { agent_id: agent } : {}),
    ...(hour ? { hour: Number(hour) } : {}),
  };
}
