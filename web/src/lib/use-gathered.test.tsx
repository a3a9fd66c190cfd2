import { renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useGathered } from './use-gathered';

afterEach(() => {
  vi.useRealTimers();
});

it('runs once for a burst, again for the next one, and not after its page is gone', () => {
  vi.useFakeTimers();
  const run = vi.fn();
  const { result, unmount } = renderHook(() => useGathered(run, 100));
  for (let i = 0; i < 5; i++) result.current();
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(run).toHaveBeenCalledTimes(1);
  result.current();
  vi.advanceTimersByTime(100);
  expect(run).toHaveBeenCalledTimes(2);
  result.current();
  unmount();
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(2);
});
