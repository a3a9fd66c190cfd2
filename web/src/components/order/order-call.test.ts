import { describe, expect, it } from 'vitest';
import type { Call } from '@/lib/api';
import { newerCall, resultOf } from './order-call';

const call = (change: Partial<Call>, talk = 0, hold = 0) =>
  ({
    id: 1,
    version: 1,
    status: 'completed',
    times: { setup: 0, queue: 0, ring: 9, talk, hold, wrap: 0 },
    ...change,
  }) as Call;

describe('what a call says of itself afterwards', () => {
  it.each<[string, Partial<Call>, number, number, string, number]>([
    ['talked, and held', { status: 'completed' }, 60, 15, 'answered', 75],
    ['talked before the link was lost', { status: 'interrupted' }, 30, 0, 'answered', 30],
    ['nobody picked up', { status: 'no_answer' }, 0, 0, 'no_answer', 0],
    ['declined', { status: 'rejected' }, 0, 0, 'no_answer', 0],
    ['given up', { status: 'canceled' }, 0, 0, 'no_answer', 0],
    ['busy', { status: 'busy' }, 0, 0, 'busy', 0],
    ['no way there', { status: 'failed' }, 0, 0, 'failed', 0],
  ])('%s', (_name, change, talk, hold, outcome, seconds) => {
    expect(resultOf(call(change, talk, hold))).toEqual({ outcome, seconds });
  });
});

it('an answer that comes after its events takes nothing back', () => {
  const late = call({ version: 2, status: 'initiated' });
  const known = call({ version: 5, status: 'in_progress' });
  expect(newerCall(known, late)).toBe(known);
  expect(newerCall(late, known)).toBe(known);
  expect(newerCall(undefined, late)).toBe(late);
});
