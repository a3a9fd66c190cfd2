import { formatNumber, formatTimer } from '@/lib/format';
import type { Phase } from '../../model';

/** The parts of a call in seconds, to the thousandth, and the whole. */
export type Arithmetic = Record<Phase | 'total', number>;

/* Each part is rounded to a thousandth by itself. */
const ROUNDING = 0.005;

/** Do the parts make the whole? */
export function sumsUp(sums: Arithmetic): boolean {
  const parts = sums.setup + sums.queue + sums.ring + sums.talk + sums.hold;
  return Math.abs(parts - sums.total) <= ROUNDING;
}

/**
 * "02:10" of whole minutes, with a tenth below one: rounded to seconds the parts would seem not to
 * make the whole.
 */
export function formatSeconds(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths < 60) {
    return formatNumber(tenths, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }
  const whole = Math.floor(tenths);
  const rest = formatNumber(tenths - whole, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${formatTimer(whole)}${rest.slice(1)}`;
}
