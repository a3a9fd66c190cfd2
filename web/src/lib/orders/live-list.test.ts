import { describe, expect, it } from 'vitest';
import { emptyList, keepPlaces, type LiveListEvent, reduceList } from './live-list';

const listAfter = (...events: LiveListEvent[]) => events.reduce(reduceList, emptyList);

describe('a list that is being read', () => {
  it('counts what comes in and moves nothing', () => {
    const list = listAfter(
      { type: 'loaded', ids: [3, 1, 2] },
      { type: 'joins', id: 9 },
      { type: 'joins', id: 8 },
      { type: 'joins', id: 9 },
    );
    expect(list.ids).toEqual([3, 1, 2]);
    expect(list.fresh).toEqual([9, 8]);
  });

  it('does not announce an order that it shows already', () => {
    const before = listAfter({ type: 'loaded', ids: [1] });
    expect(reduceList(before, { type: 'joins', id: 1 })).toBe(before);
  });

  it('keeps the row of an order that left, and forgets one that was only announced', () => {
    const list = listAfter(
      { type: 'loaded', ids: [1, 2] },
      { type: 'joins', id: 5 },
      { type: 'leaves', id: 1 },
      { type: 'leaves', id: 5 },
    );
    expect(list.ids).toEqual([1, 2]);
    expect(list.fresh).toEqual([]);
  });

  it('appends a page below, without the rows it has and without announcing them', () => {
    const list = listAfter(
      { type: 'loaded', ids: [1, 2] },
      { type: 'joins', id: 4 },
      { type: 'extended', ids: [1, 2, 3, 4] },
    );
    expect(list.ids).toEqual([1, 2, 3, 4]);
    expect(list.fresh).toEqual([]);
  });

  it('starts anew when it is loaded again', () => {
    const list = listAfter(
      { type: 'loaded', ids: [1, 2] },
      { type: 'joins', id: 3 },
      { type: 'loaded', ids: [3, 1] },
    );
    expect(list.ids).toEqual([3, 1]);
    expect(list.fresh).toEqual([]);
  });

  it('puts a new member of a group below those on screen', () => {
    expect(keepPlaces([5, 3], [9, 3])).toEqual([5, 3, 9]);
    const same = [5, 3];
    expect(keepPlaces(same, [3])).toBe(same);
  });
});
