/* Seeing sessions and ending them by hand, one's own and those of others (A-27; ASVS 7.4.5, 7.5.2). */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { password, temporary } from '../support/paths.ts';
import { psqlProgram } from '../support/postgres.ts';
import { type Server, startServer, startServerOn } from '../support/server.ts';
import { listen } from '../support/socket.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1';

let server: Server;
let admin: Client;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
});
afterAll(() => server.stop());

async function signInFrom(
  agent: string,
  userAgent: string,
  remember = false,
  at: Pick<Server, 'url'> = server,
) {
  const client = stranger(at);
  const reply = await client.post(
    '/api/agent/auth/login',
    { agent_id: agent, password, company: 'gulf', remember },
    { headers: { 'user-agent': userAgent } },
  );
  expect(reply.status, reply.text).toBe(200);
  client.token = reply.body.token;
  client.login = reply.body;
  return client;
}

const sessionOf = async (client: Client) => (await client.get('/api/auth/me')).body.session.id;
const own = async (client: Client): Promise<Body[]> =>
  (await client.get('/api/auth/sessions')).body.sessions;
const audited = (action: string, subject: number) =>
  Number(
    sql(
      server,
      `SELECT COUNT(*) FROM audit_log WHERE company_id = 1 AND action = '${action}' AND subject_id = ${subject}`,
    )[0],
  );

describe("one's own", () => {
  test('are listed with place, browser and system; this one is marked', async () => {
    const desk = await signInFrom('AG001', firefox, true);
    const mobile = await signInFrom('AG001', phone);
    const list = await own(desk);
    expect(list).toHaveLength(2);
    const here = list.find((row) => row.current);
    expect(here).toMatchObject({
      id: await sessionOf(desk),
      browser: 'Firefox',
      system: 'Linux',
      ip: '127.0.0.1',
      remembered: true,
      user: { username: 'AG001', agent_code: 'AGT-001' },
    });
    expect(list.find((row) => !row.current)).toMatchObject({
      id: await sessionOf(mobile),
      browser: 'Safari',
      system: 'iPhone',
      remembered: false,
    });
  });

  test('one ends at once: 401, socket 4401 within a second, audited', async () => {
    const desk = await signInFrom('AG002', firefox);
    const lost = await signInFrom('AG002', phone, true);
    const id = await sessionOf(lost);
    const live = listen(lost);
    await live.wait((m) => m.type === 'hello');
    const began = Date.now();
    expect((await desk.delete(`/api/auth/sessions/${id}`)).status).toBe(200);
    expect((await lost.get('/api/auth/me')).status).toBe(401);
    expect((await live.closed).code).toBe(4401);
    expect(Date.now() - began).toBeLessThan(1000);
    const back = await stranger(server).post('/api/agent/auth/refresh', {
      refresh_token: lost.login.refresh_token,
    });
    expect(back.status).toBe(401);
    expect(audited('session.ended', id)).toBe(1);
    expect((await desk.delete(`/api/auth/sessions/${id}`)).status).toBe(404);
    expect(await own(desk)).toHaveLength(1);
  });

  test('all others end, remembered devices too; this one goes on', async () => {
    const desk = await signInFrom('AG003', firefox);
    const others = [await signInFrom('AG003', phone, true), await signInFrom('AG003', firefox)];
    const reply = await desk.delete('/api/auth/sessions');
    expect(reply.body.ended).toBe(2);
    for (const other of others) {
      expect((await other.get('/api/auth/me')).status).toBe(401);
      const back = await stranger(server).post('/api/agent/auth/refresh', {
        refresh_token: other.login.refresh_token,
      });
      expect(back.status).toBe(401);
    }
    expect(await own(desk)).toHaveLength(1);
    expect(audited('session.all_ended', desk.login.user.id)).toBe(1);
  });

  test.each(['0', '-1', 'x', '99999999'])('%s names none of them: 404', async (id) => {
    const client = await signInFrom('AG004', firefox);
    expect((await client.delete(`/api/auth/sessions/${id}`)).status).toBe(404);
  });

  test("somebody else's is none of them: 404", async () => {
    const mine = await signInFrom('AG004', firefox);
    const theirs = await signInFrom('AG005', firefox);
    const id = await sessionOf(theirs);
    expect((await mine.delete(`/api/auth/sessions/${id}`)).status).toBe(404);
    expect((await theirs.get('/api/auth/me')).status).toBe(200);
  });
});

