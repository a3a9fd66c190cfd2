import { HttpResponse, http } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { MeAnswer } from '@/lib/api';
import { formatTime } from '@/lib/format';
import { answer, refusal, testServer } from '@/test/server';
import { loadSession, setPresence, signOut, useSession } from './session';
import { can } from './use-can';

const server = testServer();

const me = {
  success: true,
  user: { id: 1, name: 'Sarah', permissions: ['orders.read'], must_change_password: false },
  agent: { id: 4, code: 'AGT-004', presence: 'available', presence_since: null },
  company: { id: 1, code: 'gulf', name: 'Gulf', time_zone: 'Asia/Dubai', theme: 'system' },
  session: { id: 9, expires_at: '', idle_expires_at: null },
} as unknown as MeAnswer;

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server's part
  document.cookie = 'XSRF-TOKEN=abc; Path=/';
  sessionStorage.clear();
  localStorage.clear();
  useSession.setState({ status: 'unknown', reason: null, user: null, agent: null, company: null });
});

it('knows who is signed in, what they may do, and where their company is', async () => {
  server.use(answer('get', '/api/auth/me', me));
  await loadSession();
  expect(useSession.getState().status).toBe('in');
  expect(can('orders.read')).toBe(true);
  expect(can('orders.reassign')).toBe(false);
  expect(formatTime('2026-11-21T10:00:00Z')).toBe('14:00');
});

it('does not ask when there is nothing to ask about', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server's part
  document.cookie = 'XSRF-TOKEN=; Max-Age=0; Path=/';
  await loadSession();
  expect(useSession.getState().status).toBe('out');
});

it('stays after a reload without a network, but not after a refusal', async () => {
  server.use(answer('get', '/api/auth/me', me));
  await loadSession();
  useSession.setState({ status: 'unknown', user: null });
  server.use(http.get('*/api/auth/me', () => HttpResponse.error()));
  await loadSession();
  expect(useSession.getState().user?.name).toBe('Sarah');
  server.use(refusal('get', '/api/auth/me', 401, { code: 'login' }));
  await expect(loadSession()).rejects.toMatchObject({ status: 401 });
});

it('forgets everything on the way out, even when the server does not answer', async () => {
  server.use(answer('get', '/api/auth/me', me));
  await loadSession();
  server.use(http.post('*/api/auth/logout', () => HttpResponse.error()));
  await expect(signOut()).rejects.toMatchObject({ code: 'network' });
  expect(useSession.getState()).toMatchObject({ status: 'out', reason: 'left', user: null });
  expect(sessionStorage).toHaveLength(0);
});

it('changes the presence of agents only', async () => {
  server.use(answer('get', '/api/auth/me', me));
  await loadSession();
  const since = '2026-11-21T10:00:00Z';
  setPresence({ presence: 'on_break', automatic: 'idle', since });
  expect(useSession.getState().agent).toMatchObject({
    presence: 'on_break',
    presence_automatic: 'idle',
    presence_since: since,
  });
  useSession.setState({ agent: null });
  setPresence({ presence: 'busy', automatic: null, since });
  expect(useSession.getState().agent).toBeNull();
});
