/*
 * Departments as queues, without a PBX: routed, waiting, taken by one of two, handed over
 * (S4-TEL-07, S4-TEL-08, S4-TEL-10, S4-TEL-11, S4-RT-04, S4-RT-05, IMP-TEL-09, IMP-TEL-11, A-06, A-14).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let sarah: Client; // AG001, sales
let omar: Client; // AG002, sales
let fatima: Client; // AG005, support
let stranger: Client;
let live: Live; // Omar's

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  fatima = await signIn(server, 'AG005');
  stranger = await signIn(server, 'admin', 'homes');
  expect((await admin.put('/api/settings/calls', { wrap_up_seconds: 0 })).status).toBe(200);
  live = listen(omar);
  await live.wait((m) => m.type === 'hello');
});
afterAll(async () => {
  live?.close();
  await server?.stop();
});

async function until<T>(look: () => Promise<T>, fits: (value: T) => unknown): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const value = await look();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let arrived = 0;
/** Somebody called the front desk, whose administrator is no agent. */
async function arrives(): Promise<Body> {
  arrived += 1;
  const reply = await admin.post('/api/calls', {
    phone_number: `+97150444${String(1000 + arrived)}`,
    customer_name: `Caller ${arrived}`,
    direction: 'incoming',
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.call;
}

/** Such as /api/calls/:id/route and /api/calls/:id/accept of a call. */
const ask = (by: Client, call: Body, what: string, body: Body = {}) =>
  by.post(`/api/calls/${call.call_id}/${what}`, body);
async function does(by: Client, call: Body, what: string, body: Body = {}): Promise<Body> {
  const reply = await ask(by, call, what, body);
  expect(reply.status, `${what}: ${reply.text}`).toBe(200);
  return reply.body.call;
}
async function waits(department = 'sales'): Promise<Body> {
  return does(admin, await arrives(), 'route', { department });
}
const queue = async (by: Client, query = ''): Promise<Body[]> =>
  (await by.get(`/api/calls/queue${query}`)).body.queue;
const row = async (by: Client, call: Body): Promise<Body> =>
  (await queue(by)).find((one) => one.call_id === call.call_id);
const clear = async () => {
  for (const { call } of await queue(admin)) await does(admin, call, 'end');
};

describe('a department', () => {
  test('has a queue of its own, in the order of coming (S4-TEL-07, S4-TEL-10)', async () => {
    const first = await waits();
    expect(first).toMatchObject({ status: 'queued', department: 'sales', position: 1 });
    expect(first.agent_id).toBeNull();
    const second = await waits();
    const other = await waits('support');
    const { body } = await admin.get('/api/calls/queue');
    expect(body.count).toBe(3);
    expect(await row(admin, second)).toMatchObject({
      position: 2,
      department: 'sales',
      customer_name: second.customer_name,
      phone_number: second.phone_number,
    });
    expect((await row(admin, first)).waiting_seconds).toBeGreaterThanOrEqual(0);
    const codes = async (by: Client, query = '') => (await queue(by, query)).map((r) => r.call_id);
    expect(await codes(omar)).toEqual([first.call_id, second.call_id]);
    expect(await codes(fatima)).toEqual([other.call_id]);
    expect(await codes(admin, '?department=support')).toEqual([other.call_id]);
    expect(await codes(stranger)).toEqual([]);
    expect((await admin.get('/api/calls/queue?department=none')).status).toBe(422);
    const told = await live.wait(
      (m) => m.type === 'call:routed' && m.data.call_id === first.call_id,
    );
    expect(told.data).toMatchObject({ department: 'sales', call: { status: 'queued' } });
    await clear();
  });

  test('that is none is refused; a caller who gives up has abandoned', async () => {
    const call = await waits();
    for (const body of [{ department: 'none' }, { department: '987654' }, {}])
      expect((await ask(admin, call, 'route', body)).status).toBe(422);
    const ended = await does(admin, call, 'end');
    expect(ended).toMatchObject({ status: 'abandoned', hangup_by: 'caller', position: null });
    expect(ended.times.queue).toBeGreaterThan(0);
    expect((await ask(admin, call, 'route', { department: 'sales' })).status).toBe(409);
  });

  test('gives a call to one of two who take it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const call = await waits();
      const both = await Promise.all([ask(sarah, call, 'accept'), ask(omar, call, 'accept')]);
      const states = both.map((reply) => reply.status).sort();
      expect(states, both.map((reply) => reply.text).join()).toEqual([200, 409]);
      const winner = both[0]!.status === 200 ? sarah : omar;
      const taken = both.find((reply) => reply.status === 200)!.body.call;
      expect(taken).toMatchObject({ status: 'in_progress', position: null });
      const parts = sql(
        server,
        `SELECT COUNT(*) FROM call_legs WHERE company_id = 1 AND call_id = ${call.id}
         AND agent_id IS NOT NULL`,
      );
      expect(parts).toEqual(['1']);
      expect((await ask(winner === sarah ? omar : sarah, call, 'end')).status).toBe(404);
      await does(winner, call, 'end');
    }
  });

  test('whoever has no part in it does not learn of it', async () => {
    const call = await waits();
    expect((await ask(fatima, call, 'accept')).status).toBe(404);
    expect((await ask(stranger, call, 'accept')).status).toBe(404);
    expect((await ask(admin, call, 'accept')).status).toBe(403);
    await does(sarah, call, 'accept');
    // Those who might have taken it do not see it any more.
    const gone = await live.wait(
      (m) => m.type === 'call:removed' && m.data.call_id === call.call_id,
    );
    expect(gone.data.id).toBe(call.id);
    await does(sarah, call, 'end');
  });
});

