import { expect, it } from 'vitest';
import { withMessage } from './model';

const message = (id: number, minute: number) => ({
  id,
  speaker: 'customer' as const,
  content: `line ${id}`,
  language: 'en' as const,
  author: null,
  timestamp: `2026-11-28T10:${String(minute).padStart(2, '0')}:00.000Z`,
});
const ids = (messages: { id: number }[]) => messages.map(({ id }) => id);

it('puts a new line last, and one that comes late in its place', () => {
  const said = [message(1, 1), message(2, 5)];
  expect(ids(withMessage(said, message(3, 6)))).toEqual([1, 2, 3]);
  expect(ids(withMessage(said, message(3, 3)))).toEqual([1, 3, 2]);
  expect(ids(withMessage(said, message(3, 5)))).toEqual([1, 2, 3]);
});

it('takes a line once, whether the answer or the event came first', () => {
  const said = [message(1, 1), message(2, 5)];
  expect(withMessage(said, message(2, 5))).toBe(said);
});
