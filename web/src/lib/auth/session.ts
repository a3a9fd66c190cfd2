import { create } from 'zustand';
import {
  type Agent,
  api,
  type Company,
  call,
  type MeAnswer,
  type SessionInfo,
  type User,
} from '../api';
import { mayHaveSession, setRemembered, setSessionEndedHandler } from '../api/transport';
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

function enter(answer: MeAnswer): void {
  setTimeZone(answer.company.time_zone);
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
  useSession.setState({ status: 'out', reason, ...signedOut });
}

/** Asks the server who we are. A network failure is thrown and leaves the session as it was. */
export async function loadSession(): Promise<void> {
  if (!mayHaveSession()) {
    leave(useSession.getState().reason);
    return;
  }
  enter(await call(api.GET('/api/auth/me')));
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

export async function signOut(reason: 'left' | 'idle' = 'left'): Promise<void> {
  try {
    await call(api.POST('/api/auth/logout'));
  } finally {
    setRemembered(false);
    leave(reason);
    tabs?.postMessage('out');
  }
}

export function setPresence(presence: Presence, since: string): void {
  const { agent } = useSession.getState();
  if (agent) useSession.setState({ agent: { ...agent, presence, presence_since: since } });
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
