import { describe, expect, it } from 'vitest';
import { fileUrl, ordersBehind, readFilters, standard, toQuery, writeFilters } from './filters';

const read = (query: string) => readFilters(new URLSearchParams(query));

describe('filters of reports', () => {
  it.each([
    '',
    'tab=interactions&date=week&status=resolved&kind=call',
    'tab=deliveries&status=delivered&courier=3',
    'date_of=confirmed&status=closed&outcome=returned&agent=2&seller=1&product=9&area=Deira',
    'tab=truth&date=last_month&by=city',
    'tab=exports',
    'date_from=2026-11-01&date_to=2026-11-15',
  ])('survive a round trip: %s', (query) => {
    expect(writeFilters(read(query)).toString()).toBe(query);
  });

  it('ignore what means nothing, also what belongs to another tab', () => {
    expect(read('tab=x&date=someday&status=sold&agent=me&by=moon')).toEqual(standard);
    expect(read('tab=interactions&status=delivered&courier=3&outcome=returned')).toEqual({
      ...standard,
      tab: 'interactions',
    });
    expect(read('tab=truth&date=all').date).toBe('month');
    expect(read('date=custom').date).toBe('month');
  });

  it('are the question to the server, and its file', () => {
    const filters = read('date=week&status=new&agent=2&area=Deira');
    expect(toQuery(filters, 'orders')).toEqual({
      type: 'orders',
      date: 'week',
      status: 'new',
      agent_id: '2',
      area: 'Deira',
    });
    const url = new URL(fileUrl(filters, 'orders', 'xlsx', 'ar'), 'http://x');
    expect(url.pathname).toBe('/api/agent/reports');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      type: 'orders',
      format: 'xlsx',
      language: 'ar',
      area: 'Deira',
    });
  });

  it('lead from a figure to its orders', () => {
    const filters = read('tab=truth&by=city');
    expect(ordersBehind(filters, { key: 'Deira' }, 'returned')).toBe(
      '/call-center-panel/orders?date=month&date_of=confirmed&area=Deira&outcome=returned',
    );
    expect(ordersBehind(filters, null, '')).toBe(
      '/call-center-panel/orders?date=month&date_of=confirmed',
    );
    expect(ordersBehind(filters, { key: '' }, 'returned')).toBe(
      '/call-center-panel/orders?date=month&date_of=confirmed&without=area&outcome=returned',
    );
    expect(ordersBehind(read('tab=truth&by=agent'), { key: '0' }, '')).toBe(
      '/call-center-panel/orders?date=month&date_of=confirmed&without=confirmed_by',
    );
    expect(ordersBehind(read('tab=truth&date_from=2026-11-02'), { key: '3' }, '')).toBe(
      '/call-center-panel/orders?date_from=2026-11-02&date_of=confirmed&confirmed_by=3',
    );
  });
});
