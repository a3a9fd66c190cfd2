/*
 * Calls as they are read: live ones, lists and single ones, by every name of theirs and to nobody
 * who may not see them (A-01, A-02, S2-API-01…03, S4-TEL-03…05, IMP-TEL-01, IMP-TEL-04).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { alter, lastAudit, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let admin: Client;
let lead: Client;
let sarah: Client;
let omar: Client;
let homes: Client;

const gulf = `(SELECT id FROM companies WHERE code = 'gulf')`;
const now = Date.now() * 1000;

/** Live calls: one of Sarah's phone, one that waits for her department, one of nobody. */
const calls = `
  INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active, caller,
      callee, phone_number, customer_name, agent_id, team_id, department_id, queued_us,
      started_us, answered_us, as_of_us, setup_us, ring_us, talk_us)
    SELECT a.company_id, 9000001, 'CALL-A1B2C3D4', '1764320000.17', 'incoming', 'in_progress', 1,
      '+971501234567', '800', '+971501234567', 'John Doe', a.id, a.team_id, a.department_id, NULL,
      ${now} - 60000000, ${now} - 50000000, ${now}, 2000000, 8000000, 50000000
    FROM agents a WHERE a.company_id = ${gulf} AND a.agent_no = 1;
  INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, agent_id, team_id,
      role, is_trunk, number, name, connected_number, connected_name, exten, context,
      hangup_cause, started_us, talk_us, hold_us, call_started_us)
    SELECT a.company_id, 9000001, 1, '1764320000.18', 'PJSIP/201-00000001', '201', a.id, a.team_id,
      'callee', 0, '201', '', '', '', '', '', 0, ${now} - 58000000, 50000000, 0, ${now} - 60000000
    FROM agents a WHERE a.company_id = ${gulf} AND a.agent_no = 1;
  INSERT INTO calls (company_id, id, call_code, source, direction, status, is_active, phone_number,
      department_id, queued_us, started_us, as_of_us)
    SELECT a.company_id, 9000002, 'CALL-002', 'manual', 'incoming', 'queued', 1, '+971502222222',
      a.department_id, ${now} - 30000000, ${now} - 40000000, ${now}
    FROM agents a WHERE a.company_id = ${gulf} AND a.agent_no = 1;
  INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active, caller,
      callee, started_us, as_of_us)
    SELECT ${gulf}, 9000003, 'CALL-FFFFFFFF', '1764320000.99', 'internal', 'ringing', 1, '299',
      '298', ${now} - 5000000, ${now}`;

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, calls) });
  admin = await signIn(server, 'admin');
  lead = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  homes = await signIn(server, 'admin', 'homes');
});

afterAll(() => server.stop());

const codes = (rows: { call_id: string }[]) => rows.map((row) => row.call_id);

describe('live calls', () => {
  test('an administrator sees all of them, newest first, under both names (S2-API-02)', async () => {
    const { body } = await admin.get('/api/calls/live');
    expect(codes(body.calls)).toEqual(['CALL-FFFFFFFF', 'CALL-002', 'CALL-A1B2C3D4']);
    expect(body.data).toEqual(body.calls);
    expect(body.active_count).toBe(3);
  });

  test('a row names agent, phone, department and times', async () => {
    const { body } = await admin.get('/api/calls/CALL-A1B2C3D4');
    expect(body.call).toMatchObject({
      id: 9000001,
      linkedid: '1764320000.17',
      source: 'pbx',
      status: 'in_progress',
      is_active: true,
      phone_number: '+971501234567',
      customer_name: 'John Doe',
      agent_id: 'AGT-001',
      agent: { agent_id: 'AGT-001' },
      agent_exten: '201',
      handled_by: 'agent',
      duration: 60,
      times: { setup: 2, queue: 0, ring: 8, talk: 50, hold: 0, wrap: 0 },
      hangup_by: null,
      transfers: 0,
      has_recording: false,
    });
  });

  test('one that waits says its place', async () => {
    const { body } = await admin.get('/api/calls/CALL-002');
    expect(body.call).toMatchObject({
      status: 'queued',
      position: 1,
      agent: null,
      source: 'manual',
    });
    expect(body.call.department).toBe(
      sql(
        server,
        `SELECT d.code FROM departments d JOIN agents a ON a.company_id = d.company_id
         AND a.department_id = d.id WHERE a.agent_no = 1 AND a.company_id = ${gulf}`,
      )[0],
    );
  });
});

