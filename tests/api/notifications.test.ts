/*
 * One's notifications and how one is told of them: /api/notifications, /api/agent/preferences
 * (IMP-NOTIF-01, IMP-PROF-01; S1-NOTIF-08…19, S1-PROF-11, S1-PROF-17).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let mail: MailServer;
let sarah: Client;
let omar: Client;
let live: Live;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    flags: ['--mail-url', mail.url, '--mail-from', 'desk@example.com', '--mail-tls', 'off'],
  });
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  live = listen(sarah);
  await live.wait((m) => m.type === 'hello');
});
afterAll(async () => {
  live.close();
  await server.stop();
  await mail.stop();
});
beforeEach(async () => {
  await sarah.delete('/api/notifications');
  await sarah.put('/api/agent/auth/status', { status: 'available' });
  live.messages.length = 0;
});

let written = 0;
/** Omar writes to Sarah, whom that notifies; the event that tells her. */
async function toldOf(): Promise<Body> {
  written += 1;
  const text = `Message ${written}`;
  const sent = await omar.post('/api/agent/communication/messages', {
    channel: 'internal',
    agent_id: 'AG001',
    message: text,
  });
  expect(sent.status, sent.text).toBe(201);
  const event = await live.wait(
    (m) => m.type === 'notification:new' && m.data.notification.body === text,
  );
  return event.data;
}

const list = async (query = ''): Promise<Body> =>
  (await sarah.get(`/api/notifications${query}`)).body;
const preferences = async (): Promise<Body> =>
  (await sarah.get('/api/agent/preferences')).body.preferences;
const topicOf = (found: Body, code: string): Body =>
  found.topics.find((row: Body) => row.topic === code);
const choose = (topics: Body, version?: number) =>
  sarah.put('/api/agent/preferences', { topics, ...(version === undefined ? {} : { version }) });

describe('the list', () => {
  test('is the same under both addresses, and only one’s own', async () => {
    const { notification } = await toldOf();
    expect(notification).toMatchObject({ type: 'internal_message', topic: 'message' });
    expect((await list()).notifications[0]).toEqual(notification);
    expect((await sarah.get('/api/agent/notifications')).body.notifications[0]).toEqual(
      notification,
    );
    const mark = await omar.patch(`/api/notifications/${notification.id}`, { read: true });
    expect(mark.status).toBe(404);
    expect((await omar.delete(`/api/notifications/${notification.id}`)).status).toBe(404);
  });

  test('goes back page by page, by topic and by what is unread', async () => {
    for (let i = 0; i < 3; i++) await toldOf();
    const first = await list('?per_page=2');
    expect(first.notifications).toHaveLength(2);
    const second = await list(`?per_page=2&cursor=${first.pagination.next}`);
    expect(second.notifications[0].id).toBeLessThan(first.notifications[1].id);
    expect((await list('?topic=message')).notifications).toHaveLength(3);
    expect((await list('?topic=sla')).notifications).toEqual([]);
    expect((await list('?topic=nonsense')).notifications).toEqual([]);
    const { id } = first.notifications[0];
    expect((await sarah.patch(`/api/notifications/${id}`, { read: true })).status).toBe(200);
    expect((await list('?unread=true')).notifications).toHaveLength(2);
    expect((await sarah.patch(`/api/notifications/${id}`, { read: false })).body.unread).toBe(3);
    expect((await sarah.post('/api/notifications/read-all')).body).toMatchObject({
      updated: 3,
      unread: 0,
    });
  });

  test('is cleared up to what was seen, tells other pages, and comes back (S1-NOTIF-12)', async () => {
    const { notification: seen } = await toldOf();
    const { notification: later } = await toldOf();
    const cleared = await sarah.delete(`/api/notifications?up_to=${seen.id}`);
    expect(cleared.body).toMatchObject({ cleared: 1, unread: 1 });
    const told = await live.wait((m) => m.type === 'notification:changed');
    expect(told.data).toEqual({ id: null, change: 'cleared', unread: 1 });
    expect((await list()).notifications.map((row: Body) => row.id)).toEqual([later.id]);
    const back = await sarah.post('/api/notifications/restore', { undo: cleared.body.undo });
    expect(back.body).toMatchObject({ restored: 1, unread: 2 });
    expect((await list()).notifications).toHaveLength(2);
    // Once: nothing is left under that number, and another's clearing is not one's own.
    expect(
      (await sarah.post('/api/notifications/restore', { undo: cleared.body.undo })).body.restored,
    ).toBe(0);
    const one = await sarah.delete(`/api/notifications/${later.id}`);
    expect(one.body).toMatchObject({ cleared: 1, unread: 1 });
    expect(
      (await omar.post('/api/notifications/restore', { undo: one.body.undo })).body.restored,
    ).toBe(0);
    expect((await sarah.delete(`/api/notifications/${later.id}`)).status).toBe(404);
  });
});

