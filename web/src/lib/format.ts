import i18n from 'i18next';
import { usePreferences } from './preferences';

/**
 * Every number, amount, date and phone number on screen passes through here. Dates are told in
 * the person's own time zone, else the company's, whatever the clock of the workstation says.
 */
let wantedTimeZone: string | undefined;
/* In which the days of the company begin and end: of figures, filters and plans. */
let wantedDayZone: string | undefined;
/* Known when it is first needed: the browser takes long to look one up, and the page must be drawn. */
let knownTimeZone: string | undefined;
const cache = new Map<string, unknown>();

export function setTimeZone(zone: string | undefined, dayZone = zone): void {
  wantedTimeZone = zone;
  wantedDayZone = dayZone;
  knownTimeZone = undefined;
  cache.clear();
}

export function timeZone(): string {
  const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
  knownTimeZone ??= wantedTimeZone && isTimeZone(wantedTimeZone) ? wantedTimeZone : own();
  return knownTimeZone;
}

function dayZone(): string {
  return wantedDayZone && isTimeZone(wantedDayZone) ? wantedDayZone : timeZone();
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/* Latin digits unless asked otherwise: keypads, order numbers and timers show them too. */
export function locale(): string {
  const base = i18n.language === 'ar' ? 'ar' : 'en-GB';
  return `${base}-u-nu-${usePreferences.getState().digits}`;
}

function cached<T>(kind: string, options: object, make: (locale: string) => T): T {
  const key = `${kind}|${locale()}|${JSON.stringify(options)}`;
  let made = cache.get(key) as T | undefined;
  if (made === undefined) {
    made = make(locale());
    cache.set(key, made);
  }
  return made;
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zoned = { ...options, timeZone: timeZone(), calendar: 'gregory' };
  return cached('date', zoned, (name) => new Intl.DateTimeFormat(name, zoned));
}

type Moment = string | number | Date;

function toDate(moment: Moment): Date {
  return moment instanceof Date ? moment : new Date(moment);
}

const DASH = '–';

function safely(moment: Moment | null | undefined, format: (date: Date) => string): string {
  if (moment === null || moment === undefined) return DASH;
  const date = toDate(moment);
  return Number.isNaN(date.getTime()) ? DASH : format(date);
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return cached('number', options, (name) => new Intl.NumberFormat(name, options)).format(value);
}

export function formatPercent(share: number, digits = 0): string {
  return formatNumber(share, { style: 'percent', maximumFractionDigits: digits });
}

export function currencyDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** 75000 fils of AED are "AED 750.00"; KWD has three decimals, JPY none. */
export function formatMoney(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const amount = minor / 10 ** digits;
  try {
    return formatNumber(amount, {
      style: 'currency',
      currency,
      currencyDisplay: i18n.language === 'ar' ? 'symbol' : 'code',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  } catch {
    return `${currency} ${formatNumber(amount, { minimumFractionDigits: digits })}`;
  }
}

export function formatTime(moment: Moment | null | undefined): string {
  return safely(moment, (date) =>
    dateFormat({ hour: '2-digit', minute: '2-digit', hour12: false }).format(date),
  );
}

/** "14:02:11", where seconds count. */
export function formatClock(moment: Moment | null | undefined): string {
  return safely(moment, (date) =>
    dateFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(
      date,
    ),
  );
}

export function formatDate(moment: Moment | null | undefined): string {
  return safely(moment, (date) =>
    dateFormat({ day: 'numeric', month: 'short', year: 'numeric' }).format(date),
  );
}

export function formatDateTime(moment: Moment | null | undefined): string {
  return safely(moment, (date) =>
    dateFormat({
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }).format(date),
  );
}

const BYTE_STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** "820 byte", "12 kB", "1.4 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < BYTE_STEPS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return formatNumber(value, {
    style: 'unit',
    unit: BYTE_STEPS[step],
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
}

/** A calendar day without a time ("2026-11-22") has no zone and must not shift by one. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return DASH;
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return DASH;
  const options: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
    calendar: 'gregory',
  };
  return cached('day', options, (name) => new Intl.DateTimeFormat(name, options)).format(date);
}

/** "22 Nov" of a calendar day, where the year is known from what is around it. */
export function formatShortDay(day: string): string {
  const options: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    calendar: 'gregory',
  };
  return cached('short-day', options, (name) => new Intl.DateTimeFormat(name, options)).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** "Sun" of a calendar day such as "2026-11-22". */
export function formatWeekday(day: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', timeZone: 'UTC' };
  return cached('weekday', options, (name) => new Intl.DateTimeFormat(name, options)).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** Calendar day in the company's zone, as YYYY-MM-DD. */
export function dayOf(moment: Moment): string {
  return dayIn(dayZone(), moment);
}

function dayIn(zone: string, moment: Moment): string {
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: zone,
  };
  return cached('iso', options, () => new Intl.DateTimeFormat('en-CA', options)).format(
    toDate(moment),
  );
}

/** "14:30" today, "Yesterday, 14:30", "Tomorrow, 09:00", otherwise day and time. */
export function formatSmart(moment: Moment | null | undefined, now: Moment = Date.now()): string {
  return safely(moment, (date) => {
    const apart = daysApart(date, toDate(now));
    if (apart === 0) return formatTime(date);
    if (apart === 1 || apart === -1) {
      const day = relativeFormat().format(apart, 'day');
      const named = day.charAt(0).toLocaleUpperCase(locale()) + day.slice(1);
      return i18n.language === 'ar'
        ? `${named}، ${formatTime(date)}`
        : `${named}, ${formatTime(date)}`;
    }
    const sameYear = dayIn(timeZone(), date).slice(0, 4) === dayIn(timeZone(), now).slice(0, 4);
    return dateFormat({
      day: 'numeric',
      month: 'short',
      year: sameYear ? undefined : 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }).format(date);
  });
}

function daysApart(date: Date, now: Date): number {
  const dayAt = (moment: Date) => Date.parse(dayIn(timeZone(), moment));
  return Math.round((dayAt(date) - dayAt(now)) / 86_400_000);
}

function relativeFormat(): Intl.RelativeTimeFormat {
  const options: Intl.RelativeTimeFormatOptions = { numeric: 'auto', style: 'short' };
  return cached('relative', options, (name) => new Intl.RelativeTimeFormat(name, options));
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "2 hr ago", "in 5 min", "now". */
export function formatRelative(
  moment: Moment | null | undefined,
  now: Moment = Date.now(),
): string {
  return safely(moment, (date) => {
    const seconds = Math.round((date.getTime() - toDate(now).getTime()) / 1000);
    const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
    if (!step) return relativeFormat().format(0, 'second');
    return relativeFormat().format(Math.trunc(seconds / step[1]), step[0]);
  });
}

const ARABIC_DIGITS = '٠١٢٣٤٥٦٧٨٩';

/**
 * 161 s are "02:41"; above an hour "1:02:41". Without Intl: it runs each second, and the first page
 * is drawn before anything else has needed that.
 */
export function formatTimer(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${pad(Math.floor((total % 3600) / 60))}:${pad(total % 60)}`;
  const timer = hours > 0 ? `${hours}:${rest}` : rest;
  if (usePreferences.getState().digits === 'latn') return timer;
  return timer.replace(/\d/g, (digit) => ARABIC_DIGITS.charAt(Number(digit)));
}

export function formatList(items: string[]): string {
  return cached('list', {}, (name) => new Intl.ListFormat(name, { type: 'conjunction' })).format(
    items,
  );
}

/* Calling codes of the region we group by hand; other numbers are grouped from the end. */
const CALLING_CODES = ['971', '966', '965', '968', '973', '974', '962', '961', '964', '963', '967'];
const SHORT_CODES = ['20', '212', '213', '216', '218', '249', '44', '49', '33', '90', '91', '92'];

/** "+971501234567" reads "+971 50 123 4567". Show it inside <Phone>, which keeps it left to right. */
export function formatPhone(phone: string | null | undefined): string {
  if (!phone) return DASH;
  const digits = phone.replace(/[^\d+]/g, '');
  if (!digits.startsWith('+')) return phone;
  const number = digits.slice(1);
  if (number.startsWith('1') && number.length === 11) {
    return `+1 ${number.slice(1, 4)} ${number.slice(4, 7)} ${number.slice(7)}`;
  }
  const code = [...CALLING_CODES, ...SHORT_CODES].find((prefix) => number.startsWith(prefix));
  if (!code) return `+${groupFromEnd(number)}`;
  return `+${code} ${groupFromEnd(number.slice(code.length))}`;
}

function groupFromEnd(number: string): string {
  if (number.length <= 4) return number;
  const last = number.slice(-4);
  const middle = number.slice(-7, -4);
  const first = number.slice(0, -7);
  return [first, middle, last].filter(Boolean).join(' ');
}
