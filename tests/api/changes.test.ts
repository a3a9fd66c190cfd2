/* Changes that a supervisor approves (IMP-ORD-07, IMP-SUP-03, S0-ROLE-07, S0-ROLE-16, C.6). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { newOrder, setStatus } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let sarah: Client; // AG001, team 1
let omar: Client; // AG002, team 1
let fatima: Client; // AG005, team 2
let supervisor: Client; // of team 1
let manager: Client;

beforeAll(async () => {
  server = await startServer();
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  fatima = await signIn(server, 'AG005');
  supervisor = await signIn(server, 'supervisor');
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

/** A fresh order of Sarah's. */
const fresh = (changes: Body = {}) => newOrder(manager, changes);
const order = async (client: Client, id: number) =>
  (await client.get(`/api/agent/orders/${id}`)).body.order;
const ask = (client: Client, id: number, body: Body) =>
  client.post(`/api/agent/orders/${id}/modifications`, body);
const decide = (client: Client, id: number, how: 'approve' | 'reject', body: Body = {}) =>
  how === 'approve'
    ? client.patch(`/api/supervisor/modifications/${id}/approve`, body)
    : client.patch(`/api/supervisor/modifications/${id}/reject`, body);
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