describe('how one is told (S1-NOTIF-14)', () => {
  test('the standard of a topic, until something else is chosen', async () => {
    const found = await preferences();
    expect(topicOf(found, 'message')).toEqual({
      topic: 'message',
      ways: ['bell', 'sound', 'desktop', 'push'],
      standard: ['bell', 'sound', 'desktop', 'push'],
      always: [],
      sound: 'drop',
      standard_sound: 'drop',
    });
    expect(await toldOf()).toMatchObject({ sound: 'drop', desktop: true });
    // Nobody tells an agent that another one is away, nor that a password is asked for.
    expect(topicOf(found, 'agent_away')).toBeUndefined();
    expect(topicOf(found, 'administration')).toBeUndefined();
    const supervisor = await signIn(server, 'supervisor');
    const theirs = (await supervisor.get('/api/agent/preferences')).body.preferences;
    expect(topicOf(theirs, 'agent_away')).toBeDefined();
  });

  test('what is chosen counts at once; null is the standard again', async () => {
    const before = await preferences();
    const chosen = await choose(
      { message: { ways: ['bell', 'sound'], sound: 'knock' } },
      before.version,
    );
    expect(chosen.status, chosen.text).toBe(200);
    expect(topicOf(chosen.body.preferences, 'message')).toMatchObject({
      ways: ['bell', 'sound'],
      sound: 'knock',
    });
    await live.wait((m) => m.type === 'notification:preferences');
    expect(await toldOf()).toMatchObject({ sound: 'knock', desktop: false });
    const stale = await choose({ message: { ways: [] } }, before.version);
    expect(stale.status).toBe(409);
    expect(stale.body.current.version).toBe(chosen.body.preferences.version);
    expect((await choose({ message: { ways: null, sound: null } })).status).toBe(200);
    expect(await toldOf()).toMatchObject({ sound: 'drop', desktop: true });
  });

  test('a sound of one’s own is chosen by its file (S1-NOTIF-18)', async () => {
    const own = await choose({ message: { sound: 'file:Ab3-_x9' } });
    expect(topicOf(own.body.preferences, 'message').sound).toBe('file:Ab3-_x9');
    expect(await toldOf()).toMatchObject({ sound: 'file:Ab3-_x9' });
    for (const sound of ['file:', 'file:../x', 'file:a b', `file:${'x'.repeat(65)}`])
      expect((await choose({ message: { sound } })).status).toBe(422);
    await choose({ message: { sound: null } });
  });

  test('without the bell it stands in the history, read', async () => {
    await choose({ message: { ways: [] } });
    const { notification, sound } = await toldOf();
    expect(sound).toBeNull();
    expect(notification.read_at).not.toBeNull();
    expect((await list()).unread).toBe(0);
    expect((await list()).notifications[0].id).toBe(notification.id);
    await choose({ message: { ways: null } });
  });

  test('what concerns the account stays at the bell whatever is chosen', async () => {
    const { body } = await choose({ security: { ways: [] } });
    expect(topicOf(body.preferences, 'security')).toMatchObject({
      ways: ['bell'],
      always: ['bell'],
    });
    await choose({ security: { ways: null } });
  });

  test.each([
    [{ nonsense: { ways: [] } }],
    [{ message: { ways: ['smoke'] } }],
    [{ message: { ways: 'bell' } }],
    [{ message: { sound: 'fanfare' } }],
    [{ message: [] }],
    [[]],
  ])('%j is refused', async (topics) => {
    const refused = await choose(topics);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toHaveProperty('topics');
  });

  test('the volume is one’s own, from 0 to 100', async () => {
    const louder = await sarah.put('/api/agent/preferences', { volume: 100 });
    expect(louder.body.preferences.volume).toBe(100);
    expect((await sarah.put('/api/agent/preferences', { volume: 101 })).status).toBe(422);
    expect((await omar.get('/api/agent/preferences')).body.preferences.volume).toBe(70);
  });
});

