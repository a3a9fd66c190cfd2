import { expect, it } from 'vitest';
import { selectRange } from './select-range';

const ids = ['a', 'b', 'c', 'd'];

it('toggles one row', () => {
  expect([...selectRange(ids, new Set(), 'b', 'b')]).toEqual(['b']);
  expect([...selectRange(ids, new Set(['b']), 'b', 'b')]).toEqual([]);
});

it('selects everything between, in both directions, and keeps the rest', () => {
  expect([...selectRange(ids, new Set(['d']), 'a', 'c')].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect([...selectRange(ids, new Set(), 'c', 'a')].sort()).toEqual(['a', 'b', 'c']);
});

it('selects the pressed row when the other is gone', () => {
  expect([...selectRange(ids, new Set(), 'gone', 'c')]).toEqual(['c']);
});
