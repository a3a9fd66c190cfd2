import { describe, expect, it } from 'vitest';
import { readFilters, reportUrl, standard, writeFilters } from './filters';

const read = (query: string) => readFilters(new URLSearchParams(query));

describe('the filters in the address (S0-DLV-03 to 05)', () => {
  it('are the active parcels of this week when nothing is said', () => {
    expect(read('')).toEqual({ status: 'active', period: 'week', courier: 'all' });
  });

  it('come back as they were written, beside what else the address says', () => {
    const filters = { status: 'failed_attempt', period: 'all', courier: '3' };
    const written = writeFilters(filters, new URLSearchParams('order=1847'));
    expect(written.get('order')).toBe('1847');
    expect(readFilters(written)).toEqual(filters);
    expect(writeFilters(standard, written).toString()).toBe('order=1847');
  });

  it('are the standard where the address says nonsense', () => {
    expect(read('status=teleported&period=someday&courier=x%20OR%201')).toEqual(standard);
  });

  it('go into the report', () => {
    const url = reportUrl({ status: 'all', period: 'month', courier: '2' }, 'xlsx', 'ar');
    expect(url).toBe(
      '/api/agent/delivery/report?orders=assigned&status=all&period=month&courier=2&format=xlsx&language=ar',
    );
  });
});
