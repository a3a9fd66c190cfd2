import { create } from 'zustand';
import {
  type Agent,
  api,
  asApiError,
  type Company,
  call,
  type MeAnswer,
  type SessionInfo,
  type User,
} from '../api';
import { mayHaveSession, setRemembered, setSessionEndedHandler } from '../api/transport';
import { setCompanyTheme } from '../appearance';
import { setTimeZone } from '../format';
import type { Presence } from '../states';

/**
 * Who is signed in. `unknown` until the first answer of the server; `out` afterwards means that
 * guarded pages go to the sign-in page.
 */
interface SessionStore {
  status: 'unknown' | 'in' | 'out';
  /** Why the session is out, for one sentence on the sign-in page. */
  reason: 'ended' | 'idle' | 'left' | null;
  user: User | null;
  agent: Agent | null;
  company: Company | null;
  session: SessionInfo | null;
  /** How long the server lets a session rest, measured when it was last asked. */
  idleMs: number | null;
}

const signedOut = {
  user: null,
  agent: null,
  company: null,
  session: null,
  idleMs: null,
} as const;

export const useSession = create<SessionStore>()(() => ({
  status: 'unknown',
  reason: null,
  ...signedOut,
}));

const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('hatif.session');

/*
 * What the page needs to draw itself after a reload without a network. It holds no secret: every
 * request is still judged by the server, and the first refusal ends the session here too.
 */
const SNAPSHOT_KEY = 'hatif.session.snapshot';

function keepSnapshot(answer: MeAnswer | null): void {
  try {
    if (answer) sessionStorage.setItem(SNAPSHOT_KEY, JSON.stringify(answer));
    else sessionStorage.removeItem(SNAPSHOT_KEY);
  } catch {
    // Then a reload without a network shows no page.
  }
}

function readSnapshot(): MeAnswer | null {
  try {
    const text = sessionStorage.getItem(SNAPSHOT_KEY);
    return text ? (JSON.parse(text) as MeAnswer) : null;
  } catch {
    return null;
  }
}

function enter(answer: MeAnswer): void {
  const { time_zone, theme } = answer.company;
  setTimeZone(answer.user.time_zone ?? time_zone, time_zone);
  setCompanyTheme(theme);
  const idleEnd = answer.session.idle_expires_at;
  useSession.setState({
    status: 'in',
    reason: null,
    user: answer.user,
    agent: answer.agent,
    company: answer.company,
    session: answer.session,
    idleMs: idleEnd ? Math.max(0, Date.parse(idleEnd) - Date.now()) : null,
  });
}

function leave(reason: SessionStore['reason']): void {
  keepSnapshot(null);
  useSession.setState({ status: 'out', reason, ...signedOut });
}

let asking: Promise<void> | null = null;

/**
 * Asks the server who we are; who asks meanwhile gets the same answer. Without an answer the last
 * known one holds; else the error is thrown.
 */
export function loadSession(): Promise<void> {
  asking ??= askWhoWeAre().finally(() => {
    asking = null;
  });
  return asking;
}

async function askWhoWeAre(): Promise<void> {
  if (!mayHaveSession()) {
    leave(useSession.getState().reason);
    return;
  }
  try {
    const answer = await call(api.GET('/api/auth/me'));
    keepSnapshot(answer);
    enter(answer);
  } catch (error) {
    const snapshot = asApiError(error).status === 0 ? readSnapshot() : null;
    if (!snapshot) throw error;
    enter(snapshot);
  }
}

/** After a successful sign-in: the session is complete, and other tabs learn of it. */
export async function startSession(remembered: boolean): Promise<void> {
  setRemembered(remembered);
  await loadSession();
  tabs?.postMessage('in');
}

export function endSession(reason: SessionStore['reason']): void {
  const { status } = useSession.getState();
  if (status === 'out') return;
  // A visitor with an old cookie never saw a session here: no word about its end.
  leave(status === 'in' ? reason : null);
}

type BeforeLeaving = () => Promise<unknown>;
let beforeLeaving: BeforeLeaving = async () => {};

/** What must be undone while the session still lives; it cannot hold up the leaving for long. */
export function setBeforeLeaving(run: BeforeLeaving): void {
  beforeLeaving = run;
}

const LEAVING_MS = 2_000;

export async function signOut(reason: 'left' | 'idle' = 'left'): Promise<void> {
  const limit = new Promise((done) => setTimeout(done, LEAVING_MS));
  await Promise.race([beforeLeaving().catch(() => {}), limit]);
  try {
    await call(api.POST('/api/auth/logout'));
  } finally {
    setRemembered(false);
    leave(reason);
    tabs?.postMessage('out');
  }
}

export interface PresenceNow {
  presence: Presence;
  /** Why it came about by itself; null where somebody chose it. */
  automatic: Agent['presence_automatic'];
  since: string;
}

export function setPresence({ presence, automatic, since }: PresenceNow): void {
  const { agent } = useSession.getState();
  if (!agent) return;
  const now = { presence, presence_automatic: automatic, presence_since: since };
  useSession.setState({ agent: { ...agent, ...now } });
}

/** Wires the 401 of any request, and the sign-in and sign-out of other tabs. */
export function watchSession(): () => void {
  setSessionEndedHandler(() => endSession('ended'));
  const onTab = (event: MessageEvent) => {
    if (event.data === 'out') leave('left');
    else void loadSession().catch(() => {});
  };
  tabs?.addEventListener('message', onTab);
  return () => {
    setSessionEndedHandler(() => {});
    tabs?.removeEventListener('message', onTab);
  };
}
