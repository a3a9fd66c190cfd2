import { beforeEach, describe, expect, it } from 'vitest';
import { selectTo, setSelected, stopSelecting, toggleSelected, useSelection } from './selection';

const chosen = () => [...useSelection.getState().ids];

beforeEach(stopSelecting);

describe('a selection of chats (S1-ADV-11)', () => {
  it('is changed one by one, and shows its boxes with the first', () => {
    toggleSelected(4);
    expect(useSelection.getState()).toMatchObject({ isOn: true, anchor: 4 });
    toggleSelected(5);
    toggleSelected(4);
    expect(chosen()).toEqual([5]);
  });

  it('goes on from the one chosen last to another, either way', () => {
    toggleSelected(3);
    selectTo(1, [1, 2, 3, 4]);
    expect(chosen().sort()).toEqual([1, 2, 3]);
    selectTo(2, [1, 2, 3, 4]);
    expect(chosen().sort(), 'what is chosen stays so').toEqual([1, 2, 3]);
  });

  it('begins where the last one has left the list', () => {
    toggleSelected(9);
    selectTo(2, [1, 2]);
    expect(chosen()).toEqual([9, 2]);
  });

  it('is what failed, after the rest is done; and nothing in the end', () => {
    setSelected([7, 8]);
    expect(chosen()).toEqual([7, 8]);
    stopSelecting();
    expect(useSelection.getState()).toMatchObject({ isOn: false, anchor: null });
  });
});
