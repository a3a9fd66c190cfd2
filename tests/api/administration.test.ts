/*
 * Roles, keys for programs, announcements, company settings and the audit log (A-15, A-16, IMP-TEN-01,
 * IMP-ADMIN-01, IMP-NFR-02, IMP-NFR-03, S1-DASH-14).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { root } from '../support/paths.ts';
import { psqlProgram } from '../support/postgres.ts';
import { startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
let agent: Client;
beforeAll(async () => {
  server = await startServer({ flags: ['--rate-key', '30', '--fetch-allow', '127.0.0.1'] });
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  agent = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

const password = 'correct-horse-9';
const lastAudit = (action: string): Body => {
  const [row] = sql(
    server,
    `SELECT detail FROM audit_log WHERE company_id = 1 AND action = '${action}' ORDER BY id DESC LIMIT 1`,
  );
  return JSON.parse(row ?? 'null');
};

async function makeRole(wanted: Body, by = admin): Promise<Body> {
  const reply = await by.post('/api/admin/roles', wanted);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.role;
}

let people = 0;
/** Somebody new with these roles, who has chosen a password of their own. */
async function person(roles: string[]): Promise<Client> {
  people += 1;
  const made = await admin.post('/api/admin/users', {
    username: `person.${people}`,
    name: `Person ${people}`,
    roles,
  });
  expect(made.status, made.text).toBe(201);
  const client = stranger(server);
  const login = await client.post('/api/auth/login', {
    company: 'gulf',
    username: `person.${people}`,
    password: made.body.temporary_password,
  });
  client.token = login.body.token;
  client.login = login.body;
  const changed = await client.post('/api/auth/change-password', {
    current_password: made.body.temporary_password,
    password: 'seven-green-lamps-4',
  });
  expect(changed.status, changed.text).toBe(200);
  return client;
}

