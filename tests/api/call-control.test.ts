/*
 * Calls in the hands of people, without a PBX: placed, moved, held, taken, ended, and what follows
 * (S4-TEL-01…12, IMP-TEL-09…11, A-03…A-06, S4-RT-02…06, S0-COMM).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { lastAudit, sql } from '../support/database.ts';
import { newOrder } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let supervisor: Client;
let sarah: Client; // AG001, sales
let omar: Client; // AG002, sales
let stranger: Client; // admin of the other company
let live: Live; // the admin's

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  stranger = await signIn(server, 'admin', 'homes');
  live = listen(admin);
  await live.wait((m) => m.type === 'hello');
});
afterAll(async () => {
  live?.close();
  await server?.stop();
});

let dialled = 0;
async function place(by: Client, body: Body = {}): Promise<Body> {
  dialled += 1;
  const phone_number = `+97150333${String(1000 + dialled)}`;
  const reply = await by.post('/api/calls', { phone_number, ...body });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.call;
}

/** Such as /api/calls/:id/hold and /api/calls/:id/unhold of a call. */
async function does(by: Client, call: Body, what: string, body: Body = {}): Promise<Body> {
  const reply = await by.post(`/api/calls/${call.call_id}/${what}`, body);
  expect(reply.status, `${what}: ${reply.text}`).toBe(200);
  expect(reply.body.call_id).toBe(call.call_id);
  return reply.body.call;
}

const refused = async (by: Client, call: Body, what: string, body: Body = {}) =>
  (await by.post(`/api/calls/${call.call_id}/${what}`, body)) as Body;

/** What happened to it, in order. */
const steps = (call: Body) =>
  sql(
    server,
    `SELECT kind FROM call_steps WHERE company_id = 1 AND call_id = ${call.id} ORDER BY step`,
  );

const sum = ({ times }: Body) => times.setup + times.queue + times.ring + times.talk + times.hold;

describe('placing a call', () => {
  test('by query, with the plus as people write it (S4-TEL-01, S4-TEL-02, S4-TEL-03)', async () => {
    const reply = await sarah.post(
      '/api/calls?phone_number=+966501234567&customer_name=John%20Doe',
    );
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body).toMatchObject({
      success: true,
      command: null,
      call: { status: 'initiated', phone_number: '+966501234567', customer_name: 'John Doe' },
    });
    expect(reply.body.call_id).toMatch(/^CALL-[0-9A-F]{8}$/);
    expect(reply.body.call.call_id).toBe(reply.body.call_id);
    expect(reply.body.call).toMatchObject({
      source: 'manual',
      direction: 'outgoing',
      agent_id: 'AGT-001',
      linkedid: null,
      is_active: true,
    });
    const escaped = await sarah.post(
      '/api/calls?phone_number=%2B966501234567&customer_name=John%20Doe',
    );
    expect(escaped.body.call.phone_number).toBe('+966501234567');
    const told = await live.wait(
      (m) => m.type === 'call:new' && m.data.call_id === reply.body.call_id,
    );
    expect(told.data).toMatchObject({ customer_name: 'John Doe', status: 'initiated' });
    for (const { call_id } of [reply.body, escaped.body])
      await sarah.post(`/api/calls/${call_id}/end`);
  });

  test('with a key it is placed once', async () => {
    const headers = { 'idempotency-key': 'call-once' };
    const body = { phone_number: '0505551234' };
    const first = await sarah.post('/api/calls', body, { headers });
    const again = await sarah.post('/api/calls', body, { headers });
    expect(again.body.call_id).toBe(first.body.call_id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.body.call.phone_number).toBe('+971505551234');
  });

  test('of an order: its customer, its number, its name', async () => {
    const order = await newOrder(admin, { customer_name: 'Huda Saleh' });
    const reply = await sarah.post('/api/calls', { order_id: order.id });
    expect(reply.body.call).toMatchObject({
      order_id: order.id,
      order_code: order.order_id,
      customer_name: 'Huda Saleh',
      phone_number: order.customer.phone,
    });
    const known = await sarah.post('/api/calls', { phone_number: order.customer.phone });
    expect(known.body.call.customer_id).toBe(reply.body.call.customer_id);
    expect(known.body.call.customer_name).toBe('Huda Saleh');
  });

  test('what is no number, no order, no customer is refused', async () => {
    expect((await sarah.post('/api/calls', {})).body.errors).toHaveProperty('phone_number');
    expect((await sarah.post('/api/calls', { phone_number: '12' })).status).toBe(422);
    const both = { phone_number: '0505551234' };
    expect((await sarah.post('/api/calls', { ...both, order_id: '987654' })).status).toBe(404);
    expect((await sarah.post('/api/calls', { ...both, customer_id: '987654' })).status).toBe(404);
    expect((await sarah.post('/api/calls', { ...both, direction: 'internal' })).status).toBe(422);
  });
});

