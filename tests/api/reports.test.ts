/*
 * Reports, exports, confirmation truth and flags (IMP-ORD-11, S0-ROLE-08, S0-ROLE-22, IMP-NFR-03,
 * IMP-NFR-05, S0-ORD-14).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
let supervisor: Client;
let sarah: Client; // AG001
let omar: Client; // AG002
let stranger: Client; // admin of the other company
let courier: number;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  stranger = await signIn(server, 'admin', 'homes');
  const reply = await admin.post('/api/admin/couriers', { name: 'Reported', adapter: 'none' });
  expect(reply.status, reply.text).toBe(201);
  courier = reply.body.courier.id;
});
afterAll(() => server.stop());

let made = 0;
/** An order of Sarah's, of a customer nobody knows unless a phone is given. */
async function fresh(changes: Body = {}): Promise<Body> {
  made += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: 'Report Customer',
    customer_phone: `050 333 ${String(1000 + made)}`,
    product_name: 'Reported Kettle',
    price: '100.00',
    area: 'Reportville',
    agent_id: 'AGT-001',
    ...changes,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

async function setStatus(client: Client, id: number, body: Body): Promise<Body> {
  const reply = await client.put(`/api/agent/orders/${id}/status`, body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.order;
}
const confirm = (id: number, client = sarah) => setStatus(client, id, { status: 'confirmed' });
const cancel = (id: number, client = sarah) =>
  setStatus(client, id, { status: 'cancelled', cancellation_reason: 'price_concerns' });

async function parcel(orderId: number, ...steps: string[]): Promise<Body> {
  const reply = await admin.post('/api/deliveries', {
    order_id: orderId,
    courier_id: courier,
    tracking_number: `REP${Date.now()}${++made}`,
  });
  expect(reply.status, reply.text).toBe(201);
  for (const status of steps) {
    const moved = await admin.put(`/api/deliveries/${reply.body.delivery.id}`, { status });
    expect(moved.status, moved.text).toBe(200);
  }
  return reply.body.delivery;
}
const arrived = ['picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'delivered'];

const truth = async (client: Client, query: string): Promise<Body> => {
  const reply = await client.get(`/api/supervisor/confirmation-truth?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const list = async (client: Client, query: string): Promise<Body> => {
  const reply = await client.get(`/api/agent/orders?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};

describe('confirmation truth', () => {
  test('follows the order and its parcels, and each figure has its rows', async () => {
    const area = `Truth ${Date.now()}`;
    const orders = [];
    for (let n = 0; n < 7; n++) orders.push(await fresh({ area, product_name: 'True Kettle' }));
    const [delivered, returned, failed, way, none, cancelled, reopened] = orders;
    for (const order of orders) await confirm(order.id);
    await parcel(delivered.id, ...arrived);
    await parcel(returned.id, ...arrived, 'returned');
    await parcel(failed.id, 'picked_up', 'lost');
    await parcel(way.id, 'picked_up', 'shipped');
    await cancel(cancelled.id);
    await setStatus(sarah, reopened.id, { status: 'under_review' });

    const answer = await truth(manager, 'date=today&by=city');
    const row = answer.rows.find((r: Body) => r.key === area);
    expect(row).toMatchObject({
      confirmed: 7,
      delivered: 1,
      returned: 1,
      failed: 1,
      on_the_way: 1,
      no_parcel: 1,
      cancelled: 1,
      reopened: 1,
      delivered_percent: 25,
      money: [{ currency: 'AED', confirmed_value: 700, delivered_value: 100, lost_value: 300 }],
    });
    const outcomes = {
      delivered,
      returned,
      failed,
      on_the_way: way,
      no_parcel: none,
      cancelled,
      reopened,
    };
    for (const [outcome, order] of Object.entries(outcomes)) {
      const rows = await list(
        manager,
        `orders=all&date=today&date_of=confirmed&outcome=${outcome}&area=${encodeURIComponent(area)}`,
      );
      expect(
        rows.orders.map((o: Body) => o.id),
        outcome,
      ).toEqual([order.id]);
      expect(rows.pagination.total).toBe(1);
    }

    // Corrections move the numbers.
    await manager.put(`/api/orders/${delivered.id}`, { price: '250.00', area: `${area} 2` });
    const after = (await truth(manager, 'date=today&by=area'.replace('area', 'city'))).rows;
    expect(after.find((r: Body) => r.key === area)).toMatchObject({ confirmed: 6, delivered: 0 });
    expect(after.find((r: Body) => r.key === `${area} 2`)).toMatchObject({
      confirmed: 1,
      money: [{ delivered_value: 250 }],
    });
  });

  test('agents see their own row, supervisors their team, and the rows agree', async () => {
    const order = await fresh();
    await confirm(order.id);
    const own = await truth(sarah, 'date=today&by=agent');
    expect(own.rows).toHaveLength(1);
    expect(own.rows[0].label).toContain('Sarah');
    const rows = await list(sarah, 'date=today&date_of=confirmed&per_page=500');
    expect(rows.pagination.total).toBe(own.total.confirmed);
    expect(rows.orders).toHaveLength(own.total.confirmed);

    const all = await truth(manager, 'date=month&by=agent');
    for (const row of all.rows.slice(0, 3)) {
      if (row.key === '0') continue;
      const behind = await list(
        manager,
        `orders=all&date=month&date_of=confirmed&confirmed_by=${row.key}&include=rows`,
      );
      expect(behind.pagination.total, row.label).toBe(Math.min(row.confirmed, 10000));
    }
    const team = await truth(supervisor, 'date=month&by=agent');
    expect(team.total.confirmed).toBeLessThanOrEqual(all.total.confirmed);
    expect(team.total.confirmed).toBe(
      (await list(supervisor, 'orders=all&date=month&date_of=confirmed')).pagination.total,
    );
    for (const by of ['product', 'city', 'source'])
      expect((await truth(manager, `date=month&by=${by}`)).total, by).toEqual(all.total);
    expect(
      (await truth(stranger, 'date=today&by=city')).rows.map((r: Body) => r.key),
    ).not.toContain('Reportville');
  });

  test('counters are what a recount of the confirmations gives', () => {
    const wrong = sql(
      server,
      `SELECT c.dimension, c.day, c.subject, c.outcome, c.n, c.value_minor FROM confirmation_counters c
       WHERE c.agent_id = -1 AND c.dimension = 'area' AND NOT EXISTS (
         SELECT 1 FROM (SELECT company_id, day, area, outcome, currency, COUNT(*) AS n,
           SUM(value_minor) AS minor FROM order_confirmations
           GROUP BY company_id, day, area, outcome, currency) r
         WHERE r.company_id = c.company_id AND r.day = c.day AND r.area = c.subject
         AND r.outcome = c.outcome AND r.currency = c.currency AND r.n = c.n AND r.minor = c.value_minor)
       AND c.n <> 0`,
    );
    expect(wrong).toEqual([]);
    const [rows] = sql(server, 'SELECT COUNT(*) FROM order_confirmations');
    for (const dimension of ['agent', 'product', 'area', 'source'])
      for (const who of ['= -1', '>= 0'])
        expect(
          sql(
            server,
            `SELECT SUM(n) FROM confirmation_counters WHERE dimension = '${dimension}' AND agent_id ${who}`,
          ),
          `${dimension} ${who}`,
        ).toEqual([rows]);
  });

  test('asks for whole days, a year at most', async () => {
    for (const query of ['date=all', 'date=24h', 'date_from=2020-01-01&date_to=2022-01-01']) {
      const reply = await manager.get(`/api/supervisor/confirmation-truth?${query}`);
      expect(reply.status, query).toBe(422);
      expect(Object.keys(reply.body.errors)).toEqual(['date']);
    }
  });
});

describe('narrowed lists', () => {
  test('by seller, product, area, courier and source; pages go on by cursor', async () => {
    const area = `Narrow ${Date.now()}`;
    const orders = [];
    for (let n = 0; n < 3; n++) orders.push(await fresh({ area, seller_name: 'Narrow Seller' }));
    const [first] = orders;
    const ids = orders.map((o) => o.id).reverse();
    const where = encodeURIComponent(area);
    for (const query of [
      `area=${where}`,
      `area=${where}&seller_id=${first.seller.id}`,
      `area=${where}&product_id=${first.product.id}&source=manual`,
    ])
      expect((await list(manager, `orders=all&${query}`)).orders.map((o: Body) => o.id)).toEqual(
        ids,
      );
    await parcel(first.id);
    expect(
      (await list(manager, `orders=all&area=${where}&courier_id=${courier}`)).orders,
    ).toMatchObject([{ id: first.id }]);

    const page = await list(manager, `orders=all&area=${where}&per_page=2`);
    expect(page.orders.map((o: Body) => o.id)).toEqual(ids.slice(0, 2));
    const next = await list(
      manager,
      `orders=all&area=${where}&per_page=2&cursor=${page.pagination.next}`,
    );
    expect(next.orders.map((o: Body) => o.id)).toEqual(ids.slice(2));
    expect(next.pagination.next ?? null).toBeNull();
    expect((await list(omar, `orders=all&area=${where}`)).orders).toEqual([]);
    expect((await list(stranger, `orders=all&area=${where}`)).orders).toEqual([]);

    const csv = await manager.get(`/api/agent/orders/export?format=csv&orders=all&area=${where}`, {
      unchecked: true,
    });
    expect(csv.text.trim().split('\r\n')).toHaveLength(4);
    for (const [query, field] of [
      [`area=${where}&search=lamp`, 'search'],
      [`area=${where}&sort=confirmed_at`, 'sort'],
      [`area=${where}&date_of=confirmed&sort=updated_at`, 'sort'],
      [`area=${where}&sla=breached`, 'sla'],
      ['seller_id=x', 'seller_id'],
      ['product_id=no-such', 'product_id'],
      ['confirmed_by=999999', 'confirmed_by'],
    ] as const) {
      const reply = await manager.get(`/api/agent/orders?${query}`);
      expect(reply.status, query).toBe(422);
      expect(Object.keys(reply.body.errors), query).toEqual([field]);
    }
    // The cursor of one list is none of another.
    const other = await manager.get(
      `/api/agent/orders?orders=all&area=else&cursor=${page.pagination.next}`,
    );
    expect(other.status).toBe(422);
  });
});

describe('narrowed lists in every order', () => {
  const area = `Sorted ${Date.now()}`;
  const where = `area=${encodeURIComponent(area)}`;
  const keys: Record<string, (order: Body) => number> = {
    created_at: (o) => Date.parse(o.created_at),
    updated_at: (o) => Date.parse(o.updated_at),
    expected_at: (o) => (o.expected_at ? Date.parse(o.expected_at) : Number.POSITIVE_INFINITY),
    status_since: (o) => Date.parse(o.status_since),
    // None was touched since it was confirmed.
    confirmed_at: (o) => Date.parse(o.status_since),
  };
  let orders: Body[] = [];

  beforeAll(async () => {
    const times = [
      '2030-01-02T10:00:00Z',
      null,
      '2030-01-01T10:00:00Z',
      null,
      '2030-01-01T10:00:00Z',
    ];
    for (const expected_at of times) orders.push(await fresh({ area, expected_at }));
    for (const at of [3, 0, 4]) {
      await confirm(orders[at].id);
      await parcel(orders[at].id);
    }
    await manager.put(`/api/orders/${orders[1].id}`, { landmark: 'Near the park' });
    orders = (await list(manager, `orders=all&${where}&date_of=created`)).orders;
    expect(orders).toHaveLength(5);
  });

  /** All pages of two rows, as ids. */
  async function ids(client: Client, query: string): Promise<number[]> {
    const found: number[] = [];
    let cursor = '';
    do {
      const page = await list(client, `${query}&per_page=2${cursor}`);
      found.push(...page.orders.map((o: Body) => o.id));
      cursor = page.pagination.next ? `&cursor=${page.pagination.next}` : '';
    } while (cursor);
    return found;
  }
  function sorted(rows: Body[], sort: string): number[] {
    const sign = sort.startsWith('-') ? -1 : 1;
    const key = keys[sort.replace('-', '')] as (order: Body) => number;
    const by = (a: Body, b: Body) =>
      key(a) === key(b) ? sign * (a.id - b.id) : sign * (key(a) < key(b) ? -1 : 1);
    return [...rows].sort(by).map((o) => o.id);
  }

  test.each(['created_at', 'updated_at', 'expected_at'])('by %s, up and down', async (name) => {
    for (const sort of [name, `-${name}`])
      for (const [client, sets] of [
        [manager, ['orders=all', 'agent_id=AGT-001']],
        [supervisor, ['orders=all']],
        [sarah, ['orders=all', 'orders=assigned']],
      ] as const)
        for (const set of sets)
          for (const period of ['', '&date=today', '&date=24h', '&status=new,confirmed'])
            expect(
              await ids(client, `${set}&${where}&sort=${sort}${period}`),
              `${set} ${sort} ${period}`,
            ).toEqual(sorted(orders, sort));
    // A parcel of the courier: the confirmed ones.
    expect(await ids(manager, `orders=all&${where}&courier_id=${courier}&sort=${name}`)).toEqual(
      sorted(
        orders.filter((o) => o.status === 'confirmed'),
        name,
      ),
    );
    expect(await ids(manager, `orders=pool&${where}&sort=${name}`)).toEqual([]);
    const codes = new Map(orders.map((o) => [o.order_id, o.id]));
    for (const sort of [name, `-${name}`]) {
      const csv = await manager.get(
        `/api/agent/orders/export?format=csv&orders=all&${where}&sort=${sort}`,
        { unchecked: true },
      );
      const lines = csv.text.trim().split('\r\n').slice(1);
      expect(
        lines.map((line) => codes.get(line.split(',')[0])),
        sort,
      ).toEqual(sorted(orders, sort));
    }
  });

  test('by when it was worked, and by when it was confirmed', async () => {
    for (const sort of ['status_since', '-status_since'])
      expect(
        await ids(manager, `orders=all&${where}&date=today&date_of=status&sort=${sort}`),
      ).toEqual(sorted(orders, sort));
    const rows = (await list(manager, `orders=all&${where}&date_of=confirmed&date=today`)).orders;
    expect(rows).toHaveLength(3);
    for (const sort of ['confirmed_at', '-confirmed_at'])
      expect(
        await ids(manager, `orders=all&${where}&date=today&date_of=confirmed&sort=${sort}`),
      ).toEqual(sorted(rows, sort));
    expect(rows.map((o: Body) => o.id)).toEqual(sorted(rows, '-confirmed_at'));
  });

  test('of flagged orders too', async () => {
    const all = await list(manager, 'orders=all&flag=duplicate');
    expect(all.pagination.total).toBeGreaterThan(1);
    for (const sort of ['created_at', '-updated_at', 'updated_at', 'expected_at', '-expected_at'])
      expect(await ids(manager, `orders=all&flag=duplicate&sort=${sort}`), sort).toEqual(
        sorted((await list(manager, 'orders=all&flag=duplicate&per_page=200')).orders, sort),
      );
  });

  test('what was confirmed here and is with others now is said, not shown', async () => {
    const place = `Given ${Date.now()}`;
    const query = `date=today&date_of=confirmed&area=${encodeURIComponent(place)}`;
    const kept = await fresh({ area: place });
    const given = await fresh({ area: place });
    for (const order of [kept, given]) await confirm(order.id);
    for (const client of [sarah, supervisor])
      expect(await list(client, `orders=all&${query}`)).toMatchObject({
        elsewhere: 0,
        pagination: { total: 2 },
      });
    const [other] = sql(
      server,
      'SELECT agent_no FROM agents WHERE company_id = 1 AND team_id <> 1 AND takes_orders = 1 LIMIT 1',
    );
    const moved = await manager.post(`/api/agent/orders/${given.id}/reassign`, {
      agent_id: `AGT-00${other}`,
      reason: 'Speaks the language',
    });
    expect(moved.status, moved.text).toBe(200);
    for (const client of [sarah, supervisor]) {
      const rows = await list(client, `orders=all&${query}`);
      expect(rows.orders.map((o: Body) => o.id)).toEqual([kept.id]);
      expect(rows).toMatchObject({ elsewhere: 1, pagination: { total: 1 } });
      const figures = (await truth(client, 'date=today&by=city')).rows;
      expect(figures.find((r: Body) => r.key === place).confirmed).toBe(2);
      expect((await list(client, `orders=all&${query}&outcome=delivered`)).elsewhere).toBe(0);
    }
    expect((await list(sarah, query)).elsewhere).toBe(1);
    expect(await list(manager, `orders=all&${query}`)).toMatchObject({
      elsewhere: null,
      pagination: { total: 2 },
    });
    expect(
      (await list(sarah, `orders=all&area=${encodeURIComponent(place)}`)).elsewhere,
    ).toBeNull();
  });
});

describe('reports', () => {
  test('of orders: rows, figures and outcome, in one scope', async () => {
    const area = `Report ${Date.now()}`;
    const one = await fresh({ area });
    await fresh({ area });
    await confirm(one.id);
    const reply = await sarah.get(
      `/api/agent/reports?type=orders&date=today&area=${encodeURIComponent(area)}`,
    );
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.orders).toHaveLength(2);
    expect(reply.body.orders.find((o: Body) => o.id === one.id)).toMatchObject({
      outcome: 'no_parcel',
    });
    expect(reply.body.summary).toMatchObject({
      rows: 2,
      capped: false,
      by_status: { confirmed: 1, new: 1 },
      by_outcome: { no_parcel: 1 },
      money: [{ currency: 'AED', minor: 20000, value: 200 }],
    });
    const others = await omar.get(
      `/api/agent/reports?type=orders&date=today&area=${encodeURIComponent(area)}`,
    );
    expect(others.body.summary).toMatchObject({ rows: 0, by_status: {}, money: [] });
  });

  test('of interactions: calls and messages once, with what was summed up', async () => {
    const order = await fresh();
    const before = (await sarah.get('/api/agent/reports?type=interactions&date=today')).body
      .summary;
    const call = await sarah.post('/api/agent/communication/call', {
      order_id: order.id,
      phone_number: order.customer_phone,
      direction: 'outbound',
      outcome: 'answered',
      duration_seconds: 75,
    });
    expect([200, 201], call.text).toContain(call.status);
    const reply = await sarah.get('/api/agent/reports?type=interactions&date=today&kind=call');
    expect(reply.status, reply.text).toBe(200);
    const rows = reply.body.interactions.filter((r: Body) => r.order_id === order.id);
    expect(rows).toMatchObject([{ kind: 'call', outcome: 'answered', duration_seconds: 75 }]);
    const after = (await sarah.get('/api/agent/reports?type=interactions&date=today')).body.summary;
    expect(after.rows).toBe(before.rows + 1);
    expect(after.duration_seconds).toBe(before.duration_seconds + 75);
    const page = await sarah.get('/api/agent/reports?type=interactions&date=today&per_page=5');
    const next = await sarah.get(
      `/api/agent/reports?type=interactions&date=today&per_page=5&cursor=${page.body.pagination.next}`,
    );
    const ids = [...page.body.interactions, ...next.body.interactions].map((r: Body) => r.id);
    expect(new Set(ids).size).toBe(10);
    expect(
      (await omar.get('/api/agent/reports?type=interactions&date=today')).body.interactions,
    ).not.toContainEqual(expect.objectContaining({ order_id: order.id }));
  });

  test('of deliveries: by status and courier, with the value', async () => {
    const order = await fresh();
    const made = await parcel(order.id, ...arrived);
    const reply = await sarah.get(
      `/api/agent/reports?type=deliveries&date=today&courier_id=${courier}&status=delivered`,
    );
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.deliveries.map((d: Body) => d.id)).toContain(made.id);
    expect(reply.body.summary.by_status).toEqual({ delivered: reply.body.summary.rows });
    expect(
      (await omar.get(`/api/agent/reports?type=deliveries&date=today&courier_id=${courier}`)).body
        .deliveries,
    ).toEqual([]);
  });

  test('as files: the same rows, headings in a language, formulas escaped, written down', async () => {
    const area = `File ${Date.now()}`;
    await fresh({ area, customer_name: '=HYPERLINK("http://evil")' });
    const query = `type=orders&date=today&area=${encodeURIComponent(area)}`;
    const csv = await sarah.get(`/api/agent/reports?${query}&format=csv`, { unchecked: true });
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const sheets = await downloadXlsx(sarah, `/api/agent/reports?${query}&format=xlsx&language=ar`);
    expect(sheets[0]).toHaveLength(2);
    expect(sheets[0]?.[0]?.[0]).toBe('الطلب');
    for (const [type, rows] of [
      ['interactions', 'interactions'],
      ['deliveries', 'deliveries'],
    ] as const) {
      const preview = await sarah.get(`/api/agent/reports?type=${type}&date=7d&per_page=500`);
      const file = await downloadXlsx(sarah, `/api/agent/reports?type=${type}&date=7d&format=xlsx`);
      expect(preview.body[rows].length, type).toBeGreaterThan(0);
      expect(file[0]?.length, type).toBe(preview.body.summary.rows + 1);
    }
    expect(
      Number(sql(server, "SELECT COUNT(*) FROM audit_log WHERE action = 'report.exported'")[0]),
    ).toBeGreaterThanOrEqual(4);
  });

  test('refuse what they do not know, naming it', async () => {
    for (const [query, field] of [
      ['type=nothing', 'type'],
      ['date=today', 'type'],
      ['type=orders&date=someday', 'date'],
      ['type=deliveries&status=confirmed', 'status'],
      ['type=interactions&kind=fax', 'kind'],
      ['type=orders&agent_id=AGT-999', 'agent_id'],
      ['type=deliveries&cursor=abc', 'cursor'],
    ] as const) {
      const reply = await sarah.get(`/api/agent/reports?${query}`);
      expect(reply.status, `${query}: ${reply.text}`).toBe(422);
      expect(Object.keys(reply.body.errors), query).toEqual([field]);
    }
    // An agent asks for colleagues in vain.
    expect((await sarah.get('/api/agent/reports?type=orders&agent_id=AGT-002')).status).toBe(422);
  });

  test('what the filters can be set to, in one scope', async () => {
    const mine = await sarah.get('/api/agent/reports/choices');
    expect(mine.status, mine.text).toBe(200);
    expect(mine.body.agents).toHaveLength(1);
    const all = await manager.get('/api/agent/reports/choices');
    expect(all.body.agents.length).toBeGreaterThan(5);
    for (const key of ['sellers', 'products', 'couriers', 'areas'])
      expect(all.body[key].length, key).toBeGreaterThan(0);
    const theirs = await stranger.get('/api/agent/reports/choices');
    expect(theirs.body.couriers.map((c: Body) => c.name)).not.toContain('Reported');
  });
});

describe('exports', () => {
  const finished = (client: Client, id: number) => {
    const live = listen(client, 0);
    return live
      .wait(
        (m) => m.type === 'report:progress' && m.data.export.id === id && m.data.export.finished_at,
      )
      .finally(() => live.close());
  };
  const ask = (client: Client, body: Body) => client.post('/api/agent/reports/exports', body);

  test('are made by a job, told of, downloaded by who asked, and by nobody else', async () => {
    const asked = await ask(sarah, { type: 'orders', date: 'all', format: 'csv', language: 'ar' });
    expect(asked.status, asked.text).toBe(202);
    expect(asked.body.export).toMatchObject({
      type: 'orders',
      status: 'waiting',
      filters: { date: 'all' },
    });
    const { id } = asked.body.export;
    const told = await finished(sarah, id);
    const done = await sarah.get(`/api/agent/reports/exports/${id}`);
    expect(done.body.export).toMatchObject({ status: 'done', error: null });
    expect(told.data.export).toEqual(done.body.export);
    const file = await sarah.get(`/api/agent/reports/exports/${id}/file`, { unchecked: true });
    expect(file.status).toBe(200);
    expect(Buffer.byteLength(`﻿${file.text}`)).toBe(done.body.export.size_bytes);
    const rows = file.text.trim().split('\r\n');
    expect(rows).toHaveLength(done.body.export.rows_done + 1);
    const seen = await sarah.get('/api/agent/reports?type=orders&date=all&per_page=1');
    expect(done.body.export.rows_done).toBe(seen.body.summary.rows);
    expect(rows[0]).toContain('الطلب');
    for (const other of [omar, manager, stranger]) {
      for (const path of [`${id}`, `${id}/file`])
        expect((await other.get(`/api/agent/reports/exports/${path}`)).status).toBe(404);
      expect((await other.post(`/api/agent/reports/exports/${id}/cancel`)).status).toBe(404);
      expect((await other.get('/api/agent/reports/exports')).body.exports).toEqual([]);
    }
    expect((await sarah.get('/api/agent/reports/exports')).body.exports[0].id).toBe(id);
    const late = await sarah.post(`/api/agent/reports/exports/${id}/cancel`);
    expect(late.status).toBe(409);
    for (const action of ['report.export_requested', 'report.exported', 'report.downloaded'])
      expect(
        sql(
          server,
          `SELECT COUNT(*) FROM audit_log WHERE action = '${action}' AND subject_id = ${id}`,
        ),
        action,
      ).toEqual(['1']);
  });

  test('as XLSX, of every type', async () => {
    for (const type of ['interactions', 'deliveries']) {
      const asked = await ask(manager, { type, date: 'month', format: 'xlsx' });
      await finished(manager, asked.body.export.id);
      const sheets = await downloadXlsx(
        manager,
        `/api/agent/reports/exports/${asked.body.export.id}/file`,
      );
      const { body } = await manager.get(`/api/agent/reports/exports/${asked.body.export.id}`);
      expect(sheets[0]?.length, type).toBe(body.export.rows_done + 1);
    }
  });

  test('are made after a kill too, whole', async () => {
    const other = await startServer();
    try {
      const boss = await signIn(other, 'manager');
      // On PostgreSQL a dead node's lease has to run out first.
      for (let round = 0; round < (other.engine === 'postgres' ? 1 : 4); round++) {
        const asked = await ask(boss, { type: 'orders', date: 'all', format: 'xlsx' });
        expect(asked.status, asked.text).toBe(202);
        await other.crash();
        const path = `/api/agent/reports/exports/${asked.body.export.id}`;
        await expect
          .poll(async () => (await boss.get(path)).body.export.status, {
            timeout: 90_000,
            interval: 250,
          })
          .toBe('done');
        const { rows_done } = (await boss.get(path)).body.export;
        expect(rows_done).toBeGreaterThan(300);
        expect((await downloadXlsx(boss, `${path}/file`))[0]).toHaveLength(rows_done + 1);
      }
    } finally {
      await other.stop();
    }
  }, 120_000);

  test('refuse a bad filter at once, and more than two at a time', async () => {
    const bad = await ask(omar, { type: 'deliveries', status: 'new' });
    expect(bad.status).toBe(422);
    const replies = [];
    for (let n = 0; n < 6; n++) replies.push(await ask(omar, { type: 'orders', date: 'all' }));
    const unfinished = Number(
      sql(server, "SELECT COUNT(*) FROM report_exports WHERE status IN ('waiting', 'running')")[0],
    );
    expect(unfinished).toBeLessThanOrEqual(2);
    for (const reply of replies) expect([202, 409]).toContain(reply.status);
    for (const reply of replies.filter((r) => r.status === 202)) {
      const { id } = reply.body.export;
      const cancelled = await omar.post(`/api/agent/reports/exports/${id}/cancel`);
      expect([200, 409]).toContain(cancelled.status);
      if (cancelled.status !== 200) continue;
      expect(cancelled.body.export.status).toBe('cancelled');
      expect((await omar.get(`/api/agent/reports/exports/${id}/file`)).status).toBe(409);
    }
  });
});

describe('flags', () => {
  const flags = async (client: Client, id: number): Promise<Body> => {
    const reply = await client.get(`/api/agent/orders/${id}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.body.order;
  };

  test('a likely duplicate: both say so with a link, until one is over', async () => {
    const phone = `050 444 ${1000 + made}`;
    const live = listen(sarah);
    const first = await fresh({ customer_phone: phone });
    expect(first.flags).toEqual([]);
    const second = await fresh({ customer_phone: phone });
    expect(second.flags).toEqual(['duplicate']);
    await live.wait(
      (m) =>
        m.type === 'order:updated' && m.data.id === first.id && m.data.changed.includes('flags'),
    );
    live.close();
    const details = await flags(sarah, first.id);
    expect(details.flags).toEqual(['duplicate']);
    expect(details.version).toBe(first.version + 1);
    expect(details.flag_reasons).toMatchObject([
      { flag: 'duplicate', days: 7, hidden: 0, orders: [{ id: second.id }] },
    ]);
    const found = await list(sarah, 'orders=all&flag=duplicate');
    expect(found.orders.map((o: Body) => o.id)).toEqual(
      expect.arrayContaining([first.id, second.id]),
    );
    await cancel(second.id);
    expect(await flags(sarah, first.id)).toMatchObject({ flags: [], flag_reasons: [] });
  });

  test('another product, another customer: no flag', async () => {
    const phone = `050 444 ${1000 + made}`;
    await fresh({ customer_phone: phone });
    expect((await fresh({ customer_phone: phone, product_name: 'Reported Lamp' })).flags).toEqual(
      [],
    );
    expect((await fresh()).flags).toEqual([]);
  });

  test('two orders that are two: said once, for both, and written down', async () => {
    const phone = `050 444 ${1000 + made}`;
    const first = await fresh({ customer_phone: phone });
    const second = await fresh({ customer_phone: phone });
    const path = `/api/agent/orders/${second.id}/flags/dismiss`;
    expect((await sarah.post(path, { flag: 'duplicate', version: 99 })).status).toBe(409);
    expect((await sarah.post(path, { flag: 'refuser' })).status).toBe(409);
    expect((await sarah.post(path, { flag: 'ugly' })).status).toBe(422);
    expect((await omar.post(path, { flag: 'duplicate' })).status).toBe(404);
    const reply = await sarah.post(path, { flag: 'duplicate', version: second.version });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.order.flags).toEqual([]);
    expect((await flags(sarah, first.id)).flags).toEqual([]);
    // A third one is a new question for all.
    const third = await fresh({ customer_phone: phone });
    expect(third.flags).toEqual(['duplicate']);
    expect((await flags(sarah, first.id)).flag_reasons[0].orders.map((o: Body) => o.id)).toEqual([
      third.id,
    ]);
    expect(
      sql(
        server,
        `SELECT COUNT(*) FROM audit_log WHERE action = 'order.flag_dismissed' AND subject_id = ${second.id}`,
      ),
    ).toEqual(['1']);
  });

  test('a customer who refused often: counted, explained, never stopped', async () => {
    const phone = `050 444 ${1000 + made}`;
    const products = ['A', 'B', 'C', 'D'].map((x) => `Refused ${x}`);
    for (const product_name of products.slice(0, 2))
      await cancel((await fresh({ customer_phone: phone, product_name })).id);
    const returned = await fresh({ customer_phone: phone, product_name: products[2] });
    await confirm(returned.id);
    const next = await fresh({ customer_phone: phone, product_name: products[3] });
    expect(next.flags).toEqual([]);
    await parcel(returned.id, ...arrived, 'returned'); // the third
    const details = await flags(sarah, next.id);
    expect(details.flags).toEqual(['refuser']);
    expect(details.flag_reasons).toMatchObject([{ flag: 'refuser', refused: 3, of: 3 }]);
    expect(details.flag_reasons[0].orders).toHaveLength(3);
    await confirm(next.id);
  });

  test('by rules of the company, judged anew when they change', async () => {
    const path = '/api/manager/order-flags';
    const phone = `050 444 ${1000 + made}`;
    await cancel((await fresh({ customer_phone: phone, product_name: 'Rule A' })).id);
    const order = await fresh({ customer_phone: phone, product_name: 'Rule B' });
    expect(order.flags).toEqual([]);
    const rules = (await manager.get(path)).body.rules;
    expect(rules).toMatchObject({ refused_least: 3, refused_of: 10, duplicate_days: 7 });
    expect((await sarah.put(path, rules)).status).toBe(403);
    const bad = await manager.put(path, { refused_least: 5, refused_of: 2, duplicate_days: 500 });
    expect(bad.status).toBe(422);
    expect(Object.keys(bad.body.errors).sort()).toEqual(['duplicate_days', 'refused_least']);
    const live = listen(sarah);
    const changed = await manager.put(path, { ...rules, refused_least: 1 });
    expect(changed.status, changed.text).toBe(200);
    expect((await manager.put(path, { ...rules, version: 0 })).status).toBe(409);
    await live.wait(
      (m) =>
        m.type === 'order:updated' &&
        m.data.id === order.id &&
        m.data.order.flags.includes('refuser'),
      40_000,
    );
    live.close();
  }, 60_000);
});
