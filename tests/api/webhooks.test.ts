/*
 * Outgoing webhooks against a receiver that fails, stalls, repeats and dies: nothing lost, nothing sent
 * under another id: /api/admin/webhooks/{id}/deliveries (IMP-ADV-01, IMP-ADMIN-01, IMP-NFR-05).
 */

import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import { type Heard, type Provider, startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let receiver: Provider;
beforeAll(async () => {
  server = await startServer({
    flags: ['--fetch-allow', '127.0.0.1', '--fetch-timeout-ms', '1500'],
  });
  admin = await signIn(server, 'admin');
  receiver = await startProvider();
});
afterAll(async () => {
  await receiver.stop();
  await server.stop();
});

const made: number[] = [];
afterEach(async () => {
  for (const id of made.splice(0)) await admin.delete(`/api/admin/webhooks/${id}`);
  // What is on its way is still heard, and is not the next test's.
  const underWay = () =>
    sql(server, "SELECT COUNT(*) FROM outbox WHERE kind = 'webhook' AND state = 'running'");
  await expect.poll(underWay, { timeout: 30_000 }).toEqual(['0']);
  receiver.reset();
}, 40_000);

async function hook(wanted: Body = {}): Promise<Body> {
  const reply = await admin.post('/api/admin/webhooks', {
    name: 'ERP',
    url: `${receiver.url}/hook`,
    events: ['order:created', 'order:updated'],
    ...wanted,
  });
  expect(reply.status, reply.text).toBe(201);
  made.push(reply.body.webhook.id);
  return reply.body.webhook;
}

let orders = 0;
async function newOrder(): Promise<Body> {
  orders += 1;
  const reply = await admin.post('/api/orders', {
    customer_name: `Hooked ${orders}`,
    customer_phone: `05055500${String(10 + orders)}`,
    product_name: 'Lamp',
    price: '10.00',
    address: 'Dubai',
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

const path = (id: number) => `/api/admin/webhooks/${id}`;
const find = async (id: number): Promise<Body> =>
  (await admin.get('/api/admin/webhooks')).body.webhooks.find((row: Body) => row.id === id);
const deliveries = async (id: number, query = ''): Promise<Body[]> =>
  (await admin.get(`${path(id)}/deliveries${query}`)).body.deliveries;

function signature(secret: string, { headers, body }: Heard): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

/** What waits is due now. */
const hurry = (id: number) =>
  changeRows(
    server,
    `UPDATE outbox SET run_at_us = 1 WHERE kind = 'webhook' AND state = 'waiting' AND subject_id IN (SELECT id FROM webhook_deliveries WHERE company_id = 1 AND webhook_id = ${id})`,
  );

test('an event arrives as on the socket, signed, with its number', async () => {
  const live = listen(admin);
  await live.wait((message) => message.type === 'hello');
  const { id, secret } = await hook();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const order = await newOrder();
  const heard = await receiver.request(1);
  const frame = await live.wait((m) => m.type === 'order:created' && m.data.order.id === order.id);
  live.close();
  expect(heard.json).toEqual(frame);
  expect(heard.path).toBe('/hook');
  expect(heard.headers['content-type']).toBe('application/json');
  expect(heard.headers['webhook-signature']).toBe(signature(secret, heard));
  expect(Math.abs(Number(heard.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(30);
  await expect
    .poll(async () => (await deliveries(id))[0]?.status, { timeout: 15_000 })
    .toBe('delivered');
  const [row] = await deliveries(id);
  expect(row).toMatchObject({
    type: 'order:created',
    seq: frame.seq,
    attempts: 1,
    response_status: 200,
    answer: '{}',
    message_id: heard.headers['webhook-id'],
  });
  expect(JSON.stringify((await admin.get('/api/admin/webhooks')).body)).not.toContain(secret);
});

test('made switched off, it sends nothing of what happens until it is switched on', async () => {
  const off = await hook({ active: false });
  expect(off).toMatchObject({ active: false, state: 'paused' });
  const on = await hook({ name: 'On', url: `${receiver.url}/on` });
  await newOrder();
  await expect.poll(async () => (await deliveries(on.id)).length, { timeout: 15_000 }).toBe(1);
  expect(await deliveries(off.id)).toEqual([]);
  expect((await admin.put(path(off.id), { active: true })).status).toBe(200);
  const after = await newOrder();
  const heard = () => receiver.heard.filter((one) => one.path === '/hook');
  await expect.poll(() => heard().length, { timeout: 15_000 }).toBe(1);
  expect(heard()[0]!.json.data.order.id).toBe(after.id);
  expect(await deliveries(off.id)).toHaveLength(1);
});

test('only what was chosen comes; all with *; never what is of one person or of these settings', async () => {
  const few = await hook({ events: ['follow_up:created'] });
  const all = await hook({ name: 'All', url: `${receiver.url}/all`, events: ['*'] });
  await newOrder();
  await admin.post('/api/admin/announcements', { title: 'Not for programs' });
  await expect
    .poll(async () => (await deliveries(all.id)).length, { timeout: 15_000 })
    .toBeGreaterThan(0);
  expect(await deliveries(few.id)).toEqual([]);
  const types = (await deliveries(all.id)).map(({ type }) => type);
  for (const type of types)
    expect(type).not.toMatch(/^(webhook|announcement|account|session|notification)/);
  const { event_types } = (await admin.get('/api/admin/webhooks')).body;
  const offered = event_types.map(({ type }: Body) => type);
  expect(offered).toContain('order:created');
  expect(offered).not.toContain('session:ended');
});

/** Why it failed, beside the row and beside the webhook. */
async function readsInArabic(id: number): Promise<void> {
  const headers = { 'accept-language': 'ar' };
  const { body } = await admin.get(`${path(id)}/deliveries`, { headers });
  expect(body.deliveries[0].error).toBe('ردّ الخادم بخطأ: 500');
  const { webhooks } = (await admin.get('/api/admin/webhooks', { headers })).body;
  expect(webhooks.find((row: Body) => row.id === id).error).toBe('ردّ الخادم بخطأ: 500');
  expect((await find(id)).error).toBe('the server answered with an error: 500');
}

test('a receiver that fails, dies and stalls gets it again, under the same id', async () => {
  const { id } = await hook();
  receiver.script({ status: 500, body: 'down' }, 'die', 'stall', { status: 404 }, { status: 200 });
  await newOrder();
  for (let n = 1; n <= 5; n++) {
    await receiver.request(n, 20_000);
    if (n < 5) {
      await expect
        .poll(async () => (await deliveries(id))[0]?.attempts, { timeout: 15_000 })
        .toBe(n);
      expect((await deliveries(id))[0]?.status).toBe('waiting');
      expect((await find(id)).state).toBe('failing');
      if (n === 1) await readsInArabic(id);
      hurry(id);
    }
  }
  await expect
    .poll(async () => (await deliveries(id))[0]?.status, { timeout: 15_000 })
    .toBe('delivered');
  expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1);
  expect((await deliveries(id))[0]).toMatchObject({ attempts: 5, error: null });
  await expect.poll(async () => (await find(id)).state).toBe('active');
}, 90_000);

test('the program is killed in between: nothing is lost and nothing has two ids', async () => {
  const { id } = await hook();
  receiver.always({ status: 200, delay: 400 });
  const wanted: number[] = [];
  for (let n = 0; n < 12; n++) {
    wanted.push((await newOrder()).id);
    if (n === 6) await server.crash();
  }
  const lapse = () => {
    changeRows(
      server,
      "UPDATE outbox SET lease_until_us = 1 WHERE kind = 'webhook' AND state = 'running' AND lease_until_us < 1",
    );
    return deliveries(id, '?status=delivered&per_page=100');
  };
  await expect.poll(async () => (await lapse()).length, { timeout: 90_000 }).toBe(wanted.length);
  const ids = new Map<number, Set<string>>();
  for (const { json, headers } of receiver.heard) {
    const known = ids.get(json.seq) ?? new Set();
    ids.set(json.seq, known.add(headers['webhook-id']!));
  }
  for (const [seq, known] of ids) expect(known.size, `event ${seq}`).toBe(1);
  const arrived = receiver.heard.map(({ json }) => json.data.order.id);
  for (const one of wanted) expect(arrived).toContain(one);
}, 120_000);

test('one is sent again by hand, under its old id; one on its way is not', async () => {
  const { id } = await hook();
  await newOrder();
  const first = await receiver.request(1);
  await expect
    .poll(async () => (await deliveries(id))[0]?.status, { timeout: 15_000 })
    .toBe('delivered');
  const [row] = await deliveries(id);
  const again = await admin.post(`${path(id)}/deliveries/${row.id}/replay`);
  expect(again.status, again.text).toBe(202);
  const second = await receiver.request(2);
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
  expect(second.body).toBe(first.body);
  await expect
    .poll(async () => (await deliveries(id))[0]?.status, { timeout: 15_000 })
    .toBe('delivered');
  receiver.always({ status: 503 });
  await admin.post(`${path(id)}/deliveries/${row.id}/replay`);
  const twice = await admin.post(`${path(id)}/deliveries/${row.id}/replay`);
  expect(twice.status).toBe(409);
  await receiver.request(3); // refused, and the next try is far off: the next test hears nothing of it
  expect((await admin.post(`${path(id)}/deliveries/987654/replay`)).status).toBe(404);
});

test('both secrets sign after a new one is made', async () => {
  const { id, secret } = await hook();
  const rotated = await admin.post(`${path(id)}/secret`);
  expect(rotated.status, rotated.text).toBe(200);
  const fresh = rotated.body.webhook.secret;
  expect(fresh).not.toBe(secret);
  expect(Date.parse(rotated.body.webhook.old_secret_until)).toBeGreaterThan(
    Date.now() + 23 * 3_600_000,
  );
  await admin.post(`${path(id)}/test`);
  const heard = await receiver.request(1);
  expect(heard.headers['webhook-signature']).toBe(
    `${signature(fresh, heard)} ${signature(secret, heard)}`,
  );
  changeRows(server, `UPDATE webhooks SET old_until_us = 1 WHERE company_id = 1 AND id = ${id}`);
  await admin.post(`${path(id)}/test`);
  const later = await receiver.request(2);
  expect(later.headers['webhook-signature']).toBe(signature(fresh, later));
});

test('a test is told live, tried once, and says what was answered', async () => {
  const { id } = await hook();
  const live = listen(admin);
  await live.wait((message) => message.type === 'hello');
  receiver.script({ status: 418, body: 'teapot' });
  const sent = await admin.post(`${path(id)}/test`);
  expect(sent.status).toBe(202);
  await live.wait(
    (m) => m.type === 'webhook:changed' && m.data.delivery_id === sent.body.delivery.id,
  );
  live.close();
  const [row] = await deliveries(id);
  expect(row).toMatchObject({
    type: 'webhook:test',
    status: 'failed',
    response_status: 418,
    answer: 'teapot',
    seq: null,
  });
  expect((await find(id)).state, 'a test says nothing of the events').toBe('active');
});

test('after days without one taken it is switched off, and somebody is told', async () => {
  const { id } = await hook({ name: 'Old shop' });
  receiver.always({ status: 500 });
  await newOrder();
  await receiver.request(1);
  await expect.poll(async () => (await find(id)).state).toBe('failing');
  const long = (Date.now() - 4 * 86_400_000) * 1000;
  changeRows(
    server,
    `UPDATE webhooks SET failing_since_us = ${long} WHERE company_id = 1 AND id = ${id}`,
  );
  hurry(id);
  await expect.poll(async () => (await find(id)).state, { timeout: 15_000 }).toBe('disabled');
  const { notifications } = (await admin.get('/api/agent/notifications?per_page=5')).body;
  expect(notifications[0]).toMatchObject({ type: 'webhook_disabled', data: { name: 'Old shop' } });
  expect((await deliveries(id))[0]?.status).toBe('dropped');
  const before = receiver.heard.length;
  await newOrder();
  const row = await find(id);
  const on = await admin.put(path(id), { active: true, version: row.version });
  expect(on.status, on.text).toBe(200);
  expect(on.body.webhook.state).toBe('active');
  receiver.always({ status: 200 });
  const later = await newOrder();
  const heard = await receiver.request(before + 1);
  expect(heard.json.data.order.id, 'it begins with what comes now').toBe(later.id);
}, 60_000);

test('410 Gone switches off at once', async () => {
  const { id } = await hook();
  receiver.always({ status: 410 });
  await newOrder();
  await expect.poll(async () => (await find(id)).state, { timeout: 15_000 }).toBe('disabled');
});

test('what the log no longer keeps is told as a gap', async () => {
  const { id } = await hook();
  const { seq } = (await admin.get('/api/agent/orders')).body;
  changeRows(
    server,
    `UPDATE company_sequences SET oldest_seq = ${seq} WHERE company_id = 1; UPDATE webhooks SET seen_seq = 3 WHERE company_id = 1 AND id = ${id}`,
  );
  const heard = await receiver.request(1);
  expect(heard.json).toMatchObject({ type: 'webhook:gap', data: { from_seq: 4 } });
  expect(heard.json.data.to_seq).toBeGreaterThanOrEqual(seq);
});

test('a stale change shows what is there, and what is wrong is named', async () => {
  const one = await hook();
  const put = (body: Body) => admin.put(path(one.id), body);
  expect((await put({ name: 'New', version: one.version })).status).toBe(200);
  const stale = await put({ name: 'Newer', version: one.version });
  expect(stale.status).toBe(409);
  expect(stale.body.current.name).toBe('New');
  const bad = async (body: Body) => {
    const reply = await put(body);
    expect(reply.status, JSON.stringify(body)).toBe(422);
    return reply.body.errors;
  };
  expect(await bad({ events: [] })).toHaveProperty('events');
  expect(await bad({ events: ['order:exploded'] })).toHaveProperty('events');
  for (const url of [
    'ftp://x.example.com/',
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'no url',
  ])
    expect(await bad({ url }), url).toHaveProperty('url');
  expect((await admin.delete(path(987_654))).status).toBe(404);
  expect((await admin.get(`${path(987_654)}/deliveries`)).status).toBe(404);
  const [secret] = sql(server, `SELECT secret_sealed FROM webhooks WHERE id = ${one.id}`);
  expect(secret).not.toContain('whsec_');
});
