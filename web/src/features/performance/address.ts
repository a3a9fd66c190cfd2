import { useSearchParams } from 'react-router';
import { type FigureName, units } from './figures';

export const PERIODS = ['today', 'yesterday', 'week', 'last_week', 'month', 'last_month'] as const;
export const VIEWS = ['overview', 'detailed', 'monthly'] as const;
export type View = (typeof VIEWS)[number];

/** What the page shows stands in its address, so that it can be sent to somebody. */
export interface Address {
  period: string;
  view: View;
  /** Days of the detailed report; empty for the last two weeks. */
  from: string;
  to: string;
  /** "2026-11"; empty for this month. */
  month: string;
  /** Code of the agent that is looked at; empty for oneself. */
  agent: string;
  /** The figure whose rows are open, and the day they are of; empty for the period on screen. */
  rows: FigureName | null;
  day: string;
}

export function readAddress(params: URLSearchParams): Address {
  const period = params.get('period') ?? '';
  const view = params.get('view') ?? '';
  const rows = params.get('rows') ?? '';
  return {
    period: (PERIODS as readonly string[]).includes(period) ? period : 'today',
    view: (VIEWS as readonly string[]).includes(view) ? (view as View) : 'overview',
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    month: params.get('month') ?? '',
    agent: params.get('agent') ?? '',
    rows: Object.hasOwn(units, rows) ? (rows as FigureName) : null,
    day: params.get('day') ?? '',
  };
}

export function useAddress() {
  const [params, setParams] = useSearchParams();
  const set = (change: Partial<Record<keyof Address | 'team', string | null>>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(change))
        if (value) next.set(name, value);
        else next.delete(name);
      return next;
    });
  return { address: readAddress(params), params, set };
}

/** The day `days` before another one, both as 2026-11-22. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The last day of a month such as "2026-11". */
export function monthEnd(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Where the detailed report is a file; headings are in the language of the page. */
export function reportUrl(
  days: { date_from: string; date_to: string },
  agent: string,
  format: 'csv' | 'xlsx',
  language: string,
): string {
  const query = new URLSearchParams({
    ...days,
    ...(agent ? { agent_id: agent } : {}),
    format,
    language,
  });
  return `/api/agent/performance/report?${query}`;
}

/** The days of the view on screen: of a period by its word, of a report by its first and last. */
export function shownDays(address: Address, today: string) {
  if (address.view === 'detailed') {
    const to = address.to || today;
    return { date_from: address.from || daysBefore(to, 13), date_to: to };
  }
  if (address.view === 'monthly') {
    const month = address.month || today.slice(0, 7);
    return { date_from: `${month}-01`, date_to: monthEnd(month) };
  }
  return { period: address.period };
}