describe('roles', () => {
  const roles = async (by = admin): Promise<Body[]> =>
    (await by.get('/api/admin/roles')).body.roles;
  const byCode = async (code: string) => (await roles()).find((role) => role.code === code);

  test('the built-in ones are there, with what they may and who holds them', async () => {
    const list = await roles();
    expect(list.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['admin', 'manager', 'supervisor', 'agent']),
    );
    const held = await byCode('agent');
    const one = await admin.get(`/api/admin/roles/${held.id}`);
    expect(one.body.people).toHaveLength(held.users_count);
    expect(one.body.people.map(({ username }: Body) => username)).toContain('AG001');
    const { permissions } = (await admin.get('/api/admin/permissions')).body;
    const all = await byCode('admin');
    expect(all.permissions.sort()).toEqual(permissions.map(({ name }: Body) => name).sort());
    expect(all.editable).toBe(false);
  });

  test('administrators keep everything, and built-in roles what they began with', async () => {
    const top = await byCode('admin');
    const less = await admin.put(`/api/admin/roles/${top.id}`, { permissions: ['self'] });
    expect(less.status).toBe(403);
    expect((await byCode('admin')).permissions).toEqual(top.permissions);
    const lead = await byCode('supervisor');
    const narrow = await admin.put(`/api/admin/roles/${lead.id}`, {
      permissions: lead.permissions.filter((name: string) => name !== 'orders.approve'),
    });
    expect(narrow.status).toBe(422);
    expect(narrow.body.errors.permissions[0]).toContain('orders.approve');
    expect((await admin.put(`/api/admin/roles/${lead.id}`, { scope: 'own' })).status).toBe(422);
    expect((await admin.put(`/api/admin/roles/${lead.id}`, { name: 'Boss' })).status).toBe(422);
    expect((await admin.delete(`/api/admin/roles/${lead.id}`)).status).toBe(409);
  });

  test('a widened role counts at once for who is logged in, and is taken back as fast', async () => {
    const asked = () => agent.get('/api/admin/couriers');
    expect((await asked()).status).toBe(403);
    const live = listen(agent);
    await live.wait((message) => message.type === 'hello');
    const before = await byCode('agent');
    const wider = await admin.put(`/api/admin/roles/${before.id}`, {
      permissions: [...before.permissions, 'providers.manage'],
      version: before.version,
    });
    expect(wider.status, wider.text).toBe(200);
    expect((await asked()).status).toBe(200);
    expect((await agent.get('/api/auth/me')).body.user.permissions).toContain('providers.manage');
    // The page hears that it is to ask again, over the same socket or the next one.
    const next = listen(agent, live.messages[0].seq);
    await next.wait((message) => message.type === 'account:changed');
    live.close();
    next.close();
    const detail = lastAudit('role.changed');
    expect(detail.before.permissions).not.toContain('providers.manage');
    expect(detail.after.permissions).toContain('providers.manage');
    const back = await admin.put(`/api/admin/roles/${before.id}`, {
      permissions: before.permissions,
      version: wider.body.role.version,
    });
    expect(back.status, back.text).toBe(200);
    expect((await asked()).status).toBe(403);
  });

  test('a role of the company itself gives what it says, in its scope', async () => {
    const role = await makeRole({
      name: 'مسؤول المخزون',
      code: 'stock',
      scope: 'company',
      permissions: ['inventory.read', 'inventory.manage'],
    });
    expect(role).toMatchObject({ built_in: false, scope: 'company', users_count: 0 });
    const keeper = await person(['stock']);
    expect((await keeper.get('/api/agent/inventory')).status).toBe(200);
    expect((await keeper.get('/api/agent/orders')).status).toBe(403);
    expect((await admin.delete(`/api/admin/roles/${role.id}`)).status).toBe(409);
    const moved = await admin.put(`/api/admin/users/${keeper.login.user.id}`, {
      roles: ['agent'],
    });
    expect(moved.status, moved.text).toBe(200);
    expect((await keeper.get('/api/agent/orders')).status).toBe(200);
    expect((await admin.delete(`/api/admin/roles/${role.id}`)).status).toBe(200);
    expect(await byCode('stock')).toBeUndefined();
  });

  test('what is wrong is named: unknown permissions, names, codes, versions', async () => {
    const post = (body: Body) => admin.post('/api/admin/roles', body);
    const unknown = await post({ name: 'X', permissions: ['orders.destroy'] });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors.permissions[0]).toContain('orders.destroy');
    expect((await post({ name: '', permissions: ['self'] })).status).toBe(422);
    expect(
      (await post({ name: 'X', code: 'A B', permissions: ['self'] })).body.errors,
    ).toHaveProperty('code');
    const role = await makeRole({ name: 'Twice', code: 'twice', permissions: ['orders.read'] });
    const again = await post({ name: 'Twice', code: 'twice', permissions: ['orders.read'] });
    expect(again.status).toBe(409);
    const put = (body: Body) => admin.put(`/api/admin/roles/${role.id}`, body);
    expect((await put({ name: 'Once', version: role.version })).status).toBe(200);
    const stale = await put({ name: 'Late', version: role.version });
    expect(stale.status).toBe(409);
    expect(stale.body.current.name).toBe('Once');
    expect((await admin.delete(`/api/admin/roles/${role.id}`)).status).toBe(200);
    expect((await admin.get(`/api/admin/roles/${role.id}`)).status).toBe(404);
  });

  test('nobody gives what they lack, touches who stands above, or rises', async () => {
    const clerk = await makeRole({
      name: 'Clerk',
      code: 'clerk',
      scope: 'company',
      permissions: ['roles.manage', 'agents.manage', 'orders.read', 'agents.read'],
    });
    const who = await person(['clerk']);
    const post = (permissions: string[]) =>
      who.post('/api/admin/roles', { name: 'New', permissions });
    expect((await post(['settings.manage'])).status, 'a right one lacks').toBe(403);
    expect((await post(['roles.manage'])).status, 'as high as oneself').toBe(403);
    expect((await post(['orders.read'])).status).toBe(201);
    const rise = await who.put(`/api/admin/roles/${clerk.id}`, {
      permissions: [...clerk.permissions, 'audit.read'],
    });
    expect(rise.status).toBe(403);
    const wider = (await roles(who)).find((role) => role.code === 'supervisor');
    expect(wider?.editable).toBe(false);
    // A new password for the administrator would be a way to everything.
    const boss = admin.login.user.id;
    for (const reply of [
      await who.post(`/api/admin/users/${boss}/password`),
      await who.put(`/api/admin/users/${boss}`, { name: 'Mine' }),
      await who.put(`/api/admin/users/${who.login.user.id}`, { roles: ['admin'] }),
    ])
      expect([403, 404], reply.text).toContain(reply.status);
    // Nor is one for somebody who may what the clerk may not.
    await makeRole({ name: 'Keys', code: 'keys', permissions: ['webhooks.manage'] });
    const other = await person(['keys']);
    const reach = await who.post(`/api/admin/users/${other.login.user.id}/password`);
    expect(reach.status).toBe(403);
    const listed = (await who.get('/api/admin/users?limit=500')).body.users;
    expect(listed.map(({ id }: Body) => id)).not.toContain(other.login.user.id);
    expect((await admin.get(`/api/admin/users/${other.login.user.id}`)).status).toBe(200);
  });

  test('who may manage users but not roles is no administrator', async () => {
    await makeRole({
      name: 'Human resources',
      code: 'hr',
      scope: 'company',
      permissions: ['users.manage', 'agents.manage', 'agents.read'],
    });
    const hr = await person(['hr']);
    const choices = (await hr.get('/api/admin/users/choices')).body.roles;
    expect(choices.map(({ code }: Body) => code)).not.toContain('admin');
    const made = await hr.post('/api/admin/users', {
      username: 'shadow',
      name: 'Shadow',
      roles: ['admin'],
    });
    expect(made.status).toBe(403);
  });
});

