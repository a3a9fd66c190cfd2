/* The audit log: read, exported, never changed (IMP-NFR-02, IMP-NFR-03). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, lastAudit, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

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
  for (const bad of [
    'actor=me',
    'action=A;B',
    'subject=role:x',
    'cursor=x',
    'date=never',
    'page=2',
  ])
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
  expect(lastAudit(server, 'audit.exported')).toMatchObject({
    action: 'department',
    complete: true,
  });
  const sheet = await admin.get('/api/admin/audit/export?format=xlsx&date=today');
  expect(sheet.text.startsWith('PK')).toBe(true);
});

test('only grows: neither engine lets a row be changed or deleted (IMP-NFR-03)', () => {
  const attempt = (text: string) => changeRows(server, text);
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
  expect(lastAudit(server, 'department.changed')).toEqual({
    before: { code: 'was', name: 'Was', is_active: true },
    after: { code: 'was', name: 'Is', is_active: false },
  });
  await admin.delete(`/api/admin/departments/${unit.id}`);
  expect(lastAudit(server, 'department.removed')).toEqual({
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
  expect(lastAudit(server, 'message_provider.changed')).toMatchObject({
    before: { name: 'Gate' },
    after: { name: 'Gateway', settings_changed: true, secret_changed: true },
  });
  const person = await made(
    '/api/admin/users',
    { username: 'audited', name: 'Before', roles: ['agent'] },
    'user',
  );
  await admin.put(`/api/admin/users/${person.id}`, { name: 'After', roles: ['supervisor'] });
  expect(lastAudit(server, 'user.changed')).toMatchObject({
    before: { name: 'Before', roles: ['agent'] },
    after: { name: 'After', roles: ['supervisor'] },
  });
  expect(sql(server, 'SELECT detail FROM audit_log').join()).not.toContain('hidden-');
});

test('is told of as it is written, to those who may read it', async () => {
  const agent = await signIn(server, 'AG001');
  const [reader, stranger] = [listen(admin), listen(agent)];
  await Promise.all([reader, stranger].map((one) => one.wait((m) => m.type === 'hello')));
  const made = await admin.post('/api/admin/departments', { code: 'told', name: 'Told' });
  const told = await reader.wait((m) => m.type === 'audit:written');
  const [row] = (await read(`?subject=department:${made.body.department.id}`)).rows;
  expect(told.data).toEqual({
    id: row.id,
    action: 'department.created',
    user_id: admin.login.user.id,
  });
  await admin.post('/api/admin/announcements', { title: 'Everybody hears of this' });
  await stranger.wait((m) => m.type === 'announcement:changed');
  expect(stranger.messages.filter((m) => m.type === 'audit:written')).toEqual([]);
  reader.close();
  stranger.close();
});

test('says where a request came from and what it was called', async () => {
  const made = await admin.post('/api/admin/departments', { code: 'traced', name: 'Traced' });
  const [row] = (await read('?action=department.created&per_page=1')).rows;
  expect(row).toMatchObject({ subject_id: made.body.department.id, ip: '127.0.0.1' });
  expect(row.request_id).toBe(made.headers.get('x-request-id'));
});
