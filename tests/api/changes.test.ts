/*
 * Changes that a supervisor approves (IMP-ORD-07, IMP-SUP-03, S0-ROLE-07, S0-ROLE-16, C.6), how
 * calls are handled (IMP-MGR-03, S0-ROLE-21) and service levels (IMP-MGR-04, S0-ROLE-23).
 */
import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { psqlProgram } from '../support/postgres.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let sarah: Client; // AG001, team 1
let omar: Client; // AG002, team 1
let fatima: Client; // AG005, team 2
let supervisor: Client; // of team 1
let manager: Client;
let admin: Client;

beforeAll(async () => {
  server = await startServer();
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  fatima = await signIn(server, 'AG005');
  supervisor = await signIn(server, 'supervisor');
  manager = await signIn(server, 'manager');
  admin = await signIn(server, 'admin');
});
afterAll(() => server.stop());

let phones = 0;
async function fresh(changes: Body = {}): Promise<Body> {
  phones += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: 'Test Customer',
    customer_phone: `050 778 ${String(1000 + phones)}`,
    product_name: 'Desk Lamp',
    price: '120.50',
    address: 'Dubai Marina, Building 5',
    area: 'Dubai Marina',
    agent_id: 'AGT-001',
    ...changes,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

const order = async (client: Client, id: number) =>
  (await client.get(`/api/agent/orders/${id}`)).body.order;
const ask = (client: Client, id: number, body: Body) =>
  client.post(`/api/agent/orders/${id}/modifications`, body);
const decide = (client: Client, id: number, how: 'approve' | 'reject', body: Body = {}) =>
  how === 'approve'
    ? client.patch(`/api/supervisor/modifications/${id}/approve`, body)
    : client.patch(`/api/supervisor/modifications/${id}/reject`, body);
const setStatus = (client: Client, id: number, body: Body) =>
  client.put(`/api/agent/orders/${id}/status`, body);

/** An agent's pending request for another address. */
async function asked(changes: Body = { address: 'Al Barsha 1, Villa 7' }): Promise<Body> {
  const { id } = await fresh();
  const reply = await ask(sarah, id, { changes, reason: 'the customer moved' });
  expect(reply.status, reply.text).toBe(202);
  return reply.body.modification;
}

describe('a change that an agent asks for', () => {
  test('waits, is shown on the order, and is made when it is approved', async () => {
    const { id, version } = await fresh();
    const live = listen(supervisor);
    const hers = listen(sarah);
    const strangers = [listen(fatima), listen(omar)];
    for (const one of [live, hers, ...strangers]) await one.wait((m) => m.type === 'hello');
    const reply = await ask(sarah, id, {
      changes: {
        address: 'Al Barsha 1, Villa 7',
        area: 'Al Barsha',
        landmark: 'Behind the mall',
        customer_phone: '050 778 9999',
        product_name: 'Floor Lamp',
        quantity: 2,
        price: '241.00',
        priority: 'high',
        expected_at: '2027-03-01T10:00:00+04:00',
        expected_delivery: '2027-03-02',
      },
      reason: 'the customer moved',
      version,
    });
    expect(reply.status, reply.text).toBe(202);
    const request = reply.body.modification;
    expect(request).toMatchObject({
      kind: 'change',
      status: 'pending',
      reason: 'the customer moved',
      order: { id },
      requested_by: { name: 'Sarah Al-Mansouri', agent: { code: 'AGT-001' } },
      order_version: version,
      decided_by: null,
    });
    const change = (field: string) => request.changes.find((row: Body) => row.field === field);
    expect(change('address')).toEqual({
      field: 'address',
      before: 'Dubai Marina, Building 5',
      after: 'Al Barsha 1, Villa 7',
    });
    expect(change('price')).toEqual({
      field: 'price',
      before: { price_minor: 12050, currency: 'AED' },
      after: { price_minor: 24100, currency: 'AED' },
    });
    expect(change('customer_phone').after).toBe('+971507789999');

    const waiting = await order(sarah, id);
    expect(waiting).toMatchObject({
      address: 'Dubai Marina, Building 5',
      pending_changes: ['change'],
      version: version + 1,
      modifications: [{ id: request.id, status: 'pending' }],
    });
    await live.wait(
      (m) => m.type === 'modification:requested' && m.data.modification.id === request.id,
    );
    await live.wait((m) => m.type === 'order:updated' && m.data.order.pending_changes.length === 1);

    const queue = await supervisor.get('/api/supervisor/modifications?status=pending');
    expect(queue.body.modifications.map((row: Body) => row.id)).toContain(request.id);
    const done = await decide(supervisor, request.id, 'approve', {
      reason: 'fine',
      version: request.version,
    });
    expect(done.status, done.text).toBe(200);
    expect(done.body.modification).toMatchObject({
      status: 'approved',
      decided_by: 'Layla Haddad',
      decision_reason: 'fine',
    });
    const after = await order(sarah, id);
    expect(after).toMatchObject({
      address: 'Al Barsha 1, Villa 7',
      area: 'Al Barsha',
      landmark: 'Behind the mall',
      customer_phone: '+971507789999',
      product_name: 'Floor Lamp',
      quantity: 2,
      price_minor: 24100,
      priority: 'high',
      expected_at: '2027-03-01T06:00:00.000Z',
      expected_delivery: '2027-03-02',
      pending_changes: [],
    });
    expect(after.notes[0].body).toContain('the customer moved');
    await hers.wait(
      (m) => m.type === 'modification:decided' && m.data.modification.status === 'approved',
    );
    await hers.wait(
      (m) => m.type === 'notification:new' && m.data.notification.type === 'modification_decided',
    );
    for (const one of strangers) {
      expect(one.messages.filter((m) => m.type.startsWith('modification:'))).toEqual([]);
      one.close();
    }
    live.close();
    hers.close();
  });

  test('is rejected with a reason, and the order stays', async () => {
    const request = await asked();
    expect((await decide(supervisor, request.id, 'reject')).status).toBe(422);
    const reply = await decide(supervisor, request.id, 'reject', { reason: 'out of our area' });
    expect(reply.status, reply.text).toBe(200);
    const after = await order(sarah, request.order.id);
    expect(after).toMatchObject({ address: 'Dubai Marina, Building 5', pending_changes: [] });
    const again = await decide(supervisor, request.id, 'approve');
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('state');
  });

  test('is withdrawn by who asked for it, and by nobody else', async () => {
    const request = await asked();
    const path = `/api/agent/modifications/${request.id}/withdraw`;
    for (const other of [omar, fatima, supervisor, manager])
      expect((await other.patch(path, {})).status).toBe(404);
    expect((await sarah.patch(path, { version: 9 })).status).toBe(409);
    const reply = await sarah.patch(path, { version: request.version });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.modification.status).toBe('withdrawn');
    expect((await order(sarah, request.order.id)).pending_changes).toEqual([]);
    expect((await sarah.patch(path, {})).status).toBe(409);
  });

  test('that meets a newer order is refused with both, until the decider has seen it', async () => {
    const request = await asked();
    const { id } = request.order;
    // Another field does not matter.
    expect((await manager.put(`/api/orders/${id}`, { landmark: 'Gate 3' })).status).toBe(200);
    const newer = await manager.put(`/api/orders/${id}`, { address: 'JLT, Tower 1' });
    const reply = await decide(supervisor, request.id, 'approve');
    expect(reply.status, reply.text).toBe(409);
    expect(reply.body.code).toBe('conflict');
    expect(reply.body.current).toMatchObject({
      modification: { id: request.id, status: 'pending' },
      order: { id, address: 'JLT, Tower 1' },
    });
    expect((await order(sarah, id)).address).toBe('JLT, Tower 1');
    const seen = { order_version: newer.body.order.version };
    expect((await decide(supervisor, request.id, 'approve', seen)).status).toBe(200);
    expect((await order(sarah, id)).address).toBe('Al Barsha 1, Villa 7');
  });

  test('another field that changed meanwhile does not stop it', async () => {
    const request = await asked();
    await manager.put(`/api/orders/${request.order.id}`, { area: 'JLT' });
    expect((await decide(supervisor, request.id, 'approve')).status).toBe(200);
    expect(await order(sarah, request.order.id)).toMatchObject({
      address: 'Al Barsha 1, Villa 7',
      area: 'JLT',
    });
  });

  test('is one of its kind at a time', async () => {
    const request = await asked();
    const again = await ask(sarah, request.order.id, {
      changes: { area: 'JLT' },
      reason: 'once more',
    });
    expect(again.status).toBe(409);
    const rows = await sarah.get(`/api/agent/orders/${request.order.id}/modifications`);
    expect(rows.body.modifications.length).toBe(1);
  });

  test.each([
    [{ reason: 'why' }, 'changes'],
    [{ changes: {}, reason: 'why' }, 'changes'],
    [{ changes: { address: 'Dubai Marina, Building 5' }, reason: 'why' }, 'changes'],
    [{ changes: { address: 'x' } }, 'reason'],
    [{ changes: { quantity: 0 }, reason: 'why' }, 'quantity'],
    [{ changes: { price: '1.234' }, reason: 'why' }, 'price'],
    [{ changes: { currency: 'XXY', price: '1' }, reason: 'why' }, 'currency'],
    [{ changes: { customer_phone: '12' }, reason: 'why' }, 'customer_phone'],
    [{ changes: { customer_name: '' }, reason: 'why' }, 'customer_name'],
    [{ changes: { product_code: 'NONE-SUCH' }, reason: 'why' }, 'product_code'],
    [{ changes: { expected_at: 'soon' }, reason: 'why' }, 'expected_at'],
    [{ changes: 'all of it', reason: 'why' }, 'changes'],
    [{ kind: 'cancellation', reason: 'why' }, 'cancellation_reason'],
  ])('%j is refused naming %s', async (body, field) => {
    const { id } = await fresh();
    const reply = await ask(sarah, id, body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
    expect((await order(sarah, id)).version).toBe(1);
  });

  test('an older version is refused with the order as it is', async () => {
    const { id } = await fresh();
    await manager.put(`/api/orders/${id}`, { area: 'JLT' });
    const reply = await ask(sarah, id, { changes: { area: 'JVC' }, reason: 'why', version: 1 });
    expect(reply.status).toBe(409);
    expect(reply.body.current.area).toBe('JLT');
  });

  test('of an order that is not visible looks like one of none', async () => {
    const { id } = await fresh({ agent_id: 'AGT-005' });
    for (const client of [sarah, supervisor]) {
      const reply = await ask(client, id, { changes: { area: 'JVC' }, reason: 'why' });
      expect(reply.status).toBe(404);
      expect((await client.get(`/api/agent/orders/${id}/modifications`)).status).toBe(404);
    }
    const theirs = await ask(fatima, id, { changes: { area: 'JVC' }, reason: 'why' });
    expect(theirs.status).toBe(202);
    const request = theirs.body.modification.id;
    // The supervisor of the other team neither sees nor decides it; the manager does.
    const queue = await supervisor.get('/api/supervisor/modifications');
    expect(queue.body.modifications.map((row: Body) => row.id)).not.toContain(request);
    expect((await decide(supervisor, request, 'approve')).status).toBe(404);
    expect((await decide(manager, request, 'approve')).status).toBe(200);
  });

  test('the queue goes on by cursor, and counts', async () => {
    for (let n = 0; n < 3; n++) await asked();
    const seen: number[] = [];
    let cursor = '';
    do {
      const reply = await manager.get(`/api/supervisor/modifications?per_page=2${cursor}`);
      expect(reply.status, reply.text).toBe(200);
      seen.push(...reply.body.modifications.map((row: Body) => row.id));
      const next = reply.body.pagination.next;
      cursor = next ? `&cursor=${next}` : '';
      if (!next) expect(seen.length).toBe(reply.body.pagination.total);
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect((await manager.get('/api/supervisor/modifications?cursor=p1')).status).toBe(422);
  });

  test('an approver changes at once, and leaves a trace', async () => {
    const { id } = await fresh();
    const reply = await ask(supervisor, id, { changes: { area: 'JVC' }, reason: 'a typing error' });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.modification).toMatchObject({
      status: 'approved',
      decided_by: 'Layla Haddad',
    });
    expect(await order(sarah, id)).toMatchObject({ area: 'JVC', pending_changes: [] });
  });

  test('sent twice with one key it is one', async () => {
    const { id } = await fresh();
    const body = { changes: { area: 'JVC' }, reason: 'why' };
    const headers = { 'idempotency-key': `modification-${id}` };
    const path = `/api/agent/orders/${id}/modifications`;
    const first = await sarah.post(path, body, { headers });
    const second = await sarah.post(path, body, { headers });
    expect(second.status).toBe(first.status);
    expect(second.body.modification.id).toBe(first.body.modification.id);
  });
});

describe('cancelling an order whose parcel is on its way', () => {
  let couriers = 0;
  async function shipped(): Promise<number> {
    const { id } = await fresh();
    await setStatus(sarah, id, { status: 'confirmed' });
    couriers += 1;
    const parcel = await manager.post('/api/deliveries', {
      order_id: id,
      courier_id: 1,
      tracking_number: `CHANGES-${couriers}`,
    });
    expect(parcel.status, parcel.text).toBe(201);
    const moved = await manager.put(`/api/deliveries/${parcel.body.delivery.id}`, {
      status: 'picked_up',
    });
    expect(moved.status, moved.text).toBe(200);
    return id;
  }
  const why = { cancellation_reason: 'customer_changed_mind', reason: 'does not want it any more' };

  test('is refused to an agent, who asks for it; approved, it is cancelled', async () => {
    const id = await shipped();
    const refused = await setStatus(sarah, id, { status: 'cancelled', ...why });
    expect(refused.status, refused.text).toBe(409);
    expect(refused.body.code).toBe('approval_required');
    expect(refused.body.allowed).not.toContain('cancelled');
    expect(refused.body.allowed).toContain('postponed');

    const request = await ask(sarah, id, { kind: 'cancellation', ...why });
    expect(request.status, request.text).toBe(202);
    expect(request.body.order.pending_changes).toEqual(['cancellation']);
    expect(request.body.modification.changes).toEqual([
      { field: 'status', before: 'confirmed', after: 'cancelled' },
      { field: 'cancellation_reason', before: null, after: 'customer_changed_mind' },
    ]);
    const done = await decide(supervisor, request.body.modification.id, 'approve');
    expect(done.status, done.text).toBe(200);
    expect(await order(sarah, id)).toMatchObject({
      status: 'cancelled',
      cancellation_reason: 'customer_changed_mind',
      pending_changes: [],
    });
  });

  test('in bulk it is refused for that order alone', async () => {
    const id = await shipped();
    const free = (await fresh()).id;
    const reply = await sarah.post('/api/agent/orders/bulk-status', {
      status: 'cancelled',
      cancellation_reason: 'customer_changed_mind',
      order_ids: [id, free],
    });
    expect(reply.body.results.map((row: Body) => row.code ?? row.status)).toEqual([
      'approval_required',
      'cancelled',
    ]);
  });

  test('a supervisor cancels at once, and what waited waits no more', async () => {
    const id = await shipped();
    const change = await ask(sarah, id, { changes: { area: 'JVC' }, reason: 'why' });
    const cancel = await ask(sarah, id, { kind: 'cancellation', ...why });
    expect((await order(sarah, id)).pending_changes).toEqual(['change', 'cancellation']);
    expect((await setStatus(supervisor, id, { status: 'cancelled', ...why })).status).toBe(200);
    const after = await order(sarah, id);
    expect(after.pending_changes).toEqual([]);
    expect(after.modifications.map((row: Body) => [row.id, row.status])).toEqual([
      [cancel.body.modification.id, 'withdrawn'],
      [change.body.modification.id, 'withdrawn'],
    ]);
  });

  test('without a parcel an agent needs nobody', async () => {
    const { id } = await fresh();
    const reply = await ask(sarah, id, { kind: 'cancellation', ...why });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.order.status).toBe('cancelled');
  });
});

