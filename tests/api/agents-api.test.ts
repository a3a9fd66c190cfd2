/* Agents as those who send them calls see them (S4-AGT-01…06, IMP-AGT-01, A-13, A-14). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let supervisor: Client; // of team 1
let sarah: Client; // AG001, team 1
let stranger: Client;
let live: Live;

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