describe('silence', () => {
  test('muted for a while, and back by itself (S1-NOTIF-19)', async () => {
    const muted = await sarah.put('/api/notifications/mute', { minutes: 30 });
    const { muted_until, silent } = muted.body.preferences;
    expect(silent).toBe('muted');
    const minutes = (Date.parse(muted_until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(28);
    expect(minutes).toBeLessThanOrEqual(30.5);
    expect(await toldOf()).toMatchObject({ sound: null, desktop: false });
    expect((await list()).unread).toBe(1);
    changeRows(server, 'UPDATE notification_settings SET muted_until_us = 1');
    expect(await preferences()).toMatchObject({ muted_until: null, silent: null });
    expect(await toldOf()).toMatchObject({ sound: 'drop', desktop: true });
  });

  test('is ended by hand, and has bounds', async () => {
    await sarah.put('/api/notifications/mute', { minutes: 60 });
    const ended = await sarah.put('/api/notifications/mute', { minutes: 0 });
    expect(ended.body.preferences).toMatchObject({ muted_until: null, silent: null });
    for (const minutes of [-1, 10_081])
      expect((await sarah.put('/api/notifications/mute', { minutes })).status).toBe(422);
    expect((await sarah.put('/api/notifications/mute', {})).status).toBe(422);
  });

  test('in “do not disturb” nothing sounds; the bell goes on counting (S1-PROF-11)', async () => {
    await sarah.put('/api/agent/auth/status', { status: 'dnd' });
    expect((await preferences()).silent).toBe('dnd');
    expect(await toldOf()).toMatchObject({ sound: null, desktop: false });
    expect((await list()).unread).toBe(1);
    await sarah.put('/api/agent/auth/status', { status: 'available' });
    expect(await toldOf()).toMatchObject({ sound: 'drop', desktop: true });
  });
});

test('by e-mail, in the reader’s language, to where it can be read (S1-PROF-17)', async () => {
  changeRows(
    server,
    "UPDATE users SET email = 'sarah@example.com', email_key = 'sarah@example.com', language = 'ar'" +
      ` WHERE company_id = 1 AND id = ${sarah.login.user.id}`,
  );
  expect((await preferences()).ways).toContain('email');
  await choose({ message: { ways: ['email'] } });
  const { notification } = await toldOf();
  const letter = await mail.mail(1);
  expect(letter.to).toContain('sarah@example.com');
  expect(letter.body).toContain(notification.body);
  expect(letter.body).toMatch(/[\u0600-\u06ff]/);
  await choose({ message: { ways: null } });
});

test('whoever leads an agent hears that it is away (S1-NOTIF-08), of each once', async () => {
  const supervisor = await signIn(server, 'supervisor');
  const away = async () =>
    (await supervisor.get('/api/notifications?topic=agent_away')).body.notifications.filter(
      (row: Body) => row.subject_id === omar.login.agent.id,
    );
  for (let i = 0; i < 2; i++) {
    await omar.post('/api/agent/auth/activity', { idle_s: 0 });
    changeRows(
      server,
      `UPDATE auth_sessions SET input_us = 1 WHERE user_id = ${omar.login.user.id}`,
    );
    await omar.post('/api/agent/auth/activity', { idle_s: 4000 });
    await expect.poll(async () => (await away()).length, { timeout: 20_000 }).toBe(1);
  }
  expect((await away())[0]).toMatchObject({
    type: 'agent_away',
    subject_type: 'agent',
    data: { agent_name: omar.login.agent.name },
  });
});

test('what was cleared is forgotten after a day', async () => {
  const { notification } = await toldOf();
  await sarah.delete(`/api/notifications/${notification.id}`);
  const row = `company_id = 1 AND id = ${notification.id}`;
  await server.crash(() => {
    changeRows(server, `UPDATE notifications SET cleared_us = 1 WHERE ${row}`);
    changeRows(server, "DELETE FROM periodic_jobs WHERE kind = 'notification.sweep'");
  });
  const left = () => sql(server, `SELECT COUNT(*) FROM notifications WHERE ${row}`);
  await expect.poll(left, { timeout: 20_000 }).toEqual(['0']);
});
