/* Announcements: to whom, from when until when, and who has read them (S1-DASH-14). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { lastAudit, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
let agent: Client;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  agent = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

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
  const team = audiences.find((one: Body) => one.audience === 'team' && one.name === 'Sales Dubai');
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
  expect(lastAudit(server, 'announcement.changed')).toMatchObject({
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
