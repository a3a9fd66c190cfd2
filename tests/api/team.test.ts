/* The supervisor’s board and reassigning many (S0-ROLE-10, S0-ROLE-11, S0-ROLE-13, S0-ROLE-17, IMP-SUP-01, IMP-SUP-02). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { midnight } from '../support/day.ts';
import { newOrder } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let supervisor: Client;
let admin: Client;
let sarah: Client;
let omar: Client;
let grace: Client; // of the other team

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  grace = await signIn(server, 'AG007');
});
afterAll(() => server.stop());

const idOf = (client: Client): number => client.login.agent.id;

/** A new order of the agent's. */
const order = (agent: Client, changes: Body = {}): Promise<Body> =>
  newOrder(manager, { agent_id: agent.login.agent.code, ...changes });

const rowOf = async (client: Client, agent: Client): Promise<Body> =>
  (await client.get('/api/supervisor/team/live')).body.agents.find(
    (row: Body) => row.id === idOf(agent),
  );

describe('the board (IMP-SUP-01, S0-ROLE-10, S0-ROLE-11, S0-ROLE-17)', () => {
  test('a supervisor sees the own team, a manager everybody, an agent nothing', async () => {
    const codes = async (client: Client) =>
      (await client.get('/api/supervisor/team')).body.agents.map((row: Body) => row.code);
    expect(await codes(supervisor)).toEqual([
      'AGT-001',
      'AGT-002',
      'AGT-003',
      'AGT-004',
      'AGT-009',
    ]);
    expect(await codes(manager)).toHaveLength(9);
    expect((await sarah.get('/api/supervisor/team')).status).toBe(403);
    expect((await sarah.get('/api/supervisor/team/live')).status).toBe(403);
  });

  test('it follows presence, orders, work of today, callbacks and logins', async () => {
    const before = await rowOf(supervisor, sarah);
    const made = await order(sarah);
    await sarah.put('/api/agent/auth/status', { status: 'on_break', note: 'Tea' });
    const past = new Date(Date.now() + 3_600_000).toISOString();
    const callback = await sarah.post('/api/agent/callbacks', {
      order_id: made.id,
      callback_at: past,
    });
    expect(callback.status, callback.text).toBe(201);
    const held = await rowOf(supervisor, sarah);
    expect(held).toMatchObject({ presence: 'on_break', presence_automatic: null, note: 'Tea' });
    expect(held.in_hand.new).toBe(before.in_hand.new + 1);
    expect(held.open_orders).toBe(before.open_orders + 1);
    expect(held.callbacks.open).toBe(before.callbacks.open + 1);
    expect(held.callbacks.due).toBe(before.callbacks.due);
    expect(Date.parse(held.oldest_waiting)).toBeLessThanOrEqual(Date.parse(made.created_at));
    expect(held.logged_in_at).not.toBeNull();

    await sarah.put(`/api/agent/orders/${made.id}/status`, { status: 'confirmed' });
    const after = await rowOf(supervisor, sarah);
    expect(after.in_hand).toMatchObject({
      new: before.in_hand.new,
      confirmed: before.in_hand.confirmed + 1,
    });
    expect(after.handled).toBe(before.handled + 1);
    expect(after.today.confirmed).toBe(before.today.confirmed + 1);
    expect(after.last_action).toMatchObject({ order_id: made.id, status: 'confirmed' });
    expect((await rowOf(supervisor, omar)).handled).toBe(
      Number(
        sql(
          server,
          `SELECT COUNT(*) FROM order_status_history WHERE company_id = 1 AND agent_id = ${idOf(omar)}
           AND previous_status IS NOT NULL AND change_timestamp >= ${midnight()}000`,
        )[0],
      ),
    );
  });
});

