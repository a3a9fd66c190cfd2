/* Who logged in, and who was refused, as an administrator reads it (IMP-AUTH-06). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { password } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let admin: Client;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
});
afterAll(() => server.stop());

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const logIn = (agent_id: string, word: string) =>
  stranger(server).post(
    '/api/agent/auth/login',
    { agent_id, password: word, company: 'gulf' },
    { headers: { 'user-agent': firefox } },
  );
const read = async (query = ''): Promise<Body> => {
  const reply = await admin.get(`/api/admin/logins${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};

test('a login, a wrong password and a logout are there, newest first, and found', async () => {
  expect((await logIn('AG004', 'not this one')).status).toBe(401);
  const client = await signIn(server, 'AG004');
  expect((await client.post('/api/agent/auth/logout')).status).toBe(200);
  const { id } = client.login.user;
  const { logins } = await read(`?user_id=${id}&date=today`);
  expect(logins.map(({ way, outcome }: Body) => `${way} ${outcome}`)).toEqual([
    'logout logout',
    'password ok',
    'password wrong',
  ]);
  expect(logins[2]).toMatchObject({
    user: { id, username: 'AG004', agent_code: 'AGT-004' },
    browser: 'Firefox',
    system: 'Linux',
    ip: '127.0.0.1',
  });
  const refused = await read('?result=refused');
  expect(refused.logins[0].id).toBe(logins[2].id);
  expect(refused.logins.length).toBeGreaterThan(1);
  for (const row of refused.logins) expect(row.outcome).not.toBe('ok');
  expect((await read('?ip=10.9.9.9')).logins).toEqual([]);
  for (const row of (await read('?date=yesterday')).logins)
    expect(Date.parse(row.at)).toBeLessThan(Date.parse(logins[2].at));
});

test('goes on by the cursor, which is of this list alone', async () => {
  const first = await read('?per_page=1');
  const second = await read(`?per_page=1&cursor=${first.pagination.next}`);
  expect(second.logins[0].id).toBeLessThan(first.logins[0].id);
  for (const bad of ['page=2', 'cursor=a5', 'result=maybe', 'user_id=0', 'date=never'])
    expect((await admin.get(`/api/admin/logins?${bad}`)).status, bad).toBe(422);
});

test('nobody else reads it, and another company has its own', async () => {
  const manager = await signIn(server, 'manager');
  expect((await manager.get('/api/admin/logins')).status).toBe(403);
  const homes = await signIn(server, 'admin', 'homes');
  const { logins } = (await homes.get('/api/admin/logins')).body;
  for (const { user } of logins) expect(user.username).not.toBe('AG004');
  expect(JSON.stringify(logins)).not.toContain(password);
});
