import { expect, it } from 'vitest';
import type { CallFigures, CallGroup } from '@/lib/api';
import { exportOf, historyOf, readAddress } from './address';
import { changeOf, formatChange, formatFigure, MEASURES, measured } from './figures';
import { busyHours } from './model';

const read = (query: string) => readAddress(new URLSearchParams(query));
const figures = (change: Partial<CallFigures>): CallFigures => ({
  total: 10,
  not_reached: 1,
  by_system: 0,
  open: 0,
  active: 0,
  talk_seconds: 1440,
  hold_seconds: 0,
  answered: 8,
  missed: 1,
  abandoned: 1,
  average_wait: 12,
  average_talk: 180,
  average_hold: null,
  service_level: 80,
  ...change,
});

it('reads the period from an address, also from one written by hand (S2-STAT-01, S2-UI-06)', () => {
  expect(read('')).toEqual({ period: 'today', from: '', to: '' });
  expect(read('period=month&from=2026-01-01')).toEqual({ period: 'month', from: '', to: '' });
  expect(read('period=custom&from=2026-11-01&to=2026-11-07')).toEqual({
    period: 'custom',
    from: '2026-11-01',
    to: '2026-11-07',
  });
  for (const wrong of [
    'period=century',
    'period=custom',
    'period=custom&from=2026-11-08&to=2026-11-07',
  ])
    expect(read(wrong).period, wrong).toBe('today');
});

it('leads to the calls behind a figure, of the same period', () => {
  expect(historyOf(read('period=week'), { agent: 'AGT-001', direction: 'incoming' })).toBe(
    '/console?period=week&agent=AGT-001&direction=incoming',
  );
  expect(historyOf(read('period=custom&from=2026-11-01&to=2026-11-07'), { team: 3 })).toBe(
    '/console?period=custom&from=2026-11-01&to=2026-11-07&team=3',
  );
  expect(historyOf(read('period=month'), { day: '2026-11-03', queue: 'a b' })).toBe(
    '/console?period=custom&from=2026-11-03&to=2026-11-03&queue=a+b',
  );
});

it('leads from each measure to the calls that it was taken of', () => {
  const rows = MEASURES.map((measure) => historyOf(read(''), measured[measure]).split('today')[1]);
  expect(rows).toEqual([
    '',
    '&outcome=answered',
    '&outcome=missed',
    '&status=abandoned',
    '&outcome=answered&direction=incoming',
    '&outcome=answered',
    '&outcome=answered',
    '&direction=incoming',
  ]);
});

it('exports the period on screen', () => {
  expect(exportOf(read('period=month'), 'xlsx', 'ar')).toBe(
    '/api/calls/export?period=month&format=xlsx&language=ar',
  );
  expect(exportOf(read('period=custom&from=2026-11-01&to=2026-11-07'), 'csv', 'en')).toBe(
    '/api/calls/export?date_from=2026-11-01&date_to=2026-11-07&format=csv&language=en',
  );
});

it('says of a change whether it is better, by what is measured', () => {
  const before = figures({});
  expect(changeOf('answered', figures({ answered: 9 }), before)).toEqual({
    by: 1,
    meaning: 'better',
  });
  expect(changeOf('missed', figures({ missed: 4 }), before)).toEqual({ by: 3, meaning: 'worse' });
  expect(changeOf('average_wait', figures({ average_wait: 2 }), before)?.meaning).toBe('better');
  expect(changeOf('total', figures({ total: 4 }), before)).toEqual({ by: -6, meaning: 'neither' });
  expect(changeOf('service_level', figures({}), before)).toEqual({ by: 0, meaning: 'same' });
});

it('compares nothing with what is not known', () => {
  expect(changeOf('average_hold', figures({ average_hold: 3 }), figures({}))).toBeNull();
  expect(changeOf('answered', figures({}), undefined)).toBeNull();
});

it('writes a dash for what was not measured, which is not zero', () => {
  expect(formatFigure('count', null)).toBe('–');
  expect(formatFigure('count', 0)).toBe('0');
  expect(formatFigure('seconds', 187)).toBe('03:07');
  expect(formatFigure('percent', 84.26)).toBe('84.3%');
  expect(formatChange('seconds', -30)).toBe('-00:30');
  expect(formatChange('count', 3)).toBe('+3');
});

it('draws a working day, and the hours beyond it that had calls (S2-STAT-06)', () => {
  const day = (busy: number[]) =>
    Array.from(
      { length: 24 },
      (_, hour): CallGroup => ({
        ...figures({ total: busy.includes(hour) ? 1 : 0 }),
        key: String(hour),
        name: null,
        id: null,
        ring_seconds: 0,
        wrap_seconds: 0,
      }),
    );
  const span = (busy: number[]) => {
    const hours = busyHours(day(busy)).map(({ key }) => key);
    return [hours[0], hours.at(-1)];
  };
  expect(span([])).toEqual(['8', '18']);
  expect(span([10, 12])).toEqual(['8', '18']);
  expect(span([2, 23])).toEqual(['2', '23']);
});
