/* Work around orders: notes, callbacks, calls, reassignment, where orders come from, the dashboard (S0-ORD, S0-DASH, IMP-ORD, IMP-DASH, IMP-COMM). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { newOrder } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let sarah: Client; // AG001
let omar: Client; // another agent
let supervisor: Client;
let manager: Client;

beforeAll(async () => {
  server = await startServer();
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  supervisor = await signIn(server, 'supervisor');
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

/** A fresh order of Sarah's. */
const fresh = (changes: Body = {}) => newOrder(manager, changes);

describe('notes, callbacks, calls', () => {
  test('a note is added and read back as it was written', async () => {
    const order = await fresh();
    const note = 'اتصل بعد العصر <script>alert(1)</script> 😀';
    const made = await sarah.post(`/api/agent/orders/${order.id}/notes`, { note });
    expect(made.status, made.text).toBe(201);
    expect((await sarah.get(`/api/agent/orders/${order.id}/notes`)).body.notes[0].body).toBe(note);
    expect((await sarah.post(`/api/agent/orders/${order.id}/notes`, { note: '  ' })).status).toBe(
      422,
    );
  });

  test('a callback is made, listed, moved, and done once', async () => {
    const order = await fresh();
    const made = await sarah.post('/api/agent/callbacks', {
      order_id: order.id,
      callback_at: '2030-06-01T09:00:00Z',
      notes: 'after lunch',
    });
    expect(made.status, made.text).toBe(201);
    const { id } = made.body.callback;
    const list = await sarah.get('/api/agent/callbacks?status=pending');
    expect(list.body.callbacks.map((c: Body) => c.id)).toContain(id);
    const moved = await sarah.patch(`/api/agent/callbacks/${id}`, {
      status: 'rescheduled',
      callback_at: '2030-06-02T09:00:00Z',
    });
    expect(moved.body.callback).toMatchObject({
      status: 'pending',
      callback_at: '2030-06-02T09:00:00.000Z',
    });
    expect((await sarah.patch(`/api/agent/callbacks/${id}`, { status: 'done' })).status).toBe(200);
    expect((await sarah.patch(`/api/agent/callbacks/${id}`, { status: 'missed' })).status).toBe(
      409,
    );
    expect(
      (
        await sarah.post('/api/agent/callbacks', {
          order_id: order.id,
          callback_at: '2001-01-01T00:00:00Z',
        })
      ).status,
    ).toBe(422);
  });

  test('a callback that falls due is announced', async () => {
    const order = await fresh();
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const soon = new Date(Date.now() + 2000).toISOString();
    const made = await sarah.post('/api/agent/callbacks', {
      order_id: order.id,
      callback_at: soon,
    });
    expect(made.status, made.text).toBe(201);
    const due = await live.wait(
      (m) => m.type === 'callback:due' && m.data.callback.id === made.body.callback.id,
      10_000,
    );
    expect(due.data.callback.status).toBe('due');
    await live.wait(
      (m) => m.type === 'notification:new' && m.data.notification.type === 'callback_due',
      10_000,
    );
    live.close();
    const bell = await sarah.get('/api/agent/notifications?unread=true');
    const own = bell.body.notifications.find((n: Body) => n.type === 'callback_due');
    expect((await sarah.patch(`/api/agent/notifications/${own.id}`, { read: true })).status).toBe(
      200,
    );
    expect((await sarah.post('/api/agent/notifications/read-all')).status).toBe(200);
    expect((await sarah.get('/api/agent/notifications')).body.unread).toBe(0);
  });

  test('an attempt is logged and shows in the history; no provider pretends to call', async () => {
    const order = await fresh();
    const made = await sarah.post('/api/agent/communication/call', {
      order_id: order.id,
      direction: 'outbound',
      outcome: 'no_answer',
      duration_seconds: 0,
      notes: 'rang out',
    });
    expect(made.status, made.text).toBe(201);
    const { communications } = (await sarah.get(`/api/agent/orders/${order.id}`)).body.order;
    expect(communications.some((c: Body) => c.kind === 'call' && c.outcome === 'no_answer')).toBe(
      true,
    );
    const call = await sarah.post('/api/agent/communication/click-to-call', { order_id: order.id });
    expect(call.status).toBe(409);
    expect(call.body.code).toBe('not_configured');
    const sms = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      message: 'hello',
    });
    expect(sms.body.code).toBe('not_configured');
  });
});

