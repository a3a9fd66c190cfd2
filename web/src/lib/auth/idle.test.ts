import { expect, it } from 'vitest';
import { judgeIdle } from './idle';

const MINUTE = 60_000;
const LIMIT = 30 * MINUTE;

it('does nothing where the session never rests too long', () => {
  expect(judgeIdle(0, 1e12, null).action).toBe('none');
});

it('warns in the last minute and leaves at the end', () => {
  expect(judgeIdle(0, 28 * MINUTE, LIMIT).action).toBe('none');
  expect(judgeIdle(0, 29 * MINUTE + 1, LIMIT)).toEqual({ action: 'warn', endsInMs: 59_999 });
  expect(judgeIdle(0, LIMIT, LIMIT).action).toBe('leave');
});

it('warns at half time when the limit is very short', () => {
  expect(judgeIdle(0, 29_000, MINUTE).action).toBe('none');
  expect(judgeIdle(0, 31_000, MINUTE).action).toBe('warn');
});
