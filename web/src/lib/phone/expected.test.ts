import { expect, it } from 'vitest';
import { expectCall, expectNone, sameNumber, takeExpected } from './expected';

it('knows a number in each of its spellings', () => {
  expect(sameNumber('+971 50 123 4567', '0501234567')).toBe(true);
  expect(sameNumber('00971501234567', '+971501234567')).toBe(true);
  expect(sameNumber('+971501234567', '+971501234568')).toBe(false);
  expect(sameNumber('', 'anonymous')).toBe(false);
});

it('takes the call that was asked for, once, and not after a while', () => {
  expectCall('+971501234567', 0);
  expect(takeExpected('0509999999', 1_000)).toBe(false);
  expect(takeExpected('0501234567', 1_000)).toBe(true);
  expect(takeExpected('0501234567', 1_000)).toBe(false);
  expectCall('+971501234567', 0);
  expect(takeExpected('0501234567', 31_000)).toBe(false);
  expectCall('+971501234567', 0);
  expectNone();
  expect(takeExpected('0501234567', 1_000)).toBe(false);
});
