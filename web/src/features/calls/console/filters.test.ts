import { expect, it } from 'vitest';
import { countNarrowing, noFilters, readFilters, toQuery, writeFilters } from './filters';

const read = (address: string) => readFilters(new URLSearchParams(address));

it('an address is read and written as the same filters', () => {
  const address =
    'period=week&direction=incoming&status=abandoned&outcome=missed&agent=AGT-001&team=2&department=sales&queue=help&search=Ali';
  const filters = read(address);
  expect(writeFilters(filters).toString()).toBe(address);
  expect(countNarrowing(filters)).toBe(7);
});

it('defaults are left out, and what is not understood is a default', () => {
  expect(writeFilters(noFilters).toString()).toBe('');
  expect(read('period=ever&direction=up&team=abc&from=yesterday')).toEqual(noFilters);
});

it('days are a period of their own, and go when another is chosen', () => {
  const filters = read('from=2026-11-01&to=2026-11-05&period=week');
  expect(filters).toMatchObject({ period: 'custom', from: '2026-11-01', to: '2026-11-05' });
  expect(toQuery(filters)).toEqual({ date_from: '2026-11-01', date_to: '2026-11-05' });
  expect(writeFilters({ ...filters, period: 'month' }).toString()).toBe('period=month');
});

it('what else the address says stays', () => {
  const rest = new URLSearchParams('view=history&status=busy');
  expect(writeFilters(noFilters, rest).toString()).toBe('view=history');
});

it('asks the server for no more than was chosen', () => {
  expect(toQuery(noFilters)).toEqual({ date: 'today' });
  expect(toQuery({ ...noFilters, search: '  055 ', team: '3' })).toEqual({
    date: 'today',
    search: '055',
    team_id: 3,
  });
});
