import { expect, it } from 'vitest';
import { ringPart } from './arc';

it('begins at the top and goes with the clock', () => {
  expect(ringPart(0, 0.25, [10, 20], false)).toBe(
    'M0 -20A20 20 0 0 1 20 0L10 0A10 10 0 0 0 0 -10Z',
  );
});

it('goes the other way where one reads from right to left', () => {
  expect(ringPart(0, 0.25, [10, 20], true)).toBe(
    'M0 -20A20 20 0 0 0 -20 0L-10 0A10 10 0 0 1 0 -10Z',
  );
});

it('says that more than half a turn is the long way round', () => {
  expect(ringPart(0.1, 0.7, [10, 20], false)).toContain('A20 20 0 1 1');
});

it('draws a whole turn, which would end where it begins', () => {
  const [, start, end] =
    /^M(\S+ \S+)A20 20 0 1 1 (\S+ \S+?)L/.exec(ringPart(0, 1, [10, 20], false)) ?? [];
  expect(start).toBe('0 -20');
  expect(end).toMatch(/^-0\.\d+ -20$/);
});
