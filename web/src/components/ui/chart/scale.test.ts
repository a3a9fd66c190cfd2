import { describe, expect, it } from 'vitest';
import { labelStep, niceTicks } from './scale';

describe('ticks', () => {
  it.each([
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [4, [0, 1, 2, 3, 4]],
    [24, [0, 10, 20, 30]],
    [87.5, [0, 25, 50, 75, 100]],
    [100, [0, 25, 50, 75, 100]],
    [1_000_001, [0, 500_000, 1_000_000, 1_500_000]],
  ])('of %s are %j', (max, ticks) => {
    expect(niceTicks(max)).toEqual(ticks);
  });

  it.each([
    [1, [0, 1]],
    [2, [0, 1, 2]],
    [5, [0, 2, 4, 6]],
    [9, [0, 3, 6, 9]],
    [24, [0, 10, 20, 30]],
  ])('of %s things that are counted are %j', (max, ticks) => {
    expect(niceTicks(max, true)).toEqual(ticks);
  });

  it('never end below what they measure', () => {
    for (let max = 0.013; max < 1e7; max *= 1.7) {
      expect(niceTicks(max).at(-1)).toBeGreaterThanOrEqual(max);
    }
  });
});

describe('labels', () => {
  it('are left out evenly when there is no room for all', () => {
    expect(labelStep(7, 700, 60)).toBe(1);
    expect(labelStep(31, 600, 60)).toBe(4);
    expect(labelStep(31, 0, 60)).toBe(31);
  });
});