/** What somebody hears of a call from now on, in order; the call's end is the last of it. */
async function hearing(by: Client, call: () => Body) {
  const line = listen(by);
  await line.wait((m) => m.type === 'hello');
  const own = (m: Body) => String(m.type).startsWith('call:') && m.data.call_id === call().call_id;
  return {
    line,
    heard: () => line.messages.filter(own).map((m) => m.type as string),
    last: (type: string) => line.wait((m) => own(m) && m.type === type),
  };
}

describe('out of sight', () => {
  let yousef: Client; // AG003, sales
  beforeAll(async () => {
    yousef = await signIn(server, 'AG003');
  });

  test('a call that one took is gone for all others of its department, and for them alone', async () => {
    let call: Body = {};
    const [first, second, third] = await Promise.all(
      [sarah, omar, yousef].map((by) => hearing(by, () => call)),
    );
    const others = await Promise.all([fatima, stranger].map((by) => hearing(by, () => call)));
    call = await waits();
    await third!.last('call:routed');
    await does(sarah, call, 'accept');
    await second!.last('call:removed');
    await third!.last('call:removed');
    await does(sarah, call, 'end');
    await first!.last('call:ended');
    // Whoever has it hears that it is not waiting any more, and then what it is.
    expect(first!.heard().at(-1)).toBe('call:ended');
    for (const one of [second!, third!]) {
      expect(one.heard().filter((type) => type === 'call:removed')).toHaveLength(1);
      expect(one.heard().at(-1)).toBe('call:removed');
    }
    for (const by of [omar, yousef])
      expect((await by.get(`/api/calls/${call.call_id}`)).status).toBe(404);
    // A later event of theirs has come: nothing of the call is on its way to them.
    const own = await does(fatima, await waits('support'), 'accept');
    await others[0]!.line.wait((m) => m.data?.call_id === own.call_id);
    for (const one of others) expect(one.heard()).toEqual([]);
    await does(fatima, own, 'end');
    for (const { line } of [first!, second!, third!, ...others]) line.close();
  });

  test('one that was handed to another department is gone for the first', async () => {
    let call: Body = {};
    const [third, next] = await Promise.all([yousef, fatima].map((by) => hearing(by, () => call)));
    call = await waits();
    await third!.last('call:routed');
    await does(admin, call, 'route', { department: 'support' });
    await next!.last('call:routed');
    await third!.last('call:removed');
    expect(third!.heard().at(-1)).toBe('call:removed');
    expect(next!.heard()).not.toContain('call:removed');
    expect((await yousef.get(`/api/calls/${call.call_id}`)).status).toBe(404);
    await does(admin, call, 'end');
    for (const { line } of [third!, next!]) line.close();
  });
});

describe('a transfer', () => {
  test('to a department waits there and is done when somebody takes it (S4-TEL-08)', async () => {
    const call = await waits();
    await does(sarah, call, 'accept');
    const moved = await sarah.post(`/api/calls/${call.call_id}/transfer?target_department=support`);
    expect(moved.body.call).toMatchObject({
      status: 'queued',
      department: 'support',
      transfers: 1,
    });
    expect((await row(fatima, call)).position).toBe(1);
    const taken = await does(fatima, call, 'accept');
    expect(taken).toMatchObject({ status: 'in_progress', agent_id: 'AGT-005' });
    const results = sql(
      server,
      `SELECT from_party, to_party, result FROM call_transfers
       WHERE company_id = 1 AND call_id = ${call.id}`,
    );
    expect(results).toEqual(['Sarah Al-Mansouri|support|completed']);
    const ended = await does(fatima, call, 'end');
    const talk = sql(
      server,
      `SELECT agent_id, talk_us FROM call_legs WHERE company_id = 1 AND call_id = ${call.id}
       AND agent_id IS NOT NULL ORDER BY leg`,
    ).map((line) => line.split('|').map(Number));
    expect(talk).toHaveLength(2);
    expect(new Set(talk.map(([agent]) => agent)).size).toBe(2);
    expect((talk[0]![1]! + talk[1]![1]!) / 1e6).toBeCloseTo(ended.times.talk, 3);
  });

  test('to an agent is its own alone', async () => {
    const call = await waits();
    await does(sarah, call, 'accept');
    const reply = await sarah.post(
      `/api/calls/${call.call_id}/transfer?target_department=sales&agent_id=AGT-002`,
    );
    expect(reply.body.call).toMatchObject({ status: 'transferred', agent_id: 'AGT-002' });
    const told = await live.wait(
      (m) => m.type === 'call:transferred' && m.data.call_id === call.call_id,
    );
    expect(told.data).toMatchObject({ to_department: 'sales', to_agent: 'AGT-002' });
    expect((await ask(sarah, call, 'accept')).status).toBe(409);
    expect((await does(omar, call, 'accept')).status).toBe('in_progress');
    const ended = await does(omar, call, 'end');
    expect(ended.status).toBe('completed');
    const { times, started_at, ended_at } = ended;
    expect(times.setup + times.queue + times.ring + times.talk + times.hold).toBeCloseTo(
      (Date.parse(ended_at) - Date.parse(started_at)) / 1000,
      1,
    );
  });

  test('to an agent for a department that is not its own, as the call guide has it', async () => {
    const call = await waits();
    await does(sarah, call, 'accept');
    const reply = await sarah.post(
      `/api/calls/${call.call_id}/transfer?target_department=complaints&agent_id=AGT-003`,
    );
    expect(reply.body.call).toMatchObject({ agent_id: 'AGT-003', department: 'complaints' });
    await admin.post(`/api/calls/${call.call_id}/end`);
  });

  test('needs somebody to go to', async () => {
    const call = await waits();
    await does(sarah, call, 'accept');
    const bad: [Body, string][] = [
      [{}, 'target_department'],
      [{ target_department: 'none' }, 'target_department'],
      [{ agent_id: 'AGT-999' }, 'agent_id'],
      [{ agent_id: 'AGT-001' }, 'agent_id'],
    ];
    for (const [body, field] of bad) {
      const reply = await ask(sarah, call, 'transfer', body);
      expect(reply.status, JSON.stringify(body)).toBe(422);
      expect(reply.body.errors).toHaveProperty(field);
    }
    await does(sarah, call, 'end');
    expect((await ask(sarah, call, 'transfer', { agent_id: 'AGT-002' })).status).toBe(409);
  });
});