describe('keys for programs', () => {
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
    const role = await makeRole({
      name: 'Integrator',
      code: 'integrator',
      scope: 'company',
      permissions: ['api_keys.manage', 'orders.read', 'inventory.read'],
    });
    const creator = await person(['integrator']);
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
});

describe('announcements', () => {
  const mine = async (by: Client): Promise<Body> => (await by.get('/api/announcements')).body;
  const post = async (body: Body, by = manager): Promise<Body> => {
    const reply = await by.post('/api/admin/announcements', body);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.announcement;
  };
  const find = async (id: number): Promise<Body> =>
    (await manager.get('/api/admin/announcements')).body.announcements.find(
      (row: Body) => row.id === id,
    );

  test('everyone hears of it at once, reads it once, and is counted', async () => {
    const live = listen(agent);
    await live.wait((message) => message.type === 'hello');
    const made = await post({ title: 'Stock-taking', body: 'Friday at six.', priority: 'high' });
    await live.wait((m) => m.type === 'announcement:changed' && m.data.id === made.id);
    expect(JSON.stringify(live.messages)).not.toContain('Stock-taking');
    live.close();
    const before = await mine(agent);
    expect(before.announcements[0]).toMatchObject({ title: 'Stock-taking', read_at: null });
    expect((await agent.post(`/api/announcements/${made.id}/read`)).status).toBe(200);
    expect((await agent.post(`/api/announcements/${made.id}/read`)).status).toBe(200);
    const after = await mine(agent);
    expect(after.unread).toBe(before.unread - 1);
    const row = await find(made.id);
    expect(row.reads_count).toBe(1);
    const [active] = sql(
      server,
      "SELECT COUNT(*) FROM users WHERE company_id = 1 AND status = 'active'",
    );
    expect(row.receivers_count).toBe(Number(active));
    expect((await manager.delete(`/api/admin/announcements/${made.id}`)).status).toBe(200);
    expect((await mine(agent)).announcements.map(({ id }: Body) => id)).not.toContain(made.id);
  });

  test('a team, a department or a role alone reads what is for it', async () => {
    const { audiences } = (await manager.get('/api/admin/announcements')).body;
    const team = audiences.find(
      (one: Body) => one.audience === 'team' && one.name === 'Sales Dubai',
    );
    const role = audiences.find(
      (one: Body) => one.audience === 'role' && one.code === 'senior_agent',
    );
    const department = audiences.find((one: Body) => one.code === 'support');
    const toTeam = await post({ title: 'Team', audience: 'team', audience_id: team.id });
    const toRole = await post({ title: 'Role', audience: 'role', audience_id: role.id });
    const toSupport = await post({
      title: 'Support',
      audience: 'department',
      audience_id: department.id,
    });
    const senior = await signIn(server, 'AG002');
    const support = await signIn(server, 'AG005');
    const titles = async (by: Client) =>
      (await mine(by)).announcements.map(({ title }: Body) => title).sort();
    expect(await titles(agent)).toEqual(expect.arrayContaining(['Team']));
    expect(await titles(agent)).not.toContain('Role');
    expect(await titles(senior)).toEqual(expect.arrayContaining(['Role', 'Team']));
    expect(await titles(support)).toEqual(expect.arrayContaining(['Support']));
    expect(await titles(support)).not.toContain('Team');
    expect((await support.post(`/api/announcements/${toTeam.id}/read`)).status).toBe(404);
    expect((await find(toRole.id)).receivers_count).toBe(1);
    for (const { id } of [toTeam, toRole, toSupport])
      await manager.delete(`/api/admin/announcements/${id}`);
  });

  test('it begins and ends by itself, and pages hear of that', async () => {
    const live = listen(agent);
    await live.wait((message) => message.type === 'hello');
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const made = await post({ title: 'Soon', starts_at: at(1500), ends_at: at(4000) });
    const shows = async () =>
      (await mine(agent)).announcements.some(({ id }: Body) => id === made.id);
    expect(await shows()).toBe(false);
    const told = (n: number) =>
      live.messages.filter((m) => m.type === 'announcement:changed' && m.data.id === made.id)
        .length >= n;
    await expect.poll(() => told(2), { timeout: 10_000 }).toBe(true);
    expect(await shows()).toBe(true);
    await expect.poll(() => told(3), { timeout: 10_000 }).toBe(true);
    expect(await shows()).toBe(false);
    live.close();
  }, 30_000);

  test('what is wrong is named, and a stale change shows what is there', async () => {
    const bad = async (body: Body) =>
      (await manager.post('/api/admin/announcements', body)).body.errors;
    expect(await bad({ body: 'no title' })).toHaveProperty('title');
    expect(await bad({ title: 'X', audience: 'team', audience_id: 98765 })).toHaveProperty(
      'audience_id',
    );
    expect(
      await bad({ title: 'X', starts_at: '2030-01-02T00:00:00Z', ends_at: '2030-01-01T00:00:00Z' }),
    ).toHaveProperty('ends_at');
    const made = await post({ title: 'First' });
    const put = (body: Body) => manager.put(`/api/admin/announcements/${made.id}`, body);
    expect((await put({ title: 'Second', version: made.version })).status).toBe(200);
    const stale = await put({ title: 'Third', version: made.version });
    expect(stale.status).toBe(409);
    expect(stale.body.current.title).toBe('Second');
    expect(lastAudit('announcement.changed')).toMatchObject({
      before: { title: 'First' },
      after: { title: 'Second' },
    });
    await manager.delete(`/api/admin/announcements/${made.id}`);
  });

  test('whoever leads one team writes to that team alone', async () => {
    const roles: Body[] = (await admin.get('/api/admin/roles')).body.roles;
    const lead = roles.find(({ code }) => code === 'supervisor');
    const wider = await admin.put(`/api/admin/roles/${lead.id}`, {
      permissions: [...lead.permissions, 'announcements.manage'],
    });
    expect(wider.status, wider.text).toBe(200);
    const supervisor = await signIn(server, 'supervisor');
    const { audiences } = (await supervisor.get('/api/admin/announcements')).body;
    expect(audiences.map(({ audience }: Body) => audience)).toEqual(['team']);
    const all = await supervisor.post('/api/admin/announcements', { title: 'To all' });
    expect(all.status).toBe(403);
    const own = await post(
      { title: 'Ours', audience: 'team', audience_id: audiences[0].id },
      supervisor,
    );
    const others = await post({ title: 'Everybody' });
    expect((await supervisor.delete(`/api/admin/announcements/${others.id}`)).status).toBe(404);
    for (const { id } of [own, others]) await manager.delete(`/api/admin/announcements/${id}`);
    await admin.put(`/api/admin/roles/${lead.id}`, { permissions: lead.permissions });
  });
});

