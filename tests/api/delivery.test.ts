/* Parcels and couriers (S0-DLV-02…19, S0-API-14…16, IMP-DLV-01…03, S0-ROLE-06, A-23, A-29, A-52). */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Heard, type Provider, startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let courier: Provider; // a stand-in for every courier
let admin: Client;
let manager: Client;
let supervisor: Client;
let sarah: Client; // AG001
let omar: Client; // AG002
let stranger: Client; // admin of the other company

beforeAll(async () => {
  courier = await startProvider();
  server = await startServer({
    flags: ['--fetch-allow', '127.0.0.1', '--public-url', 'https://desk.example.com'],
  });
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  stranger = await signIn(server, 'admin', 'homes');
});
afterAll(async () => {
  await server?.stop();
  await courier?.stop();
});
beforeEach(() => courier.reset());

let made = 0;
const number = () => `T${Date.now()}${++made}`;

async function freshOrder(agent = 'AG001'): Promise<Body> {
  made += 1;
  const reply = await supervisor.post('/api/orders', {
    customer_name: 'Huda Al-Amiri',
    customer_phone: `+97150556${String(made).padStart(4, '0')}`,
    product_name: 'Kettle',
    price: '99.00',
    agent_id: agent,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

async function addCourier(extra: Body = {}): Promise<Body> {
  const reply = await admin.post('/api/admin/couriers', {
    name: `Courier ${++made}`,
    adapter: 'none',
    ...extra,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.courier;
}

const jsonCourier = (extra: Body = {}) =>
  addCourier({
    adapter: 'json',
    settings: {
      url: `${courier.url}/track/{{tracking_number}}`,
      authorization: 'Bearer {{secret}}',
      tracking_number: 'data.number',
      events: 'data.events',
      status: 'code',
      time: 'at',
      description: 'text',
      location: 'place.city',
      estimated: 'data.eta',
    },
    secret: 'courier-token',
    ...extra,
  });

async function ship(by: Body, extra: Body = {}): Promise<Body> {
  const order = await freshOrder(extra.agent);
  const reply = await manager.post('/api/deliveries', {
    order_id: order.id,
    courier_id: by.id,
    tracking_number: extra.tracking_number ?? number(),
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.delivery;
}

const track = async (client: Client, order: number) =>
  (await client.get(`/api/agent/delivery/track/${order}`)).body;

function signed(by: Body, body: Body, secret = by.callback_secret, at = Date.now()) {
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
  // POST /api/webhooks/courier/{courier_key}
  return admin.call('POST', new URL(by.callback_url).pathname, {
    headers: {
      authorization: '',
      'content-type': 'application/json',
      'x-hatif-timestamp': timestamp,
      'x-hatif-signature': `sha256=${mac}`,
    },
    body: text,
  });
}

const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000).toISOString();

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 450; i += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not happen');
}

describe('couriers', () => {
  test('are the administrator’s alone, and their secrets are never shown', async () => {
    const one = await jsonCourier();
    expect(JSON.stringify(one)).not.toContain('courier-token');
    expect(one).toMatchObject({ has_secret: true, active: true, stuck_hours: 72, poll_minutes: 0 });
    expect(one.callback_url).toContain('https://desk.example.com/api/webhooks/courier/');
    for (const client of [sarah, supervisor, manager])
      expect((await client.get('/api/admin/couriers')).status).toBe(403);
    // PUT /api/admin/couriers/{id}
    expect((await stranger.put(`/api/admin/couriers/${one.id}`, { name: 'x' })).status).toBe(404);
    const put = await admin.put(`/api/admin/couriers/${one.id}`, {
      stuck_hours: 24,
      version: one.version,
    });
    expect(put.body.courier).toMatchObject({ stuck_hours: 24, version: one.version + 1 });
    const stale = await admin.put(`/api/admin/couriers/${one.id}`, {
      stuck_hours: 1,
      version: one.version,
    });
    expect(stale.status).toBe(409);
    // DELETE /api/admin/couriers/{id}
    const empty = await addCourier();
    expect((await admin.delete(`/api/admin/couriers/${empty.id}`)).status).toBe(200);
    await ship(one);
    expect((await admin.delete(`/api/admin/couriers/${one.id}`)).status).toBe(409);
  });

  test.each([
    [{ adapter: 'pigeon' }, 'adapter'],
    [{ adapter: 'json', settings: {} }, 'settings.tracking_number'],
    [{ adapter: 'json', settings: { colour: 'x' } }, 'settings.colour'],
    [
      {
        adapter: 'json',
        settings: { tracking_number: 'a', status: 'b', url: 'http://169.254.169.254/' },
      },
      'settings.url',
    ],
    [{ adapter: 'aftership', settings: { base_url: 'ftp://x' } }, 'settings.base_url'],
    [{ adapter: 'aramex', settings: { base_url: 'https://ws.aramex.net' } }, 'settings.user'],
    [{ status_map: { Gone: 'vanished' } }, 'status_map'],
    [{ poll_minutes: 3 }, 'poll_minutes'],
    [{ poll_minutes: 30 }, 'poll_minutes'],
    [{ track_url: 'javascript:alert(1)' }, 'track_url'],
  ])('refuses %j', async (change, field) => {
    const reply = await admin.post('/api/admin/couriers', {
      name: 'x',
      adapter: 'none',
      ...change,
    });
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('a live test asks, and says what came of it', async () => {
    const one = await jsonCourier();
    const socket = listen(admin);
    courier.script(
      { body: { data: { number: 'AB-1', events: [{ code: 'in transit', at: minutesAgo(5) }] } } },
      { status: 401, body: {} },
      { body: { nothing: true } },
    );
    for (const [ok, events] of [
      [true, 1],
      [false, 0],
      [false, 0],
    ] as const) {
      // POST /api/admin/couriers/{id}/test
      const reply = await admin.post(`/api/admin/couriers/${one.id}/test`, {
        tracking_number: 'AB-1',
      });
      expect(reply.status, reply.text).toBe(202);
      const event = await socket.wait(
        (e: Body) => e.type === 'courier:tested' && e.data.test === reply.body.test,
      );
      expect(event.data).toMatchObject({ ok, events });
    }
    const heard = courier.heard[0] as Heard;
    expect(heard.path).toBe('/track/AB-1');
    expect(heard.headers.authorization).toBe('Bearer courier-token');
    socket.close();
    const none = await addCourier();
    const refused = await admin.post(`/api/admin/couriers/${none.id}/test`, {
      tracking_number: 'AB-1',
    });
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('not_configured');
  });
});

describe('a parcel', () => {
  let by: Body;
  beforeAll(async () => {
    by = await addCourier({ track_url: 'https://track.example.com/?n={{tracking_number}}' });
  });

  test('goes its way by hand, step by step, and says what is allowed', async () => {
    const socket = listen(sarah);
    await socket.wait((e: Body) => e.type === 'hello');
    const parcel = await ship(by);
    const created = await socket.wait(
      (e: Body) => e.type === 'delivery:created' && e.data.delivery.id === parcel.id,
    );
    expect(created.data.delivery.status).toBe('pending');
    expect(parcel.track_url).toBe(`https://track.example.com/?n=${parcel.tracking_number}`);
    // PUT /api/deliveries/{id}
    const put = (body: Body) => manager.put(`/api/deliveries/${parcel.id}`, body);
    const skipped = await put({ status: 'delivered' });
    expect(skipped.status).toBe(409);
    expect(skipped.body.allowed).toEqual(['picked_up', 'returned', 'lost', 'cancelled']);
    for (const status of ['picked_up', 'shipped', 'in_transit', 'failed_attempt', 'in_transit'])
      expect((await put({ status })).body.delivery.status).toBe(status);
    const stale = await put({ status: 'out_for_delivery', version: 1 });
    expect(stale.status).toBe(409);
    const last = await put({ status: 'out_for_delivery', description: 'Driver Ali' });
    const done = await put({ status: 'delivered', version: last.body.delivery.version });
    expect(done.body.delivery).toMatchObject({ status: 'delivered', active: false });
    expect(done.body.delivery.delivered_at).not.toBeNull();
    expect(done.body.delivery.allowed_statuses).toEqual(['returned']);
    const { history } = await track(sarah, parcel.order_id);
    expect(history.map((e: Body) => e.status)).toEqual([
      'delivered',
      'out_for_delivery',
      'in_transit',
      'failed_attempt',
      'in_transit',
      'shipped',
      'picked_up',
    ]);
    expect(history[1]).toMatchObject({ description: 'Driver Ali', source: 'manual' });
    await socket.wait(
      (e: Body) =>
        e.type === 'delivery:updated' &&
        e.data.delivery.id === parcel.id &&
        e.data.delivery.status === 'delivered',
    );
    socket.close();
  });

  test('is only for those who see its order', async () => {
    const parcel = await ship(by);
    const socket = listen(omar);
    for (const client of [sarah, supervisor, manager])
      expect((await track(client, parcel.order_id)).delivery.id).toBe(parcel.id);
    for (const client of [omar, stranger]) {
      const paths = [
        `/api/agent/delivery/track/${parcel.order_id}`,
        `/api/agent/delivery/search?tracking_number=${parcel.tracking_number}`,
      ];
      for (const path of paths) expect((await client.get(path)).status).toBe(404);
      const listed = await client.get(`/api/agent/delivery?search=${parcel.tracking_number}`);
      expect(listed.body.deliveries).toEqual([]);
    }
    expect((await sarah.put(`/api/deliveries/${parcel.id}`, { status: 'picked_up' })).status).toBe(
      403,
    );
    expect((await stranger.put(`/api/deliveries/${parcel.id}`, {})).status).toBe(404);
    await manager.put(`/api/deliveries/${parcel.id}`, { status: 'picked_up' });
    const own = await ship(by, { agent: 'AG002' });
    await socket.wait((e: Body) => e.type === 'delivery:created' && e.data.delivery.id === own.id);
    expect(
      socket.messages.some((e: Body) => e.data?.delivery?.id === parcel.id),
      'Omar heard of a parcel of Sarah’s',
    ).toBe(false);
    socket.close();
  });

  test('is found by its number in any spelling, and by its order', async () => {
    const parcel = await ship(by, { tracking_number: 'AB-4711-77 X' });
    for (const typed of ['ab471177x', 'AB-4711-77%20X', parcel.order_id, parcel.short_code]) {
      const reply = await sarah.get(`/api/agent/delivery/search?tracking_number=${typed}`);
      expect(reply.body.delivery?.id, `${typed}: ${reply.text}`).toBe(parcel.id);
    }
    expect((await sarah.get('/api/agent/delivery/search?tracking_number=none-such')).status).toBe(
      404,
    );
    expect((await sarah.get('/api/agent/delivery/search')).status).toBe(422);
  });

  test.each([
    [{ tracking_number: 'a;b<c' }, 422, 'tracking_number'],
    [{ tracking_number: '--- ---' }, 422, 'tracking_number'],
    [{ courier_id: 999_999 }, 422, 'courier_id'],
    [{ order_id: undefined }, 422, 'order_id'],
    [{ order_id: 99_999_999 }, 404, null],
  ])('with %j is refused', async (change, status, field) => {
    const order = await freshOrder();
    const reply = await manager.post('/api/deliveries', {
      order_id: order.id,
      courier_id: by.id,
      tracking_number: number(),
      ...change,
    });
    expect(reply.status, reply.text).toBe(status);
    if (field) expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('has a number that no other has', async () => {
    const parcel = await ship(by);
    const order = await freshOrder();
    const again = await manager.post('/api/deliveries', {
      order_id: order.id,
      courier_id: by.id,
      tracking_number: parcel.tracking_number.toLowerCase(),
    });
    expect(again.status).toBe(409);
  });

  test('takes notes of people, in their place of time', async () => {
    const parcel = await ship(by);
    // POST /api/deliveries/{id}/events
    const path = `/api/deliveries/${parcel.id}/events`;
    for (const [description, at] of [
      ['second', minutesAgo(10)],
      ['first', minutesAgo(30)],
    ])
      expect((await manager.post(path, { description, at })).status).toBe(201);
    const { history, delivery } = await track(sarah, parcel.order_id);
    expect(history.map((e: Body) => e.description)).toEqual(['second', 'first']);
    expect(delivery.status).toBe('pending');
    const ahead = await manager.post(path, { description: 'x', at: minutesAgo(-60) });
    expect(ahead.status).toBe(422);
    expect((await sarah.post(path, { description: 'x' })).status).toBe(403);
    expect((await stranger.post(path, { description: 'x' })).status).toBe(404);
  });
});

describe('the list', () => {
  test('filters, counts and pages as it says', async () => {
    const by = await addCourier({ short_name: `L${++made}` });
    const parcels = [];
    for (let i = 0; i < 5; i += 1) parcels.push(await ship(by));
    const [first, second] = parcels;
    for (const status of ['picked_up', 'shipped'])
      await manager.put(`/api/deliveries/${first!.id}`, { status });
    for (const status of ['picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'delivered'])
      await manager.put(`/api/deliveries/${second!.id}`, { status });
    const ask = async (query: string) =>
      (await sarah.get(`/api/agent/delivery?courier=${by.short_name}&${query}`)).body;
    const ids = (body: Body) => body.deliveries.map((d: Body) => d.id);
    expect(ids(await ask('orders=assigned&status=active'))).toEqual([first!.id]);
    expect(ids(await ask('status=completed&period=today'))).toEqual([second!.id]);
    expect(ids(await ask('status=pending'))).toHaveLength(3);
    expect(ids(await ask('status=all'))).toHaveLength(5);
    expect(ids(await ask('period=last_month'))).toEqual([]);
    expect(ids(await ask(`search=${first!.order_id}`))).toEqual([first!.id]);
    expect(ids(await ask('search=huda'))).toHaveLength(5);
    expect(ids(await ask('search=%25'))).toEqual([]);
    const body = await ask('status=active');
    expect(body.data).toEqual(body.deliveries);
    expect(body.counts).toMatchObject({ shipped: 1, delivered: 1, pending: 3, lost: 0 });
    const [active] = sql(
      server,
      "SELECT COUNT(*) FROM deliveries d JOIN orders o ON o.company_id = d.company_id AND o.id = d.order_id JOIN companies c ON c.id = d.company_id JOIN agents a ON a.company_id = d.company_id AND a.id = o.assigned_agent_id WHERE c.code = 'gulf' AND a.agent_no = 1 AND d.status IN ('picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'failed_attempt')",
    );
    expect((await ask('orders=assigned')).active_count).toBe(Number(active));
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = await ask(`per_page=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...ids(page));
      cursor = page.pagination.next ?? '';
    } while (cursor);
    expect(seen).toEqual(parcels.map((p) => p.id).reverse());
    for (const query of ['courier=none-such', 'status=lost_in_space', 'period=someday', 'cursor=x'])
      expect((await sarah.get(`/api/agent/delivery?${query}`)).status, query).toBe(422);
  });

  test('becomes a file that holds the same rows', async () => {
    const by = await addCourier();
    const parcel = await ship(by);
    await ship(by);
    // GET /api/agent/delivery/report
    const csv = await sarah.get(`/api/agent/delivery/report?courier=${by.id}`, { unchecked: true });
    expect(csv.status).toBe(200);
    const lines = csv.text.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(csv.text).toContain(parcel.tracking_number);
    const xlsx = await sarah.get(`/api/agent/delivery/report?courier=${by.id}&format=xlsx`, {
      unchecked: true,
    });
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
    const foreign = await omar.get(`/api/agent/delivery/report?courier=${by.id}`, {
      unchecked: true,
    });
    expect(foreign.text.trim().split('\r\n')).toHaveLength(1);
  });
});

describe('SMS UPDATE', () => {
  test('says where the parcel is; without a provider it says so', async () => {
    const by = await addCourier({ name: `Falcon ${++made}` });
    const parcel = await ship(by);
    const { sms_update } = await track(sarah, parcel.order_id);
    expect(sms_update.configured).toBe(false);
    expect(sms_update.text).toContain(parcel.tracking_number);
    expect(sms_update.text).toContain(by.name);
    // POST /api/agent/delivery/{order_id}/sms-update
    const path = `/api/agent/delivery/${parcel.order_id}/sms-update`;
    const refused = await sarah.post(path, {});
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('not_configured');
    const provider = await admin.post('/api/admin/message-providers', {
      channel: 'sms',
      kind: 'http',
      name: 'Gateway',
      settings: { url: `${courier.url}/sms`, body: '{"to":"{{to}}","text":"{{text}}"}' },
    });
    expect(provider.status, provider.text).toBe(201);
    const sent = await sarah.post(path, {});
    expect(sent.status, sent.text).toBe(201);
    expect(sent.body.communication).toMatchObject({ kind: 'sms', status: 'queued' });
    const heard = await courier.request(1);
    expect(heard.json).toEqual({ to: parcel.customer.phone, text: sms_update.text });
    expect((await sarah.post(path, { message: 'Soon!' })).body.communication.text).toBe('Soon!');
    expect((await omar.post(path, {})).status).toBe(404);
    const bare = await freshOrder();
    expect((await sarah.post(`/api/agent/delivery/${bare.id}/sms-update`, {})).status).toBe(409);
  });
});

describe('reports of a courier', () => {
  const report = (no: string, events: Body[], eta?: string) => ({
    data: { number: no, events, ...(eta ? { eta } : {}) },
  });

  test('move the parcel once, however often they come', async () => {
    const by = await jsonCourier({ status_map: { 'With driver': 'out_for_delivery' } });
    const parcel = await ship(by);
    const body = report(
      parcel.tracking_number.toLowerCase(),
      [
        { code: 'WITH_DRIVER', at: minutesAgo(5), text: 'Driver Ali', place: { city: 'Dubai' } },
        { code: 'picked up', at: minutesAgo(90), text: 'From warehouse' },
      ],
      minutesAgo(-120),
    );
    expect((await signed(by, body, 'wrong')).status).toBe(401);
    expect((await signed(by, body, by.callback_secret, Date.now() - 600_000)).status).toBe(401);
    expect((await signed(by, body)).body).toMatchObject({ known: 1, fresh: 2 });
    expect((await signed(by, body)).body).toMatchObject({ known: 1, fresh: 0 });
    const { delivery, history } = await track(sarah, parcel.order_id);
    expect(delivery).toMatchObject({ status: 'out_for_delivery', late: false });
    expect(delivery.estimated_delivery).not.toBeNull();
    expect(history).toHaveLength(2);
    expect(history[0]).toMatchObject({
      status: 'out_for_delivery',
      courier_status: 'WITH_DRIVER',
      description: 'Driver Ali',
      location: 'Dubai',
      source: 'webhook',
    });
    const late = report(parcel.tracking_number, [{ code: 'shipped', at: minutesAgo(60) }]);
    expect((await signed(by, late)).body.fresh).toBe(1);
    const after = await track(sarah, parcel.order_id);
    expect(after.delivery.status).toBe('out_for_delivery');
    expect(after.history).toHaveLength(3);
  });

  test('five at once have one effect', async () => {
    const by = await jsonCourier();
    const parcel = await ship(by);
    const body = report(parcel.tracking_number, [{ code: 'in_transit', at: minutesAgo(1) }]);
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => signed(by, body)));
    expect(replies.map((r) => r.status)).toEqual([200, 200, 200, 200, 200]);
    expect(replies.reduce((sum, r) => sum + r.body.fresh, 0)).toBe(1);
    expect((await track(sarah, parcel.order_id)).history).toHaveLength(1);
  });

  test('with words that no table knows change nothing, and are shown', async () => {
    const by = await jsonCourier();
    const parcel = await ship(by);
    const body = report(parcel.tracking_number, [{ code: 'Customs hold', at: minutesAgo(3) }]);
    expect((await signed(by, body)).body.fresh).toBe(1);
    const { delivery, history } = await track(sarah, parcel.order_id);
    expect(delivery).toMatchObject({ status: 'pending', unknown_status: 'Customs hold' });
    expect(history[0]).toMatchObject({ status: null, courier_status: 'Customs hold' });
    const { couriers } = (await admin.get('/api/admin/couriers')).body;
    expect(couriers.find((c: Body) => c.id === by.id).unknown_words).toEqual(['Customs hold']);
  });

  test('reach only parcels of that courier', async () => {
    const by = await jsonCourier();
    const other = await jsonCourier();
    const parcel = await ship(by);
    const body = report(parcel.tracking_number, [{ code: 'lost', at: minutesAgo(3) }]);
    expect((await signed(other, body)).body).toMatchObject({ known: 0, fresh: 0 });
    expect((await track(sarah, parcel.order_id)).delivery.status).toBe('pending');
    expect((await signed(by, { data: {} })).status).toBe(422);
    const none = await admin.call('POST', '/api/webhooks/courier/none-such', {
      headers: { authorization: '', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(none.status).toBe(404);
  });

  test('of AfterShip are signed as AfterShip signs', async () => {
    const by = await addCourier({
      adapter: 'aftership',
      settings: { base_url: courier.url, slug: 'aramex' },
      secret: 'api-key',
      second_secret: 'webhook-secret',
    });
    expect(by.callback_secret).toBeNull();
    const parcel = await ship(by);
    const text = JSON.stringify({
      event: 'tracking_update',
      event_id: 'e1',
      msg: {
        tracking_number: parcel.tracking_number,
        tag: 'AttemptFail',
        expected_delivery: '2030-01-02T10:00:00+04:00',
        checkpoints: [
          { checkpoint_time: minutesAgo(50), tag: 'InTransit', message: 'Left hub', city: 'Ajman' },
          { checkpoint_time: minutesAgo(9), tag: 'AttemptFail', message: 'Nobody home' },
        ],
      },
    });
    const send = (secret: string) =>
      admin.call('POST', new URL(by.callback_url).pathname, {
        headers: {
          authorization: '',
          'content-type': 'application/json',
          'aftership-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
        },
        body: text,
      });
    expect((await send('another')).status).toBe(401);
    expect((await send('webhook-secret')).body).toMatchObject({ known: 1, fresh: 2 });
    const { delivery, history } = await track(sarah, parcel.order_id);
    expect(delivery.status).toBe('failed_attempt');
    expect(delivery.estimated_delivery).toBe('2030-01-02T06:00:00.000Z');
    expect(history[1]).toMatchObject({ description: 'Left hub', location: 'Ajman' });
  });
});

describe('asking', () => {
  test('a JSON courier, AfterShip and Aramex moves their parcels', async () => {
    const json = await jsonCourier({ poll_minutes: 5 });
    const aftership = await addCourier({
      adapter: 'aftership',
      settings: { base_url: courier.url, slug: 'dhl' },
      secret: 'api-key',
      poll_minutes: 5,
    });
    const aramex = await addCourier({
      adapter: 'aramex',
      settings: {
        base_url: courier.url,
        user: 'u@example.com',
        account_number: '20016',
        account_entity: 'DXB',
        account_country: 'AE',
      },
      secret: 'pass',
      second_secret: '331421',
      poll_minutes: 5,
    });
    courier.always((heard) => {
      if (heard.path.startsWith('/track/'))
        return {
          body: {
            data: {
              number: heard.path.slice('/track/'.length),
              events: [{ code: 'shipped', at: minutesAgo(7) }],
            },
          },
        };
      if (heard.path.startsWith('/v4/trackings/dhl/'))
        return {
          body: {
            meta: { code: 200 },
            data: {
              tracking: {
                tracking_number: heard.path.slice('/v4/trackings/dhl/'.length),
                tag: 'OutForDelivery',
                checkpoints: [{ tag: 'OutForDelivery', checkpoint_time: minutesAgo(7) }],
              },
            },
          },
        };
      return {
        body: {
          HasErrors: false,
          Notifications: [],
          TrackingResults: [
            {
              Key: heard.json.Shipments[0],
              Value: [
                {
                  WaybillNumber: heard.json.Shipments[0],
                  UpdateCode: 'SH005',
                  UpdateDescription: 'Delivered',
                  UpdateDateTime: `/Date(${Date.now() - 60_000}+0400)/`,
                  UpdateLocation: 'Dubai, UAE',
                },
              ],
            },
          ],
        },
      };
    });
    const parcels = [await ship(json), await ship(aftership), await ship(aramex)];
    const wanted = ['shipped', 'out_for_delivery', 'delivered'];
    for (const [i, parcel] of parcels.entries()) {
      const moved = await until(async () => {
        const { delivery, history } = await track(sarah, parcel.order_id);
        return delivery.status === 'pending' ? undefined : { delivery, history };
      });
      expect(moved.delivery.status).toBe(wanted[i]);
      expect(moved.history[0].source).toBe('poll');
    }
    const asked = courier.heard.filter((heard) => heard.path.startsWith('/v4/'));
    expect(asked[0]?.headers['aftership-api-key']).toBe('api-key');
    const waybills = courier.heard.filter((heard) => heard.json?.ClientInfo);
    expect(waybills[0]?.path).toBe('/ShippingAPI.V2/Tracking/Service_1_0.svc/json/TrackShipments');
    expect(waybills[0]?.json.ClientInfo).toMatchObject({
      UserName: 'u@example.com',
      Password: 'pass',
      AccountPin: '331421',
      AccountEntity: 'DXB',
    });
    const { couriers } = (await admin.get('/api/admin/couriers')).body;
    const seen = couriers.find((c: Body) => c.id === json.id);
    expect(seen.error).toBeNull();
    expect(seen.last_heard_at).not.toBeNull();
    const [again] = sql(
      server,
      `SELECT COUNT(*) FROM deliveries d JOIN companies c ON c.id = d.company_id WHERE c.code = 'gulf' AND d.id = ${parcels[2].id} AND d.poll_due_us IS NULL`,
    );
    expect(again, 'what has arrived is not asked for again').toBe('1');
    for (const one of [json, aftership, aramex])
      await admin.put(`/api/admin/couriers/${one.id}`, { poll_minutes: 0 });
  }, 90_000);

  test('a courier that refuses is asked later, and the reason is shown', async () => {
    const by = await jsonCourier({ poll_minutes: 5 });
    courier.always({ status: 403, body: {} });
    const parcel = await ship(by);
    const seen = await until(async () => {
      const { couriers } = (await admin.get('/api/admin/couriers')).body;
      const one = couriers.find((c: Body) => c.id === by.id);
      return one.error ? one : undefined;
    });
    expect(seen.error).toBeTruthy();
    expect((await track(sarah, parcel.order_id)).delivery.status).toBe('pending');
    const [due] = sql(
      server,
      `SELECT d.poll_due_us FROM deliveries d JOIN companies c ON c.id = d.company_id WHERE c.code = 'gulf' AND d.id = ${parcel.id}`,
    );
    expect(Number(due) / 1000).toBeGreaterThan(Date.now() + 60_000);
  }, 90_000);
});
