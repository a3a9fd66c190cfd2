/* Agents as those who send them calls see them (S4-AGT-01…06, IMP-AGT-01, A-13, A-14). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let supervisor: Client; // of team 1
let sarah: Client; // AG001, team 1
let stranger: Client;
let live: Live;
let made = 0;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  stranger = await signIn(server, 'admin', 'homes');
  live = listen(admin);
  await live.wait((m) => m.type === 'hello');
});
afterAll(async () => {
  live?.close();
  await server?.stop();
});

const one = async (by: Client, key: string): Promise<Body> =>
  (await by.get(`/api/agents/${key}`)).body.agent;

test('everyone who works here, by number, and by status (S4-AGT-01, S4-AGT-02)', async () => {
  const { body } = await admin.get('/api/agents');
  expect(body.count).toBe(body.agents.length);
  expect(body.agents[0]).toMatchObject({
    agent_id: 'AGT-001',
    name: 'Sarah Al-Mansouri',
    department: 'sales',
    current_call_id: null,
  });
  await sarah.patch('/api/agents/AGT-001/status?status=available');
  const free = (await admin.get('/api/agents?status=available')).body.agents;
  expect(free.map((row: Body) => row.agent_id)).toContain('AGT-001');
  for (const row of free) expect(row.status).toBe('available');
  const sales = (await admin.get('/api/agents?department=sales')).body.agents;
  expect(sales.length).toBeGreaterThan(1);
  for (const row of sales) expect(row.department).toBe('sales');
  expect((await admin.get('/api/agents?status=dancing')).status).toBe(422);
});

test('one of them, by any name; of another company none (S4-AGT-03)', async () => {
  const agent = await one(sarah, 'AGT-001');
  for (const key of ['AG001', 'agt-001', String(agent.id)])
    expect((await one(admin, key)).agent_id).toBe('AGT-001');
  expect((await stranger.get('/api/agents/AGT-005')).status).toBe(404);
  expect((await admin.get('/api/agents/AGT-999')).status).toBe(404);
});

test("one's own status, in the words of the source (S4-AGT-04, S4-AGT-05, S4-AGT-06)", async () => {
  const said: [string, string, string][] = [
    ['busy', 'busy', 'busy'],
    ['on_break', 'on_break', 'on_break'],
    ['dnd', 'busy', 'dnd'],
    ['away', 'on_break', 'away'],
    ['available', 'available', 'available'],
  ];
  for (const [word, status, presence] of said) {
    const reply = await sarah.patch(`/api/agents/AGT-001/status?status=${word}`);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toMatchObject({ success: true, agent_id: 'AGT-001', status });
    expect(reply.body.agent.presence).toBe(presence);
    await live.wait(
      (m) =>
        m.type === 'agent:status_changed' &&
        m.data.agent_id === 'AGT-001' &&
        m.data.presence === presence,
    );
  }
  expect((await sarah.patch('/api/agents/AGT-001/status?status=dancing')).status).toBe(422);
  expect((await sarah.patch('/api/agents/AGT-001/status', {})).status).toBe(422);
});

test("another's status is set by who leads it", async () => {
  const set = (by: Client, key: string) => by.patch(`/api/agents/${key}/status?status=busy`);
  expect((await set(sarah, 'AGT-002')).status).toBe(403);
  expect((await set(supervisor, 'AGT-001')).body.status).toBe('busy');
  expect((await set(supervisor, 'AGT-005')).status).toBe(403);
  expect((await set(admin, 'AGT-005')).status).toBe(200);
  expect((await set(stranger, 'AGT-005')).status).toBe(404);
  await sarah.patch('/api/agents/AGT-001/status?status=available');
});

test('what an agent is doing, and whether a call could be given to it (A-14)', async () => {
  const before = await one(admin, 'AGT-001');
  expect(before.routable).toBe(!before.extension || before.extension_status === 'online');
  const { call } = (await sarah.post('/api/calls', { phone_number: '+971505550001' })).body;
  await sarah.post(`/api/calls/${call.call_id}/status`, { status: 'in_progress' });
  expect(await one(admin, 'AGT-001')).toMatchObject({
    status: 'busy',
    automatic: 'call',
    routable: false,
    current_call_id: call.call_id,
  });
  await sarah.post(`/api/calls/${call.call_id}/end`);
  const after = await one(admin, 'AGT-001');
  expect(after).toMatchObject({ automatic: 'wrap_up', routable: false, current_call_id: null });
  expect(after.wrap_up_until).not.toBeNull();
  expect(after.stats.calls_today).toBe(before.stats.calls_today + 1);
  await sarah.post(`/api/calls/${call.call_id}/wrap-up`);
  expect(await one(admin, 'AGT-001')).toMatchObject({ status: 'available', automatic: null });
});

describe('agents are added, changed and taken out of service (IMP-AGT-01)', () => {
  const add = async (extra: Body = {}): Promise<Body> => {
    const username = `agt${String(++made).padStart(3, '0')}`;
    const reply = await admin.post('/api/agents', { username, name: 'Huda Saleh', ...extra });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.temporary_password).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    return reply.body.user;
  };
  const put = (key: string | number, body: Body, by = admin) => by.put(`/api/agents/${key}`, body);

  test('by code or id of the agent, with the version last seen', async () => {
    const user = await add({ department: 'sales' });
    expect(user).toMatchObject({ roles: ['agent'], agent: { active: true, level: 'agent' } });
    expect(await one(admin, user.agent.code)).toMatchObject({
      id: user.agent.id,
      name: 'Huda Saleh',
      department: 'sales',
    });
    const named = await put(user.agent.code, { level: 'senior', version: user.version });
    expect(named.body.user).toMatchObject({ id: user.id, agent: { level: 'senior' } });
    expect((await put(user.agent.id, { version: user.version })).status).toBe(409);
    expect((await put(user.agent.id, { name: 'Huda' })).body.user.name).toBe('Huda');

    const refused = await put(user.agent.code, { department: 'nowhere' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toHaveProperty('department');
    const twice = await admin.post('/api/agents', { username: user.username, name: 'X' });
    expect(twice.status).toBe(409);
    expect((await admin.post('/api/agents', { name: 'X' })).status).toBe(422);

    const gone = await admin.delete(`/api/agents/${user.agent.code}`);
    expect(gone.body).toMatchObject({
      orders_given_away: 0,
      user: { status: 'disabled', agent: { active: false } },
    });
    expect((await admin.get(`/api/agents/${user.agent.code}`)).status).toBe(404);
    const log = await admin.get(`/api/admin/audit?subject=user:${user.id}&action=user.changed`);
    expect(log.body.rows.length).toBeGreaterThanOrEqual(3);
  });

  test('by nobody else, and of another company none', async () => {
    const { agent } = await add();
    for (const by of [supervisor, sarah]) {
      expect((await put(agent.code, { name: 'X' }, by)).status).toBe(403);
      expect((await by.post('/api/agents', { username: 'nope', name: 'X' })).status).toBe(403);
      expect((await by.delete(`/api/agents/${agent.code}`)).status).toBe(403);
    }
    expect((await put(agent.id, { name: 'X' }, stranger)).status).toBe(404);
    expect((await stranger.delete(`/api/agents/${agent.code}`)).status).toBe(404);
    expect((await put('AGT-999', { name: 'X' })).status).toBe(404);
    expect((await one(admin, agent.code)).name).toBe('Huda Saleh');
  });

  test('with skills, as words or with a level; all are given at once', async () => {
    expect((await one(admin, 'AGT-005')).skills).toContainEqual({ skill: 'returns', level: 4 });
    const { agent, version, id } = await add({
      skills: ['After Sales', { skill: 'ENGLISH', level: 5 }],
    });
    const given = [
      { skill: 'after-sales', level: null },
      { skill: 'english', level: 5 },
    ];
    expect(agent.skills).toEqual(given);
    expect((await one(sarah, agent.code)).skills).toEqual(given);
    const having = async (skill: string) =>
      (await sarah.get(`/api/agents?skill=${skill}`)).body.agents.map((row: Body) => row.agent_id);
    expect(await having('after-sales')).toEqual([agent.code]);
    expect(await having('After%20Sales')).toEqual([agent.code]);
    expect(await having('sales')).toEqual([]);
    expect((await admin.get('/api/admin/users/choices')).body.skills).toContain('after-sales');
    const foreign = (await stranger.get('/api/admin/users/choices')).body.skills;
    expect(foreign).not.toContain('after-sales');

    const kept = (await put(agent.code, { name: 'Huda' })).body.user;
    expect(kept.agent.skills).toEqual(given);
    const manager = `/api/manager/agents/${id}`;
    const changed = await admin.put(manager, { skills: [{ skill: 'billing', level: 2 }] });
    expect(changed.body.user.agent.skills).toEqual([{ skill: 'billing', level: 2 }]);
    expect(changed.body.user.version).toBeGreaterThan(version);
    const log = await admin.get(`/api/admin/audit?subject=user:${id}&action=user.changed`);
    expect(log.body.rows[0].detail).toMatchObject({
      before: { skills: given },
      after: { skills: [{ skill: 'billing', level: 2 }] },
    });
    expect((await put(agent.code, { skills: [] })).body.user.agent.skills).toEqual([]);
    expect(await having('billing')).toEqual([]);
  });

  test('a list of skills that is none is refused by its field, and nothing is changed', async () => {
    const { agent } = await add({ skills: ['english'] });
    const many = Array.from({ length: 31 }, (_, at) => `skill-${at}`);
    const bad: unknown[] = [
      ['english', 'English'],
      [''],
      ['-x'],
      ['a,b'],
      ['x'.repeat(41)],
      [7],
      [{ level: 3 }],
      [{ skill: 'english', level: 6 }],
      [{ skill: 'english', level: 0 }],
      [{ skill: 'english', level: 'high' }],
      { skill: 'english' },
      many,
    ];
    for (const skills of bad) {
      const reply = await put(agent.code, { name: 'Other', skills });
      expect(reply.status, JSON.stringify(skills)).toBe(422);
      expect(reply.body.errors, JSON.stringify(skills)).toHaveProperty('skills');
    }
    expect(await one(admin, agent.code)).toMatchObject({
      name: 'Huda Saleh',
      skills: [{ skill: 'english', level: null }],
    });
    const full = await put(agent.code, { skills: many.slice(1) });
    expect(full.body.user.agent.skills).toHaveLength(30);
  });
});
