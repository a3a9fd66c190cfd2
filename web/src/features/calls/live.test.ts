import { act, renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Call } from '@/lib/api';
import { callOf } from '@/test/calls';
import {
  dropCall,
  forgetCalls,
  loadCalls,
  putCall,
  readCall,
  useLiveCall,
  useLiveIds,
} from './live';

afterEach(() => act(forgetCalls));

const at = (id: number, change: Partial<Call> = {}) =>
  callOf({ id, started_at: `2026-11-22T10:00:0${id}Z`, ...change });

it('a new call comes last, an update stays in its place, an end leaves (S4-RT-12)', () => {
  const list = renderHook(() => useLiveIds());
  act(() => loadCalls([at(2), at(1)], 10));
  expect(list.result.current).toEqual([1, 2]);
  act(() => putCall(at(3), 11));
  act(() => putCall(at(1, { version: 2, status: 'in_progress' }), 12));
  expect(list.result.current).toEqual([1, 2, 3]);
  expect(readCall(1)?.status).toBe('in_progress');
  act(() => putCall(at(2, { version: 2, status: 'completed', is_active: false }), 13));
  expect(list.result.current).toEqual([1, 3]);
});

it('an update draws its own row, not the list and no other row', () => {
  act(() => loadCalls([at(1), at(2)], 10));
  const drawn = { list: 0, one: 0, two: 0 };
  renderHook(() => {
    drawn.list += 1;
    return useLiveIds();
  });
  renderHook(() => {
    drawn.one += 1;
    return useLiveCall(1);
  });
  renderHook(() => {
    drawn.two += 1;
    return useLiveCall(2);
  });
  act(() => putCall(at(2, { version: 2, phone_number: '+971500000000' }), 11));
  expect(drawn).toEqual({ list: 1, one: 1, two: 2 });
});

it('an answer that is older than what events said changes nothing of it', () => {
  const list = renderHook(() => useLiveIds());
  act(() => loadCalls([at(1), at(2)], 10));
  act(() => dropCall(1, 12));
  act(() => putCall(at(3), 13));
  act(() => putCall(at(2, { version: 5, status: 'on_hold' }), 14));
  act(() => loadCalls([at(1), at(2, { version: 4 })], 11));
  expect(list.result.current).toEqual([2, 3]);
  expect(readCall(2)?.status).toBe('on_hold');
});

it('an answer that is newer takes away what it does not name', () => {
  const list = renderHook(() => useLiveIds());
  act(() => loadCalls([at(1), at(2)], 10));
  act(() => loadCalls([at(2)], 20));
  expect(list.result.current).toEqual([2]);
  act(() => putCall(at(1), 15));
  expect(list.result.current, 'an event of before').toEqual([2, 1]);
  act(() => loadCalls([at(2)], 20));
  expect(list.result.current).toEqual([2]);
});

it('a call that left comes back by a later event alone', () => {
  const list = renderHook(() => useLiveIds());
  act(() => putCall(at(1), 5));
  act(() => dropCall(1, 7));
  act(() => putCall(at(1, { version: 9 }), 6));
  expect(list.result.current).toEqual([]);
  act(() => putCall(at(1, { version: 9 }), 8));
  expect(list.result.current).toEqual([1]);
});

it('tells apart who waits, who is rung and who talks', () => {
  const waiting = renderHook(() => useLiveIds('waiting'));
  const talking = renderHook(() => useLiveIds('talking'));
  act(() => loadCalls([at(1, { status: 'queued' }), at(2, { status: 'ringing' }), at(3)], 10));
  expect([waiting.result.current, talking.result.current]).toEqual([[1], [3]]);
  act(() => putCall(at(1, { version: 2, status: 'in_progress' }), 11));
  expect([waiting.result.current, talking.result.current]).toEqual([[], [1, 3]]);
  const before = talking.result.current;
  act(() => dropCall(2, 12));
  expect(talking.result.current).toBe(before);
});