test('another idle limit counts at once, also for those who are logged in (A-20)', async () => {
  const limit = async (seconds: number) =>
    expect((await admin.put('/api/company', { idle_timeout_s: seconds })).status).toBe(200);
  const used = async (client: Client) => (await client.get('/api/auth/me')).status;
  /** As if it had been used so long ago. */
  const ago = (client: Client, minutes: number) => {
    const text = `UPDATE auth_sessions SET last_seen_us = last_seen_us - ${minutes * 60_000_000}
       WHERE company_id = 1 AND user_id = ${client.login.user.id} AND ended_us IS NULL`;
    if (server.engine === 'postgres')
      execFileSync(psqlProgram, ['-qAt', server.db, '-c', "SET hatif.company = '0'", '-c', text]);
    else execFileSync('sqlite3', ['-cmd', '.timeout 5000', server.db.replace('sqlite:', ''), text]);
  };
  const before = (await admin.get('/api/company')).body.company.idle_timeout_s;
  const [resting, away] = [await signInFrom('AG003', firefox), await signInFrom('AG004', firefox)];
  ago(resting, 4);
  ago(away, 6);
  await limit(300);
  expect([await used(resting), await used(away)]).toEqual([200, 401]);
  const portal = await signIn(server, 'AG005');
  ago(portal, 60);
  await limit(0);
  expect(await used(portal)).toBe(200); // it has no limit at all
  await limit(before);
});

describe('those of others', () => {
  test('an administrator lists and ends them; agents may not', async () => {
    const agent = await signInFrom('AG006', phone);
    const id = await sessionOf(agent);
    expect((await agent.get('/api/admin/sessions')).status).toBe(403);
    expect((await agent.delete(`/api/admin/sessions/${id}`)).status).toBe(403);
    const list = (await admin.get(`/api/admin/sessions?user_id=${agent.login.user.id}`)).body
      .sessions;
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({ id, system: 'iPhone', user: { username: 'AG006' } });
    expect((await admin.delete(`/api/admin/sessions/${id}`)).status).toBe(200);
    expect((await agent.get('/api/auth/me')).status).toBe(401);
    expect(audited('session.ended', id)).toBe(1);
    expect((await admin.delete(`/api/admin/sessions/${id}`)).status).toBe(404);
  });

  test('all of a user, on remembered devices too', async () => {
    const agent = await signInFrom('AG007', phone, true);
    const user = agent.login.user.id;
    expect((await admin.delete(`/api/admin/users/${user}/sessions`)).body.ended).toBe(1);
    expect((await agent.get('/api/auth/me')).status).toBe(401);
    const back = await stranger(server).post('/api/agent/auth/refresh', {
      refresh_token: agent.login.refresh_token,
    });
    expect(back.status).toBe(401);
    expect((await admin.delete('/api/admin/users/999999/sessions')).status).toBe(404);
  });

  test("a manager does not reach an administrator's or another manager's (R-3)", async () => {
    const manager = await signIn(server, 'manager');
    const listed = (await manager.get('/api/admin/sessions')).body.sessions as Body[];
    expect(listed.map((row) => row.user.username)).not.toContain('admin');
    expect(listed.map((row) => row.user.username)).not.toContain('manager');
    const id = await sessionOf(admin);
    expect((await manager.delete(`/api/admin/sessions/${id}`)).status).toBe(404);
    expect((await manager.delete(`/api/admin/users/${admin.login.user.id}/sessions`)).status).toBe(
      404,
    );
    expect((await admin.get('/api/auth/me')).status).toBe(200);
  });
});

// SQLite has one node.
if (process.env.HATIF_ENGINE === 'postgres')
  test('on another node the same holds within a second (WS-12)', async () => {
    const node = await startServerOn(server.db, temporary('node'));
    try {
      const there = await signInFrom('AG008', firefox, false, node);
      const live = listen(there);
      await live.wait((m) => m.type === 'hello');
      const id = await sessionOf(there);
      const began = Date.now();
      expect((await admin.delete(`/api/admin/sessions/${id}`)).status).toBe(200);
      expect((await live.closed).code).toBe(4401);
      expect(Date.now() - began).toBeLessThan(1000);
      expect((await there.get('/api/auth/me')).status).toBe(401);
    } finally {
      await node.stop();
    }
  });