describe('the state machine (A-03, A-04)', () => {
  test('a call rings, goes on, is held, and ends; its time adds up', async () => {
    const call = await place(sarah, { customer_name: 'Layla' });
    expect((await does(sarah, call, 'status?status=ringing')).status).toBe('ringing');
    expect((await does(sarah, call, 'status', { status: 'in_progress' })).status).toBe(
      'in_progress',
    );
    expect((await does(sarah, call, 'hold')).on_hold).toBe(true);
    expect((await does(sarah, call, 'unhold')).status).toBe('in_progress');
    const ended = await does(sarah, call, 'end');
    expect(ended).toMatchObject({ status: 'completed', is_active: false, hangup_by: 'caller' });
    expect(ended.status_source).toBe('api');
    expect(sum(ended)).toBeCloseTo(
      (Date.parse(ended.ended_at) - Date.parse(ended.started_at)) / 1000,
      1,
    );
    expect(steps(call)).toEqual(['started', 'dialled', 'answered', 'held', 'resumed', 'hung_up']);
    const [hold] = sql(
      server,
      `SELECT to_us - from_us > 0 FROM call_holds WHERE company_id = 1 AND call_id = ${call.id}`,
    );
    expect(hold).toMatch(/^(1|t)$/);
    const told = await live.wait((m) => m.type === 'call:ended' && m.data.call_id === call.call_id);
    expect(told.data).toMatchObject({ duration: ended.duration, call: { status: 'completed' } });
    expect(
      live.messages.filter((m) => m.type === 'call:updated' && m.data.call_id === call.call_id),
    ).toHaveLength(4);
  });

  test('an agent has the seconds of its own part', async () => {
    const call = await place(sarah);
    await does(sarah, call, 'status', { status: 'in_progress' });
    await does(sarah, call, 'end');
    const rows = sql(
      server,
      `SELECT CASE WHEN l.agent_id IS NULL THEN 'customer' ELSE 'agent' END,
         l.talk_us - c.talk_us, l.ended_us - c.ended_us, l.role
       FROM call_legs l JOIN calls c ON c.company_id = l.company_id AND c.id = l.call_id
       WHERE l.company_id = 1 AND l.call_id = ${call.id} ORDER BY l.leg`,
    );
    expect(rows).toEqual(['agent|0|0|caller', 'customer|0|0|callee']);
  });

  test('what does not follow is 409 and says what would', async () => {
    const call = await place(sarah);
    const held = await refused(sarah, call, 'hold');
    expect(held.status).toBe(409);
    expect(held.body.allowed).toContain('in_progress');
    expect(held.body.allowed).not.toContain('on_hold');
    expect((await refused(sarah, call, 'status', { status: 'completed' })).status).toBe(409);
    expect((await refused(sarah, call, 'status', { status: 'dancing' })).status).toBe(422);
    expect((await refused(sarah, call, 'status', { status: 'queued' })).status).toBe(422);
    expect((await refused(sarah, call, 'status', { status: 'interrupted' })).status).toBe(422);
    expect((await does(sarah, call, 'status', { status: 'No Answer' })).status).toBe('no_answer');
    const over = await refused(sarah, call, 'end');
    expect(over.status).toBe(409);
    expect(over.body.allowed).toEqual([]);
  });

  test('a call that nobody answered was canceled; one that ended by status ends alike', async () => {
    const call = await place(sarah);
    expect((await does(sarah, call, 'end')).status).toBe('canceled');
    const other = await place(sarah);
    const ended = await does(sarah, other, 'status', { status: 'busy' });
    expect(ended).toMatchObject({ is_active: false, status: 'busy', hangup_by: 'callee' });
    await live.wait((m) => m.type === 'call:ended' && m.data.call_id === other.call_id);
  });

  test('muted and heard again', async () => {
    const call = await place(sarah);
    expect((await refused(sarah, call, 'mute')).status).toBe(409);
    await does(sarah, call, 'status', { status: 'in_progress' });
    const mute = await sarah.post(`/api/calls/${call.call_id}/mute`);
    expect(mute.body).toMatchObject({ muted: true });
    expect((await sarah.post(`/api/calls/${call.call_id}/unmute`)).body.muted).toBe(false);
    await does(sarah, call, 'end');
  });

  test('an older version is refused', async () => {
    const call = await place(sarah);
    await does(sarah, call, 'status', { status: 'ringing' });
    const late = await refused(sarah, call, 'status', { status: 'busy', version: call.version });
    expect(late.status).toBe(409);
    expect(late.body.errors).toHaveProperty('version');
    await does(sarah, call, 'end');
  });
});

