/*
 * Recordings of calls: heard in parts, by who may hear them, from the company's own folder alone,
 * and each time with a row in the audit log (S2-TEL-04, IMP-TEL-01).
 */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { alter, lastAudit, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let admin: Client;
let sarah: Client;
let homes: Client;

const files: Record<number, string> = {
  1: 'a.wav',
  2: '/var/spool/asterisk/monitor/2026/b.wav',
  3: '/somewhere/else/a.wav',
  4: 'gone.wav',
  5: '../homes/secret.wav',
  6: '../../outside.wav',
  7: 'link.wav',
  8: 'notes.txt',
  9: '/etc/passwd',
  10: 'folder/../../homes/secret.wav',
};
const now = Date.now() * 1000;
const rows = Object.entries(files)
  .map(
    ([id, file]) => `
  INSERT INTO calls (company_id, id, call_code, direction, status, is_active, started_us, ended_us,
      as_of_us, agent_id)
    SELECT a.company_id, ${6_000_000 + Number(id)}, 'CALL-R${id}', 'incoming', 'completed', 0,
      ${now} - 60000000, ${now}, ${now}, a.id
    FROM agents a JOIN companies c ON c.id = a.company_id WHERE c.code = 'gulf' AND a.agent_no = 1;
  INSERT INTO call_recordings (company_id, call_id, recording, file_name, from_us, to_us)
    SELECT id, ${6_000_000 + Number(id)}, 0, '${file}', ${now} - 50000000, ${now}
    FROM companies WHERE code = 'gulf'`,
  )
  .join(';');
const several = `
  INSERT INTO call_recordings (company_id, call_id, recording, file_name, from_us, to_us)
    SELECT id, 6000001, 1, 'folder/c.mp3', ${now} - 40000000, ${now} FROM companies
    WHERE code = 'gulf'`;
const sound = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
  mkdirSync(join(folder, 'gulf/2026'), { recursive: true });
  mkdirSync(join(folder, 'gulf/folder'));
  mkdirSync(join(folder, 'homes'));
  writeFileSync(join(folder, 'gulf/a.wav'), sound);
  writeFileSync(join(folder, 'gulf/2026/b.wav'), 'second');
  writeFileSync(join(folder, 'gulf/folder/c.mp3'), 'third');
  writeFileSync(join(folder, 'gulf/notes.txt'), 'no sound');
  writeFileSync(join(folder, 'homes/secret.wav'), 'of another company');
  writeFileSync(join(folder, 'outside.wav'), 'of nobody');
  symlinkSync(join(folder, 'homes/secret.wav'), join(folder, 'gulf/link.wav'));
  server = await startServer({
    flags: ['--recordings-dir', folder],
    prepare: (db) => alter(db, `${rows};${several}`),
  });
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  homes = await signIn(server, 'admin', 'homes');
});

afterAll(() => server.stop());

async function hear(client: Client, path: string, range?: string) {
  const response = await fetch(`${server.url}${path}`, {
    headers: { authorization: `Bearer ${client.token}`, ...(range ? { range } : {}) },
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('hearing', () => {
  test('the whole file, with its type', async () => {
    const { response, bytes } = await hear(admin, '/api/calls/CALL-R1/recording');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(bytes.equals(sound)).toBe(true);
  });

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, 1000],
    ['bytes=-10', 990, 1000],
    ['bytes=990-5000', 990, 1000],
    ['bytes=-5000', 0, 1000],
  ])('%s', async (range, from, to) => {
    const { response, bytes } = await hear(admin, '/api/calls/6000001/recording', range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/1000`);
    expect(bytes.equals(sound.subarray(from, to))).toBe(true);
  });

  test.each(['bytes=1000-', 'bytes=5000-6000'])('%s lies outside', async (range) => {
    const { response } = await hear(admin, '/api/calls/6000001/recording', range);
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */1000');
  });

  test.each(['bytes=0-1,5-6', 'bytes=5-1', 'bytes=x', 'lines=1-2', 'bytes=-'])(
    '%s is no range that is served: the whole file',
    async (range) => {
      const { response, bytes } = await hear(admin, '/api/calls/6000001/recording', range);
      expect(response.status).toBe(200);
      expect(bytes.length).toBe(1000);
    },
  );

  test('as the PBX named it: below its monitor folder, or by its bare name', async () => {
    expect((await hear(admin, '/api/calls/CALL-R2/recording')).bytes.toString()).toBe('second');
    expect((await hear(admin, '/api/calls/CALL-R3/recording')).bytes.length).toBe(1000);
  });

  test('one of several', async () => {
    const { response, bytes } = await hear(admin, '/api/calls/CALL-R1/recordings/1');
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    expect(bytes.toString()).toBe('third');
    expect((await hear(admin, '/api/calls/CALL-R1/recordings/2')).response.status).toBe(404);
    expect((await hear(admin, '/api/calls/CALL-R1/recordings/x')).response.status).toBe(404);
  });

  test('each hearing is in the audit log', async () => {
    await hear(admin, '/api/calls/CALL-R1/recording', 'bytes=5-9');
    expect(lastAudit(server, 'recording.heard')).toEqual({
      call_id: 'CALL-R1',
      recording: 0,
      range: 'bytes=5-9',
    });
  });
});

describe('refusing', () => {
  test.each([4, 5, 6, 7, 8, 9, 10])('recording %i is not there', async (n) => {
    const before = sql(server, `SELECT COUNT(*) FROM audit_log WHERE action = 'recording.heard'`);
    const { response } = await hear(admin, `/api/calls/CALL-R${n}/recording`);
    expect(response.status).toBe(404);
    expect((await admin.get(`/api/calls/CALL-R${n}`)).body.call.has_recording).toBe(false);
    expect((await admin.get(`/api/calls/CALL-R${n}/details`)).body.data.recordings).toMatchObject([
      { available: false },
    ]);
    expect(sql(server, `SELECT COUNT(*) FROM audit_log WHERE action = 'recording.heard'`)).toEqual(
      before,
    );
  });

  test('has_recording says what can be heard', async () => {
    expect((await admin.get('/api/calls/CALL-R2')).body.call.has_recording).toBe(true);
  });

  test('an agent sees the call, and may not hear it; another company neither', async () => {
    expect((await sarah.get('/api/calls/CALL-R1')).status).toBe(200);
    expect((await hear(sarah, '/api/calls/CALL-R1/recording')).response.status).toBe(403);
    expect((await hear(homes, '/api/calls/CALL-R1/recording')).response.status).toBe(404);
    expect((await hear(homes, '/api/calls/6000001/recording')).response.status).toBe(404);
  });
});
