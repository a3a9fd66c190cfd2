/* Orders to be looked at twice: likely duplicates, customers who refuse (S0-ORD-14). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { arrived, cancel, confirm, newCourier, newReported, parcel } from '../support/reports.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
let sarah: Client; // AG001
let omar: Client; // AG002
let courier: number;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  courier = await newCourier(admin);
});
afterAll(() => server.stop());

const list = async (client: Client, query: string): Promise<Body> => {
  const reply = await client.get(`/api/agent/orders?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};

let phones = 0;
/* Of a customer nobody knows. */
const newPhone = () => `050 444 ${1000 + ++phones}`;

describe('flags', () => {
  const flags = async (client: Client, id: number): Promise<Body> => {
    const reply = await client.get(`/api/agent/orders/${id}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.body.order;
  };

  test('a likely duplicate: both say so with a link, until one is over', async () => {
    const phone = newPhone();
    const live = listen(sarah);
    const first = await newReported(manager, { customer_phone: phone });
    expect(first.flags).toEqual([]);
    const second = await newReported(manager, { customer_phone: phone });
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
    await cancel(sarah, second.id);
    expect(await flags(sarah, first.id)).toMatchObject({ flags: [], flag_reasons: [] });
  });

  test('another product, another customer: no flag', async () => {
    const phone = newPhone();
    await newReported(manager, { customer_phone: phone });
    expect(
      (await newReported(manager, { customer_phone: phone, product_name: 'Reported Lamp' })).flags,
    ).toEqual([]);
    expect((await newReported(manager)).flags).toEqual([]);
  });

  test('two orders that are two: said once, for both, and written down', async () => {
    const phone = newPhone();
    const first = await newReported(manager, { customer_phone: phone });
    const second = await newReported(manager, { customer_phone: phone });
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
    const third = await newReported(manager, { customer_phone: phone });
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
    const phone = newPhone();
    const products = ['A', 'B', 'C', 'D'].map((x) => `Refused ${x}`);
    for (const product_name of products.slice(0, 2))
      await cancel(sarah, (await newReported(manager, { customer_phone: phone, product_name })).id);
    const returned = await newReported(manager, {
      customer_phone: phone,
      product_name: products[2],
    });
    await confirm(sarah, returned.id);
    const next = await newReported(manager, { customer_phone: phone, product_name: products[3] });
    expect(next.flags).toEqual([]);
    await parcel(admin, { order_id: returned.id, courier_id: courier }, ...arrived, 'returned'); // the third
    const details = await flags(sarah, next.id);
    expect(details.flags).toEqual(['refuser']);
    expect(details.flag_reasons).toMatchObject([{ flag: 'refuser', refused: 3, of: 3 }]);
    expect(details.flag_reasons[0].orders).toHaveLength(3);
    await confirm(sarah, next.id);
  });

  test('by rules of the company, judged anew when they change', async () => {
    const path = '/api/manager/order-flags';
    const phone = newPhone();
    await cancel(
      sarah,
      (await newReported(manager, { customer_phone: phone, product_name: 'Rule A' })).id,
    );
    const order = await newReported(manager, { customer_phone: phone, product_name: 'Rule B' });
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
