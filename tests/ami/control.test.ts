/*
 * Calls in the hands of people, by a real Asterisk: placed by a click, handed over, listened to,
 * taken over, ended (S4-TEL-01, S4-TEL-08, S4-TEL-09, A-05, A-06).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { type Live, listen } from '../support/socket.ts';
import { closePlace, link, openPlace, type Place, seat, seen as seenAt, until } from './place.ts';

let place: Place;
let supervisor: Client; // 1003
let sarah: Client; // AG001, 1001
let omar: Client; // AG002, 1002
let live: Live; // Omar's

beforeAll(async () => {
  place = await openPlace();
  const { pbx, server, admin } = place;
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  live = listen(omar);
  await live.wait((m) => m.type === 'hello');
  await seat(admin, [
    ['1001', sarah],
    ['1002', omar],
    ['1003', supervisor],
  ]);
  const settings = { dial_context: 'internal', dial_prefix: '9', wrap_up_seconds: 0 };
  expect((await admin.put('/api/settings/calls', settings)).status).toBe(200);
  for (const phone of ['1001', '1003', 'trunk']) await pbx.picksUp(phone);
  await link(place);
});
afterAll(async () => {
  live?.close();
  await closePlace(place);
});

const seen = (call: Body, fits: (now: Body) => unknown) => seenAt(place, call.call_id, fits);
async function does(by: Client, call: Body, what: string, body: Body = {}) {
  const reply = await by.post(`/api/calls/${call.call_id}/${what}`, body);
  expect(reply.status, `${what}: ${reply.text}`).toBe(200);
}
async function call(by: Client): Promise<Body> {
  const reply = await by.post('/api/calls', {
    phone_number: '+971501112222',
    customer_name: 'Huda Saleh',
  });
  expect(reply.status, reply.text).toBe(201);
  expect(reply.body.call.source).toBe('pbx');
  return reply.body.call;
}
async function connected(): Promise<Body> {
  const placed = await call(sarah);
  return seen(placed, (now) => now.status === 'in_progress');
}

test("a click calls the agent, then the customer; the end is the PBX's", async () => {
  const call = await connected();
  expect(call).toMatchObject({
    agent_id: 'AGT-001',
    direction: 'outgoing',
    customer_name: 'Huda Saleh',
    phone_number: '+971501112222',
  });
  const busy = (await sarah.get('/api/auth/me')).body.agent;
  expect(busy).toMatchObject({ presence: 'busy', presence_automatic: 'call' });
  await does(sarah, call, 'end');
  const ended = await seen(call, (now) => !now.is_active);
  expect(ended.status).toBe('completed');
  expect(ended.times.talk).toBeGreaterThan(0);
  await until(
    async () => (await sarah.get('/api/auth/me')).body.agent as Body,
    (agent) => agent.presence_automatic === null,
  );
});

test('a phone that is not there makes a call that failed, and says so', async () => {
  const placed = await call(omar);
  const told = await live.wait((m) => m.type === 'pbx:command' && m.data.state === 'failed');
  expect(told.data).toMatchObject({ kind: 'originate', error: 'The phone could not be reached.' });
  expect((await seen(placed, (now) => !now.is_active)).status).toBe('failed');
});

test('a call is handed over to a colleague', async () => {
  await place.pbx.picksUp('1002');
  const call = await connected();
  await does(sarah, call, 'transfer', { agent_id: 'AGT-002' });
  const moved = await seen(
    call,
    (now) => now.agent_id === 'AGT-002' && now.status === 'in_progress',
  );
  expect(moved.transfers).toBe(1);
  await does(omar, call, 'end');
  expect((await seen(call, (now) => !now.is_active)).status).toBe('completed');
});

test('a supervisor whispers, and takes the customer over', async () => {
  const call = await connected();
  await does(supervisor, call, 'supervise', { mode: 'whisper' });
  await until(
    async () => (await place.pbx.act('CoreShowChannels')).map((row) => row.get('Application')),
    (applications) => applications.includes('ChanSpy'),
  );
  // Who listens is in no call.
  const { calls } = (await place.admin.get('/api/calls/live')).body;
  expect(calls.map((one: Body) => one.call_id)).toEqual([call.call_id]);
  await does(supervisor, call, 'take-over');
  const lead = (await supervisor.get('/api/auth/me')).body.agent.code;
  await seen(call, (now) => now.agent_id === lead && now.status === 'in_progress');
  await does(supervisor, call, 'end');
  expect((await seen(call, (now) => !now.is_active)).status).toBe('completed');
});