describe('settings of the company', () => {
  test('a change is told, counts at once, and leaves what was before', async () => {
    const live = listen(agent);
    await live.wait((message) => message.type === 'hello');
    const { company } = (await admin.get('/api/company')).body;
    const put = (body: Body) => admin.put('/api/company', body);
    const changed = await put({ it_support_ext: '7700', version: company.version });
    expect(changed.status, changed.text).toBe(200);
    const next = listen(agent, live.messages[0].seq);
    await next.wait((message) => message.type === 'account:changed');
    live.close();
    next.close();
    expect((await agent.get('/api/auth/me')).body.company.it_support_ext).toBe('7700');
    const stale = await put({ it_support_ext: '1', version: company.version });
    expect(stale.status).toBe(409);
    expect(stale.body.current.it_support_ext).toBe('7700');
    expect(lastAudit('company.changed')).toMatchObject({
      before: { it_support_ext: company.it_support_ext },
      after: { it_support_ext: '7700' },
    });
    await put({ it_support_ext: company.it_support_ext });
  });
});

describe('the audit log', () => {
  const read = async (query = ''): Promise<Body> => {
    const reply = await admin.get(`/api/admin/audit${query}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };

  test('is read page by page, newest first, and filtered', async () => {
    for (let n = 0; n < 3; n++) {
      const made = await admin.post('/api/admin/departments', {
        code: `log-${n}`,
        name: `Log ${n}`,
      });
      expect(made.status).toBe(201);
    }
    const first = await read('?per_page=2&action=department');
    expect(first.rows).toHaveLength(2);
    const second = await read(`?per_page=2&action=department&cursor=${first.pagination.next}`);
    const ids = [...first.rows, ...second.rows].map(({ id }: Body) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of first.rows) expect(row.action).toMatch(/^department\./);
    const own = await read(`?actor=${admin.login.user.id}&per_page=5`);
    for (const row of own.rows)
      expect(row.actor).toMatchObject({ kind: 'user', name: 'Khalid Al-Falasi' });
    const subject = first.rows[0];
    const one = await read(`?subject=${subject.subject_type}:${subject.subject_id}`);
    expect(one.rows.map(({ id }: Body) => id)).toContain(subject.id);
    for (const row of one.rows) expect(row.subject_id).toBe(subject.subject_id);
    expect((await read('?date=yesterday')).rows).toEqual([]);
    expect((await read('?date=today&per_page=1')).rows).toHaveLength(1);
    for (const row of (await read('?actor=system')).rows) expect(row.actor.kind).toBe('system');
    for (const bad of ['actor=me', 'action=A;B', 'subject=role:x', 'cursor=x', 'date=never'])
      expect((await admin.get(`/api/admin/audit?${bad}`)).status, bad).toBe(422);
  });

  test('nobody else reads it, and another company has its own', async () => {
    expect((await manager.get('/api/admin/audit')).status).toBe(403);
    const homes = await signIn(server, 'admin', 'homes');
    const { rows } = (await homes.get('/api/admin/audit?per_page=500')).body;
    expect(JSON.stringify(rows)).not.toContain('log-0');
  });

  test('goes out as a file, which leaves a row itself', async () => {
    const file = await admin.get('/api/admin/audit/export?action=department&language=ar');
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.text).toContain('المنفّذ');
    expect(file.text).toContain('department.created');
    expect(lastAudit('audit.exported')).toMatchObject({ action: 'department', complete: true });
    const sheet = await admin.get('/api/admin/audit/export?format=xlsx&date=today');
    expect(sheet.text.startsWith('PK')).toBe(true);
  });

  test('only grows: neither engine lets a row be changed or deleted (IMP-NFR-03)', () => {
    const attempt = (text: string) =>
      server.engine === 'postgres'
        ? execFileSync(
            psqlProgram,
            ['-qAt', '-v', 'ON_ERROR_STOP=1', server.db, '-c', `SET hatif.company = '0'; ${text}`],
            { stdio: 'pipe' },
          )
        : execFileSync('sqlite3', [server.db.replace('sqlite:', ''), text], { stdio: 'pipe' });
    const count = () => sql(server, 'SELECT COUNT(*) FROM audit_log')[0];
    const before = count();
    expect(() => attempt("UPDATE audit_log SET action = 'nothing'")).toThrow(/only grows/);
    expect(() => attempt('DELETE FROM audit_log')).toThrow(/only grows/);
    if (server.engine === 'postgres')
      expect(() => attempt('TRUNCATE audit_log')).toThrow(/only grows/);
    expect(count()).toBe(before);
  });

  test('shows what a change did, and of secrets only that they changed', async () => {
    const made = async (path: string, body: Body, key: string): Promise<Body> => {
      const reply = await admin.post(path, body);
      expect(reply.status, reply.text).toBe(201);
      return reply.body[key];
    };
    const unit = await made('/api/admin/departments', { code: 'was', name: 'Was' }, 'department');
    await admin.put(`/api/admin/departments/${unit.id}`, { name: 'Is', is_active: false });
    expect(lastAudit('department.changed')).toEqual({
      before: { code: 'was', name: 'Was', is_active: true },
      after: { code: 'was', name: 'Is', is_active: false },
    });
    await admin.delete(`/api/admin/departments/${unit.id}`);
    expect(lastAudit('department.removed')).toEqual({
      before: { code: 'was', name: 'Is', is_active: false },
    });
    const gateway = await made(
      '/api/admin/message-providers',
      {
        channel: 'sms',
        kind: 'http',
        name: 'Gate',
        settings: { url: 'https://sms.example.com/', authorization: 'Bearer hidden-one' },
        secret: 'hidden-two',
      },
      'provider',
    );
    await admin.put(`/api/admin/message-providers/${gateway.id}`, {
      name: 'Gateway',
      settings: { url: 'https://sms.example.com/', authorization: 'Bearer hidden-three' },
      secret: 'hidden-four',
    });
    expect(lastAudit('message_provider.changed')).toMatchObject({
      before: { name: 'Gate' },
      after: { name: 'Gateway', settings_changed: true, secret_changed: true },
    });
    const person = await made(
      '/api/admin/users',
      { username: 'audited', name: 'Before', roles: ['agent'] },
      'user',
    );
    await admin.put(`/api/admin/users/${person.id}`, { name: 'After', roles: ['supervisor'] });
    expect(lastAudit('user.changed')).toMatchObject({
      before: { name: 'Before', roles: ['agent'] },
      after: { name: 'After', roles: ['supervisor'] },
    });
    expect(sql(server, 'SELECT detail FROM audit_log').join()).not.toContain('hidden-');
  });

  test('says where a request came from and what it was called', async () => {
    const made = await admin.post('/api/admin/departments', { code: 'traced', name: 'Traced' });
    const [row] = (await read('?action=department.created&per_page=1')).rows;
    expect(row).toMatchObject({ subject_id: made.body.department.id, ip: '127.0.0.1' });
    expect(row.request_id).toBe(made.headers.get('x-request-id'));
  });
});

describe('every writing route of the administration and of supervisors leaves a row', () => {
  const document: Body = JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8'));
  const writing = Object.entries<Body>(document.paths)
    .filter(([path]) => /^\/api\/(admin|manager|supervisor|company)(\/|$)/.test(path))
    .flatMap(([path, item]) =>
      ['post', 'put', 'patch', 'delete']
        .filter((verb) => item[verb])
        .map((verb) => `${verb} ${path}`),
    );

  /** Each does what its route is for, and answers with the status. */
  const doings: Record<string, () => Promise<{ status: number; text: string }>> = {};
  const rows = () => Number(sql(server, 'SELECT MAX(id) FROM audit_log WHERE company_id = 1')[0]);
  let made = 0;
  const name = () => `only-${++made}`;
  const id = async (path: string, body: Body, key: string): Promise<number> => {
    const reply = await admin.post(path, body);
    expect(reply.status, `${path}: ${reply.text}`).toBeLessThan(300);
    return reply.body[key].id;
  };
  const user = () =>
    id(
      '/api/admin/users',
      { username: name(), name: 'Only', roles: ['agent'], agent: true },
      'user',
    );
  const supervisor = () =>
    id(
      '/api/admin/users',
      { username: name(), name: 'Only', roles: ['supervisor'], agent: true, level: 'supervisor' },
      'user',
    );
  const team = () => id('/api/teams', { name: name() }, 'team');
  const department = () =>
    id('/api/admin/departments', { code: name(), name: 'Only' }, 'department');
  const courier = () => id('/api/admin/couriers', { name: name(), adapter: 'none' }, 'courier');
  const sms = {
    channel: 'sms',
    kind: 'http',
    name: 'gateway',
    settings: { url: 'https://sms.example.com/' },
  };
  const provider = () => id('/api/admin/message-providers', sms, 'provider');
  const role = () => id('/api/admin/roles', { name: name(), permissions: ['orders.read'] }, 'role');
  const key = () =>
    id('/api/admin/api-keys', { name: name(), permissions: ['orders.read'] }, 'api_key');
  const announcement = () => id('/api/admin/announcements', { title: name() }, 'announcement');
  const level = () => id('/api/manager/sla', { name: name(), response_minutes: 60 }, 'policy');
  const hook = (url = 'https://hooks.example.com/') =>
    id('/api/admin/webhooks', { name: name(), url, events: ['order:created'] }, 'webhook');

  const order = async (): Promise<number> =>
    (
      await admin.post('/api/orders', {
        customer_name: 'Only',
        customer_phone: '0501234599',
        product_name: 'Lamp',
        price: '10.00',
        address: 'x',
        area: 'y',
        agent_id: 'AG001',
      })
    ).body.order.id;
  const asked = async () => {
    const changes = { address: `Street ${++made}` };
    const reply = await agent.post(`/api/agent/orders/${await order()}/modifications`, {
      changes,
      reason: 'asked',
    });
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.body.modification.id;
  };
  /** Apart from each other, far ahead, where the demo has none. */
  const shift = () => {
    const at = Date.now() + (100 + ++made) * 86_400_000;
    return {
      agent_id: 'AG001',
      kind: 'shift',
      starts_at: new Date(at).toISOString(),
      ends_at: new Date(at + 3_600_000).toISOString(),
    };
  };
  const planned = () => id('/api/supervisor/schedules', shift(), 'schedule');

  Object.assign(doings, {
    'put /api/supervisor/availability': () =>
      admin.put('/api/supervisor/availability', { agent_id: 'AG002', status: 'dnd' }),
    'patch /api/supervisor/escalations/{id}': async () => {
      const raise = { level: 'supervisor', reason: 'The parcel is broken' };
      const raised = await agent.post(`/api/agent/orders/${await order()}/escalate`, raise);
      expect(raised.status, raised.text).toBe(201);
      return admin.patch(`/api/supervisor/escalations/${raised.body.escalation.id}`, {
        action: 'resolve',
        resolution: 'A new one is on its way',
      });
    },
    'post /api/supervisor/inquiries/reassign': async () => {
      const at = new Date(Date.now() + 7_200_000).toISOString();
      const wanted = { order_id: await order(), callback_at: at };
      const { callback } = (await agent.post('/api/agent/callbacks', wanted)).body;
      return admin.post('/api/supervisor/inquiries/reassign', {
        callback_ids: [callback.id],
        to_agent_id: 'AG002',
        reason: 'away',
      });
    },
    'patch /api/supervisor/modifications/{id}/approve': async () =>
      admin.patch(`/api/supervisor/modifications/${await asked()}/approve`, {}),
    'patch /api/supervisor/modifications/{id}/reject': async () =>
      admin.patch(`/api/supervisor/modifications/${await asked()}/reject`, { reason: 'no' }),
    'post /api/supervisor/orders/reassign': async () =>
      admin.post('/api/supervisor/orders/reassign', {
        order_ids: [await order()],
        to_agent_id: 'AG002',
        reason: 'away',
      }),
    'patch /api/supervisor/reassign-requests/{id}': async () => {
      const path = `/api/agent/orders/${await order()}/reassign`;
      const { request } = (await agent.post(path, { reason: 'too far away' })).body;
      return admin.patch(`/api/supervisor/reassign-requests/${request.id}`, {
        decision: 'rejected',
        reason: 'it is near',
      });
    },
    'post /api/supervisor/schedules': () => admin.post('/api/supervisor/schedules', shift()),
    'put /api/supervisor/schedules/{id}': async () =>
      admin.put(`/api/supervisor/schedules/${await planned()}`, { note: 'moved' }),
    'delete /api/supervisor/schedules/{id}': async () =>
      admin.delete(`/api/supervisor/schedules/${await planned()}`),
    'put /api/manager/order-flags': () =>
      admin.put('/api/manager/order-flags', {
        refused_least: 4,
        refused_of: 10,
        duplicate_days: 7,
        version: 0,
      }),
    'put /api/manager/settings': () =>
      admin.put('/api/manager/settings', { help_desk_ext: '2102' }),
    'put /api/company': () => admin.put('/api/company', { help_desk_ext: '2101' }),
    'post /api/admin/users': () =>
      admin.post('/api/admin/users', { username: name(), name: 'Only', roles: ['agent'] }),
    'put /api/admin/users/{id}': async () =>
      admin.put(`/api/admin/users/${await user()}`, { name: 'New' }),
    'post /api/admin/users/{id}/password': async () =>
      admin.post(`/api/admin/users/${await user()}/password`),
    'delete /api/admin/users/{id}/sessions': async () =>
      admin.delete(`/api/admin/users/${await user()}/sessions`),
    'delete /api/admin/sessions/{id}': async () => {
      const other = await signIn(server, 'AG007');
      const { sessions } = (await admin.get(`/api/admin/sessions?user_id=${other.login.user.id}`))
        .body;
      return admin.delete(`/api/admin/sessions/${sessions[0].id}`);
    },
    'post /api/manager/agents': () =>
      admin.post('/api/manager/agents', { username: name(), name: 'Only' }),
    'put /api/manager/agents/{id}': async () =>
      admin.put(`/api/manager/agents/${await user()}`, { name: 'New' }),
    'delete /api/manager/agents/{id}': async () =>
      admin.delete(`/api/manager/agents/${await user()}`),
    'post /api/manager/supervisors': () =>
      admin.post('/api/manager/supervisors', { username: name(), name: 'Only' }),
    'put /api/manager/supervisors/{id}': async () =>
      admin.put(`/api/manager/supervisors/${await supervisor()}`, { name: 'New' }),
    'delete /api/manager/supervisors/{id}': async () =>
      admin.delete(`/api/manager/supervisors/${await supervisor()}`),
    'post /api/manager/teams': () => admin.post('/api/manager/teams', { name: name() }),
    'put /api/manager/teams/{id}': async () =>
      admin.put(`/api/manager/teams/${await team()}`, { name: name() }),
    'delete /api/manager/teams/{id}': async () =>
      admin.delete(`/api/manager/teams/${await team()}`),
    'post /api/admin/departments': () =>
      admin.post('/api/admin/departments', { code: name(), name: 'Only' }),
    'put /api/admin/departments/{id}': async () =>
      admin.put(`/api/admin/departments/${await department()}`, { name: 'New' }),
    'delete /api/admin/departments/{id}': async () =>
      admin.delete(`/api/admin/departments/${await department()}`),
    'post /api/admin/couriers': () =>
      admin.post('/api/admin/couriers', { name: name(), adapter: 'none' }),
    'put /api/admin/couriers/{id}': async () =>
      admin.put(`/api/admin/couriers/${await courier()}`, { name: name() }),
    'delete /api/admin/couriers/{id}': async () =>
      admin.delete(`/api/admin/couriers/${await courier()}`),
    'post /api/admin/couriers/{id}/test': async () => {
      const settings = { url: 'https://track.example.com/{{tracking_number}}' };
      const paths = { tracking_number: 'number', events: 'events', status: 'code' };
      const wanted = { name: name(), adapter: 'json', settings: { ...settings, ...paths } };
      const one = await id('/api/admin/couriers', wanted, 'courier');
      return admin.post(`/api/admin/couriers/${one}/test`, { tracking_number: 'AB-1' });
    },
    'post /api/admin/password-requests/{id}/resolve': async () => {
      await stranger(server).post('/api/agent/auth/forgot-password', {
        agent_id: 'AG006',
        company: 'gulf',
      });
      const { body } = await admin.get('/api/admin/password-requests?status=open');
      return admin.post(`/api/admin/password-requests/${body.password_requests[0].id}/resolve`, {
        action: 'refused',
      });
    },
    'put /api/manager/policies': () =>
      admin.put('/api/manager/policies', { no_response_attempts: 3 }),
    'put /api/manager/kpi-targets': () =>
      admin.put('/api/manager/kpi-targets', { confirmation_rate: 90 }),
    'post /api/manager/sla': () =>
      admin.post('/api/manager/sla', { name: name(), response_minutes: 60 }),
    'put /api/manager/sla/{id}': async () =>
      admin.put(`/api/manager/sla/${await level()}`, { name: name(), response_minutes: 30 }),
    'delete /api/manager/sla/{id}': async () => admin.delete(`/api/manager/sla/${await level()}`),
    'put /api/admin/rating-settings': async () => {
      const { settings } = (await admin.get('/api/admin/rating-settings')).body;
      const wanted = { request_on: 'closed', channel: 'sms', version: settings.version };
      return admin.put('/api/admin/rating-settings', wanted);
    },
    'patch /api/manager/escalations/{id}': async () => {
      const raise = { level: 'manager', reason: 'The parcel is broken' };
      const raised = await agent.post('/api/agent/orders/1850/escalate', raise);
      expect(raised.status, raised.text).toBe(201);
      return admin.patch(`/api/manager/escalations/${raised.body.escalation.id}`, {
        action: 'resolve',
        resolution: 'A new one is on its way',
      });
    },
    'post /api/admin/message-providers': () => admin.post('/api/admin/message-providers', sms),
    'put /api/admin/message-providers/{id}': async () =>
      admin.put(`/api/admin/message-providers/${await provider()}`, { name: 'new' }),
    'delete /api/admin/message-providers/{id}': async () =>
      admin.delete(`/api/admin/message-providers/${await provider()}`),
    'post /api/admin/message-providers/{id}/test': async () =>
      admin.post(`/api/admin/message-providers/${await provider()}/test`, { to: '0501234567' }),
    'post /api/admin/roles': () =>
      admin.post('/api/admin/roles', { name: name(), permissions: ['self'] }),
    'put /api/admin/roles/{id}': async () =>
      admin.put(`/api/admin/roles/${await role()}`, { name: name() }),
    'delete /api/admin/roles/{id}': async () => admin.delete(`/api/admin/roles/${await role()}`),
    'post /api/admin/api-keys': () =>
      admin.post('/api/admin/api-keys', { name: name(), permissions: ['orders.read'] }),
    'delete /api/admin/api-keys/{id}': async () =>
      admin.delete(`/api/admin/api-keys/${await key()}`),
    'post /api/admin/announcements': () =>
      admin.post('/api/admin/announcements', { title: name() }),
    'put /api/admin/announcements/{id}': async () =>
      admin.put(`/api/admin/announcements/${await announcement()}`, { title: name() }),
    'delete /api/admin/announcements/{id}': async () =>
      admin.delete(`/api/admin/announcements/${await announcement()}`),
    'post /api/admin/webhooks': () =>
      admin.post('/api/admin/webhooks', {
        name: name(),
        url: 'https://hooks.example.com/',
        events: ['*'],
      }),
    'put /api/admin/webhooks/{id}': async () =>
      admin.put(`/api/admin/webhooks/${await hook()}`, { active: false }),
    'delete /api/admin/webhooks/{id}': async () =>
      admin.delete(`/api/admin/webhooks/${await hook()}`),
    'post /api/admin/webhooks/{id}/secret': async () =>
      admin.post(`/api/admin/webhooks/${await hook()}/secret`),
    'post /api/admin/webhooks/{id}/test': async () =>
      admin.post(`/api/admin/webhooks/${await hook()}/test`),
    'post /api/admin/webhooks/{id}/deliveries/{delivery_id}/replay': async () => {
      const receiver = await startProvider();
      const one = await hook(receiver.url);
      const path = `/api/admin/webhooks/${one}`;
      const sent = (await admin.post(`${path}/test`)).body.delivery.id;
      const status = async () => (await admin.get(`${path}/deliveries`)).body.deliveries[0].status;
      await expect.poll(status, { timeout: 10_000 }).toBe('delivered');
      const reply = await admin.post(`${path}/deliveries/${sent}/replay`);
      await receiver.stop();
      return reply;
    },
  });

  for (const route of writing)
    test(route, async () => {
      const doing = doings[route];
      expect(doing, 'say here how this route is used').toBeDefined();
      // What has to be there first leaves rows of its own: the last one must be of this request.
      let last = 0;
      const call = admin.call.bind(admin);
      admin.call = (...args) => {
        last = rows();
        return call(...args);
      };
      try {
        const reply = await doing!();
        expect(reply.status, reply.text).toBeLessThan(300);
      } finally {
        admin.call = call;
      }
      expect(rows(), 'rows of the audit log').toBeGreaterThan(last);
      if (!route.startsWith('put ')) return;
      const [detail] = sql(
        server,
        'SELECT detail FROM audit_log WHERE company_id = 1 ORDER BY id DESC LIMIT 1',
      );
      expect(Object.keys(JSON.parse(detail!)), 'of a change').toEqual(
        expect.arrayContaining(['before', 'after']),
      );
    });

  test('and the page of the audit log has words for each, in both languages', () => {
    const words = ['en', 'ar'].map(
      (language) =>
        JSON.parse(
          readFileSync(join(root, `web/src/lib/i18n/${language}/administration.json`), 'utf8'),
        ).audit,
    );
    const offered = readFileSync(
      join(root, 'web/src/features/administration/components/audit-words.ts'),
      'utf8',
    );
    for (const action of sql(server, 'SELECT DISTINCT action FROM audit_log')) {
      const [group = '', verb = ''] = action.split('.');
      for (const { group: groups, verb: verbs } of words) {
        expect(groups, action).toHaveProperty([group]);
        expect(verbs, action).toHaveProperty([verb]);
      }
      expect(offered, 'the filter of the page').toContain(`'${group}'`);
    }
  });

  test('and none of them holds a secret', () => {
    const details = sql(server, 'SELECT detail FROM audit_log').join('\n');
    expect(details).not.toMatch(/whsec_|hatif_[\w-]{40}|argon2|secret_sealed/);
    expect(details).not.toContain(password);
  });
});
