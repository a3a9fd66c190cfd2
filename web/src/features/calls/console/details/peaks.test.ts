import { expect, it } from 'vitest';
import { peaksOf, seekTo } from './peaks';

it('tells the loudest of each part, in shares of the loudest', () => {
  expect(peaksOf([0, 0.1, -0.5, 0, 0.25, 0.2], 3)).toEqual([0.2, 1, 0.5]);
});

it('silence stays silence, and a short sound has no part without an end', () => {
  expect(peaksOf([0, 0, 0, 0], 2)).toEqual([0, 0]);
  expect(peaksOf([0.5], 4)).toHaveLength(4);
});

it('keys lead along the sound as it runs on screen', () => {
  expect(seekTo('ArrowRight', 10, 60, false)).toBe(15);
  expect(seekTo('ArrowRight', 10, 60, true)).toBe(5);
  expect(seekTo('PageDown', 10, 60, false)).toBe(0);
  expect(seekTo('End', 10, 60, false)).toBe(60);
  expect(seekTo('KeyA', 10, 60, false)).toBeNull();
});
