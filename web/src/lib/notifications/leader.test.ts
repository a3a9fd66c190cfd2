import { afterEach, expect, it, vi } from 'vitest';
import { lead } from './leader';

/* One lock, as browsers give it to one tab after the other. */
function locks() {
  const waiting: (() => void)[] = [];
  let busy = false;
  const next = () => {
    busy = false;
    waiting.shift()?.();
  };
  return {
    request: (_: string, { signal }: { signal: AbortSignal }, run: () => Promise<void>) =>
      new Promise<void>((done, refuse) => {
        const begin = () => {
          if (signal.aborted) return next();
          busy = true;
          void run().then(() => {
            next();
            done();
          });
        };
        signal.addEventListener('abort', () => refuse(new Error('stopped')));
        if (busy) waiting.push(begin);
        else begin();
      }),
  };
}

afterEach(() => vi.unstubAllGlobals());

it('one tab leads, and the next one when it is closed (S1-NOTIF-15)', async () => {
  vi.stubGlobal('navigator', { locks: locks() });
  const led: string[] = [];
  const closeFirst = lead(() => led.push('first'));
  const closeSecond = lead(() => led.push('second'));
  const closeThird = lead(() => led.push('third'));
  expect(led).toEqual(['first']);
  closeSecond();
  closeFirst();
  await vi.waitFor(() => expect(led).toEqual(['first', 'third']));
  closeThird();
});

it('where there are no locks every tab leads', () => {
  vi.stubGlobal('navigator', {});
  const onLead = vi.fn();
  lead(onLead)();
  expect(onLead).toHaveBeenCalledOnce();
});
