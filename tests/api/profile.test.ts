/*
 * What people say of themselves, their status, hours and breaks: /api/agent/profile,
 * /api/agent/presence, /api/agent/working-hours, /api/agent/breaks (IMP-PROF-01; S1-PROF-01…16, 20).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { changeRows, lastAudit } from '../support/database.ts';
import { password } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let sarah: Client;
beforeAll(async () => {
  server = await startServer();
  sarah = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

const profile = async (client = sarah): Promise<Body> =>
  (await client.get('/api/agent/profile')).body.profile;
const change = (body: Body, client = sarah) => client.put('/api/agent/profile', body);

describe('the profile', () => {
  test('says who one is, for agents and for others', async () => {
    expect(await profile()).toMatchObject({
      username: 'AG001',
      name: sarah.login.user.name,
      time_zone: null,
      bio: '',
      signature: '',
      agent: { code: 'AGT-001', open_orders: expect.any(Number), working_hours: [] },
    });
    expect((await profile(await signIn(server, 'admin'))).agent).toBeNull();
  });

  test('is changed by its owner, told to its pages, and kept in the audit log', async () => {
    const live = listen(sarah);
    const { seq } = await live.wait((m) => m.type === 'hello');
    const { version } = await profile();
    const wanted = {
      bio: 'Electronics, Arabic and English',
      signature: 'Sarah\nGulf Electronics',
      time_zone: 'Asia/Riyadh',
      language: 'ar',
      phone: '050 123 4567',
    };
    const changed = await change({ ...wanted, version });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body.profile).toMatchObject({
      ...wanted,
      phone: '+971501234567',
      version: version + 1,
    });
    // With other rights or another language a socket begins anew, and hears what it missed.
    await live.closed;
    const again = listen(sarah, seq);
    await again.wait((m) => m.type === 'account:changed');
    again.close();
    expect((await sarah.get('/api/auth/me')).body.user).toMatchObject({
      language: 'ar',
      time_zone: 'Asia/Riyadh',
      phone: '+971501234567',
    });
    const { before, after } = lastAudit(server, 'profile.changed');
    expect(before.bio).toBe('');
    expect(after.bio).toBe(wanted.bio);
    const stale = await change({ bio: 'older', version });
    expect(stale.status).toBe(409);
    const back = await change({ language: 'company', time_zone: '', phone: '' });
    expect(back.body.profile).toMatchObject({ language: null, time_zone: null, phone: null });
  });

  test.each([
    ['time_zone', 'Mars/Olympus'],
    ['bio', 'x'.repeat(501)],
    ['signature', 'x'.repeat(501)],
    ['phone', 'none'],
    ['language', 'fr'],
  ])('a wrong %s is refused by name', async (field, value) => {
    const refused = await change({ [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toHaveProperty(field);
  });

  test('another e-mail address needs the password: links for a new one go there', async () => {
    const email = 'sarah.new@example.com';
    for (const current_password of [undefined, 'wrong-9']) {
      const refused = await change({ email, ...(current_password && { current_password }) });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toHaveProperty('current_password');
    }
    const changed = await change({ email, current_password: password });
    expect(changed.body.profile.email).toBe(email);
    // The same one again, and other fields beside it, need nothing.
    expect((await change({ email, bio: 'x' })).status).toBe(200);
    const omar = await signIn(server, 'AG002');
    const taken = await change({ email, current_password: password }, omar);
    expect(taken.status).toBe(409);
    expect((await change({ email: 'x', current_password: password })).status).toBe(422);
    expect((await change({ email: '', current_password: password })).body.profile.email).toBeNull();
  });

  test('the password is changed there too, and other logins end', async () => {
    const one = await signIn(server, 'AG003');
    const other = await signIn(server, 'AG003');
    const wrong = await one.post('/api/agent/profile/password', {
      current_password: 'wrong-9',
      password: 'entirely-new-words-7',
    });
    expect(wrong.status).toBe(422);
    const done = await one.post('/api/agent/profile/password', {
      current_password: password,
      password: 'entirely-new-words-7',
    });
    expect(done.status, done.text).toBe(200);
    expect((await other.get('/api/auth/me')).status).toBe(401);
    expect((await one.get('/api/auth/me')).status).toBe(200);
  });

  test('one’s own name, where the company lets people change theirs (S1-PROF-03)', async () => {
    const admin = await signIn(server, 'admin');
    const { name } = await profile();
    const renamed = await change({ name: 'Sarah A. Ahmed' });
    expect(renamed.status, renamed.text).toBe(200);
    expect(renamed.body.profile).toMatchObject({ name: 'Sarah A. Ahmed', may_rename: true });
    expect((await sarah.get('/api/auth/me')).body.user.name).toBe('Sarah A. Ahmed');
    const { before, after } = lastAudit(server, 'profile.changed');
    expect([before.name, after.name]).toEqual([name, 'Sarah A. Ahmed']);
    // The agent is called like the person, wherever agents are shown.
    const agents = (await admin.get('/api/supervisor/breaks?date=today')).body.agents;
    expect(agents.map((one: Body) => one.agent?.name ?? one.name)).not.toContain(name);
    for (const wrong of ['', '   ', 'x'.repeat(121)]) {
      const refused = await change({ name: wrong });
      expect(refused.status, wrong).toBe(422);
      expect(refused.body.errors).toHaveProperty('name');
    }
    const { company } = (await admin.get('/api/company')).body;
    const closed = await admin.call('PATCH', '/api/company', {
      body: { own_names: false, version: company.version },
    });
    expect(closed.body.company.own_names).toBe(false);
    expect((await profile()).may_rename).toBe(false);
    const refused = await change({ name });
    expect(refused.status).toBe(403);
    // The same name beside something else is no change of it.
    expect((await change({ name: 'Sarah A. Ahmed', bio: 'still' })).status).toBe(200);
    await admin.call('PATCH', '/api/company', { body: { own_names: true } });
    expect((await change({ name })).status).toBe(200);
  });

  test('nobody without a login has one', async () => {
    expect((await stranger(server).get('/api/agent/profile')).status).toBe(401);
  });
});

test('working hours are one’s own week; who is no agent has none (S1-PROF-14)', async () => {
  const working_hours = [
    { day: 'sun', from: '09:00', to: '13:00' },
    { day: 'mon', from: '09:00', to: '17:30' },
  ];
  const set = await sarah.put('/api/agent/working-hours', { working_hours });
  expect(set.status, set.text).toBe(200);
  expect(set.body.working_hours).toEqual([working_hours[1], working_hours[0]]);
  expect(set.body.time_zone).toBe('Asia/Dubai');
  expect((await profile()).agent.working_hours).toHaveLength(2);
  const wrong = [{ day: 'mon', from: '17:00', to: '09:00' }];
  const refused = await sarah.put('/api/agent/working-hours', { working_hours: wrong });
  expect(refused.body.errors).toHaveProperty('working_hours');
  expect((await sarah.put('/api/agent/working-hours', { working_hours: [] })).status).toBe(200);
  expect((await sarah.get('/api/agent/working-hours')).body.working_hours).toEqual([]);
  const admin = await signIn(server, 'admin');
  expect((await admin.put('/api/agent/working-hours', { working_hours })).status).toBe(403);
});

test('the status in all its words, with a note (A-13)', async () => {
  const set = await sarah.call('PATCH', '/api/agent/presence', {
    body: { status: 'in_meeting', note: 'With the courier' },
  });
  expect(set.body).toMatchObject({
    status: 'in_meeting',
    presence: 'in_meeting',
    note: 'With the courier',
  });
  const back = await sarah.call('PATCH', '/api/agent/presence', { body: { status: 'online' } });
  expect(back.body).toMatchObject({ status: 'online', presence: 'available', note: null });
  const wrong = await sarah.call('PATCH', '/api/agent/presence', { body: { status: 'asleep' } });
  expect(wrong.status).toBe(422);
});

describe('breaks (S1-PROF-15)', () => {
  const minute = 60_000_000;
  /** Breaks that were: [minutes ago it began, minutes it took]. */
  function past(client: Client, breaks: [number, number][]): void {
    const now = Date.now() * 1000;
    const id = client.login.agent.id;
    changeRows(
      server,
      `DELETE FROM agent_presence_log WHERE company_id = 1 AND agent_id = ${id} AND status = 'on_break'`,
    );
    breaks.forEach(([ago, took], at) => {
      const began = now - ago * minute;
      changeRows(
        server,
        'INSERT INTO agent_presence_log (company_id, id, agent_id, status, source, started_us, ended_us)' +
          ` VALUES (1, ${900_000 + id * 100 + at}, ${id}, 'on_break', 'agent', ${began}, ${began + took * minute})`,
      );
    });
  }

  test('are asked for 400 days at a time', async () => {
    for (const query of ['date=all', 'date_from=2020-01-01&date_to=2024-01-01']) {
      const refused = await sarah.get(`/api/agent/breaks?${query}`);
      expect(refused.status, query).toBe(422);
      expect(refused.text).toContain('date');
    }
    expect((await sarah.get('/api/agent/breaks?date=month')).status).toBe(200);
  });

  test('are begun and ended, once each, with a reason', async () => {
    const omar = await signIn(server, 'AG002');
    past(omar, []);
    const begun = await omar.post('/api/agent/breaks/start', { reason: 'Prayer' });
    expect(begun.status, begun.text).toBe(200);
    expect(begun.body).toMatchObject({
      on_break: true,
      breaks: [{ reason: 'Prayer', ended_at: null }],
    });
    expect((await omar.post('/api/agent/breaks/start', {})).status).toBe(409);
    expect((await omar.get('/api/auth/me')).body.agent.presence).toBe('on_break');
    const ended = await omar.post('/api/agent/breaks/end');
    expect(ended.body).toMatchObject({ on_break: false });
    expect(ended.body.breaks[0].ended_at).not.toBeNull();
    expect((await omar.post('/api/agent/breaks/end')).status).toBe(409);
    expect((await omar.get('/api/auth/me')).body.agent.presence).toBe('available');
    const admin = await signIn(server, 'admin');
    expect((await admin.post('/api/agent/breaks/start', {})).status).toBe(403);
  });

  test('are added up by the company’s days; one over midnight counts for both', async () => {
    // A break of two hours around the last midnight in Dubai, and one of ten minutes before it.
    const dubai = 4 * 3_600_000;
    const midnight = Math.floor((Date.now() + dubai) / 86_400_000) * 86_400_000 - dubai;
    const ago = Math.round((Date.now() - midnight) / 60_000);
    past(sarah, [
      [ago + 60, 60 + Math.min(60, ago)],
      [ago + 180, 10],
    ]);
    const { breaks, days, seconds } = (await sarah.get('/api/agent/breaks?date=2d')).body;
    expect(breaks).toHaveLength(2);
    const after = Math.min(60, ago) * 60;
    const near = (found: number, wanted: number) => Math.abs(found - wanted) <= 61;
    const [today, yesterday] = days;
    expect(near(today.seconds, after), `${today.seconds}`).toBe(true);
    expect(near(yesterday.seconds, 70 * 60), `${yesterday.seconds}`).toBe(true);
    expect(yesterday.breaks).toBe(2);
    expect(near(seconds, after + 70 * 60)).toBe(true);
  });

  test('without one, every figure is 0', async () => {
    past(sarah, []);
    expect((await sarah.get('/api/agent/breaks?date=month')).body).toMatchObject({
      breaks: [],
      days: [],
      seconds: 0,
      on_break: false,
    });
  });

  test('those who lead see the sums of whom they lead, and nobody else’s', async () => {
    past(sarah, [[30, 10]]);
    const supervisor = await signIn(server, 'supervisor');
    const sums = await supervisor.get('/api/supervisor/breaks?date=2d');
    const row = sums.body.agents.find((one: Body) => one.code === 'AGT-001');
    expect(row).toMatchObject({ breaks: 1, seconds: 600, longest_seconds: 600 });
    const all = (await (await signIn(server, 'admin')).get('/api/supervisor/breaks')).body.agents;
    expect(sums.body.agents.length).toBeLessThan(all.length);
    expect((await sarah.get('/api/supervisor/breaks')).status).toBe(403);
    // The sums of days add up to the sum, and the rows are those behind it.
    const parts = row.days.reduce((sum: number, day: Body) => sum + day.seconds, 0);
    expect(parts).toBe(600);
    const rows = await supervisor.get(`/api/supervisor/breaks/${row.code}?date=2d`);
    expect(rows.body).toMatchObject({ seconds: 600, breaks: [{ seconds: 600 }], days: row.days });
    const year = (await supervisor.get('/api/supervisor/breaks?date=90d')).body.agents;
    expect(year.find((one: Body) => one.code === 'AGT-001').days).toEqual([]);
    const out = all.find((one: Body) => !sums.body.agents.some((a: Body) => a.code === one.code));
    expect((await supervisor.get(`/api/supervisor/breaks/${out.code}`)).status).toBe(404);
    expect((await supervisor.get('/api/supervisor/breaks/AGT-999')).status).toBe(404);
    expect((await sarah.get(`/api/supervisor/breaks/${row.code}`)).status).toBe(403);
    const elsewhere = await signIn(server, 'admin', 'homes');
    const theirs = (await elsewhere.get('/api/supervisor/breaks?date=2d')).body.agents;
    expect(theirs.every((one: Body) => one.seconds === 0 || one.name !== row.name)).toBe(true);
  });
});