describe('names', () => {
  test.each(['9000001', 'CALL-A1B2C3D4', '1764320000.17'])(
    '%s is the same call (A-02)',
    async (key) => {
      const { status, body } = await sarah.get(`/api/calls/${key}`);
      expect(status).toBe(200);
      expect(body.call.id).toBe(9000001);
    },
  );

  test('a foreign one looks like a missing one', async () => {
    const plain = (text: string) => text.replace(/"request_id":"[^"]*"/, '');
    const foreign = await homes.get('/api/calls/9000001');
    const missing = await homes.get('/api/calls/9999999');
    expect(foreign.status).toBe(404);
    expect(plain(foreign.text)).toBe(plain(missing.text));
    for (const key of ['CALL-A1B2C3D4', '1764320000.17'])
      expect((await homes.get(`/api/calls/${key}`)).status).toBe(404);
  });
});

describe('who sees what', () => {
  test('an agent: the own calls and those that wait for the own department', async () => {
    expect(codes((await sarah.get('/api/calls/live')).body.calls)).toEqual([
      'CALL-002',
      'CALL-A1B2C3D4',
    ]);
    expect((await sarah.get('/api/calls/CALL-FFFFFFFF')).status).toBe(404);
  });

  test("another agent does not see a colleague's", async () => {
    expect(codes((await omar.get('/api/calls/live')).body.calls)).not.toContain('CALL-A1B2C3D4');
    expect((await omar.get('/api/calls/CALL-A1B2C3D4')).status).toBe(404);
  });

  test('who leads the team sees it', async () => {
    const seen = codes((await lead.get('/api/calls/live')).body.calls);
    expect(seen).toContain('CALL-A1B2C3D4');
    expect(seen).not.toContain('CALL-FFFFFFFF');
  });
});

/** 120 ended calls of three days, every fourth of Omar, and one leg of Sarah in each tenth of them. */
const history = `
  INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active, caller,
      callee, phone_number, agent_id, team_id, started_us, answered_us, ended_us, as_of_us,
      ring_us, talk_us)
    WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 120)
    SELECT a.company_id, 8000000 + i, 'CALL-H' || i, 'h.' || i,
      CASE WHEN i % 3 = 0 THEN 'outgoing' ELSE 'incoming' END,
      CASE WHEN i % 5 = 0 THEN 'no_answer' ELSE 'completed' END, 0, '+97155000' || (1000 + i), '800',
      '+97155000' || (1000 + i), CASE WHEN i % 4 = 0 THEN a.id END,
      CASE WHEN i % 4 = 0 THEN a.team_id END, ${now} - 86400000000 - i * 1000000000,
      CASE WHEN i % 5 <> 0 THEN ${now} - 86400000000 - i * 1000000000 + 10000000 END,
      ${now} - 86400000000 - i * 1000000000 + 70000000, ${now}, 10000000,
      CASE WHEN i % 5 = 0 THEN 0 ELSE 60000000 END
    FROM n, agents a WHERE a.company_id = ${gulf} AND a.agent_no = 2;
  INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, agent_id, team_id,
      role, is_trunk, number, name, connected_number, connected_name, exten, context,
      hangup_cause, started_us, talk_us, hold_us, call_started_us)
    SELECT c.company_id, c.id, l.leg, 'h.' || c.id || '.' || l.leg, 'PJSIP/201', '201', a.id,
      a.team_id, 'callee', 0, '201', '', '', '', '', '', 0, c.started_us + 5000000, 0, 0, c.started_us
    FROM calls c, agents a, (SELECT 1 AS leg UNION SELECT 2) l
    WHERE c.company_id = ${gulf} AND a.company_id = c.company_id AND a.agent_no = 1
      AND c.id > 8000000 AND c.id <= 8000120 AND c.id % 10 = 0`;

