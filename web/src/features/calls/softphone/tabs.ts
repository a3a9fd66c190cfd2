/**
 * One tab has the phone: a second registration would take the calls of the first, or both would
 * ring. The browser's lock decides, and lets go when its tab closes or dies.
 */
const LOCK = 'hatif.phone';
const ANSWER_MS = 700;

type Said = { kind: 'ask'; from: string } | { kind: 'free' | 'busy'; to: string };

export interface PhoneTabs {
  /** Waits for the turn, or takes it from a tab that is in no call; false: that one is in a call. */
  take(): Promise<boolean>;
  /** Waits in line until no other tab has it. */
  wait(): void;
  release(): void;
}

interface Turns {
  /** This tab has the phone now. */
  onGained: () => void;
  /** Another one took it. */
  onLost: () => void;
  isInCall: () => boolean;
}

export function phoneTabs(
  { onGained, onLost, isInCall }: Turns,
  locks: LockManager = navigator.locks,
): PhoneTabs {
  const own = crypto.randomUUID();
  const channel = new BroadcastChannel(LOCK);
  let letGo: (() => void) | null = null;
  let waiting: AbortController | null = null;

  function request(options: LockOptions) {
    let own: (() => void) | null = null;
    const hold = () =>
      new Promise<void>((resolve) => {
        own = resolve;
        letGo = resolve;
        waiting = null;
        onGained();
      });
    void locks.request(LOCK, options, hold).catch(() => {
      // A stolen lock rejects what held it; so does a wait that is given up, which held nothing.
      if (!own || letGo !== own) return;
      letGo = null;
      onLost();
    });
  }

  function stopWaiting() {
    waiting?.abort();
    waiting = null;
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.kind !== 'ask' || !letGo) return;
    channel.postMessage({ kind: isInCall() ? 'busy' : 'free', to: data.from } satisfies Said);
  });

  /* A tab that does not answer is frozen: it is no good as a phone. */
  function isFree(): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (free: boolean) => {
        clearTimeout(late);
        channel.removeEventListener('message', heard);
        resolve(free);
      };
      const heard = ({ data }: MessageEvent<Said>) => {
        if (data.kind !== 'ask' && data.to === own) end(data.kind === 'free');
      };
      const late = setTimeout(() => end(true), ANSWER_MS);
      channel.addEventListener('message', heard);
      channel.postMessage({ kind: 'ask', from: own } satisfies Said);
    });
  }

  return {
    async take() {
      if (letGo) return true;
      if (!(await isFree())) return false;
      stopWaiting();
      request({ steal: true });
      return true;
    },
    wait() {
      if (letGo || waiting) return;
      waiting = new AbortController();
      request({ signal: waiting.signal });
    },
    release() {
      stopWaiting();
      letGo?.();
      letGo = null;
      channel.close();
    },
  };
}
