import { afterEach, describe, expect, it, vi } from 'vitest';
import { type PhoneTabs, phoneTabs } from './tabs';

type Hold = () => Promise<void>;

/* As the browser's locks: one holds, others wait in line or take it by force. */
function fakeLocks() {
  let holder: { lose: (reason: Error) => void } | null = null;
  const queue: (() => void)[] = [];
  const next = () => {
    holder = null;
    queue.shift()?.();
  };
  const grant = (hold: Hold) =>
    new Promise<void>((resolve, reject) => {
      const own = { lose: reject };
      holder = own;
      void hold().then(() => {
        if (holder === own) next();
        resolve();
      });
    });
  const request = (_name: string, options: LockOptions, hold: Hold) => {
    if (options.steal) {
      holder?.lose(new DOMException('stolen', 'AbortError'));
      return grant(hold);
    }
    if (!holder) return grant(hold);
    return new Promise<void>((resolve, reject) => {
      const turn = () => void grant(hold).then(resolve, reject);
      queue.push(turn);
      options.signal?.addEventListener('abort', () => {
        const at = queue.indexOf(turn);
        if (at >= 0) queue.splice(at, 1);
        reject(new DOMException('given up', 'AbortError'));
      });
    });
  };
  return { request } as unknown as LockManager;
}

const open: PhoneTabs[] = [];
afterEach(() => {
  for (const tab of open.splice(0)) tab.release();
});

function tab(locks: LockManager, inCall = false) {
  const seen = { gained: 0, lost: 0, inCall };
  const own = phoneTabs(
    {
      onGained: () => {
        seen.gained += 1;
      },
      onLost: () => {
        seen.lost += 1;
        own.wait();
      },
      isInCall: () => seen.inCall,
    },
    locks,
  );
  open.push(own);
  return { own, seen };
}

describe('the phone is in one tab', () => {
  it('the first that wants it, and the next when that one closes', async () => {
    const locks = fakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.own.wait();
    second.own.wait();
    expect([first.seen.gained, second.seen.gained]).toEqual([1, 0]);
    first.own.release();
    await vi.waitFor(() => expect(second.seen.gained).toBe(1));
    expect(first.seen.lost).toBe(0);
  });

  it('another takes it over, and the first waits in line again', async () => {
    const locks = fakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.own.wait();
    second.own.wait();
    expect(await second.own.take()).toBe(true);
    await vi.waitFor(() => expect(first.seen.lost).toBe(1));
    expect(second.seen.gained).toBe(1);
    second.own.release();
    await vi.waitFor(() => expect(first.seen.gained).toBe(2));
  });

  it('never while the first is in a call', async () => {
    const locks = fakeLocks();
    const [first, second] = [tab(locks, true), tab(locks)];
    first.own.wait();
    second.own.wait();
    expect(await second.own.take()).toBe(false);
    expect([first.seen.lost, second.seen.gained]).toEqual([0, 0]);
    first.seen.inCall = false;
    expect(await second.own.take()).toBe(true);
  });

  it('a tab that does not answer has lost it', async () => {
    const locks = fakeLocks();
    void locks.request('hatif.phone', {}, () => new Promise(() => {})).catch(() => {});
    const { own, seen } = tab(locks);
    own.wait();
    expect(seen.gained).toBe(0);
    expect(await own.take()).toBe(true);
    expect(seen.gained).toBe(1);
  });
});
