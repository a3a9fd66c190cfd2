/* Roles, and who may give which rights to whom (A-15, A-16, IMP-ADMIN-01). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { lastAudit } from '../support/database.ts';
import { hire, makeRole } from '../support/people.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let agent: Client;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  agent = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

const roles = async (by = admin): Promise<Body[]> => (await by.get('/api/admin/roles')).body.roles;
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
  const detail = lastAudit(server, 'role.changed');
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
  const role = await makeRole(admin, {
    name: 'مسؤول المخزون',
    code: 'stock',
    scope: 'company',
    permissions: ['inventory.read', 'inventory.manage'],
  });
  expect(role).toMatchObject({ built_in: false, scope: 'company', users_count: 0 });
  const keeper = await hire(server, admin, ['stock']);
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
  const role = await makeRole(admin, {
    name: 'Twice',
    code: 'twice',
    permissions: ['orders.read'],
  });
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
  const clerk = await makeRole(admin, {
    name: 'Clerk',
    code: 'clerk',
    scope: 'company',
    permissions: ['roles.manage', 'agents.manage', 'orders.read', 'agents.read'],
  });
  const who = await hire(server, admin, ['clerk']);
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
  await makeRole(admin, { name: 'Keys', code: 'keys', permissions: ['webhooks.manage'] });
  const other = await hire(server, admin, ['keys']);
  const reach = await who.post(`/api/admin/users/${other.login.user.id}/password`);
  expect(reach.status).toBe(403);
  const listed = (await who.get('/api/admin/users?limit=500')).body.users;
  expect(listed.map(({ id }: Body) => id)).not.toContain(other.login.user.id);
  expect((await admin.get(`/api/admin/users/${other.login.user.id}`)).status).toBe(200);
});

test('who may manage users but not roles is no administrator', async () => {
  await makeRole(admin, {
    name: 'Human resources',
    code: 'hr',
    scope: 'company',
    permissions: ['users.manage', 'agents.manage', 'agents.read'],
  });
  const hr = await hire(server, admin, ['hr']);
  const choices = (await hr.get('/api/admin/users/choices')).body.roles;
  expect(choices.map(({ code }: Body) => code)).not.toContain('admin');
  const made = await hr.post('/api/admin/users', {
    username: 'shadow',
    name: 'Shadow',
    roles: ['admin'],
  });
  expect(made.status).toBe(403);
});
