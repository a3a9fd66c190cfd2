import { beforeEach, describe, expect, it } from 'vitest';
import { setTimeZone } from '@/lib/format';
import { addDays, isOn, mondayOf, readWeek, weekOf } from './week';

beforeEach(() => setTimeZone('Asia/Dubai'));

describe('weeks', () => {
  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-28', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2026-11-30', '2026-11-30'],
    ['2027-01-01', '2026-12-28'],
  ])('the Monday of %s is %s', (day, monday) => expect(mondayOf(day)).toBe(monday));

  it('has seven days, over the end of a month', () => {
    expect(weekOf('2026-11-30').at(-1)).toBe('2026-12-06');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it.each([null, '', 'x', '2026-13-45', '26-1-1'])('reads %j as the present week', (text) =>
    expect(readWeek(text, '2026-11-28')).toBe('2026-11-23'),
  );
});

describe('days of entries', () => {
  const entry = (starts_at: string, ends_at: string) => ({ starts_at, ends_at });

  it('goes by the calendar of the company', () => {
    // 23:00 to 02:00 in Dubai.
    const night = entry('2026-11-23T19:00:00Z', '2026-11-23T22:00:00Z');
    expect(isOn(night, '2026-11-23')).toBe(true);
    expect(isOn(night, '2026-11-24')).toBe(true);
    expect(isOn(night, '2026-11-25')).toBe(false);
  });

  it('ends with the midnight it ends at', () => {
    const day = entry('2026-11-22T20:00:00Z', '2026-11-23T20:00:00Z');
    expect(isOn(day, '2026-11-23')).toBe(true);
    expect(isOn(day, '2026-11-24')).toBe(false);
  });
});
