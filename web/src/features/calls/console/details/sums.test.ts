import { beforeAll, expect, it } from 'vitest';
import { initI18n } from '@/lib/i18n';
import { formatSeconds, sumsUp } from './sums';

beforeAll(initI18n);

it('the parts make the whole, or it is said that they do not', () => {
  const sums = { setup: 1.204, queue: 20.1, ring: 5.333, talk: 130.001, hold: 0, total: 156.638 };
  expect(sumsUp(sums)).toBe(true);
  expect(sumsUp({ ...sums, hold: 3 })).toBe(false);
});

it('writes tenths, so that a sum can be checked by eye', () => {
  expect(formatSeconds(0)).toBe('0.0');
  expect(formatSeconds(59.96)).toBe('01:00.0');
  expect(formatSeconds(156.64)).toBe('02:36.6');
});
