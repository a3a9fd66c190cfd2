/* Confirmation truth, and the lists behind its figures (S0-ROLE-22, IMP-ORD-11, IMP-NFR-05). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import {
  arrived,
  become,
  cancel,
  confirm,
  newCourier,
  newReported,
  parcel,
} from '../support/reports.ts';
import { type Server, startServer } from '../support/server.ts';

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
  courier = await newCourier(admin);
});
afterAll(() => server.stop());

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
    for (let n = 0; n < 7; n++)
      orders.push(await newReported(manager, { area, product_name: 'True Kettle' }));
    const [delivered, returned, failed, way, none, cancelled, reopened] = orders;
    for (const order of orders) await confirm(sarah, order.id);
    await parcel(admin, { order_id: delivered.id, courier_id: courier }, ...arrived);
    await parcel(admin, { order_id: returned.id, courier_id: courier }, ...arrived, 'returned');
    await parcel(admin, { order_id: failed.id, courier_id: courier }, 'picked_up', 'lost');
    await parcel(admin, { order_id: way.id, courier_id: courier }, 'picked_up', 'shipped');
    await cancel(sarah, cancelled.id);
    await become(sarah, reopened.id, { status: 'under_review' });

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
    const order = await newReported(manager);
    await confirm(sarah, order.id);
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

  test('what has no area, and was confirmed by no agent, has its rows too', async () => {
    await manager.put('/api/manager/policies', { assignment: 'manual' });
    const order = await newReported(manager, { area: undefined, agent_id: undefined });
    await manager.put('/api/manager/policies', { assignment: 'load' });
    await become(manager, order.id, { status: 'confirmed' });
    for (const [by, without, key] of [
      ['city', 'area', ''],
      ['agent', 'confirmed_by', '0'],
    ] as const) {
      const { rows } = await truth(manager, `date=today&by=${by}`);
      const counted = rows.find((row: Body) => row.key === key);
      const query = `date=today&date_of=confirmed&without=${without}&per_page=500`;
      const found = await list(manager, query);
      expect(found.pagination.total, by).toBe(counted.confirmed);
      expect(found.orders.map((one: Body) => one.id)).toContain(order.id);
      // Of a team's confirmations none is of nobody: no other company-wide figure shows through.
      if (without === 'confirmed_by') {
        const theirs = await list(supervisor, query);
        expect(theirs.pagination.total).toBe(0);
        expect(theirs.elsewhere ?? null).toBeNull();
      }
    }
    // Each order of today has a product; old ones may have none.
    changeRows(
      server,
      `UPDATE orders SET product_id = NULL WHERE company_id = 1 AND id = ${order.id}`,
    );
    const bare = await list(manager, 'without=product_id,area&per_page=500');
    expect(bare.orders.map((one: Body) => one.id)).toEqual([order.id]);
    const both = await manager.get('/api/agent/orders?area=Reportville&without=area');
    expect(both.status).toBe(422);
    expect(Object.keys(both.body.errors)).toEqual(['without']);
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
    for (let n = 0; n < 3; n++)
      orders.push(await newReported(manager, { area, seller_name: 'Narrow Seller' }));
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
    await parcel(admin, { order_id: first.id, courier_id: courier });
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
    for (const expected_at of times) orders.push(await newReported(manager, { area, expected_at }));
    for (const at of [3, 0, 4]) {
      await confirm(sarah, orders[at].id);
      await parcel(admin, { order_id: orders[at].id, courier_id: courier });
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
    const kept = await newReported(manager, { area: place });
    const given = await newReported(manager, { area: place });
    for (const order of [kept, given]) await confirm(sarah, order.id);
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
