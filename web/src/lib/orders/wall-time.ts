import { timeZone } from '../format';

/*
 * Date inputs speak of the clock on the wall ("2026-11-22T16:00"), the server of moments. The wall
 * is the company's, whatever zone the workstation is in.
 */
function partsAt(moment: number, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(
    format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]),
  );
}

export function toWall(moment: string | number | Date, zone = timeZone()): string {
  const { year, month, day, hour, minute } = partsAt(new Date(moment).getTime(), zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** Null for a text that is no date. In the hour that a change of clocks repeats, the first one. */
export function fromWall(wall: string, zone = timeZone()): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(wall)) return null;
  const wanted = Date.parse(`${wall.slice(0, 16)}:00Z`);
  if (Number.isNaN(wanted)) return null;
  const offsetAt = (moment: number) => Date.parse(`${toWall(moment, zone)}:00Z`) - moment;
  const guess = wanted - offsetAt(wanted);
  const moment = wanted - offsetAt(guess);
  return new Date(moment).toISOString();
}

/** A wall time some days from now: `wallIn(1, '10:00')` is tomorrow at ten. */
export function wallIn(days: number, time: string, now = Date.now()): string {
  const today = toWall(now).slice(0, 10);
  const day = new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000);
  return `${day.toISOString().slice(0, 10)}T${time}`;
}

/** Some minutes from now, rounded up to the next five. */
export function wallAfter(minutes: number, now = Date.now()): string {
  const step = 5 * 60_000;
  return toWall(Math.ceil((now + minutes * 60_000) / step) * step);
}
