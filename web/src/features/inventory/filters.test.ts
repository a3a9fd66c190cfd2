import { describe, expect, it } from 'vitest';
import {
  isNarrowed,
  noFilters,
  readFilters,
  reportUrl,
  summaryLink,
  toQuery,
  writeFilters,
} from './filters';

describe('filters of stock', () => {
  it('come back from the address as they were', () => {
    const filters = {
      orders: 'all',
      category: 'Phones & more',
      status: 'low_stock',
      location: 'WH-A',
      search: 'galaxy س',
    } as const;
    expect(readFilters(new URLSearchParams(writeFilters(filters).toString()))).toEqual(filters);
    expect(isNarrowed(filters)).toBe(true);
  });

  it('leave nothing in the address when nothing is chosen', () => {
    expect(writeFilters(noFilters).toString()).toBe('');
    expect(readFilters(new URLSearchParams())).toEqual(noFilters);
    expect(isNarrowed({ ...noFilters, orders: 'all' })).toBe(false);
  });

  it('take no state and no scope that there is not', () => {
    const read = readFilters(new URLSearchParams('status=broken&orders=theirs'));
    expect(read).toEqual(noFilters);
  });

  it('ask the server for what is chosen only', () => {
    expect(toQuery(noFilters)).toEqual({ orders: 'assigned' });
    expect(toQuery({ ...noFilters, status: 'out_of_stock' })).toEqual({
      orders: 'assigned',
      stock_status: 'out_of_stock',
    });
    expect(reportUrl({ ...noFilters, orders: 'all' }, 'xlsx')).toBe(
      '/api/agent/inventory/report?orders=all&format=xlsx',
    );
    expect(summaryLink('low_stock')).toBe(
      '/call-center-panel/inventory?orders=all&status=low_stock',
    );
  });
});
