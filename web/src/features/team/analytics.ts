import type { Analytics, AnalyticsQuery, WorkRowsQuery } from '@/lib/api';

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

/** What the page asks for, as it stands in the address; its rows are those of this period. */
export function readPeriod(address: URLSearchParams): AnalyticsQuery {
  const date = address.get('date') ?? '30d';
  const department = idOf(address.get('department'));
  const team = idOf(address.get('team'));
  return {
    date: PERIODS.includes(date) ? date : '30d',
    ...(team ? { team_id: team } : department ? { department_id: department } : {}),
  };
}

/** Whose work: of a team or department, and of one agent in it. */
export type Place = Pick<AnalyticsQuery, 'team_id' | 'department_id'> & { agent?: string };

/**
 * Whose work the figures count: what was asked for, else all that one may see. Whoever leads one
 * team sees calls of the pool's orders too, which count for nobody: then it is the team's.
 */
export function placeOf(
  period: AnalyticsQuery,
  data: Pick<Analytics, 'choices_teams' | 'choices_departments'>,
): Place {
  if (period.team_id) return { team_id: period.team_id };
  if (period.department_id) return { department_id: period.department_id };
  const [team] = data.choices_teams;
  return data.choices_departments.length === 0 && team ? { team_id: team.id } : {};
}

/** The calls behind a figure. */
export function callsLink(period: AnalyticsQuery, place: Place, outcome?: string): string {
  const query = new URLSearchParams({
    date: period.date ?? '30d',
    ...(place.agent ? { agent: place.agent } : {}),
    ...(place.team_id ? { team: String(place.team_id) } : {}),
    ...(place.department_id ? { department: String(place.department_id) } : {}),
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