describe('reassigning many (IMP-SUP-02, S0-ROLE-13)', () => {
  const reassign = (client: Client, body: Body) =>
    client.post('/api/supervisor/orders/reassign', { reason: 'rebalance', ...body });

  test('each order has its own result; history, load and one notice follow', async () => {
    const orders = [await order(sarah), await order(sarah)];
    const foreign = await order(grace);
    const load = (await rowOf(supervisor, omar)).open_orders;
    const live = listen(omar);
    await live.wait((m) => m.type === 'hello');
    const reply = await reassign(supervisor, {
      order_ids: [orders[0].id, String(orders[1].id), foreign.id, 'ORD-999999999', 'x'],
      to_agent_id: 'AG002',
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toMatchObject({ reassigned: 2, failed: 3 });
    expect(reply.body.results.map((one: Body) => one.success)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(reply.body.results[2].code).toBe('not_found');
    expect(reply.body.results[0].agent.code).toBe('AGT-002');
    expect((await rowOf(supervisor, omar)).open_orders).toBe(load + 2);
    expect(
      sql(
        server,
        `SELECT to_agent_id, reason FROM order_assignments WHERE company_id = 1
         AND order_id = ${orders[0].id} ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual([`${idOf(omar)}|rebalance`]);
    await live.wait((m) => m.type === 'order:updated' && m.data.id === orders[1].id);
    const notices = live.messages.filter((m) => m.type === 'notification:new');
    expect(notices).toHaveLength(1);
    expect(notices[0].data.notification).toMatchObject({
      type: 'work_given',
      data: { orders: 2, tasks: 0, by: 'Layla Haddad' },
    });
    live.close();
    const [row] = (await admin.get(`/api/admin/audit?subject=order:${orders[0].id}&action=order`))
      .body.rows;
    expect(row).toMatchObject({
      action: 'order.reassigned',
      actor: { name: 'Layla Haddad' },
      detail: {
        before: { agent: { code: 'AGT-001' } },
        after: { agent: { code: 'AGT-002' } },
      },
    });
  });

  test('the target has to be in scope, to take orders and to have room', async () => {
    const one = await order(sarah);
    for (const to_agent_id of ['AG007', 'AG009', 'AG999', 'nobody']) {
      const reply = await reassign(supervisor, { order_ids: [one.id], to_agent_id });
      expect(reply.status, to_agent_id).toBe(422);
      expect(reply.body.errors).toHaveProperty('to_agent_id');
    }
    const target = (await manager.get('/api/manager/agents')).body;
    const omarRow = target.users.find((row: Body) => row.agent?.code === 'AGT-002');
    const full = await manager.put(`/api/manager/agents/${omarRow.id}`, {
      order_capacity: omarRow.agent.open_orders + 1,
      version: omarRow.version,
    });
    expect(full.status, full.text).toBe(200);
    const second = await order(sarah);
    const reply = await reassign(supervisor, {
      order_ids: [one.id, second.id],
      to_agent_id: 'AG002',
    });
    expect(reply.body).toMatchObject({ reassigned: 1, failed: 1 });
    expect(reply.body.results[1].error).toContain('Omar Khoury');
    await manager.put(`/api/manager/agents/${omarRow.id}`, {
      order_capacity: 0,
      version: omarRow.version + 1,
    });
  });

  test('by load the orders of one agent spread over the others of the team', async () => {
    const orders = [await order(sarah), await order(sarah), await order(sarah)];
    const reply = await reassign(supervisor, { order_ids: orders.map((one) => one.id) });
    expect(reply.body).toMatchObject({ reassigned: 3, failed: 0 });
    for (const one of reply.body.results)
      expect(['AGT-002', 'AGT-003', 'AGT-004']).toContain(one.agent.code);
  });

  test('two hundred are the most, and a reason is needed', async () => {
    const many = Array.from({ length: 201 }, (_, n) => n + 1);
    expect((await reassign(supervisor, { order_ids: many })).body.errors).toHaveProperty(
      'order_ids',
    );
    expect((await reassign(supervisor, { order_ids: [1], reason: '' })).body.errors).toHaveProperty(
      'reason',
    );
    expect((await reassign(sarah, { order_ids: [1] })).status).toBe(403);
  });

  test('a callback takes its order along; a closed one is refused', async () => {
    const one = await order(sarah);
    const at = new Date(Date.now() + 7_200_000).toISOString();
    const call = async () =>
      (await sarah.post('/api/agent/callbacks', { order_id: one.id, callback_at: at })).body
        .callback;
    const [first, second] = [await call(), await call()];
    await sarah.patch(`/api/agent/callbacks/${second.id}`, { status: 'cancelled' });
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const reply = await supervisor.post('/api/supervisor/inquiries/reassign', {
      callback_ids: [first.id, second.id],
      to_agent_id: 'AG002',
      reason: 'on leave',
    });
    expect(reply.body).toMatchObject({ reassigned: 1, failed: 1 });
    expect(reply.body.results[0]).toMatchObject({ type: 'callback', order_moved: true });
    expect(reply.body.results[1].code).toBe('state');
    const gone = await live.wait(
      (m) => m.type === 'callback:updated' && m.data.callback.id === first.id,
    );
    expect(gone.data.callback.agent.code).toBe('AGT-002');
    const mine = await omar.get('/api/agent/callbacks');
    expect(mine.body.callbacks.map((row: Body) => row.id)).toContain(first.id);
    expect((await omar.get(`/api/agent/orders/${one.id}`)).status).toBe(200);
    expect((await sarah.get(`/api/agent/orders/${one.id}`)).status).toBe(404);
    live.close();
    const none = await supervisor.post('/api/supervisor/inquiries/reassign', { reason: 'x' });
    expect(none.body.errors).toHaveProperty('callback_ids');
  });
});
