import type { PerformanceFigure } from '@/lib/api';
import { formatNumber, formatPercent, formatTimer } from '@/lib/format';

export type FigureName = PerformanceFigure['figure'];
export type Unit = PerformanceFigure['unit'];

/** The five of the day, in the order of the cards. */
export const CARDS: readonly FigureName[] = [
  'orders_handled',
  'success_rate',
  'average_call_seconds',
  'customer_rating',
  'resolution_rate',
];

export const units: Record<FigureName, Unit> = {
  orders_handled: 'count',
  success_rate: 'percent',
  average_call_seconds: 'seconds',
  customer_rating: 'stars',
  resolution_rate: 'percent',
  first_call_resolution: 'percent',
  average_handle_seconds: 'seconds',
  confirmation_rate: 'percent',
  cancellation_rate: 'percent',
  good_ratings: 'percent',
  orders_confirmed: 'count',
  orders_cancelled: 'count',
  orders_postponed: 'count',
  calls: 'count',
};

/** "24", "87.5 %", "4:12", "4.6"; a dash where there was nothing to divide by. */
export function formatFigure(unit: Unit, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  switch (unit) {
    case 'percent':
      return formatPercent(value / 100, 1);
    case 'seconds':
      return formatTimer(value);
    case 'stars':
      return formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 2 });
    default:
      return formatNumber(value);
  }
}

const signed = { signDisplay: 'exceptZero' } as const;

/** "+3", "−2.5 %", "−0:30", "+0.1". */
export function formatDelta(unit: Unit, delta: number): string {
  switch (unit) {
    case 'percent':
      return formatNumber(delta / 100, { ...signed, style: 'percent', maximumFractionDigits: 1 });
    case 'seconds':
      return `${delta > 0 ? '+' : delta < 0 ? '-' : ''}${formatTimer(Math.abs(delta))}`;
    case 'stars':
      return formatNumber(delta, { ...signed, maximumFractionDigits: 2 });
    default:
      return formatNumber(delta, signed);
  }
}

export function figureOf(figures: PerformanceFigure[], name: FigureName) {
  return figures.find((row) => row.figure === name);
}
