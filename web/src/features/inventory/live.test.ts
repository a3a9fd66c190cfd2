import { describe, expect, it } from 'vitest';
import type { StockListAnswer, StockProduct } from '@/lib/api';
import { patchPages } from './live';

const row = (id: number, version: number, quantity: number) =>
  ({ id, version, quantity }) as StockProduct;
const data = () => ({
  pageParams: ['', 'p2'],
  pages: [
    { products: [row(1, 1, 5), row(2, 3, 7)] } as StockListAnswer,
    { products: [row(3, 1, 9)] } as StockListAnswer,
  ],
});

describe('a change of stock', () => {
  it('replaces the row where it stands and leaves the others alone', () => {
    const before = data();
    const after = patchPages(before, row(3, 2, 0));
    expect(after?.pages[1]?.products).toEqual([row(3, 2, 0)]);
    expect(after?.pages[0]).toBe(before.pages[0]);
  });

  it('does not undo a newer row', () => {
    const before = data();
    expect(patchPages(before, row(2, 2, 99))).toBe(before);
    expect(patchPages(before, row(2, 3, 99))).toBe(before);
  });

  it('of a product that is not shown changes nothing', () => {
    const before = data();
    expect(patchPages(before, row(9, 1, 1))).toBe(before);
    expect(patchPages(undefined, row(9, 1, 1))).toBeUndefined();
  });
});
