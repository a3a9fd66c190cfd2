import type { Schedule } from '@/lib/api';
import { dayOf } from '@/lib/format';
import { fromWall, toWall } from '@/lib/orders/wall-time';

const DAY_MS = 86_400_000;

/** Calendar days without a time: "2026-11-23". */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

export function weekOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n));
}

/** The week of an address, or the present one. */
export function readWeek(text: string | null, today = dayOf(Date.now())): string {
  return mondayOf(text && /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text) ? text : today);
}

function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

/** Does the entry touch the day, on the company's calendar? One that ends at midnight does not. */
export function isOn(entry: Pick<Schedule, 'starts_at' | 'ends_at'>, day: string): boolean {
  const from = fromWall(`${day}T00:00`);
  const to = fromWall(`${addDays(day, 1)}T00:00`);
  if (!from || !to) return false;
  return (
    Date.parse(entry.starts_at) < Date.parse(to) && Date.parse(entry.ends_at) > Date.parse(from)
  );
}

/** What is typed into the form of an entry. */
export interface EntryDraft {
  agent: string;
  kind: Schedule['kind'];
  from: string;
  to: string;
  note: string;
  repeatUntil: string;
}

export function newDraft(agent: string, day: string): EntryDraft {
  return {
    agent,
    kind: 'shift',
    from: `${day}T09:00`,
    to: `${day}T17:00`,
    note: '',
    repeatUntil: '',
  };
}

export function draftOf(entry: Schedule): EntryDraft {
  return {
    agent: String(entry.agent_id),
    kind: entry.kind,
    from: toWall(entry.starts_at),
    to: toWall(entry.ends_at),
    note: entry.note,
    repeatUntil: '',
  };
}
