import { describe, expect, it } from 'vitest';
import { type ChatListEvent, emptyList, reduceList } from './list';

const listAfter = (...events: ChatListEvent[]) => events.reduce(reduceList, emptyList);
const loaded: ChatListEvent = { type: 'loaded', ids: [1, 2, 3] };

describe('the list of chats (S1-CHAT-02, S1-CHAT-05)', () => {
  it('takes a new chat first where the newest are first, and last elsewhere', () => {
    const join = (place: 'first' | 'last'): ChatListEvent => ({
      type: 'joins',
      id: 9,
      place,
      isHeld: false,
    });
    expect(listAfter(loaded, join('first')).ids).toEqual([9, 1, 2, 3]);
    expect(listAfter(loaded, join('last')).ids).toEqual([1, 2, 3, 9]);
    expect(listAfter(loaded, join('last'), join('last')).ids).toEqual([1, 2, 3, 9]);
  });

  it('moves nothing while somebody is among the rows', () => {
    const held = listAfter(
      loaded,
      { type: 'joins', id: 9, place: 'first', isHeld: true },
      { type: 'leaves', id: 2, isHeld: true },
    );
    expect(held.ids).toEqual([1, 2, 3]);
    expect(held.fresh).toEqual([9]);
    expect([...held.left]).toEqual([2]);
    const settled = reduceList(held, { type: 'settles' });
    expect(settled).toEqual({ ids: [9, 1, 3], fresh: [], left: new Set() });
  });

  it('keeps the place of one that left and came back', () => {
    const list = listAfter(
      loaded,
      { type: 'leaves', id: 2, isHeld: true },
      { type: 'joins', id: 2, place: 'first', isHeld: true },
      { type: 'settles' },
    );
    expect(list.ids).toEqual([1, 2, 3]);
  });

  it('forgets a new one that left before it was shown', () => {
    const list = listAfter(
      loaded,
      { type: 'joins', id: 9, place: 'first', isHeld: true },
      { type: 'leaves', id: 9, isHeld: true },
      { type: 'settles' },
    );
    expect(list.ids).toEqual([1, 2, 3]);
  });

  it('puts further pages below, each chat once', () => {
    expect(listAfter(loaded, { type: 'extended', ids: [1, 2, 3, 3, 4] }).ids).toEqual([1, 2, 3, 4]);
  });

  it('stays the same object where nothing changes', () => {
    const list = listAfter(loaded);
    expect(reduceList(list, { type: 'settles' })).toBe(list);
    expect(reduceList(list, { type: 'leaves', id: 7, isHeld: false })).toBe(list);
    expect(reduceList(list, { type: 'joins', id: 1, place: 'first', isHeld: false })).toBe(list);
  });
});
