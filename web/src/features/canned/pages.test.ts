import { describe, expect, it } from 'vitest';
import { responseOf } from '@/test/canned';
import { rowsOf, withoutRow, withRow } from './pages';

const data = (...pages: number[][]) => ({
  pages: pages.map((ids) => ({ responses: ids.map((id) => responseOf({ id })) })),
  pageParams: pages.map((_, n) => n + 1),
});
const ids = (rows: { id: number }[]) => rows.map(({ id }) => id);

describe('pages of responses (S1-CAN-02)', () => {
  it('shows a row once, though it moved to the next page', () => {
    expect(ids(rowsOf(data([1, 2], [2, 3])))).toEqual([1, 2, 3]);
    expect(rowsOf(undefined)).toEqual([]);
  });

  it('changes a row where it stands', () => {
    const changed = withRow(data([1, 2], [3]), responseOf({ id: 2, title: 'New' }));
    expect(rowsOf(changed).map(({ title }) => title)).toEqual(['Greeting', 'New', 'Greeting']);
    expect(ids(rowsOf(withRow(data([1]), responseOf({ id: 9 }))))).toEqual([1]);
  });

  it('takes a row away', () => {
    expect(ids(rowsOf(withoutRow(data([1, 2], [3]), 2)))).toEqual([1, 3]);
  });
});