describe('lists', () => {
  let other: Server;
  let boss: Client;
  let agent: Client;
  let second: Client;

  beforeAll(async () => {
    other = await startServer({
      prepare: (db) => alter(db, `DELETE FROM calls;${calls};${history}`),
    });
    boss = await signIn(other, 'admin');
    agent = await signIn(other, 'AG001');
    second = await signIn(other, 'AG002');
  });
  afterAll(() => other.stop());

  test('one object has both meanings: what goes on, and a page of all (A-01)', async () => {
    const { body } = await boss.get('/api/calls?per_page=10');
    expect(codes(body.calls)).toEqual(['CALL-FFFFFFFF', 'CALL-002', 'CALL-A1B2C3D4']);
    expect(body.active_count).toBe(3);
    expect(codes(body.data).slice(0, 4)).toEqual([...codes(body.calls), 'CALL-H1']);
    expect(body.pagination).toMatchObject({ page: 1, per_page: 10, total: 123, pages: 13 });
  });

  test('status filters both, everything else the page alone', async () => {
    const { body } = await boss.get('/api/calls?status=in_progress');
    expect(codes(body.calls)).toEqual(['CALL-A1B2C3D4']);
    expect(codes(body.data)).toEqual(['CALL-A1B2C3D4']);
    const missed = (await boss.get('/api/calls?status=no%20answer&per_page=100')).body;
    expect(missed.calls).toEqual([]);
    expect(missed.data).toHaveLength(24);
    const several = (await boss.get('/api/calls?status=queued,ringing,busy')).body;
    expect(codes(several.calls)).toEqual(codes(several.data));
    expect(several.active_count).toBe(2);
    const past = (await boss.get('/api/calls?scope=history&direction=outgoing')).body;
    expect(past.active_count).toBe(3);
    expect(past.pagination.total).toBe(40);
    expect((await boss.get('/api/calls?scope=active')).body.pagination.total).toBe(3);
  });

  test('pages and cursors show every call once', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 5; page++)
      seen.push(...codes((await boss.get(`/api/calls?page=${page}&per_page=30`)).body.data));
    expect(new Set(seen).size).toBe(123);
    const again: string[] = [];
    let next = '';
    do {
      const { body } = await boss.get(`/api/calls?per_page=50${next}`);
      again.push(...codes(body.data));
      next = body.pagination.next ? `&cursor=${body.pagination.next}` : '';
    } while (next);
    expect(again).toEqual(seen);
    expect((await boss.get('/api/calls?cursor=x1')).status).toBe(422);
    expect((await boss.get('/api/calls?page=201')).status).toBe(422);
  });

  test('format=array is the page alone', async () => {
    const { body } = await boss.get('/api/calls?format=array&per_page=2', { unchecked: true });
    expect(codes(body)).toEqual(['CALL-FFFFFFFF', 'CALL-002']);
  });

  test('an agent: own calls and those with a leg of the own phone, once each', async () => {
    const { body } = await agent.get('/api/calls?scope=history&per_page=100');
    expect(codes(body.data)).toEqual(Array.from({ length: 12 }, (_, i) => `CALL-H${i * 10 + 10}`));
    expect(body.pagination.total).toBe(12);
    expect((await second.get('/api/calls?scope=history')).body.pagination.total).toBe(30);
  });

  test('by agent, phone, number, time and words', async () => {
    const total = async (query: string) =>
      (await boss.get(`/api/calls?${query}`)).body.pagination.total;
    expect(await total('agent_id=AGT-002')).toBe(30);
    expect(await total('agent_exten=201')).toBe(13);
    expect(await total('search=0550001007')).toBe(1);
    expect(await total('search=550001007')).toBe(1);
    expect(await total('search=call-h12')).toBe(2);
    expect(await total('search=john')).toBe(1);
    expect(await total('search=100%25')).toBe(0);
    expect(await total('outcome=missed')).toBe(16);
    expect(await total('outcome=answered&scope=history')).toBe(96);
    expect(await total('outcome=answered&agent_id=AGT-001')).toBe(1);
    const from = new Date(now / 1000 - 86_400_000 - 10_500_000).toISOString();
    expect(await total(`date_from=${from}&scope=history`)).toBe(10);
  });

  test('words that do not exist are refused by name', async () => {
    for (const [query, field] of [
      ['status=sleeping', 'status'],
      ['department=nowhere', 'department'],
      ['agent_id=AGT-999', 'agent_id'],
      ['date=sometime', 'date'],
      ['direction=up', 'direction'],
    ]) {
      const reply = await boss.get(`/api/calls?${query}`);
      expect(reply.status, query).toBe(422);
      expect(Object.keys(reply.body.errors), query).toEqual([field]);
    }
  });

  test('as a file, in the language asked for, with a row in the audit log', async () => {
    const reply = await boss.get('/api/calls/export?scope=history&direction=outgoing');
    const lines = reply.text.trim().split('\r\n');
    expect(lines).toHaveLength(41);
    expect(lines[0]).toContain('Call,Direction,Status,Started');
    expect(lines[1]).toContain('CALL-H3,outgoing,completed');
    expect(lastAudit(other, 'calls.exported')).toMatchObject({
      rows: 40,
      complete: true,
      direction: 'outgoing',
    });
    const arabic = await boss.get('/api/calls/export?language=ar&scope=history&per_page=1');
    expect(arabic.text).toContain('صادرة');
    expect((await agent.get('/api/calls/export')).status).toBe(403);
  });
});