describe('who may', () => {
  test('only who sees the call; of another company it is none', async () => {
    const call = await place(sarah);
    for (const what of ['end', 'hold', 'accept', 'wrap-up']) {
      expect((await refused(omar, call, what)).status, what).toBe(404);
      expect((await refused(stranger, call, what)).status, what).toBe(404);
    }
    expect((await does(supervisor, call, 'end')).status).toBe('canceled');
  });

  test('listening asks for the right, and for a PBX', async () => {
    const call = await place(sarah);
    await does(sarah, call, 'status', { status: 'in_progress' });
    expect((await refused(sarah, call, 'supervise', { mode: 'listen' })).status).toBe(403);
    expect((await refused(supervisor, call, 'supervise', { mode: 'sing' })).status).toBe(422);
    const none = await refused(supervisor, call, 'supervise', { mode: 'listen' });
    expect(none.status).toBe(409);
    await does(sarah, call, 'end');
  });

  test('a supervisor takes a call over, and that is written down', async () => {
    const call = await place(sarah);
    await does(sarah, call, 'status', { status: 'in_progress' });
    expect((await refused(sarah, call, 'take-over')).status).toBe(403);
    const { code: lead } = (await supervisor.get('/api/auth/me')).body.agent;
    const taken = await does(supervisor, call, 'take-over');
    expect(taken).toMatchObject({ status: 'in_progress', agent_id: lead });
    expect(lastAudit(server, 'call.taken_over')).toMatchObject({ call_id: call.call_id });
    expect((await refused(supervisor, call, 'take-over')).status).toBe(409);
    const ended = await does(supervisor, call, 'end');
    const talk = sql(
      server,
      `SELECT SUM(talk_us) FROM call_legs WHERE company_id = 1 AND call_id = ${call.id}
       AND agent_id IS NOT NULL`,
    );
    expect(Number(talk[0]) / 1e6).toBeCloseTo(ended.times.talk, 3);
  });
});

const presence = async (client: Client): Promise<Body> =>
  (await client.get('/api/auth/me')).body.agent;

