/*
 * Stock: whose products, numbers that add up, alerts, adjusting, places
 * (S0-INV-01…17, S0-API-11…13, IMP-INV-01…03, S0-ROLE-05, S0-FIX-04, A-51).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';
import { newProduct, productOf, recountStock, sendStock, stockList } from '../support/stock.ts';

let server: Server;
let admin: Client;
let manager: Client;
let supervisor: Client;
let sarah: Client;
let omar: Client;
let homes: Client;

beforeAll(async () => {
  server = await startServer();
  [admin, manager, supervisor, sarah, omar] = (await Promise.all(
    ['admin', 'manager', 'supervisor', 'AG001', 'AG002'].map((name) => signIn(server, name)),
  )) as [Client, Client, Client, Client, Client];
  homes = await signIn(server, 'admin', 'homes');
});
afterAll(() => server.stop());

const company = 'company_id = 1';
const current = `status IN ('new', 'confirmed', 'no_response', 'postponed', 'under_review')`;
const one = (text: string) => Number(sql(server, text)[0]);
const list = stockList;
const codes = (body: Body): string[] => body.products.map((row: Body) => row.code);
const product = (key: string | number) => productOf(manager, key);
const adjust = (key: string | number, body: Body, client = manager) =>
  client.patch(`/api/inventory/${key}`, body);
const ledger = async (key: string | number): Promise<Body[]> =>
  (await manager.get(`/api/inventory/${key}/ledger`)).body.ledger;

const fresh = (quantity?: number, location?: string) => newProduct(manager, quantity, location);
const _send = (text: string, query = '') => sendStock(manager, text, query);

let phone = 0;
async function orderOf(code: string, name: string, agent: string): Promise<Body> {
  phone += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: 'Stock Customer',
    customer_phone: `0507${String(100000 + phone)}`,
    product_name: name,
    product_code: code,
    price: '10.00',
    address: 'x',
    agent_id: agent,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

const recount = () => recountStock(server);

describe('the demo as the source document draws it (S0-FIX-04, S0-INV-06…09)', () => {
  test('four products, and a summary that adds up', async () => {
    const { products, data, summary } = await list(sarah);
    const shown = Object.fromEntries(products.map((row: Body) => [row.code, row]));
    expect(shown['SG-S24U']).toMatchObject({
      quantity: 15,
      status: 'in_stock',
      location: 'WH-A-R3-S12',
    });
    expect(shown['IP-15P']).toMatchObject({
      quantity: 3,
      status: 'low_stock',
      location: 'WH-A-R2-S08',
    });
    expect(shown['IP-AIR5']).toMatchObject({
      quantity: 0,
      status: 'out_of_stock',
      location: 'WH-B-R1-S15',
    });
    expect(shown['AW-S9']).toMatchObject({
      quantity: 25,
      status: 'in_stock',
      location: 'WH-A-R4-S03',
    });
    expect(data).toEqual(products);
    expect(summary).toEqual({ in_stock: 12, low_stock: 3, out_of_stock: 1, total: 16 });
    expect(summary).toEqual(recount());
  });

  test('alerts name the orders of the short products, what is out first', async () => {
    const { alerts } = (await sarah.get('/api/agent/inventory/alerts')).body;
    expect(alerts.find((row: Body) => row.order_id === 1849)).toMatchObject({
      short_code: 'ORD-001849',
      order_code: 'ORD-2024-001849',
      product_code: 'IP-AIR5',
      status: 'out_of_stock',
      left: 0,
    });
    expect(alerts.find((row: Body) => row.order_id === 1848)).toMatchObject({
      product_code: 'IP-15P',
      status: 'low_stock',
      left: 3,
    });
    const states = alerts.map((row: Body) => row.status);
    expect(states.lastIndexOf('out_of_stock')).toBeLessThan(states.indexOf('low_stock'));
  });
});

describe('whose products (A-51, S0-INV-13)', () => {
  test('assigned means the products of current orders: own, of the team, of the company', async () => {
    const asked: [Client, string][] = [
      [sarah, 'o.assigned_agent_id = 1'],
      [
        supervisor,
        `o.assigned_agent_id IN (SELECT id FROM agents WHERE ${company} AND team_id = 1)`,
      ],
      [manager, '1 = 1'],
    ];
    for (const [client, whose] of asked) {
      const wanted = sql(
        server,
        `SELECT DISTINCT p.code FROM products p JOIN orders o ON o.company_id = p.company_id
         AND o.product_id = p.id WHERE p.company_id = 1 AND o.${current} AND ${whose}`,
      );
      const shown = await list(client, 'orders=assigned');
      expect(codes(shown).sort()).toEqual(wanted.sort());
      expect(shown.pagination.total).toBe(wanted.length);
    }
  });

  test('a product comes with the first order for it and goes with the last', async () => {
    const { code, name } = await fresh();
    expect(codes(await list(omar))).not.toContain(code);
    const order = await orderOf(code, name, 'AGT-002');
    expect(codes(await list(omar))).toContain(code);
    expect(codes(await list(sarah))).not.toContain(code);
    expect(codes(await list(supervisor))).toContain(code);
    await omar.put(`/api/agent/orders/${order.id}/status`, { status: 'confirmed' });
    expect(codes(await list(omar)), 'a confirmed order still has to be sent').toContain(code);
    await manager.put(`/api/agent/orders/${order.id}/status`, { status: 'closed' });
    expect(codes(await list(omar))).not.toContain(code);
  });

  test('all is every product, for everyone who may look', async () => {
    const all = sql(server, `SELECT code FROM products WHERE ${company}`).sort();
    for (const client of [sarah, supervisor, manager]) {
      const body = await list(client, 'orders=all');
      expect(codes(body).sort()).toEqual(all);
      expect(body.summary).toEqual(recount());
    }
  });

  test('another company has its own', async () => {
    const body = await list(homes, 'orders=all');
    expect(codes(body).sort()).toEqual(['RS-MLQ', 'RS-YSM', 'VW-NRJ', 'VW-OLY']);
    expect(body.summary.total).toBe(4);
    const { id } = await product('SG-S24U');
    const foreign = await homes.get('/api/inventory/SG-S24U');
    const missing = await homes.get('/api/inventory/NO-SUCH');
    expect([foreign.status, foreign.body.error]).toEqual([404, missing.body.error]);
    expect((await adjust('SG-S24U', { delta: 1, reason: 'x' }, homes)).status).toBe(404);
    expect((await homes.get(`/api/inventory/${id + 1000}`)).status).toBe(404);
  });
});

describe('filters, search, pages (S0-INV-02…05, S0-INV-17)', () => {
  test('category, status and location, alone and together', async () => {
    const { categories, warehouses, locations } = await list(sarah, 'orders=all');
    const phones = categories.find((row: Body) => row.name === 'Phones');
    expect(phones.count).toBe(
      one(`SELECT COUNT(*) FROM products WHERE ${company} AND category = 'Phones'`),
    );
    expect(warehouses).toEqual(expect.arrayContaining(['WH-A', 'WH-B']));
    expect(locations.map((row: Body) => row.code)).toContain('WH-A-R3-S12');
    const cases: [string, (row: Body) => boolean][] = [
      ['category=Phones', (row) => row.category === 'Phones'],
      ['stock_status=low_stock', (row) => row.status === 'low_stock'],
      ['category=Phones&stock_status=low_stock', (row) => row.code === 'IP-15P'],
      ['location=WH-A-R3-S12', (row) => row.code === 'SG-S24U'],
      ['location=WH-B', (row) => row.locations.some((at: Body) => at.code.startsWith('WH-B-'))],
      ['location=WH-B&stock_status=out_of_stock&search=ipad', (row) => row.code === 'IP-AIR5'],
    ];
    const everything = (await list(sarah, 'orders=all')).products;
    for (const [query, fits] of cases) {
      const body = await list(sarah, `orders=all&${query}`);
      expect(codes(body), query).toEqual(everything.filter(fits).map((row: Body) => row.code));
      expect(body.products.length, query).toBeGreaterThan(0);
      expect(body.pagination.total, query).toBe(body.products.length);
      for (const row of (await list(sarah, query)).products) expect(fits(row), query).toBe(true);
    }
    expect((await sarah.get('/api/agent/inventory?stock_status=none')).status).toBe(422);
    expect((await sarah.get('/api/agent/inventory?orders=mine')).status).toBe(422);
  });

  test.each([
    ['samsung', ['SG-BUD2', 'SG-S24U', 'SG-TAB9']],
    ['galaxy', ['SG-BUD2', 'SG-S24U', 'SG-TAB9']],
    ['GALAXY s24', ['SG-S24U']],
    ['sg-s24u', ['SG-S24U']],
    ['قلاية', ['BL-AIRFRY']],
    ['قلايه هوائيه', ['BL-AIRFRY']],
    ['٥ لتر', ['BL-AIRFRY']],
    ['alaxy', []],
    ['%', null],
  ])('search for %s', async (query, wanted) => {
    const path = `/api/agent/inventory/search?query=${encodeURIComponent(query)}`;
    const reply = await sarah.get(`${path}&order_filter=false`);
    if (wanted === null) {
      expect(reply.status).toBe(422);
      expect(reply.body.errors).toHaveProperty('query');
      return;
    }
    expect(codes(reply.body).sort()).toEqual(wanted);
    const own = codes(await list(sarah));
    for (const filter of ['', '&order_filter=true'])
      expect(codes((await sarah.get(path + filter)).body).sort()).toEqual(
        wanted.filter((code) => own.includes(code)),
      );
  });

  test('pages meet every product once, by number and by cursor', async () => {
    for (const scope of ['orders=all', 'orders=assigned', 'orders=all&search=g']) {
      const whole = codes(await list(manager, scope));
      const numbered: string[] = [];
      for (let page = 1; numbered.length < whole.length; page++)
        numbered.push(...codes(await list(manager, `${scope}&per_page=3&page=${page}`)));
      expect(numbered, scope).toEqual(whole);
      const walked: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const body: Body = await list(
          manager,
          `${scope}&per_page=4&include=rows${next ? `&cursor=${next}` : '&page=1'}`,
        );
        expect(body).not.toHaveProperty('summary');
        walked.push(...codes(body));
        next = body.pagination.next ?? null;
      }
      expect(walked, scope).toEqual(whole);
    }
    for (const query of ['cursor=p999999', 'cursor=x', 'page=201'])
      expect((await manager.get(`/api/agent/inventory?${query}`)).status, query).toBe(422);
  });
});

describe('alerts (S0-INV-09, S0-INV-16)', () => {
  test('are exactly the current orders of the scope whose product is low or out', async () => {
    const asked: [Client, string][] = [
      [sarah, 'AND o.assigned_agent_id = 1'],
      [
        supervisor,
        `AND o.assigned_agent_id IN (SELECT id FROM agents WHERE ${company} AND team_id = 1)`,
      ],
      [manager, ''],
    ];
    for (const [client, whose] of asked) {
      const wanted = sql(
        server,
        `SELECT o.id FROM orders o JOIN products p ON p.company_id = o.company_id
         AND p.id = o.product_id WHERE o.company_id = 1 AND o.${current}
         AND p.quantity <= p.low_stock_threshold AND NOT EXISTS (SELECT 1 FROM deliveries d
         WHERE d.company_id = 1 AND d.order_id = o.id AND d.status = 'delivered')
         ${whose} ORDER BY o.id`,
      ).map(Number);
      const seen: number[] = [];
      for (let page = 1; seen.length < wanted.length; page++) {
        const { body } = await client.get(`/api/agent/inventory/alerts?page=${page}`);
        expect(body.alerts.length).toBeGreaterThan(0);
        expect(body.data).toEqual(body.alerts);
        expect(body.pagination.total).toBe(wanted.length);
        seen.push(...body.alerts.map((row: Body) => row.order_id));
      }
      expect(seen.sort((a, b) => a - b)).toEqual(wanted);
      const { alerts, alert_count } = await list(client);
      expect(alert_count).toBe(wanted.length);
      expect(alerts.length).toBe(Math.min(50, wanted.length));
    }
  });

  test('come and go with the stock and with the order', async () => {
    const { code, name } = await fresh(6);
    const order = await orderOf(code, name, 'AGT-002');
    const mine = async () =>
      (await omar.get('/api/agent/inventory/alerts')).body.alerts.filter(
        (row: Body) => row.order_id === order.id,
      );
    expect(await mine()).toEqual([]);
    await adjust(code, { delta: -2, reason: 'sold' });
    expect(await mine()).toMatchObject([{ status: 'low_stock', left: 4, wanted: 1 }]);
    await adjust(code, { quantity: 0, reason: 'counted' });
    expect(await mine()).toMatchObject([{ status: 'out_of_stock', left: 0 }]);
    await manager.put(`/api/agent/orders/${order.id}/status`, {
      status: 'cancelled',
      cancellation_reason: 'better_offer',
    });
    expect(await mine()).toEqual([]);
  });
});

describe('adjusting (IMP-INV-03)', () => {
  test('is for managers and administrators; others only look (S0-ROLE-05)', async () => {
    const { id } = await fresh();
    for (const client of [sarah, supervisor]) {
      expect((await adjust(id, { delta: 1, reason: 'x' }, client)).status).toBe(403);
      expect((await client.get('/api/inventory/imports')).status).toBe(403);
      expect((await client.post('/api/inventory/locations', { code: 'WH-Z' })).status).toBe(403);
      expect((await client.get(`/api/inventory/${id}`)).status).toBe(200);
      expect((await client.get(`/api/inventory/${id}/ledger`)).status).toBe(200);
    }
    for (const client of [manager, admin])
      expect((await adjust(id, { delta: 1, reason: 'x' }, client)).status).toBe(200);
  });

  test('changes level, total, state, ledger and counters together', async () => {
    const before = await fresh(10);
    const reply = await adjust(before.id, {
      delta: -7,
      reason: 'Broken in transport',
      version: before.version,
    });
    expect(reply.body.product).toMatchObject({
      quantity: 3,
      status: 'low_stock',
      version: before.version + 1,
      locations: [{ code: 'WH-T-R1-S01', quantity: 3 }],
    });
    expect((await ledger(before.id))[0]).toMatchObject({
      delta: -7,
      quantity: 3,
      kind: 'adjustment',
      reason: 'Broken in transport',
      location: 'WH-T-R1-S01',
      user_id: manager.login.user.id,
    });
    expect((await list(manager)).summary).toEqual(recount());
    const raised = await adjust(before.id, { low_stock_threshold: 2 });
    expect(raised.body.product).toMatchObject({ status: 'in_stock', low_stock_threshold: 2 });
    expect((await ledger(before.id)).length, 'a threshold is no movement').toBe(2);
    expect((await list(manager)).summary).toEqual(recount());
    const [audited] = sql(
      server,
      `SELECT COUNT(*) FROM audit_log WHERE ${company} AND action = 'stock.adjusted'
       AND subject_id = ${before.id}`,
    );
    expect(Number(audited)).toBe(2);
  });

  test('says what is wrong, and changes nothing', async () => {
    const { id, version } = await fresh(3);
    const cases: [Body, number, string][] = [
      [{}, 422, 'quantity'],
      [{ delta: 1 }, 422, 'reason'],
      [{ quantity: 1, reason: '  ' }, 422, 'reason'],
      [{ delta: 1, quantity: 1, reason: 'x' }, 422, 'delta'],
      [{ delta: 0, reason: 'x' }, 422, 'delta'],
      [{ quantity: -1, reason: 'x' }, 422, 'quantity'],
      [{ low_stock_threshold: -1 }, 422, 'low_stock_threshold'],
      [{ delta: 1, reason: 'x', location: 'WH-NOWHERE' }, 422, 'location'],
      [{ delta: 1, reason: 'x', location: 999999 }, 422, 'location'],
      [{ delta: -4, reason: 'x' }, 409, 'delta'],
      [{ delta: 1, reason: 'x', version: version + 1 }, 409, 'version'],
      [{ delta: 1000000000, reason: 'x' }, 422, 'delta'],
    ];
    for (const [body, status, field] of cases) {
      const reply = await adjust(id, body);
      expect(reply.status, `${JSON.stringify(body)}: ${reply.text}`).toBe(status);
      expect(reply.body.errors, JSON.stringify(body)).toHaveProperty(field);
    }
    expect(await product(id)).toMatchObject({ quantity: 3, version });
    expect((await ledger(id)).length).toBe(1);
    const stale = await adjust(id, { delta: 1, reason: 'x', version: version - 1 });
    expect(stale.body.current).toMatchObject({ id, version, quantity: 3 });
  });

  test('several places: the place is needed, and the total is their sum', async () => {
    const { id } = await fresh(4, 'WH-T-R2-S01');
    await manager.post('/api/inventory/locations', { code: 'wh-t-r2-s02', name: 'Upper shelf' });
    const moved = await adjust(id, { quantity: 9, location: 'WH-T-R2-S02', reason: 'found' });
    expect(moved.body.product).toMatchObject({ quantity: 13, location: 'WH-T-R2-S02' });
    expect(moved.body.product.locations.map((at: Body) => at.quantity)).toEqual([9, 4]);
    const vague = await adjust(id, { delta: 1, reason: 'x' });
    expect(vague.status).toBe(422);
    expect(vague.body.errors).toHaveProperty('location');
  });

  test('many at once never fall below nothing and lose none', async () => {
    const { id } = await fresh(10);
    const replies = await Promise.all(
      Array.from({ length: 24 }, () => adjust(id, { delta: -1, reason: 'race' })),
    );
    const states = replies.map((reply) => reply.status).sort();
    expect(states.filter((status) => status === 200).length).toBe(10);
    expect(states.filter((status) => status === 409).length).toBe(14);
    expect(await product(id)).toMatchObject({ quantity: 0, status: 'out_of_stock' });
    const entries = (await ledger(id)).filter((row) => row.reason === 'race');
    expect(entries.map((row) => row.quantity)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await list(manager)).summary).toEqual(recount());
  });

  test('the same key has one effect', async () => {
    const { id } = await fresh(5);
    const options = { headers: { 'idempotency-key': `stock-${id}` } };
    const body = { delta: 2, reason: 'delivered' };
    const first = await manager.patch(`/api/inventory/${id}`, body, options);
    const again = await manager.patch(`/api/inventory/${id}`, body, options);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await product(id)).quantity).toBe(7);
    expect((await ledger(id)).length).toBe(2);
  });

  test('everyone who may look hears of it; nobody of another company', async () => {
    const { id } = await fresh(10);
    const [seen, foreign] = [listen(sarah), listen(homes)];
    await Promise.all([seen, foreign].map((live) => live.wait((m) => m.type === 'hello')));
    await adjust(id, { delta: -6, reason: 'sold' });
    const event = await seen.wait((m) => m.type === 'stock:changed' && m.data.product.id === id);
    expect(event.data.product).toMatchObject({ quantity: 4, status: 'low_stock' });
    expect(foreign.messages.filter((m) => m.type.startsWith('stock:'))).toEqual([]);
    seen.close();
    foreign.close();
  });

  test('the ledger is read page by page', async () => {
    const { id } = await fresh(1);
    for (let i = 0; i < 4; i++) await adjust(id, { delta: 1, reason: `step ${i}` });
    const path = `/api/inventory/${id}/ledger?limit=3`;
    const first = (await manager.get(path)).body;
    const second = (await manager.get(`${path}&before=${first.next}`)).body;
    expect([...first.ledger, ...second.ledger].map((row: Body) => row.quantity)).toEqual([
      5, 4, 3, 2, 1,
    ]);
    expect(second.next).toBeNull();
  });
});

describe('places', () => {
  test('are added, renamed and closed, with versions', async () => {
    const added = await manager.post('/api/inventory/locations', { code: 'wh-c-r1-s01' });
    expect(added.status).toBe(201);
    const { location } = added.body;
    expect(location).toMatchObject({ code: 'WH-C-R1-S01', warehouse: 'WH-C', version: 1 });
    const path = `/api/inventory/locations/${location.id}`;
    expect((await manager.post('/api/inventory/locations', { code: 'WH-C-R1-S01' })).status).toBe(
      409,
    );
    for (const code of ['', '12', 'WH A', 'رف'])
      expect((await manager.post('/api/inventory/locations', { code })).status, code).toBe(422);
    const renamed = await manager.patch(path, { name: 'Cold room', version: 1 });
    expect(renamed.body.location).toMatchObject({ name: 'Cold room', version: 2 });
    expect((await manager.patch(path, { name: 'x', version: 1 })).status).toBe(409);
    expect((await manager.patch(path, { code: 'WH-A-R3-S12' })).status).toBe(409);
    expect((await homes.patch(path, { name: 'x' })).status).toBe(404);
    expect((await homes.delete(path)).status).toBe(404);
    expect((await manager.delete(path)).status).toBe(200);
    expect((await manager.delete(path)).status).toBe(404);
    const { locations } = (await manager.get('/api/inventory/locations')).body;
    expect(locations.map((row: Body) => row.code)).not.toContain('WH-C-R1-S01');
    expect((await manager.post('/api/inventory/locations', { code: 'WH-C-R1-S01' })).status).toBe(
      201,
    );
  });

  test('one that holds something stays; an empty one keeps its name in the ledger', async () => {
    const { id } = await fresh(2, 'WH-T-R9-S01');
    const { locations } = (await manager.get('/api/inventory/locations?limit=500')).body;
    const { id: place } = locations.find((row: Body) => row.code === 'WH-T-R9-S01');
    const refused = await manager.delete(`/api/inventory/locations/${place}`);
    expect(refused.status).toBe(409);
    await adjust(id, { quantity: 0, reason: 'moved' });
    expect((await manager.delete(`/api/inventory/locations/${place}`)).status).toBe(200);
    expect(await product(id)).toMatchObject({ quantity: 0, location: null, locations: [] });
    expect((await ledger(id)).map((row) => row.location)).toEqual(['WH-T-R9-S01', 'WH-T-R9-S01']);
  });
});
