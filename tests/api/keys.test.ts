/* Keys for programs: what they may, how long, and what they leave behind (IMP-ADMIN-01). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { root } from '../support/paths.ts';
import { hire, makeRole } from '../support/people.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let admin: Client;
beforeAll(async () => {
  server = await startServer({ flags: ['--rate-key', '30'] });
  admin = await signIn(server, 'admin');
});
afterAll(() => server.stop());

const make = async (permissions: string[], more: Body = {}, by = admin): Promise<Body> => {
  const reply = await by.post('/api/admin/api-keys', { name: 'Shop', permissions, ...more });
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
};
const withKey = (key: string): Client => {
  const client = new Client(server);
  client.token = key;
  return client;
};
const find = async (id: number): Promise<Body> =>
  (await admin.get('/api/admin/api-keys')).body.api_keys.find((row: Body) => row.id === id);

test('one is shown once, calls the API, and its doings carry its name', async () => {
  const { key, api_key: row } = await make(['orders.read', 'orders.create']);
  expect(key).toMatch(/^hatif_[\w-]{43}$/);
  expect(row.hint).toBe(key.slice(-4));
  const text = JSON.stringify((await admin.get('/api/admin/api-keys')).body);
  expect(text).not.toContain(key);
  expect(sql(server, 'SELECT key_hash FROM api_keys').join()).not.toContain(key);
  const program = withKey(key);
  expect((await program.get('/api/agent/orders')).status).toBe(200);
  const order = {
    customer_name: 'Key Customer',
    customer_phone: '0501239876',
    product_name: 'Lamp',
    price: '10.00',
    address: 'Dubai',
  };
  const headers = { 'idempotency-key': 'from-a-program-1' };
  const first = await program.post('/api/orders', order, { headers });
  expect(first.status, first.text).toBe(201);
  const again = await program.post('/api/orders', order, { headers });
  expect(again.body.order.id).toBe(first.body.order.id);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

test('it may what it was given, nothing of its own, and makes no keys', async () => {
  const { key } = await make(['webhooks.manage', 'audit.read']);
  const program = withKey(key);
  expect((await program.get('/api/admin/webhooks')).status).toBe(200);
  for (const path of ['/api/agent/orders', '/api/auth/me', '/api/admin/api-keys', '/api/company'])
    expect((await program.get(path)).status, path).toBe(403);
  for (const name of ['self', 'api_keys.manage', 'nothing.such']) {
    const reply = await admin.post('/api/admin/api-keys', { name: 'X', permissions: [name] });
    expect(reply.status, name).toBe(422);
    expect(reply.body.errors).toHaveProperty('permissions');
  }
  const more = await program.post('/api/admin/api-keys', {
    name: 'X',
    permissions: ['orders.read'],
  });
  expect(more.status).toBe(403);
});

test('never more than its creator may, now', async () => {
  const role = await makeRole(admin, {
    name: 'Integrator',
    code: 'integrator',
    scope: 'company',
    permissions: ['api_keys.manage', 'orders.read', 'inventory.read'],
  });
  const creator = await hire(server, admin, ['integrator']);
  const lacking = await creator.post('/api/admin/api-keys', {
    name: 'X',
    permissions: ['audit.read'],
  });
  expect(lacking.status).toBe(403);
  const { key, api_key: row } = await make(['orders.read', 'inventory.read'], {}, creator);
  const program = withKey(key);
  expect((await program.get('/api/agent/inventory')).status).toBe(200);
  const less = await admin.put(`/api/admin/roles/${role.id}`, {
    permissions: ['api_keys.manage', 'orders.read'],
  });
  expect(less.status, less.text).toBe(200);
  expect((await program.get('/api/agent/inventory')).status).toBe(403);
  expect((await program.get('/api/agent/orders')).status).toBe(200);
  const user = `/api/admin/users/${creator.login.user.id}`;
  expect((await admin.put(user, { status: 'disabled' })).status).toBe(200);
  expect((await program.get('/api/agent/orders')).status).toBe(401);
  expect((await find(row.id)).state).toBe('owner_disabled');
});

test('revoked, expired, mangled: all the same 401', async () => {
  const { key, api_key: row } = await make(['orders.read']);
  const program = withKey(key);
  expect((await program.get('/api/agent/orders')).status).toBe(200);
  expect((await admin.delete(`/api/admin/api-keys/${row.id}`)).status).toBe(200);
  const revoked = await program.get('/api/agent/orders');
  expect(revoked.status).toBe(401);
  expect((await admin.delete(`/api/admin/api-keys/${row.id}`)).status).toBe(409);
  expect((await admin.delete('/api/admin/api-keys/987654')).status).toBe(404);
  const mangled = await withKey(`${key}x`).get('/api/agent/orders');
  const plain = (text: string) => text.replace(/"request_id":"[^"]*"/, '');
  expect(plain(mangled.text)).toBe(plain(revoked.text));
  const past = await admin.post('/api/admin/api-keys', {
    name: 'Late',
    permissions: ['orders.read'],
    expires_at: '2020-01-01T00:00:00Z',
  });
  expect(past.body.errors).toHaveProperty('expires_at');
  const soon = await make(['orders.read'], {
    expires_at: new Date(Date.now() + 1500).toISOString(),
  });
  expect((await withKey(soon.key).get('/api/agent/orders')).status).toBe(200);
  await expect
    .poll(async () => (await withKey(soon.key).get('/api/agent/orders')).status, {
      timeout: 5000,
    })
    .toBe(401);
  expect((await find(soon.api_key.id)).state).toBe('expired');
});

test('it has a rate of its own, opens no socket, and its last use is noted', async () => {
  const { key, api_key: row } = await make(['orders.read']);
  const program = withKey(key);
  const statuses = [];
  for (let n = 0; n < 35; n++)
    statuses.push((await program.get('/api/agent/orders?limit=1')).status);
  expect(statuses).toContain(429);
  expect((await admin.get('/api/agent/orders?limit=1')).status).toBe(200);
  const upgrade = await fetch(`${server.url}/ws/updates`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(upgrade.status).toBeGreaterThanOrEqual(400);
  await expect
    .poll(async () => (await find(row.id)).last_used_at, { timeout: 25_000 })
    .not.toBeNull();
  expect((await find(row.id)).last_ip).toBe('127.0.0.1');
}, 40_000);

test('being nobody it breaks nothing: no route answers it with an error of ours', async () => {
  const names = (await admin.get('/api/admin/permissions')).body.permissions
    .map(({ name }: Body) => name)
    .filter((name: string) => name !== 'self' && name !== 'api_keys.manage');
  const document: Body = JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8'));
  for (const [path, item] of Object.entries<Body>(document.paths)) {
    if (!path.startsWith('/api/')) continue;
    // A fresh one for each path: the rate of a key is small here.
    const { key, api_key: row } = await make(names);
    for (const verb of ['get', 'post', 'put', 'patch'].filter((one) => item[one])) {
      const body = verb === 'get' ? undefined : {};
      const target = path.replace(/\{[^}]+\}/g, '1847');
      const reply = await withKey(key).call(verb.toUpperCase(), target, { body });
      expect(reply.status, `${verb} ${path}: ${reply.text}`).toBeLessThan(500);
      expect(reply.status, path).not.toBe(429);
    }
    await admin.delete(`/api/admin/api-keys/${row.id}`);
  }
}, 120_000);

test('the audit log names the key and not its creator', async () => {
  const { key, api_key: row } = await make(['announcements.manage']);
  const made = await withKey(key).post('/api/admin/announcements', { title: 'By a program' });
  expect(made.status, made.text).toBe(201);
  const { rows } = (await admin.get(`/api/admin/audit?actor=key-${row.id}`)).body;
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    actor: { kind: 'api_key', id: row.id, name: 'Shop' },
    action: 'announcement.created',
    ip: '127.0.0.1',
  });
  await admin.delete(`/api/admin/announcements/${made.body.announcement.id}`);
});
