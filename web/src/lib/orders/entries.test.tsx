import { act, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { orderOf } from '@/test/orders';
import {
  clearMarks,
  forgetOrders,
  markRemoved,
  putOrder,
  readEntry,
  setSaving,
  useEntry,
} from './entries';

afterEach(forgetOrders);

describe('what the page knows of an order', () => {
  it('draws the row of the order that changed, and no other', () => {
    const drawn: number[] = [];
    function Row({ id }: { id: number }) {
      drawn.push(id);
      return <p>{useEntry(id)?.order.status}</p>;
    }
    for (const id of [1, 2, 3]) putOrder(orderOf({ id }));
    render(
      <>
        <Row id={1} />
        <Row id={2} />
        <Row id={3} />
      </>,
    );
    drawn.length = 0;
    act(() => {
      putOrder(orderOf({ id: 2, version: 4, status: 'confirmed' }));
    });
    expect(drawn).toEqual([2]);
    expect(screen.getByText('confirmed')).toBeTruthy();
  });

  it('does not let an old answer undo a newer event', () => {
    putOrder(orderOf({ version: 5, status: 'confirmed' }));
    expect(putOrder(orderOf({ version: 4, status: 'no_response' }))).toBe(false);
    expect(readEntry(1847)?.order.status).toBe('confirmed');
  });

  it('keeps the same object when the same row is loaded again', () => {
    putOrder(orderOf());
    const before = readEntry(1847);
    putOrder(orderOf());
    expect(readEntry(1847)).toBe(before);
  });

  it('remembers who changed the row until the list is loaded again', () => {
    putOrder(orderOf());
    putOrder(orderOf({ version: 4 }), { by: 'Omar', at: '2026-11-21T10:02:00Z' });
    expect(readEntry(1847)?.mark?.by).toBe('Omar');
    clearMarks([1847]);
    expect(readEntry(1847)?.mark).toBeNull();
  });

  it('shows what is being saved beside what is true', () => {
    putOrder(orderOf());
    setSaving(1847, { status: 'closed', phase: 'sending' });
    expect(readEntry(1847)?.order.status).toBe('no_response');
    expect(readEntry(1847)?.saving?.status).toBe('closed');
  });

  it('keeps the last we knew of an order that left our sight, until it comes back', () => {
    putOrder(orderOf());
    markRemoved(1847);
    expect(readEntry(1847)?.removed).toBe(true);
    putOrder(orderOf());
    expect(readEntry(1847)?.removed).toBe(false);
  });
});
