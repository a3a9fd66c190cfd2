import { api, call } from '../api';
import { readLocal, writeLocal } from '../storage/local';
import { useSession } from './session';

/**
 * The server decides who is away and which session has rested too long; what it needs is when the
 * person last did something. All tabs share one note of what it was told: together they report at
 * most once a minute, and an input is never kept from it for longer.
 */
const TOLD_KEY = 'hatif.activity.told';
const TELL_EVERY_MS = 60_000;
/** Somebody who was set away comes back with the first input. */
const TELL_AGAIN_MS = 5_000;

/** Is there input that the server should hear of now? */
export function isReportDue(last: number, told: number, now: number, wasSetAway: boolean): boolean {
  return last > told && now - told >= (wasSetAway ? TELL_AGAIN_MS : TELL_EVERY_MS);
}

export function reportActivity(last: number): void {
  const { status, agent, idleMs } = useSession.getState();
  if (status !== 'in' || (!agent && idleMs === null)) return;
  const now = Date.now();
  const cause = agent?.presence_automatic;
  const wasSetAway = cause === 'idle' || cause === 'connection';
  if (!isReportDue(last, readLocal(TOLD_KEY, 0), now, wasSetAway)) return;
  writeLocal(TOLD_KEY, now);
  const idle_s = Math.round((now - last) / 1000);
  void call(api.POST('/api/agent/auth/activity', { body: { idle_s } })).catch(() => {});
}
