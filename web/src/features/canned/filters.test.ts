import { describe, expect, it } from 'vitest';
import { exportAddress, isNarrowed, readFilters, toQuery, writeFilters } from './filters';

const read = (query: string) => readFilters(new URLSearchParams(query));

describe('the list of responses in the address (S1-CAN-06, S1-CAN-07)', () => {
  it('comes back as it was written', () => {
    const query = 'view=team&sort=title&category=Money&tag=vip&search=refund';
    expect(writeFilters(read(query)).toString()).toBe(query);
    expect(writeFilters(read('')).toString()).toBe('');
  });

  it('takes no word that there is not', () => {
    expect(read('view=theirs&sort=size')).toMatchObject({ view: 'all', sort: 'used' });
  });

  it('asks the server for what narrows, and no more', () => {
    expect(toQuery(read(''))).toEqual({ sort: 'used' });
    expect(toQuery(read('view=personal&search=a'))).toEqual({
      sort: 'used',
      scope: 'personal',
      search: 'a',
    });
    expect(isNarrowed(read('view=team&sort=title'))).toBe(false);
    expect(isNarrowed(read('category=Money'))).toBe(true);
  });

  it('names the file of what is shown', () => {
    expect(exportAddress(read('view=team&search=a&sort=title'), 'csv', 'ar')).toBe(
      '/api/canned-responses/export?scope=team&search=a&format=csv&language=ar',
    );
  });
});
