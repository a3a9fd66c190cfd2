/* "Today" means one thing: a figure, the list behind it, its counts and its file (S0-DASH-08…11, -23…26, -29…32). */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { midnight } from '../support/day.ts';
import { type Server, startServer } from '../support/server.ts';

const statuses = [
  'new',
  'confirmed',
  'no_response',
  'postponed',
  'under_review',
  'cancelled',
  'closed',
];

let server: Server;
const people: Record<string, Client> = {};

beforeAll(async () => {
  server = await startServer();
  for (const name of ['AG001', 'AG002', 'supervisor', 'manager'])
    people[name] = await signIn(server, name);
  const made = await as('manager').post('/api/order-sources', { name: 'Day', kind: 'hatif' });
  const { url, secret } = made.body.order_source;
  shop = { path: new URL(url, server.url).pathname, secret };
});
afterAll(() => server.stop());

const as = (name: string): Client => people[name] as Client;

let shop: { path: string; secret: string };
let number = 0;

/** An order of Sarah's that a shop says was placed at that time. */
async function order(createdAt: number, changes: Body = {}): Promise<Body> {
  number += 1;
  const body = JSON.stringify({
    external_code: `DAY-${number}`,
    customer_name: 'Day Customer',
    customer_phone: `050 666 ${1000 + number}`,
    product_name: 'Desk Lamp',
    price: '10.00',
    address: 'x',
    created_at: new Date(createdAt).toISOString(),
    ...changes,
  });
  const at = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', shop.secret).update(`${at}.${body}`).digest('hex');
  const reply = await stranger(server).post(shop.path, body, {
    headers: {
      'content-type': 'application/json',
      'x-hatif-timestamp': at,
      'x-hatif-signature': `sha256=${mac}`,
    },
  });
  expect(reply.status, reply.text).toBe(201);
  const { id } = reply.body.order;
  const given = await as('manager').post(`/api/agent/orders/${id}/reassign`, {
    agent_id: 'AGT-001',
    reason: 'hers',
  });
  expect(given.status, given.text).toBe(200);
  return given.body.order;
}

const today = async (name: string): Promise<Body> =>
  (await as(name).get('/api/agent/dashboard')).body.today;
const behind = 'date=today&date_of=status';

/** Every row of a list, page after page. */
async function rows(name: string, query: string): Promise<Body[]> {
  const found: Body[] = [];
  let cursor = '';
  do {
    const { body } = await as(name).get(`/api/agent/orders?${query}&per_page=7${cursor}`);
    found.push(...body.orders);
    cursor = body.pagination.next ? `&cursor=${body.pagination.next}` : '';
  } while (cursor);
  return found;
}

/** Ids in the file of a list, told by their codes. */
async function exported(name: string, query: string): Promise<string[]> {
  const reply = await as(name).get(`/api/agent/orders/export?${query}`, { unchecked: true });
  expect(reply.status).toBe(200);
  return [...reply.text.matchAll(/ORD-\d{4}-\d{6}/g)].map(([code]) => code);
}

describe.each(['AG001', 'supervisor', 'manager'])('the figures of %s', (name) => {
  beforeAll(async () => {
    // Created yesterday: worked today, and left alone.
    const yesterday = midnight() - 3_600_000;
    const worked = await order(yesterday, { priority: 'high' });
    const put = (id: number, body: Body) =>
      as('manager').put(`/api/agent/orders/${id}/status`, body);
    expect((await put(worked.id, { status: 'confirmed' })).status).toBe(200);
    const given = await order(yesterday);
    expect(
      (await put(given.id, { status: 'cancelled', cancellation_reason: 'price_concerns' })).status,
    ).toBe(200);
    await order(yesterday);
    await order(Date.now() - 1000);
  });

  test.each(['total_orders', ...statuses])('%s', async (field) => {
    const query = field === 'total_orders' ? behind : `${behind}&status=${field}`;
    const figure = (await today(name))[field];
    const { body } = await as(name).get(`/api/agent/orders?${query}`);
    const list = await rows(name, query);
    expect(new Set(list.map((o) => o.id)).size).toBe(list.length);
    expect({
      total: body.pagination.total,
      counted: body.counts[field === 'total_orders' ? 'all' : field],
      rows: list.length,
    }).toEqual({ total: figure, counted: figure, rows: figure });
    expect((await exported(name, query)).sort()).toEqual(list.map((o) => o.code).sort());
    for (const row of list) expect(Date.parse(row.status_since)).toBeGreaterThanOrEqual(midnight());
  });

  test('are those that a plain reading of the table finds', async () => {
    const agents: Record<string, string> = {
      AG001: 'o.assigned_agent_id = 1',
      supervisor: `(o.assigned_agent_id IN (SELECT a.id FROM agents a WHERE a.company_id = 1
        AND a.team_id = (SELECT s.team_id FROM agents s JOIN users u ON u.company_id = s.company_id
          AND u.id = s.user_id WHERE s.company_id = 1 AND u.username = 'supervisor'))
        OR (o.assigned_agent_id IS NULL AND (o.department_id IS NULL OR o.department_id =
          (SELECT s.department_id FROM agents s JOIN users u ON u.company_id = s.company_id
            AND u.id = s.user_id WHERE s.company_id = 1 AND u.username = 'supervisor'))))`,
      manager: '1 = 1',
    };
    const from = midnight() * 1000;
    const found = sql(
      server,
      `SELECT o.status, COUNT(*) FROM orders o WHERE o.company_id = 1 AND ${agents[name]}
       AND (o.status_since_us >= ${from} OR o.created_us >= ${from}) GROUP BY o.status ORDER BY 1`,
    );
    const figures = await today(name);
    expect(found).toEqual(
      statuses
        .filter((status) => figures[status] > 0)
        .sort()
        .map((status) => `${status}|${figures[status]}`),
    );
  });

  test('reasons add up to the cancelled ones', async () => {
    const figures = await today(name);
    const reasons = Object.values<number>(figures.cancelled_by_reason);
    expect(figures.cancelled).toBeGreaterThan(0);
    expect(reasons.reduce((a, b) => a + b, 0)).toBe(figures.cancelled);
  });

  test('of the quick actions are the rows behind those', async () => {
    const { quick_actions: quick } = (await as(name).get('/api/agent/dashboard')).body;
    const open = 'priority=high&status=new,no_response,postponed,under_review';
    expect((await rows(name, open)).length).toBe(quick.priority);
    const callbacks = await as(name).get('/api/agent/callbacks');
    expect(callbacks.body.callbacks.length).toBe(quick.callbacks);
    const due = await as(name).get('/api/agent/follow-ups?due=today&status=pending');
    expect(due.body.follow_ups.length).toBe(quick.follow_ups);
    if (name === 'AG001') return;
    const asked = await as(name).get('/api/supervisor/reassign-requests?status=pending');
    expect(asked.body.requests.length).toBe(quick.requests);
  });
});

