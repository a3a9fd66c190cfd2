import { describe, expect, it } from 'vitest';
import { orderOf } from '@/test/orders';
import { isPlain, movesFrom, SETTABLE, undoOf } from './status';

const agent = ['orders.write'];
const manager = ['orders.write', 'orders.reopen', 'orders.reopen_closed'];

describe('moves between statuses', () => {
  it('need the right to write', () => {
    expect(movesFrom('new', [])).toEqual([]);
    expect(movesFrom('new', agent)).not.toContain('closed');
    expect(movesFrom('no_response', agent)).toContain('no_response');
  });

  it('out of a cancelled or closed order need their own right', () => {
    expect(movesFrom('cancelled', agent)).toEqual([]);
    expect(movesFrom('cancelled', ['orders.write', 'orders.reopen'])).toEqual(['under_review']);
    expect(movesFrom('closed', ['orders.write', 'orders.reopen'])).toEqual([]);
    expect(movesFrom('closed', manager)).toEqual(['under_review']);
  });

  it('have the order of the dialog', () => {
    expect(SETTABLE.indexOf('confirmed')).toBe(0);
    expect(SETTABLE.indexOf('cancelled')).toBe(5);
    expect(SETTABLE.filter(isPlain)).toEqual([
      'confirmed',
      'no_response',
      'closed',
      'under_review',
    ]);
  });
});

describe('taking a change back', () => {
  it('is possible where the rules lead back', () => {
    const review = orderOf({ status: 'under_review' });
    expect(undoOf(review, 'confirmed', agent)).toEqual({ status: 'under_review' });
    expect(undoOf(orderOf(), 'under_review', agent)).toEqual({ status: 'no_response' });
  });

  it('is not possible to new, after another attempt, or out of a closed order', () => {
    expect(undoOf(orderOf({ status: 'new' }), 'confirmed', manager)).toBeNull();
    expect(undoOf(orderOf(), 'no_response', manager)).toBeNull();
    expect(undoOf(orderOf(), 'confirmed', manager)).toBeNull();
    expect(undoOf(orderOf(), 'closed', agent)).toBeNull();
  });

  it('gives a postponed order its day back', () => {
    const next = '2026-11-22T06:00:00Z';
    const order = orderOf({ status: 'postponed', next_attempt_at: next });
    expect(undoOf(order, 'confirmed', agent)).toEqual({
      status: 'postponed',
      postponed_until: next,
    });
    expect(undoOf({ ...order, next_attempt_at: null }, 'confirmed', agent)).toBeNull();
  });
});
