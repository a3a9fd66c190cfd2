import type { Order } from '../api';
import { dayOf, locale } from '../format';
import { isOpen } from './status';

/**
 * The one time a list shows for an order: when something is due if that is known, otherwise how
 * long it has been as it is. "2h ago", "Tomorrow", "Today, 16:00".
 */
export interface DueTime {
  kind: 'due' | 'age';
  at: string;
  overdue: boolean;
}

type TimedOrder = Pick<
  Order,
  'status' | 'next_attempt_at' | 'expected_at' | 'status_since' | 'created_at'
>;

export function dueTime(order: TimedOrder, now: number): DueTime {
  const waits = order.status === 'postponed' || order.status === 'no_response';
  if (waits && order.next_attempt_at) {
    const overdue = Date.parse(order.next_attempt_at) < now;
    if (order.status === 'postponed' || overdue) {
      return { kind: 'due', at: order.next_attempt_at, overdue };
    }
  }
  if (isOpen(order.status) && order.expected_at && Date.parse(order.expected_at) > now) {
    const sameDay = dayOf(order.expected_at) === dayOf(now);
    if (!sameDay) return { kind: 'due', at: order.expected_at, overdue: false };
  }
  return { kind: 'age', at: order.status_since ?? order.created_at, overdue: false };
}

function relative(): Intl.RelativeTimeFormat {
  // The British form spells "2 hr ago".
  return new Intl.RelativeTimeFormat(locale().replace('en-GB', 'en'), {
    numeric: 'auto',
    style: 'narrow',
  });
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "2h ago", "now". */
export function ageLabel(at: string, now: number): string {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return capitalised(relative().format(0, 'second'));
  return relative().format(Math.trunc(seconds / step[1]), step[0]);
}

/** "Tomorrow", "Yesterday"; null when the day is neither near nor today. */
export function dayLabel(at: string, now: number): string | null {
  const apart = Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(now))) / 86_400_000);
  if (apart === 0 || Math.abs(apart) > 1) return null;
  return capitalised(relative().format(apart, 'day'));
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}