describe('what follows', () => {
  test('an agent in a call is busy, then has time for it, then is what it was', async () => {
    await omar.put('/api/agent/auth/status', { status: 'available' });
    const call = await place(omar);
    expect((await presence(omar)).presence).toBe('available');
    await does(omar, call, 'status', { status: 'in_progress' });
    expect(await presence(omar)).toMatchObject({ presence: 'busy', presence_automatic: 'call' });
    // What is chosen meanwhile holds afterwards.
    await omar.put('/api/agent/auth/status', { status: 'break' });
    expect((await presence(omar)).presence_automatic).toBe('call');
    const ended = await omar.post(`/api/calls/${call.call_id}/end`);
    expect(Date.parse(ended.body.wrap_up_until)).toBeGreaterThan(Date.now());
    expect(await presence(omar)).toMatchObject({ presence: 'busy', presence_automatic: 'wrap_up' });
    const done = await omar.post(`/api/calls/${call.call_id}/wrap-up`);
    expect(done.body.wrap_up_until).toBeNull();
    expect(done.body.call.times.wrap).toBeGreaterThan(0);
    expect(await presence(omar)).toMatchObject({ presence: 'on_break', presence_automatic: null });
    await omar.put('/api/agent/auth/status', { status: 'available' });
  });

  test('that time ends by itself; without it an agent is free at once', async () => {
    const set = (wrap_up_seconds: number) => admin.put('/api/settings/calls', { wrap_up_seconds });
    expect((await set(1)).status).toBe(200);
    const call = await place(omar);
    await does(omar, call, 'status', { status: 'in_progress' });
    const before = live.messages.length;
    await does(omar, call, 'end');
    const back = await live.wait(
      (m) =>
        live.messages.indexOf(m) >= before &&
        m.type === 'agent:status_changed' &&
        m.data.agent_id === 'AGT-002' &&
        m.data.automatic === null,
    );
    expect(back.data.presence).toBe('available');
    expect((await omar.get(`/api/calls/${call.call_id}`)).body.call.times.wrap).toBeCloseTo(1, 3);
    expect((await set(0)).status).toBe(200);
    const next = await place(omar);
    await does(omar, next, 'status', { status: 'in_progress' });
    await does(omar, next, 'end');
    expect((await presence(omar)).presence).toBe('available');
    expect((await set(30)).status).toBe(200);
  });

  test('a call dialled by hand is ended with the time that it was talked', async () => {
    const order = await newOrder(admin);
    const long = await place(sarah, { order_id: order.id });
    const ended = await does(sarah, long, 'end', { talk_seconds: 200 });
    expect(ended).toMatchObject({ status: 'completed', handled_by: 'agent' });
    expect(ended.times).toMatchObject({ talk: 200, ring: 0, hold: 0 });
    const length = (Date.parse(ended.ended_at) - Date.parse(ended.started_at)) / 1000;
    expect(sum(ended)).toBeCloseTo(length, 1);
    expect(Date.parse(ended.answered_at) + 200_000).toBeCloseTo(Date.parse(ended.ended_at), -1);
    const { legs } = (await sarah.get(`/api/calls/${long.call_id}/details`)).body.data;
    for (const leg of legs) expect(leg.talk).toBe(200);
    const times = sql(
      server,
      `SELECT COUNT(*) FROM call_steps s JOIN calls c ON c.company_id = s.company_id AND c.id = s.call_id
       WHERE c.company_id = 1 AND c.id = ${long.id} AND s.at_us BETWEEN c.started_us AND c.ended_us`,
    );
    expect(times).toEqual([String(steps(long).length)]);
    expect(steps(long)).toEqual(['started', 'answered', 'hung_up']);
    const { history } = (await sarah.get(`/api/agent/communication/history/${order.id}`)).body;
    expect(history[0]).toMatchObject({ kind: 'call', outcome: 'answered', duration_seconds: 200 });

    // It began before it was talked: that time stays what it was.
    const rang = await place(sarah);
    await does(sarah, rang, 'status', { status: 'ringing' });
    const short = await does(sarah, rang, 'end', { talk_seconds: 0 });
    expect(short.times.talk).toBe(0);
    expect(Date.parse(short.started_at)).toBe(Date.parse(rang.started_at));

    const counted = await place(sarah);
    await does(sarah, counted, 'status', { status: 'in_progress' });
    const twice = await refused(sarah, counted, 'end', { talk_seconds: 10 });
    expect(twice.status).toBe(422);
    expect(twice.body.errors).toHaveProperty('talk_seconds');
    expect((await refused(sarah, counted, 'end', { talk_seconds: -1 })).status).toBe(422);
    await does(sarah, counted, 'end');
  });

  test("the order's history has the call once, and the agent completes that", async () => {
    const order = await newOrder(admin);
    const call = await place(sarah, { order_id: order.id });
    await does(sarah, call, 'status', { status: 'in_progress' });
    await does(sarah, call, 'end');
    const history = async (): Promise<Body[]> =>
      (await sarah.get(`/api/agent/communication/history/${order.id}`)).body.history.filter(
        (row: Body) => row.kind === 'call',
      );
    expect(await history()).toHaveLength(1);
    const log = {
      order_id: order.id,
      call_id: call.call_id,
      direction: 'outbound',
      outcome: 'callback_requested',
      notes: 'call again tomorrow',
      duration_seconds: 12,
    };
    const summed = await sarah.post('/api/agent/communication/call', log);
    expect(summed.status, summed.text).toBe(201);
    expect(summed.body.communication).toMatchObject({ outcome: 'callback_requested' });
    expect(await history()).toHaveLength(1);
    expect((await sarah.post('/api/agent/communication/call', log)).status).toBe(409);
    expect(
      (await sarah.post('/api/agent/communication/call', { ...log, call_id: 'CALL-00000000' }))
        .status,
    ).toBe(422);
    // Who sums up while the call goes on writes the contact that its end would leave.
    const early = await place(sarah, { order_id: order.id });
    await does(sarah, early, 'status', { status: 'in_progress' });
    const first = { ...log, call_id: early.call_id, outcome: 'answered' };
    expect((await sarah.post('/api/agent/communication/call', first)).status).toBe(201);
    await does(sarah, early, 'end');
    expect(await history()).toHaveLength(2);
  });
});