describe('how calls are handled', () => {
  const path = '/api/manager/policies';
  const standard = {
    assignment: 'load',
    no_response_attempts: 0,
    attempt_pause_minutes: 0,
    callback_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    callback_from: '00:00',
    callback_to: '24:00',
    postpone_hours: 0,
  };
  const put = (body: Body) => manager.put(path, body);
  afterEach(async () => {
    expect((await put(standard)).status).toBe(200);
  });

  test('limits nothing at first; a change raises the version, and everybody hears of it', async () => {
    const first = await manager.get(path);
    expect(first.body.policies).toEqual({ ...standard, version: 0 });
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const reply = await put({ no_response_attempts: 3, version: 0 });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.policies).toMatchObject({ no_response_attempts: 3, version: 1 });
    await live.wait((m) => m.type === 'policies:changed' && m.data.policies.version === 1);
    live.close();
    expect((await sarah.get('/api/agent/policies')).body.policies.no_response_attempts).toBe(3);
    const log = (await admin.get('/api/admin/audit?action=call_policies&per_page=1')).body;
    expect(log.rows[0].detail).toMatchObject({
      before: { ...standard, version: 0 },
      after: { ...standard, no_response_attempts: 3, version: 1 },
    });
    const stale = await put({ no_response_attempts: 4, version: 0 });
    expect(stale.status).toBe(409);
    expect(stale.body.current).toMatchObject({ no_response_attempts: 3 });
  });

  test.each([
    [{ assignment: 'by_luck' }, 'assignment'],
    [{ no_response_attempts: 21 }, 'no_response_attempts'],
    [{ attempt_pause_minutes: -1 }, 'attempt_pause_minutes'],
    [{ postpone_hours: 721 }, 'postpone_hours'],
    [{ callback_days: [] }, 'callback_days'],
    [{ callback_days: ['someday'] }, 'callback_days'],
    [{ callback_from: '9:00' }, 'callback_from'],
    [{ callback_to: '24:01' }, 'callback_to'],
    [{ callback_from: '21:00', callback_to: '09:00' }, 'callback_to'],
  ])('%j is refused naming %s', async (body, field) => {
    const reply = await put(body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('by hand: a new order waits in the pool unless somebody is named', async () => {
    await put({ assignment: 'manual' });
    expect((await fresh({ agent_id: null })).assigned_agent).toBeNull();
    expect((await fresh()).assigned_agent.code).toBe('AGT-001');
    await put({ assignment: 'load' });
    expect((await fresh({ agent_id: null })).assigned_agent).not.toBeNull();
  });

  test('after the attempts without an answer closing is proposed', async () => {
    await put({ no_response_attempts: 2 });
    const { id } = await fresh();
    const first = await setStatus(sarah, id, { status: 'no_response' });
    expect(first.body.order.next_attempt_at).not.toBeNull();
    expect(first.body.follow_up).toBeNull();
    const second = await setStatus(sarah, id, { status: 'no_response' });
    expect(second.body.order).toMatchObject({ attempts: 2, next_attempt_at: null });
    expect(second.body.follow_up.reason).toContain('2');
    expect(second.body.order.allowed_statuses).toContain('closed');
  });

  test('between two attempts there is a pause', async () => {
    await put({ attempt_pause_minutes: 30 });
    const { id } = await fresh();
    expect((await setStatus(sarah, id, { status: 'no_response' })).status).toBe(200);
    const reply = await setStatus(sarah, id, { status: 'no_response' });
    expect(reply.status, reply.text).toBe(409);
    expect(reply.body.code).toBe('too_soon');
    expect(reply.body.error).toContain('30');
    expect(reply.body.allowed).toContain('confirmed');
    expect(reply.body.allowed).not.toContain('no_response');
    expect((await setStatus(sarah, id, { status: 'confirmed' })).status).toBe(200);
  });

  test('callbacks are made on the days and in the hours that are allowed', async () => {
    await put({ callback_days: 'mon,tue,wed,thu', callback_from: '09:00', callback_to: '18:00' });
    const { id } = await fresh();
    const callback = (at: string) =>
      sarah.post('/api/agent/callbacks', { order_id: id, callback_at: at });
    // 2027-03-01 is a Monday; Dubai is four hours ahead.
    for (const at of [
      '2027-03-01T08:59:00+04:00',
      '2027-03-01T18:00:00+04:00',
      '2027-03-05T12:00:00+04:00',
    ]) {
      const reply = await callback(at);
      expect(reply.status, at).toBe(422);
      expect(reply.body.errors.callback_at[0]).toContain('09:00');
      expect(reply.body.errors.callback_at[0]).toContain('Thursday');
    }
    const made = await callback('2027-03-01T05:00:00Z');
    expect(made.status, made.text).toBe(201);
    const { id: made_id } = made.body.callback;
    const move = (at: string) =>
      sarah.patch(`/api/agent/callbacks/${made_id}`, { status: 'rescheduled', callback_at: at });
    expect((await move('2027-03-06T12:00:00+04:00')).status).toBe(422);
    expect((await move('2027-03-04T17:59:00+04:00')).status).toBe(200);
    const arabic = await sarah.post(
      '/api/agent/callbacks',
      { order_id: id, callback_at: '2027-03-05T12:00:00+04:00' },
      { headers: { 'accept-language': 'ar' } },
    );
    expect(arabic.body.errors.callback_at[0]).toContain('الخميس');
  });

  test('postponed without a time is postponed for the usual hours', async () => {
    await put({ postpone_hours: 24 });
    const { id } = await fresh();
    const before = Date.now();
    const reply = await setStatus(sarah, id, { status: 'postponed' });
    const hours = (Date.parse(reply.body.order.next_attempt_at) - before) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
    const said = await setStatus(sarah, (await fresh()).id, {
      status: 'postponed',
      postponed_until: '2027-03-01T10:00:00Z',
    });
    expect(said.body.order.next_attempt_at).toBe('2027-03-01T10:00:00.000Z');
  });
});

describe('service levels', () => {
  const path = '/api/manager/sla';
  const made: Body[] = [];
  async function level(body: Body): Promise<Body> {
    const reply = await manager.post(path, { name: `Level ${made.length} ${Date.now()}`, ...body });
    expect(reply.status, reply.text).toBe(201);
    made.push(reply.body.policy);
    return reply.body.policy;
  }
  beforeAll(async () => {
    const { policies } = (await manager.get(path)).body;
    for (const policy of policies)
      expect((await manager.call('DELETE', `${path}/${policy.id}`)).status).toBe(200);
  });
  afterEach(async () => {
    for (const policy of made.splice(0)) await manager.call('DELETE', `${path}/${policy.id}`);
  });

  test('are made, listed, changed and removed, each with its version', async () => {
    const live = listen(manager);
    await live.wait((m) => m.type === 'hello');
    const { departments } = (await manager.get(path)).body;
    const policy = await level({
      name: 'Urgent sales',
      priority: 'high',
      department_id: departments[0].id,
      response_minutes: 30,
      resolution_minutes: 240,
      business_hours: [
        { day: 'tue', from: '09:00', to: '18:00' },
        { day: 'mon', from: '09:00', to: '18:00' },
      ],
    });
    expect(policy).toMatchObject({
      department: departments[0],
      business_hours: [
        { day: 'mon', from: '09:00', to: '18:00' },
        { day: 'tue', from: '09:00', to: '18:00' },
      ],
      is_active: true,
      version: 1,
    });
    await live.wait((m) => m.type === 'sla:changed' && m.data.policy?.id === policy.id);
    const taken = await manager.post(path, { name: 'urgent  SALES', response_minutes: 5 });
    expect(taken.status).toBe(409);
    const change = { name: 'Urgent sales', response_minutes: 20, is_active: false, version: 1 };
    const changed = await manager.put(`${path}/${policy.id}`, change);
    expect(changed.body.policy).toMatchObject({
      priority: null,
      department: null,
      resolution_minutes: null,
      business_hours: null,
      is_active: false,
      version: 2,
    });
    const stale = await manager.put(`${path}/${policy.id}`, change);
    expect(stale.status).toBe(409);
    expect(stale.body.current.version).toBe(2);
    expect((await manager.call('DELETE', `${path}/${policy.id}`)).status).toBe(200);
    await live.wait((m) => m.type === 'sla:changed' && m.data.policy === null);
    const log = (await admin.get(`/api/admin/audit?subject=sla_policy:${policy.id}`)).body.rows;
    expect(log.map((row: Body) => [row.action, row.detail])).toMatchObject([
      ['sla_policy.removed', { before: { name: 'Urgent sales', version: 2 } }],
      [
        'sla_policy.changed',
        {
          before: { department: departments[0], is_active: true, version: 1 },
          after: { department: null, response_minutes: 20, is_active: false, version: 2 },
        },
      ],
      ['sla_policy.created', { after: { id: policy.id } }],
    ]);
    live.close();
    expect((await manager.put(`${path}/${policy.id}`, change)).status).toBe(404);
    expect((await manager.get(path)).body.policies).toEqual([]);
  });

  test.each([
    [{ response_minutes: 5 }, 'name'],
    [{ name: 'x' }, 'response_minutes'],
    [{ name: 'x', response_minutes: 0 }, 'response_minutes'],
    [{ name: 'x', resolution_minutes: 20161 }, 'resolution_minutes'],
    [{ name: 'x', response_minutes: 5, department_id: 98765 }, 'department_id'],
    [{ name: 'x', response_minutes: 5, priority: 'low' }, 'priority'],
    [{ name: 'x', response_minutes: 5, business_hours: {} }, 'business_hours'],
    [{ name: 'x', response_minutes: 5, business_hours: [7] }, 'business_hours'],
    [
      { name: 'x', response_minutes: 5, business_hours: [{ day: 'mon', from: '9', to: '18:00' }] },
      'business_hours',
    ],
    [
      {
        name: 'x',
        response_minutes: 5,
        business_hours: [{ day: 'mon', from: '09:00', to: '09:30' }],
      },
      'business_hours',
    ],
    [
      {
        name: 'x',
        response_minutes: 5,
        business_hours: [
          { day: 'mon', from: '09:00', to: '13:00' },
          { day: 'mon', from: '12:00', to: '18:00' },
        ],
      },
      'business_hours',
    ],
  ])('%j is refused naming %s', async (body, field) => {
    const reply = await manager.post(path, body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('the level that fits best says when an order is due', async () => {
    await level({ response_minutes: 600 });
    await level({ priority: 'high', response_minutes: 60, resolution_minutes: 120 });
    await level({ priority: 'normal', response_minutes: 1, is_active: false });
    const plain = await fresh();
    expect(plain.sla).toMatchObject({ state: 'running', resolution_due_at: null });
    const minutes = (at: string) => Math.round((Date.parse(at) - Date.now()) / 60_000);
    expect(minutes(plain.sla.response_due_at)).toBe(600);
    const urgent = await fresh({ priority: 'high' });
    expect(minutes(urgent.sla.response_due_at)).toBe(60);
    expect(minutes(urgent.sla.resolution_due_at)).toBe(120);
    // Another priority is another level.
    const raised = await manager.put(`/api/orders/${plain.id}`, { priority: 'high' });
    expect(minutes(raised.body.order.sla.response_due_at)).toBe(60);
  });

  test('the first status is the response, a decision the resolution: kept', async () => {
    await level({ response_minutes: 60, resolution_minutes: 120 });
    const { id } = await fresh();
    const tried = await setStatus(sarah, id, { status: 'no_response' });
    expect(tried.body.order.sla).toMatchObject({ state: 'running', resolved_at: null });
    expect(tried.body.order.sla.responded_at).not.toBeNull();
    const done = await setStatus(sarah, id, { status: 'confirmed' });
    expect(done.body.order.sla.state).toBe('kept');
    const kept = await manager.get('/api/agent/orders?date=today&orders=all&sla=kept');
    expect(kept.body.orders.map((row: Body) => row.id)).toContain(id);
  });

  /** As if its time had come an hour ago. */
  function comeDue(id: number): void {
    const then = Date.now() * 1000 - 3_600_000_000;
    const company = sarah.login.user.company_id;
    const text =
      `UPDATE orders SET sla_response_due_us = ${then}, sla_next_us = ${then}` +
      ` WHERE company_id = ${company} AND id = ${id}`;
    if (server.engine === 'postgres')
      execFileSync(psqlProgram, ['-qAt', server.db, '-c', "SET hatif.company = '0'", '-c', text]);
    else execFileSync('sqlite3', ['-cmd', '.timeout 5000', server.db.replace('sqlite:', ''), text]);
  }

  test('a time that was missed is noticed once, shown, told, found and counted', async () => {
    await level({ response_minutes: 60 });
    const missed = await fresh();
    const late = await fresh();
    const before = (await manager.get('/api/manager/sla/summary?period=today')).body.summary.all;
    const live = listen(supervisor);
    await live.wait((m) => m.type === 'hello');
    comeDue(missed.id);
    await live.wait(
      (m) =>
        m.type === 'order:updated' &&
        m.data.id === missed.id &&
        m.data.order.sla.state === 'breached',
      40_000,
    );
    await live.wait(
      (m) => m.type === 'notification:new' && m.data.notification.type === 'sla_breached',
    );
    live.close();
    // Whoever sets the status too late notices it too.
    comeDue(late.id);
    const reply = await setStatus(sarah, late.id, { status: 'confirmed' });
    expect(reply.body.order.sla.state).toBe('breached');
    expect(
      sql(
        server,
        `SELECT kind FROM sla_events WHERE subject_type = 'order'
         AND subject_id IN (${missed.id}, ${late.id})`,
      ),
    ).toEqual(['response', 'response']);

    for (const [client, filter] of [
      [sarah, ''],
      [supervisor, ''],
      [supervisor, '&agent_id=AGT-001'],
      [manager, ''],
      [manager, '&search=Test%20Customer'],
      [manager, '&sort=created_at'],
      [manager, '&status=new,confirmed&priority=normal'],
    ] as const) {
      const list = await client.get(
        `/api/agent/orders?date=today&sla=breached&per_page=200&page=1${filter}`,
      );
      expect(list.status, list.text).toBe(200);
      const ids = list.body.orders.map((row: Body) => row.id);
      expect(ids, filter).toEqual(expect.arrayContaining([missed.id, late.id]));
      for (const row of list.body.orders) expect(row.sla.state).toBe('breached');
      expect(list.body.pagination.total, filter).toBe(ids.length);
    }
    const { summary } = (await manager.get('/api/manager/sla/summary?period=today')).body;
    expect(summary.all.breached).toBe(before.breached + 2);
    expect(summary.all.running).toBe(before.running - 2);
    expect(summary.all.kept_percent).toBeCloseTo(
      (summary.all.kept * 100) / (summary.all.kept + summary.all.breached),
      0,
    );
    expect(summary.high.breached + summary.normal.breached).toBe(summary.all.breached);
    const rows = await manager.get('/api/agent/orders?date=today&orders=all&sla=breached');
    expect(rows.body.pagination.total).toBe(summary.all.breached);
    expect((await manager.get('/api/agent/orders?sla=breached&sort=-updated_at')).status).toBe(422);
  });

  test('the list of those goes on by cursor', async () => {
    await level({ response_minutes: 60 });
    for (let n = 0; n < 3; n++) await fresh();
    const seen: number[] = [];
    let cursor = '';
    do {
      const reply = await manager.get(
        `/api/agent/orders?date=today&sla=running&per_page=2${cursor}`,
      );
      seen.push(...reply.body.orders.map((row: Body) => row.id));
      cursor = reply.body.pagination.next ? `&cursor=${reply.body.pagination.next}` : '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const whole = await manager.get('/api/agent/orders?date=today&sla=running&per_page=200&page=1');
    expect(seen).toEqual(whole.body.orders.map((row: Body) => row.id));
  });
});
