/* Whether an agent is there: by choice, and by itself (A-13, C.6; S0-API-02, S0-DB-02). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let supervisor: Client;
let watching: Live;
/** The demo's agents have been at work for two weeks. */
let began: number;

beforeAll(async () => {
  began = Date.now();
  server = await startServer();
  supervisor = await signIn(server, 'supervisor');
  watching = listen(supervisor);
  await watching.wait((m) => m.type === 'hello');
});
afterAll(async () => {
  watching.close();
  await server.stop();
});

const report = (client: Client, idle_s?: number) =>
  client.post('/api/agent/auth/activity', idle_s === undefined ? {} : { idle_s });
const ownState = async (client: Client): Promise<Body> =>
  (await client.get('/api/auth/me')).body.agent;
const logOf = (client: Client) =>
  sql(
    server,
    `SELECT status, source FROM agent_presence_log WHERE company_id = 1 AND agent_id = ${client.login.agent.id}
     AND started_us >= ${began}000 ORDER BY id`,
  );

describe('no input for five minutes', () => {
  test('is away, says so everywhere, and input brings back what was chosen', async () => {
    const agent = await signIn(server, 'AG001');
    await agent.put('/api/agent/auth/status', { status: 'busy' });
    expect((await report(agent, 299)).status).toBe(200);
    expect(await ownState(agent)).toMatchObject({ presence: 'busy', presence_automatic: null });
    // A report of the past takes back nothing: this one comes from another login.
    const other = await signIn(server, 'AG002');
    expect((await report(other, 301)).status).toBe(200);
    expect(await ownState(other)).toMatchObject({
      presence: 'away',
      status: 'break',
      presence_automatic: 'idle',
    });
    const away = await watching.wait(
      (m) => m.type === 'agent:status_changed' && m.data.presence === 'away',
    );
    expect(away.data).toMatchObject({
      id: other.login.agent.id,
      status: 'on_break',
      automatic: 'idle',
    });
    const members = (await supervisor.get('/api/team/members')).body.agents;
    const row = members.find((m: Body) => m.id === other.login.agent.id);
    if (row) expect(row).toMatchObject({ presence: 'away', presence_automatic: 'idle' });

    expect((await report(other)).status).toBe(200);
    expect(await ownState(other)).toMatchObject({
      presence: 'available',
      presence_automatic: null,
    });
    expect(logOf(other)).toEqual(['available|login', 'away|idle', 'available|return']);
    const [open] = sql(
      server,
      `SELECT COUNT(*) FROM agent_presence_log WHERE company_id = 1 AND agent_id = ${other.login.agent.id} AND ended_us IS NULL`,
    );
    expect(open).toBe('1');
  });

  test('a manual state is not touched, and an answer says what is by choice', async () => {
    const agent = await signIn(server, 'AG003');
    const set = await agent.put('/api/agent/auth/status', { status: 'on_break' });
    expect(set.body).toMatchObject({ presence: 'on_break', automatic: null });
    await report(agent, 3000);
    expect(await ownState(agent)).toMatchObject({ presence: 'on_break' });
  });

  test.each([-1, 86401, 'x', 1.5])('a report of %j is refused by name', async (idle_s) => {
    const agent = await signIn(server, 'AG003');
    const reply = await agent.post('/api/agent/auth/activity', { idle_s });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveProperty('idle_s');
  });

  test('the company says after how long, within bounds, and only with the right', async () => {
    const admin = await signIn(server, 'admin', 'homes');
    const { version, away_after_s } = (await admin.get('/api/company')).body.company;
    expect(away_after_s).toBe(300);
    for (const wrong of [1, 119, 86401, -1])
      expect(
        (await admin.put('/api/company', { away_after_s: wrong, version })).body.errors,
      ).toHaveProperty('away_after_s');
    const set = await admin.put('/api/company', { away_after_s: 600, version });
    expect(set.body.company.away_after_s).toBe(600);
    const agent = await signIn(server, 'agent', 'homes');
    await report(agent, 500);
    expect(await ownState(agent)).toMatchObject({ presence: 'available' });
    const never = await admin.put('/api/company', { away_after_s: 0, version: version + 1 });
    expect(never.status).toBe(200);
    const fresh = await signIn(server, 'agent', 'homes');
    await report(fresh, 5000);
    expect(await ownState(fresh)).toMatchObject({ presence: 'available' });
  });
});

describe('sessions and sockets', () => {
  test('offline → available on login; offline on the last logout', async () => {
    const first = await signIn(server, 'AG004');
    const second = await signIn(server, 'AG004');
    await first.post('/api/auth/logout');
    expect(await ownState(second)).toMatchObject({ presence: 'available' });
    await second.post('/api/auth/logout');
    expect(logOf(second)).toEqual(['available|login', 'offline|logout']);
  });

  test('a socket is noted for every node to see, and a crash makes nobody offline', async () => {
    const agent = await signIn(server, 'AG005');
    await agent.put('/api/agent/auth/status', { status: 'in_meeting' });
    const live = listen(agent);
    await live.wait((m) => m.type === 'hello');
    const heard = () =>
      sql(
        server,
        `SELECT COUNT(*) FROM auth_sessions WHERE company_id = 1 AND user_id = ${agent.login.user.id} AND socket_us IS NOT NULL`,
      )[0];
    await expect.poll(heard, { timeout: 20_000, interval: 1000 }).toBe('1');
    await server.crash();
    expect(await ownState(agent)).toMatchObject({
      presence: 'in_meeting',
      presence_automatic: null,
    });
  });
});
