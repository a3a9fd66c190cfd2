import type { CallPolicies, WorkHours } from '@/lib/api';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Every half hour of a day, its end included, and whatever else is stored. */
export function clockTimes(...stored: string[]): string[] {
  const times = Array.from({ length: 49 }, (_, half) => {
    const hour = String(Math.floor(half / 2)).padStart(2, '0');
    return `${hour}:${half % 2 === 0 ? '00' : '30'}`;
  });
  return [...new Set([...times, ...stored])].sort();
}

/** Days that have the same hours stand together: most weeks are told in one line. */
export function sameHours(hours: WorkHours[]): { times: string; days: WorkHours['day'][] }[] {
  const groups = new Map<string, WorkHours['day'][]>();
  for (const { day, from, to } of hours) {
    const times = `${from}–${to}`;
    groups.set(times, [...(groups.get(times) ?? []), day]);
  }
  return [...groups].map(([times, days]) => ({ times, days }));
}

/**
 * What keeps customers from being called back at that time of the company's clock
 * ("2026-11-22T16:00"): the day, the hour, or nothing.
 */
export function callbackBar(policies: CallPolicies, wall: string): 'day' | 'hour' | null {
  const [date = '', clock = ''] = wall.slice(0, 16).split('T');
  const day = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
  if (!day || clock.length !== 5) return null;
  if (policies.closed_days.includes(date)) return 'day';
  const { callback_from: from, callback_to: to } = policies;
  const own = policies.callback_days.map((weekday) => ({ day: weekday, from, to }));
  const hours = policies.company_hours ? policies.business_hours : own;
  const open = hours?.some((span) => span.day === day && span.from <= clock && clock < span.to);
  return open === false ? 'hour' : null;
}

/** Where no browser says: the first day of the week of those that do not begin on Monday. */
const FIRST: Record<string, Weekday> = {};
for (const country of ['BH', 'DZ', 'EG', 'IQ', 'IR', 'JO', 'KW', 'LY', 'OM', 'QA', 'SD', 'SY'])
  FIRST[country] = 'sat';
for (const country of ['CA', 'IL', 'IN', 'JP', 'PK', 'PS', 'SA', 'US', 'YE', 'ZA'])
  FIRST[country] = 'sun';

interface WeekLocale extends Intl.Locale {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

function firstDay(language: string, country: string): Weekday {
  try {
    const locale: WeekLocale = new Intl.Locale(`${language}-${country}`);
    const day = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay;
    if (day) return WEEKDAYS[day - 1] ?? 'mon';
  } catch {
    // A country that is being typed.
  }
  return FIRST[country] ?? 'mon';
}

/** The days as the country's calendars show them. */
export function weekOf(language: string, country: string): Weekday[] {
  const first = WEEKDAYS.indexOf(firstDay(language, country));
  return [...WEEKDAYS.slice(first), ...WEEKDAYS.slice(0, first)];
}