describe("the company's midnight", () => {
  const isIn = async (id: number, query = behind) =>
    (await rows('AG001', query)).some((row) => row.id === id);

  test('parts today from yesterday', async () => {
    const before = await order(midnight() - 1);
    const after = await order(midnight());
    expect(await isIn(before.id)).toBe(false);
    expect(await isIn(after.id)).toBe(true);
    expect(await isIn(before.id, 'date=yesterday&date_of=status')).toBe(true);
    expect(await isIn(after.id, 'date=yesterday&date_of=status')).toBe(false);
  });

  test('yesterday’s order that is worked today belongs to both days, each in its sense', async () => {
    const { id } = await order(midnight() - 60_000);
    const figures = await today('AG001');
    const reply = await as('AG001').put(`/api/agent/orders/${id}/status`, { status: 'postponed' });
    expect(reply.status).toBe(200);
    const then = await today('AG001');
    expect(then.postponed).toBe(figures.postponed + 1);
    expect(then.total_orders).toBe(figures.total_orders + 1);
    expect(await isIn(id)).toBe(true);
    expect(await isIn(id, 'date=today')).toBe(false);
    expect(await isIn(id, 'date=yesterday')).toBe(true);
    expect(await isIn(id, `${behind}&search=Day+Customer`)).toBe(true);
    expect(await isIn(id, 'date=yesterday&date_of=status&search=Day+Customer')).toBe(false);
  });

  test('a note or a correction does not make it today’s work', async () => {
    const { id, version } = await order(midnight() - 60_000);
    await as('AG001').post(`/api/agent/orders/${id}/notes`, { note: 'looked at it' });
    const edit = await as('manager').put(`/api/orders/${id}`, { landmark: 'Tower', version });
    expect(edit.status, edit.text).toBe(200);
    expect(await isIn(id)).toBe(false);
  });
});

describe('date_of=status', () => {
  test('goes from the last work to the first, or the other way', async () => {
    const newest = (await rows('manager', behind)).map((o) => Date.parse(o.status_since));
    expect(newest).toEqual([...newest].sort((a, b) => b - a));
    const oldest = await rows('manager', `${behind}&sort=status_since`);
    expect(oldest.map((o) => Date.parse(o.status_since))).toEqual([...newest].reverse());
  });

  test.each([
    ['date_of=worked', 'date_of'],
    ['date_of=status&sort=-created_at', 'sort'],
    ['sort=-status_since', 'sort'],
    ['date_of=status', 'date'],
    ['date_of=status&date=100d', 'date'],
  ])('%s is refused', async (query, field) => {
    const reply = await as('AG001').get(`/api/agent/orders?${query}`);
    expect(reply.status).toBe(422);
    expect(Object.keys(reply.body.errors)).toEqual([field]);
  });

  test('is written down with the export', async () => {
    await exported('manager', `${behind}&status=closed`);
    const [row] = sql(
      server,
      `SELECT COUNT(*) FROM audit_log WHERE company_id = 1 AND action = 'orders.exported'
       AND detail LIKE '%"date_of"%"status"%'`,
    );
    expect(Number(row)).toBeGreaterThan(0);
  });
});
