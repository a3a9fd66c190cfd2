import { readLocal, writeLocal } from '../storage/local';
import { reportActivity } from './activity';
import { loadSession, signOut, useSession } from './session';

/**
 * The server ends a session that rests too long. Background refreshes must not keep it alive, and
 * typing without requests must not let it die; so activity of the person is watched here, shared
 * by all tabs, and reported to the server.
 */
const ACTIVITY_KEY = 'hatif.activity';
export const WARN_BEFORE_MS = 60_000;

const EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export interface IdleState {
  /** Milliseconds until the session ends, or null when no limit is near. */
  endsInMs: number | null;
}

/** What to do now: nothing, warn with a countdown, or leave. */
export function judgeIdle(
  lastActivity: number,
  now: number,
  idleMs: number | null,
): { action: 'none' | 'warn' | 'leave'; endsInMs: number | null } {
  if (idleMs === null || idleMs <= 0) return { action: 'none', endsInMs: null };
  const endsInMs = lastActivity + idleMs - now;
  if (endsInMs <= 0) return { action: 'leave', endsInMs: 0 };
  const warnBefore = Math.min(WARN_BEFORE_MS, idleMs / 2);
  if (endsInMs <= warnBefore) return { action: 'warn', endsInMs };
  return { action: 'none', endsInMs: null };
}

let last = Date.now();

export function watchIdle(onChange: (state: IdleState) => void): () => void {
  last = Date.now();
  writeLocal(ACTIVITY_KEY, last);

  const onActivity = () => {
    const now = Date.now();
    const wasWarned = judgeIdle(last, now, useSession.getState().idleMs).action === 'warn';
    if (wasWarned) return;
    if (now - last > 1000) writeLocal(ACTIVITY_KEY, now);
    last = now;
    reportActivity(last);
  };

  const timer = setInterval(() => {
    last = Math.max(last, readLocal(ACTIVITY_KEY, last));
    const { action, endsInMs } = judgeIdle(last, Date.now(), useSession.getState().idleMs);
    onChange({ endsInMs: action === 'warn' ? endsInMs : null });
    reportActivity(last);
    if (action === 'leave') void signOut('idle').catch(() => {});
  }, 1000);

  for (const name of EVENTS) addEventListener(name, onActivity, { passive: true });
  return () => {
    clearInterval(timer);
    for (const name of EVENTS) removeEventListener(name, onActivity);
  };
}

/** The answer to the warning: yes, still here. */
export async function stayActive(): Promise<void> {
  await loadSession();
  last = Date.now();
  writeLocal(ACTIVITY_KEY, last);
}