describe('by itself', () => {
  const set = async (body: Body) =>
    expect((await admin.put('/api/settings/calls', body)).status).toBe(200);
  const status = (by: Client, key: string, word: string) =>
    by.patch(`/api/agents/${key}/status?status=${word}`);
  const read = async (call: Body): Promise<Body> =>
    (await admin.get(`/api/calls/${call.call_id}`)).body.call;
  const offered = (call: Body, agent: string) =>
    until(
      () => read(call),
      (row) => row.agent_id === agent && row.status === 'ringing',
    );

  test('a waiting call rings at whoever is free longest, then at the next (A-14)', async () => {
    // Their phones are known to no PBX here: who has one that does not work gets no call.
    const free = async (): Promise<string[]> =>
      (await admin.get('/api/agents?department=sales')).body.agents
        .filter((row: Body) => row.routable)
        .map((row: Body) => row.agent_id);
    expect(await free()).toEqual([]);
    for (const { id } of (await admin.get('/api/extensions')).body.data)
      expect((await admin.delete(`/api/extensions/${id}`)).status).toBe(200);
    await status(sarah, 'AGT-001', 'busy');
    await status(omar, 'AGT-002', 'available');
    await status(sarah, 'AGT-001', 'available');
    for (const row of (await admin.get('/api/agents?department=sales')).body.agents)
      if (!['AGT-001', 'AGT-002'].includes(row.agent_id))
        await status(admin, row.agent_id, 'offline');
    expect(await free()).toEqual(['AGT-001', 'AGT-002']);
    await set({ offer_seconds: 3 });
    let call: Body = {};
    const third = await hearing(await signIn(server, 'AG003'), () => call);
    const missing = await hearing(omar, () => call);
    call = await waits();
    await offered(call, 'AGT-002');
    await third.last('call:removed');
    expect((await ask(sarah, call, 'accept')).status).toBe(409);
    await offered(call, 'AGT-001');
    const missed = sql(
      server,
      `SELECT missed FROM call_queue_visits WHERE company_id = 1 AND call_id = ${call.id}`,
    );
    expect(missed).toEqual(['1']);
    expect((await does(sarah, call, 'accept')).status).toBe('in_progress');
    // It waited, rang at Omar, waited again, rang at Sarah: gone twice for who was never asked.
    await until(
      async () => third.heard().filter((type) => type === 'call:removed').length,
      (times) => times === 2,
    );
    await missing.last('call:removed');
    expect(missing.heard().at(-1)).toBe('call:removed');
    expect(third.heard().at(-1)).toBe('call:removed');
    for (const { line } of [third, missing]) line.close();
    await does(sarah, call, 'end');
    await set({ offer_seconds: 0 });
  });

  test('a call whose end nobody said ends where it was last heard of', async () => {
    const call = await waits();
    await does(sarah, call, 'accept');
    const back = 9 * 3_600_000_000;
    changeRows(
      server,
      `UPDATE calls SET as_of_us = as_of_us - ${back}, started_us = started_us - ${back}
       WHERE company_id = 1 AND id = ${call.id}`,
    );
    const ended = await until(
      () => read(call),
      (row) => !row.is_active,
    );
    expect(ended).toMatchObject({ status: 'interrupted', gap: true, hangup_by: 'system' });
    expect(ended.duration).toBeLessThan(60);
  }, 120_000);
});
