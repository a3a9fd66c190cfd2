import { useSearchParams } from 'react-router';

export const PERIODS = ['today', 'week', 'month', 'custom'] as const;
export type Period = (typeof PERIODS)[number];

/** What the page shows stands in its address, so that it can be sent to somebody. */
export interface Address {
  period: Period;
  /** Days of a period of one's own, both included; empty otherwise. */
  from: string;
  to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address that somebody may have written by hand. */
export function readAddress(params: URLSearchParams): Address {
  const day = (name: string) => {
    const text = params.get(name) ?? '';
    return DAY.test(text) ? text : '';
  };
  const asked = PERIODS.find((one) => one === params.get('period')) ?? 'today';
  if (asked !== 'custom') return { period: asked, from: '', to: '' };
  const [from, to] = [day('from'), day('to')];
  return from && to && from <= to
    ? { period: 'custom', from, to }
    : { period: 'today', from: '', to: '' };
}

export function useAddress() {
  const [params, setParams] = useSearchParams();
  const set = ({ period, from, to }: Address) =>
    setParams(period === 'today' ? {} : period === 'custom' ? { period, from, to } : { period }, {
      replace: true,
    });
  return { address: readAddress(params), set };
}

/** Which of the console's history a figure was counted from. */
export interface Rows {
  direction?: string;
  status?: string;
  /** answered, or missed: whatever status it ended in. */
  outcome?: string;
  /** Code of the agent. */
  agent?: string;
  team?: number;
  queue?: string;
  /** A single day instead of the whole period. */
  day?: string;
}

/** The history of the console, narrowed to the rows behind a figure. */
export function historyOf(address: Address, rows: Rows = {}): string {
  const { day, team, ...words } = rows;
  const params = new URLSearchParams();
  const isOwn = day !== undefined || address.period === 'custom';
  if (isOwn) {
    params.set('period', 'custom');
    params.set('from', day ?? address.from);
    params.set('to', day ?? address.to);
  } else params.set('period', address.period);
  for (const [name, word] of Object.entries(words)) if (word) params.set(name, word);
  if (team) params.set('team', String(team));
  return `/console?${params}`;
}

/** The period as the server takes it. */
export function periodOf({ period, from, to }: Address): Record<string, string> {
  return period === 'custom' ? { date_from: from, date_to: to } : { period };
}

/** The same calls as a file; headings are in the language of the page. */
export function exportOf(address: Address, format: 'csv' | 'xlsx', language: string): string {
  const query = new URLSearchParams({ ...periodOf(address), format, language });
  return `/api/calls/export?${query}`;
}