describe('settings', () => {
  test('say how numbers are dialled and where departments are', async () => {
    const { body } = await admin.get('/api/settings/calls');
    expect(body.settings).toMatchObject({ dial_context: 'from-internal', wrap_up_seconds: 30 });
    expect(body.settings.routes.map((row: Body) => row.department)).toContain('sales');
    const routes = [{ department: 'sales', exten: '600', queue: 'sales' }];
    const put = await admin.put('/api/settings/calls', {
      dial_prefix: '9',
      routes,
      version: body.settings.version,
    });
    expect(put.status, put.text).toBe(200);
    expect(put.body.settings.routes.find((row: Body) => row.department === 'sales')).toMatchObject({
      exten: '600',
      context: null,
      queue: 'sales',
    });
    expect(lastAudit(server, 'call_settings.changed').after).toMatchObject({ dial_prefix: '9' });
    const late = await admin.put('/api/settings/calls', { dial_prefix: '', version: 0 });
    expect(late.status).toBe(409);
    expect((await sarah.get('/api/settings/calls')).status).toBe(403);
  });

  test('and refuse what could be more than a name', async () => {
    const bad: [Body, string][] = [
      [{ dial_context: 'a,b' }, 'dial_context'],
      [{ dial_context: 'x\r\nAction: Command' }, 'dial_context'],
      [{ dial_prefix: '9,1)' }, 'dial_prefix'],
      [{ wrap_up_seconds: -1 }, 'wrap_up_seconds'],
      [{ wrap_up_seconds: 100000 }, 'wrap_up_seconds'],
      [{ offer_seconds: 100000 }, 'offer_seconds'],
      [{ routes: [{ department: 'none' }] }, 'routes'],
      [{ routes: [{ department: 'sales', exten: '6,0' }] }, 'routes'],
      [{ routes: {} }, 'routes'],
    ];
    for (const [body, field] of bad) {
      const reply = await admin.put('/api/settings/calls', body);
      expect(reply.status, JSON.stringify(body)).toBe(422);
      expect(reply.body.errors).toHaveProperty(field);
    }
    const twice = ['sales', 'support'].map((department) => ({ department, queue: 'one' }));
    expect((await admin.put('/api/settings/calls', { routes: twice })).status).toBe(409);
  });
});