describe('reassignment', () => {
  test('an agent asks, the supervisor decides, both sides see it', async () => {
    const order = await fresh();
    const asked = await sarah.post(`/api/agent/orders/${order.id}/reassign`, {
      reason: 'speaks Urdu',
      agent_id: 'AGT-002',
    });
    expect(asked.status, asked.text).toBe(202);
    expect((await sarah.get(`/api/agent/orders/${order.id}`)).body.order.assigned_agent.code).toBe(
      'AGT-001',
    );
    const queue = await supervisor.get('/api/supervisor/reassign-requests?status=pending');
    const request = queue.body.requests.find((r: Body) => r.order.id === order.id);
    expect((await sarah.get('/api/supervisor/reassign-requests')).status).toBe(403);
    const decided = await supervisor.patch(`/api/supervisor/reassign-requests/${request.id}`, {
      decision: 'approved',
    });
    expect(decided.status, decided.text).toBe(200);
    expect((await omar.get(`/api/agent/orders/${order.id}`)).body.order.assigned_agent.code).toBe(
      'AGT-002',
    );
    expect((await sarah.get(`/api/agent/orders/${order.id}`)).status).toBe(404);
    expect(
      (
        await supervisor.patch(`/api/supervisor/reassign-requests/${request.id}`, {
          decision: 'rejected',
          reason: 'no',
        })
      ).status,
    ).toBe(409);
  });

  test('a supervisor gives at once, and the agent who loses it is told', async () => {
    const order = await fresh();
    const live = listen(sarah);
    await live.wait((m) => m.type === 'hello');
    const given = await supervisor.post(`/api/agent/orders/${order.id}/reassign`, {
      agent_id: 'AG002',
      reason: 'load',
    });
    expect(given.status, given.text).toBe(200);
    expect(given.body.order.assigned_agent.code).toBe('AGT-002');
    await live.wait(
      (m) => m.data.id === order.id && (m.type === 'order:removed' || m.type === 'order:updated'),
    );
    live.close();
    expect(
      (
        await supervisor.post(`/api/agent/orders/${order.id}/reassign`, {
          agent_id: 'AGT-999',
          reason: 'x',
        })
      ).status,
    ).toBe(422);
  });
});

describe('intake', () => {
  test('the same Idempotency-Key makes one order', async () => {
    const body = {
      customer_name: 'Twice',
      customer_phone: '0507779999',
      product_name: 'Lamp',
      price: '1.00',
      address: 'x',
    };
    const headers = { 'idempotency-key': 'key-0001' };
    const first = await manager.post('/api/orders', body, { headers });
    expect(first.status, first.text).toBe(201);
    const again = await manager.post('/api/orders', body, { headers });
    expect(again.status).toBe(201);
    expect(again.body.order.id).toBe(first.body.order.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await manager.post('/api/orders', { ...body, price: '2.00' }, { headers });
    expect(other.status).toBe(422);
    await server.crash();
    const later = await manager.post('/api/orders', body, { headers });
    expect(later.body.order.id).toBe(first.body.order.id);
  });

  test('five at once with one key make one order', async () => {
    const body = {
      customer_name: 'Race',
      customer_phone: '0507778888',
      product_name: 'Lamp',
      price: '1.00',
      address: 'x',
    };
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        manager.post('/api/orders', body, { headers: { 'idempotency-key': 'key-race' } }),
      ),
    );
    const made = new Set(replies.filter((r) => r.status === 201).map((r) => r.body.order.id));
    expect(made.size).toBe(1);
    for (const reply of replies) expect([201, 409]).toContain(reply.status);
  });

  test('a lost plus sign is put back, and codes and customers are found again', async () => {
    const first = await manager.post(
      '/api/orders?customer_name=Query+Person&customer_phone=+971507776666&product_name=Lamp&price=9.50&address=x',
    );
    expect(first.status, first.text).toBe(201);
    expect(first.body.order.customer_phone).toBe('+971507776666');
    const second = await manager.post('/api/orders', {
      customer_name: 'Query Person',
      customer_phone: '00971507776666',
      product_name: 'Lamp',
      price: 9.5,
      address: 'x',
    });
    expect(second.body.order.customer.id).toBe(first.body.order.customer.id);
    const customer = await manager.get(`/api/agent/customers/${first.body.order.customer.code}`);
    expect(customer.body.customer.orders.length).toBe(2);
    const product = await manager.get(`/api/agent/products/${first.body.order.product.id}`);
    expect(product.body.product.name).toBe('Lamp');
  });

  test('an order is corrected with its version', async () => {
    const order = await fresh();
    const reply = await manager.put(`/api/orders/${order.id}`, {
      address: 'Al Nahda, Tower 2',
      version: order.version,
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.order.address).toBe('Al Nahda, Tower 2');
    expect(
      (await manager.put(`/api/orders/${order.id}`, { address: 'late', version: order.version }))
        .status,
    ).toBe(409);
    expect((await sarah.put(`/api/orders/${order.id}`, { address: 'x', version: 2 })).status).toBe(
      403,
    );
  });

  test('the load is balanced over agents who are there', async () => {
    const made = [];
    for (let i = 0; i < 8; i++) made.push(await fresh({ agent_id: undefined }));
    for (const order of made) expect(order.assigned_agent).not.toBeNull();
  });
});

describe('dashboard', () => {
  test('its numbers are the rows of the list behind them', async () => {
    for (const client of [sarah, supervisor, manager]) {
      const { today } = (await client.get('/api/agent/dashboard')).body;
      const sum = [
        'new',
        'confirmed',
        'no_response',
        'postponed',
        'under_review',
        'cancelled',
        'closed',
      ].reduce((n, k) => n + today[k], 0);
      expect(sum).toBe(today.total_orders);
      expect(
        Object.values(today.cancelled_by_reason as Record<string, number>).reduce(
          (a, b) => a + b,
          0,
        ),
      ).toBe(today.cancelled);
    }
    expect((await sarah.get('/api/agent/activity?hours=2')).status).toBe(200);
    expect((await sarah.get('/api/agent/activity?hours=1000')).status).toBe(422);
  });

  test('recent activity is of the last two hours only', async () => {
    const { recent_activity: recent } = (await sarah.get('/api/agent/dashboard')).body;
    for (const row of recent)
      expect(Date.now() - Date.parse(row.at)).toBeLessThan(2 * 3600e3 + 5000);
  });
});
