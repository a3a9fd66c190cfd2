import { describe, expect, test } from 'vitest';
import { daysBefore, monthEnd, readAddress, shownDays } from './address';
import { formatDelta, formatFigure, units } from './figures';

describe('a figure as it is read', () => {
  test.each([
    ['count', 1234, '1,234'],
    ['percent', 87.5, '87.5%'],
    ['percent', 66.67, '66.7%'],
    ['seconds', 252, '04:12'],
    ['stars', 4.6, '4.6'],
    ['stars', 4, '4.0'],
    ['count', 0, '0'],
    ['percent', null, '–'],
    ['stars', undefined, '–'],
  ] as const)('%s %s is %s', (unit, value, text) => {
    expect(formatFigure(unit, value)).toBe(text);
  });

  test.each([
    ['count', 3, '+3'],
    ['count', -3, '-3'],
    ['count', 0, '0'],
    ['percent', -12.5, '-12.5%'],
    ['seconds', -30, '-00:30'],
    ['seconds', 61, '+01:01'],
    ['seconds', 0, '00:00'],
    ['stars', 0.1, '+0.1'],
  ] as const)('a change of %s by %s is %s', (unit, value, text) => {
    expect(formatDelta(unit, value)).toBe(text);
  });
});

describe('the address', () => {
  test('says what is shown; nonsense in it is as nothing', () => {
    const read = (text: string) => readAddress(new URLSearchParams(text));
    expect(read('')).toEqual({
      period: 'today',
      view: 'overview',
      from: '',
      to: '',
      month: '',
      agent: '',
      rows: null,
      day: '',
    });
    expect(read('period=month&view=monthly&month=2026-10&agent=AGT-002&rows=calls')).toMatchObject({
      period: 'month',
      view: 'monthly',
      month: '2026-10',
      agent: 'AGT-002',
      rows: 'calls',
    });
    expect(read('period=never&view=x&rows=toString')).toMatchObject({
      period: 'today',
      view: 'overview',
      rows: null,
    });
  });

  test('a day some days before another one', () => {
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
    expect(daysBefore('2026-11-28', 13)).toBe('2026-11-15');
  });
});

describe('the days on screen', () => {
  const of = (text: string) => shownDays(readAddress(new URLSearchParams(text)), '2026-11-28');
  test.each([
    ['', { period: 'today' }],
    ['period=last_week', { period: 'last_week' }],
    ['view=detailed', { date_from: '2026-11-15', date_to: '2026-11-28' }],
    [
      'view=detailed&from=2026-01-02&to=2026-01-03',
      { date_from: '2026-01-02', date_to: '2026-01-03' },
    ],
    ['view=monthly', { date_from: '2026-11-01', date_to: '2026-11-30' }],
    ['view=monthly&month=2024-02', { date_from: '2024-02-01', date_to: '2024-02-29' }],
  ])('%s', (text, days) => {
    expect(of(text)).toEqual(days);
  });

  test('a month ends where it ends', () => {
    expect(monthEnd('2026-12')).toBe('2026-12-31');
  });
});

test('every figure has a unit', () => {
  expect(Object.values(units)).not.toContain(undefined);
});
