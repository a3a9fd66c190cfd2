import { useSyncExternalStore } from 'react';

/* One clock for a page full of relative times, not a timer for each. */
function clock(everyMs: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: () => now,
  };
}

const seconds = clock(1_000);
const halfMinutes = clock(30_000);

/** The present moment, renewed each second or each half minute. */
export function useNow(precision: 'second' | 'minute' = 'minute'): number {
  const source = precision === 'second' ? seconds : halfMinutes;
  return useSyncExternalStore(source.subscribe, source.read);
}
