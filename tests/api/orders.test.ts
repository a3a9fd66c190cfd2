/* Confirming orders: the list, one of them, changes of status, many at once, files (S0-ORD, S0-API-04…08, S0-DB-05/06, C.6). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { newOrder, setStatus } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';
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

describe('the list', () => {
  test('shows an agent only own orders and the pool, whatever is asked', async () => {
    const mine = await sarah.get('/api/agent/orders?status=all&date=today');
    expect(mine.status, mine.text).toBe(200);
    expect(mine.body.orders).toEqual(mine.body.data);
    expect(mine.body.orders.length).toBeGreaterThan(0);
    for (const scope of ['assigned', 'all', 'pool']) {
      const reply = await sarah.get(`/api/agent/orders?orders=${scope}&date=all`);
      for (const order of reply.body.orders)
        expect([null, 'AGT-001'], scope).toContain(order.assigned_agent?.code ?? null);
    }
  });

  test('has the fields of every column and money in minor units', async () => {
    const reply = await sarah.get('/api/agent/orders?search=001847');
    const order = reply.body.orders.find((o: Body) => o.id === 1847);
    expect(order).toMatchObject({
      order_id: 'ORD-2024-001847',
      short_code: 'ORD-001847',
      status: 'no_response',
      priority: 'high',
      customer_name: 'Ahmed Al-Rashid',
      customer_phone: '+971501234567',
      price: 750,
      price_minor: 75000,
      currency: 'AED',
    });
  });

  test('statuses, priority and search narrow it; counts add up', async () => {
    const all = await manager.get('/api/agent/orders?date=all');
    const { counts } = all.body;
    const sum = [
      'new',
      'confirmed',
      'no_response',
      'postponed',
      'under_review',
      'cancelled',
      'closed',
    ]
      .map((status) => counts[status])
      .reduce((a, b) => a + b, 0);
    expect(sum).toBe(counts.all);
    for (const status of ['confirmed', 'cancelled', 'no_response,postponed']) {
      const reply = await manager.get(
        `/api/agent/orders?date=all&status=${status}&per_page=100&page=1`,
      );
      for (const order of reply.body.orders) expect(status.split(',')).toContain(order.status);
      if (!status.includes(',')) expect(reply.body.pagination.total).toBe(counts[status]);
    }
    const high = await manager.get('/api/agent/orders?date=all&priority=high');
    for (const order of high.body.orders) expect(order.priority).toBe('high');
    expect(all.body.high_priority_count).toBeGreaterThanOrEqual(
      all.body.high_priority.length > 0 ? 1 : 0,
    );
  });

  test.each([
    '1847',
    '001847',
    'ORD-001847',
    'ORD-2024-001847',
    'Ahmed',
    'ahmed al',
    '0501234567',
    '1234567',
    'Galaxy',
  ])('search finds order 1847 by %s', async (word) => {
    const reply = await manager.get(
      `/api/agent/orders?date=all&search=${encodeURIComponent(word)}&per_page=200&page=1`,
    );
    expect(
      reply.body.orders.map((o: Body) => o.id),
      word,
    ).toContain(1847);
  });

  test('search folds Arabic and finds what was stored a moment ago', async () => {
    const order = await fresh({ customer_name: 'أحْمَد إبراهيم المُنى', product_name: 'مِصباح مكتب' });
    for (const word of ['احمد', 'ابراهيم', 'المنى', 'مصباح', 'أحمد ابراهيم']) {
      const reply = await sarah.get(`/api/agent/orders?search=${encodeURIComponent(word)}`);
      expect(
        reply.body.orders.map((o: Body) => o.id),
        word,
      ).toContain(order.id);
    }
  });

  test.each(['%', '_', '"', "' OR 1=1--", 'NEAR(', '*', 'a AND', '\\', '((', '{}', 'ـ'])(
    'the search word %j is plain text',
    async (word) => {
      const reply = await manager.get(
        `/api/agent/orders?date=all&search=${encodeURIComponent(word)}`,
      );
      expect(reply.status, reply.text).toBe(200);
      expect(reply.body.orders.length).toBeLessThanOrEqual(500);
    },
  );

  test('pages by cursor see every row once, in order', async () => {
    const seen: number[] = [];
    let times: string[] = [];
    let cursor = '';
    for (let page = 0; page < 100; page++) {
      const reply = await manager.get(
        `/api/agent/orders?date=all&per_page=37${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(reply.status, reply.text).toBe(200);
      seen.push(...reply.body.orders.map((o: Body) => o.id));
      times = times.concat(reply.body.orders.map((o: Body) => o.created_at));
      cursor = reply.body.pagination.next;
      if (!cursor) break;
    }
    const [count] = sql(server, 'SELECT COUNT(*) FROM orders WHERE company_id = 1');
    expect(seen.length).toBe(Number(count));
    expect(new Set(seen).size).toBe(seen.length);
    expect([...times].sort().reverse()).toEqual(times);
  });

  test.each([
    ['status=asleep', 'status'],
    ['date=sometime', 'date'],
    ['priority=urgent', 'priority'],
    ['page=0', 'page'],
    ['page=1e3', 'page'],
    ['per_page=-1', 'per_page'],
    ['page=9223372036854775808', 'page'],
    ['sort=price;drop', 'sort'],
    ['cursor=abc', 'cursor'],
    ['date_from=2026-02-30', 'date_from'],
    ['date_from=2026-03-02&date_to=2026-03-01', 'date_from'],
    ['orders=everyone', 'orders'],
  ])('refuses %s naming %s', async (query, field) => {
    const reply = await manager.get(`/api/agent/orders?${query}`);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test.each(['today', 'yesterday', 'week', 'last_week', 'month', 'last_month', '7d', '24h', 'all'])(
    'knows the period %s',
    async (date) => {
      expect((await manager.get(`/api/agent/orders?date=${date}`)).status).toBe(200);
    },
  );
});

describe('one order', () => {
  test.each(['1847', '001847', 'ORD-001847', 'ORD-2024-001847', 'ord-001847'])(
    'is found by %s',
    async (key) => {
      expect((await sarah.get(`/api/agent/orders/${key}`)).body.order.id).toBe(1847);
    },
  );

  test.each([
    '0',
    '-1',
    '99999999',
    'ORD-2023-001847',
    'AG001',
    '1847x',
    '%20',
    '1e3',
    '9223372036854775808',
    '%F0%9F%98%80',
  ])('%s is 404', async (key) => {
    expect((await sarah.get(`/api/agent/orders/${key}`)).status).toBe(404);
  });

  test('shows everything the details view needs', async () => {
    const { order } = (await sarah.get('/api/agent/orders/1847')).body;
    expect(order.customer.previous_orders).toHaveProperty('completed');
    expect(order.customer.email).toBe('ahmed.rashid@email.com');
    expect(order.landmark).toBe('Near Marina Mall');
    for (const list of ['notes', 'communications', 'callbacks', 'follow_ups', 'history', 'items'])
      expect(Array.isArray(order[list]), list).toBe(true);
    expect(order.allowed_statuses).toContain('confirmed');
  });

  test('of a colleague is as good as missing, on every path', async () => {
    const { id } = await fresh();
    const tries: [string, string, Body?][] = [
      ['GET', ''],
      ['PUT', '/status', { status: 'confirmed' }],
      ['POST', '/notes', { note: 'hello' }],
      ['GET', '/notes'],
      ['GET', '/history'],
      ['POST', '/reassign', { reason: 'x' }],
    ];
    for (const [method, tail, body] of tries)
      expect(
        (await omar.call(method, `/api/agent/orders/${id}${tail}`, { body })).status,
        tail,
      ).toBe(404);
    expect(
      (
        await omar.post('/api/agent/callbacks', {
          order_id: id,
          callback_at: '2030-01-01T10:00:00Z',
        })
      ).status,
    ).toBe(404);
    const logged = await omar.post('/api/agent/communication/call', {
      order_id: id,
      direction: 'outbound',
      outcome: 'busy',
      duration_seconds: 0,
    });
    expect(logged.status).toBe(404);
  });
});

describe('a change of status', () => {
  test('writes one history row and one event, in one go', async () => {
    const order = await fresh();
    const live = listen(supervisor);
    await live.wait((m) => m.type === 'hello');
    const reply = await setStatus(sarah, order.id, {
      status: 'confirmed',
      notes: 'said yes',
      version: order.version,
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.order).toMatchObject({ status: 'confirmed', version: order.version + 1 });
    const history = (await sarah.get(`/api/agent/orders/${order.id}/history`)).body.history;
    const changes = history.filter((row: Body) => row.new_status === 'confirmed');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      previous_status: 'new',
      status_change_reason: 'said yes',
      customer_notified: false,
    });
    const event = await live.wait((m) => m.type === 'order:updated' && m.data.id === order.id);
    expect(event.data).toMatchObject({
      status: 'confirmed',
      previous_status: 'new',
      version: order.version + 1,
    });
    // Events come in order: whatever this change said was said before the next one.
    const next = await fresh();
    await live.wait((m) => m.type === 'order:created' && m.data.order.id === next.id);
    expect(
      live.messages.filter((m) => m.type === 'order:updated' && m.data.id === order.id),
    ).toHaveLength(1);
    live.close();
    const notes = (await sarah.get(`/api/agent/orders/${order.id}/notes`)).body.notes;
    expect(notes[0].body).toBe('said yes');
  });

  test('PATCH is PUT here, and a text/plain body that begins with { is JSON', async () => {
    const order = await fresh();
    const reply = await sarah.call('PATCH', `/api/agent/orders/${order.id}/status`, {
      body: JSON.stringify({ status: 'under_review' }),
      headers: { 'content-type': 'text/plain' },
    });
    expect(reply.status, reply.text).toBe(200);
    const query = await sarah.call('PUT', `/api/agent/orders/${order.id}/status?status=confirmed`);
    expect(query.status, query.text).toBe(200);
  });

  test('a cancellation needs a reason, and "other" needs details', async () => {
    const order = await fresh();
    const bare = await setStatus(sarah, order.id, { status: 'cancelled' });
    expect(bare.status).toBe(422);
    expect(bare.body.errors).toHaveProperty('cancellation_reason');
    const unknown = await setStatus(sarah, order.id, {
      status: 'cancelled',
      cancellation_reason: 'bored',
    });
    expect(unknown.status).toBe(422);
    const other = await setStatus(sarah, order.id, {
      status: 'cancelled',
      cancellation_reason: 'other',
    });
    expect(other.status).toBe(422);
    expect(other.body.errors).toHaveProperty('cancellation_details');
    expect((await sarah.get(`/api/agent/orders/${order.id}`)).body.order.version).toBe(
      order.version,
    );
    const good = await setStatus(sarah, order.id, {
      status: 'cancelled',
      cancellation_reason: 'other',
      cancellation_details: 'moved abroad',
    });
    expect(good.body.order).toMatchObject({
      status: 'cancelled',
      cancellation_reason: 'other',
      cancellation_details: 'moved abroad',
    });
  });

  test('a stale version is refused and shows what is now; nothing is written', async () => {
    const order = await fresh();
    expect(
      (await setStatus(supervisor, order.id, { status: 'postponed', version: order.version }))
        .status,
    ).toBe(200);
    const late = await setStatus(sarah, order.id, { status: 'confirmed', version: order.version });
    expect(late.status).toBe(409);
    expect(late.body.code).toBe('conflict');
    expect(late.body.current).toMatchObject({
      id: order.id,
      status: 'postponed',
      version: order.version + 1,
    });
    const ifMatch = await sarah.put(
      `/api/agent/orders/${order.id}/status`,
      { status: 'confirmed' },
      { headers: { 'if-match': `"${order.version}"` } },
    );
    expect(ifMatch.status).toBe(409);
  });

  test('of twenty at once with the same version exactly one wins', async () => {
    const order = await fresh();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        setStatus(i % 2 ? sarah : supervisor, order.id, {
          status: i % 3 ? 'confirmed' : 'under_review',
          version: order.version,
        }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.status === 409)).toHaveLength(19);
  });

  test('moves that do not exist are refused with those that do', async () => {
    const order = await fresh();
    await setStatus(sarah, order.id, {
      status: 'cancelled',
      cancellation_reason: 'price_concerns',
    });
    const reply = await setStatus(sarah, order.id, { status: 'confirmed' });
    expect(reply.status).toBe(409);
    expect(reply.body.code).toBe('state');
    expect(reply.body.allowed).not.toContain('confirmed');
    expect((await setStatus(sarah, order.id, { status: 'under_review' })).status).toBe(409);
    expect((await setStatus(supervisor, order.id, { status: 'under_review' })).status).toBe(200);
    expect((await setStatus(sarah, order.id, { status: 'new' })).status).toBe(422);
    await setStatus(sarah, order.id, { status: 'closed' });
    expect((await setStatus(supervisor, order.id, { status: 'under_review' })).status).toBe(409);
    expect((await setStatus(manager, order.id, { status: 'under_review' })).status).toBe(200);
  });

  test('no response counts attempts and says when again', async () => {
    const order = await fresh();
    for (let attempt = 1; attempt <= 3; attempt++) {
      const reply = await setStatus(sarah, order.id, { status: 'no_response' });
      expect(reply.body.order.attempts).toBe(attempt);
      expect(Date.parse(reply.body.order.next_attempt_at)).toBeGreaterThan(Date.now());
    }
    const reached = await setStatus(sarah, order.id, { status: 'confirmed' });
    expect(reached.body.order.next_attempt_at).toBeNull();
  });

  test('an SMS that nobody can send is not called sent', async () => {
    const order = await fresh();
    const reply = await setStatus(sarah, order.id, { status: 'confirmed', notify_customer: true });
    expect(reply.status).toBe(200);
    expect(reply.body.notification).toMatchObject({ requested: true, state: 'not_configured' });
    expect(reply.body.history.customer_notified).toBe(false);
  });

  test('a follow-up is made when asked for, and can be done', async () => {
    const order = await fresh();
    const reply = await setStatus(sarah, order.id, {
      status: 'postponed',
      follow_up_required: true,
      follow_up_at: '2030-05-05T10:00:00+04:00',
    });
    expect(reply.body.follow_up.order.id).toBe(order.id);
    const list = await sarah.get('/api/agent/follow-ups?due=all');
    const own = list.body.follow_ups.find((f: Body) => f.order.id === order.id);
    expect(own.due_at).toBe('2030-05-05T06:00:00.000Z');
    const done = await sarah.patch(`/api/agent/follow-ups/${own.id}`, { status: 'done' });
    expect(done.status, done.text).toBe(200);
    expect((await omar.patch(`/api/agent/follow-ups/${own.id}`, { status: 'done' })).status).toBe(
      404,
    );
  });

  test.each([
    [{ status: 7 }, 'status'],
    [{ status: ['confirmed'] }, 'status'],
    [{}, 'status'],
    [{ status: 'confirmed', version: 1.5 }, 'version'],
    [{ status: 'confirmed', version: '1 OR 1' }, 'version'],
    [{ status: 'confirmed', notes: 'x'.repeat(5000) }, 'notes'],
    [{ status: 'confirmed', notify_customer: 'perhaps' }, 'notify_customer'],
    [{ status: 'postponed', follow_up_at: 'tomorrow' }, 'follow_up_at'],
    [{ status: 'postponed', follow_up_at: '9999-99-99' }, 'follow_up_at'],
  ])('refuses %j naming %s', async (body, field) => {
    const order = await fresh();
    const reply = await sarah.put(`/api/agent/orders/${order.id}/status`, body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
    expect((await sarah.get(`/api/agent/orders/${order.id}`)).body.order.version).toBe(
      order.version,
    );
  });
});

describe('many at once', () => {
  test('each order has its own result, and a bad one leaves the others', async () => {
    const orders = [await fresh(), await fresh(), await fresh()];
    await setStatus(sarah, orders[1]!.id, {
      status: 'cancelled',
      cancellation_reason: 'price_concerns',
    });
    const reply = await supervisor.post('/api/agent/orders/bulk-status', {
      order_ids: [...orders.map((o) => o.id), 99999999],
      status: 'confirmed',
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.updated).toBe(2);
    expect(reply.body.failed).toBe(2);
    expect(reply.body.results.map((r: Body) => r.success)).toEqual([true, false, true, false]);
    for (const index of [0, 2]) {
      const { history } = (await sarah.get(`/api/agent/orders/${orders[index]!.id}/history`)).body;
      expect(history.filter((h: Body) => h.new_status === 'confirmed')).toHaveLength(1);
    }
  });

  test('versions are honoured one by one', async () => {
    const order = await fresh();
    const reply = await supervisor.post('/api/agent/orders/bulk-status', {
      orders: [{ id: order.id, version: order.version + 5 }],
      status: 'confirmed',
    });
    expect(reply.body.results[0]).toMatchObject({ success: false, code: 'conflict' });
  });

  test.each([
    [{ order_ids: [], status: 'confirmed' }, 'order_ids'],
    [{ order_ids: Array.from({ length: 501 }, (_, i) => i + 1), status: 'confirmed' }, 'order_ids'],
    [{ order_ids: [1], status: 'cancelled' }, 'cancellation_reason'],
  ])('refuses %#', async (body, field) => {
    const reply = await supervisor.post('/api/agent/orders/bulk-status', body);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });
});

describe('export', () => {
  test('is a whole CSV of the filter, with formulas defused', async () => {
    await fresh({
      customer_name: '=HYPERLINK("http://evil")',
      product_name: '@SUM(A1)',
      address: '-1+1\nsecond "line"',
    });
    const reply = await supervisor.get('/api/agent/orders/export?format=csv&date=today', {
      unchecked: true,
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(reply.headers.get('content-disposition')).toMatch(/attachment; filename/);
    expect(reply.text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(reply.text).toContain("'@SUM(A1)");
    expect(reply.text).toContain(`"'-1+1`);
    expect(reply.text).toMatch(/'\+971/);
  });

  test('is the same rows as XLSX, where text stays text and numbers are numbers', async () => {
    const order = await fresh({ customer_name: '=1+1 أحمد', price: '1234.50', quantity: 3 });
    const query = 'date=today&sort=-created_at';
    const [rows = []] = await downloadXlsx(
      supervisor,
      `/api/agent/orders/export?format=xlsx&${query}`,
    );
    const csv = await supervisor.get(`/api/agent/orders/export?format=csv&${query}`, {
      unchecked: true,
    });
    const headings = csv.text.split('\r\n')[0]?.split(',');
    expect(rows[0]).toEqual(headings);
    const made = rows.find((row) => row[0] === order.order_id) ?? [];
    const cell = (heading: string) => made[headings?.indexOf(heading) ?? -1];
    expect(cell('Customer')).toBe('=1+1 أحمد');
    expect(cell('Price')).toBe(1234.5);
    expect(cell('Quantity')).toBe(3);
    expect(cell('Created')).toBeInstanceOf(Date);
    expect(rows.length).toBe(
      (await supervisor.get(`/api/agent/orders?${query}`)).body.pagination.total + 1,
    );
  });
});
