import { CALL_STATUSES } from '@/lib/states';

/** What the history shows, as it stands in the address. Empty words narrow nothing. */
export interface HistoryFilters {
  period: Period;
  /** Days of a period of one's own, both included. */
  from: string;
  to: string;
  direction: '' | (typeof DIRECTIONS)[number];
  status: string;
  /** Whether a person answered, whatever state the call ended in. */
  outcome: '' | (typeof OUTCOMES)[number];
  /** Code of the agent. */
  agent: string;
  team: string;
  /** Code of the department. */
  department: string;
  /** Name of a queue of the PBX. */
  queue: string;
  search: string;
}

export const PERIODS = [
  'today',
  'yesterday',
  'week',
  'last_week',
  'month',
  'last_month',
  'all',
  'custom',
] as const;
export type Period = (typeof PERIODS)[number];

export const DIRECTIONS = ['incoming', 'outgoing', 'internal'] as const;

export const OUTCOMES = ['answered', 'missed'] as const;

/** The ways in which a call can have ended. */
export const END_STATUSES = CALL_STATUSES.slice(CALL_STATUSES.indexOf('completed'));

export const noFilters: HistoryFilters = {
  period: 'today',
  from: '',
  to: '',
  direction: '',
  status: '',
  outcome: '',
  agent: '',
  team: '',
  department: '',
  queue: '',
  search: '',
};

/** Those that stand behind the button; the period and the search have places of their own. */
export const NARROWING = [
  'direction',
  'status',
  'outcome',
  'agent',
  'team',
  'department',
  'queue',
] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function oneOf<Word extends string>(words: readonly Word[], word: string | null): Word | undefined {
  return words.find((one) => one === word);
}

/** Reads an address somebody may have written by hand. */
export function readFilters(params: URLSearchParams): HistoryFilters {
  const text = (name: string) => (params.get(name) ?? '').slice(0, 200);
  const day = (name: string) => (DAY.test(text(name)) ? text(name) : '');
  const [from, to] = [day('from'), day('to')];
  const asked = oneOf(PERIODS, params.get('period'));
  const period = from || to ? 'custom' : asked === 'custom' ? undefined : asked;
  return {
    period: period ?? 'today',
    from,
    to,
    direction: oneOf(DIRECTIONS, params.get('direction')) ?? '',
    status: text('status'),
    outcome: oneOf(OUTCOMES, params.get('outcome')) ?? '',
    agent: text('agent'),
    team: /^[1-9]\d{0,8}$/.test(text('team')) ? text('team') : '',
    department: text('department'),
    queue: text('queue'),
    search: text('search'),
  };
}

/** The address of these filters; the defaults are left out. */
export function writeFilters(filters: HistoryFilters, rest?: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(rest);
  for (const name of Object.keys(noFilters) as (keyof HistoryFilters)[]) {
    const value = filters[name];
    const isDays = name === 'from' || name === 'to';
    if (value === noFilters[name] || (isDays && filters.period !== 'custom')) params.delete(name);
    else params.set(name, value);
  }
  return params;
}

/** The same as parameters of the server's list of ended calls. */
export function toQuery(filters: HistoryFilters) {
  const { period, from, to, direction, status, outcome, agent, team, department, queue, search } =
    filters;
  return {
    ...(period === 'custom'
      ? { ...(from ? { date_from: from } : {}), ...(to ? { date_to: to } : {}) }
      : { date: period }),
    ...(direction ? { direction } : {}),
    ...(status ? { status } : {}),
    ...(outcome ? { outcome } : {}),
    ...(agent ? { agent_id: agent } : {}),
    ...(team ? { team_id: Number(team) } : {}),
    ...(department ? { department } : {}),
    ...(queue ? { queue } : {}),
    ...(search.trim() ? { search: search.trim() } : {}),
  };
}

export function countNarrowing(filters: HistoryFilters): number {
  return NARROWING.filter((name) => filters[name] !== '').length;
}