describe('one’s own chats (S1-PROF-16, 18, 20, 21)', () => {
  const path = '/api/agent/profile/chats';
  const own = async (client = sarah): Promise<Body> => (await client.get(path)).body.chats;
  const allow = async (chat_capacity: number) => {
    const admin = await signIn(server, 'admin');
    const found = await admin.get('/api/admin/users?search=AG001');
    const { id, version } = found.body.users[0];
    const set = await admin.call('PATCH', `/api/admin/users/${id}`, {
      body: { chat_capacity, version },
    });
    expect(set.status, set.text).toBe(200);
    return set.body.user.agent.chat_capacity;
  };

  test('as many as the company says, by hand, unsigned, and nothing said by itself', async () => {
    expect(await own()).toMatchObject({
      capacity: 5,
      capacity_allowed: 5,
      accept: 'manual',
      signature: 'none',
      answers: { greeting: { en: '', ar: '' }, away: { en: '', ar: '' } },
    });
  });

  test('fewer than who manages one allows, never more', async () => {
    expect(await allow(8)).toBe(8);
    const { version } = await own();
    const more = await sarah.put(path, { capacity: 9, version });
    expect(more.status).toBe(422);
    expect(more.body.errors).toHaveProperty('capacity');
    expect((await sarah.put(path, { capacity: 3, version })).body.chats).toMatchObject({
      capacity: 3,
      capacity_allowed: 8,
    });
    // Lower than that is what counts; raised again, one’s own word counts again.
    await allow(2);
    expect((await own()).capacity).toBe(2);
    await allow(8);
    expect((await own()).capacity).toBe(3);
    // All that is allowed follows when it changes.
    expect((await sarah.put(path, { capacity: 8 })).status).toBe(200);
    expect(await allow(-1)).toBeNull();
    expect(await own()).toMatchObject({ capacity: 5, capacity_allowed: 5 });
  });

  test('are said by version, kept in the audit log, and only what was given changes', async () => {
    const { version } = await own();
    const wanted = { accept: 'auto', signature: 'first', answers: { away: { ar: 'سأعود' } } };
    const set = await sarah.put(path, { ...wanted, version });
    expect(set.status, set.text).toBe(200);
    expect(set.body.chats).toMatchObject({
      ...wanted,
      answers: { greeting: { en: '', ar: '' }, away: { en: '', ar: 'سأعود' } },
    });
    expect(lastAudit(server, 'agent.chats_changed').after.accept).toBe('auto');
    const late = await sarah.put(path, { accept: 'manual', version });
    expect(late.status).toBe(409);
    expect(late.body.current.accept).toBe('auto');
    expect((await sarah.put(path, { answers: { greeting: 'x' } })).status).toBe(422);
    expect((await sarah.put(path, { signature: 'last' })).status).toBe(422);
  });

  test('are an agent’s', async () => {
    const admin = await signIn(server, 'admin');
    expect((await admin.get(path)).status).toBe(403);
    expect((await admin.put(path, { accept: 'auto' })).status).toBe(403);
  });
});
