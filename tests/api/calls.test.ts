/*
 * Calls as they are read: live ones, lists and single ones, by every name of theirs and to nobody
 * who may not see them (A-01, A-02, S2-API-01…03, S4-TEL-03…05, IMP-TEL-01, IMP-TEL-04).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
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
