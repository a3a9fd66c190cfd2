/*
 * The link against a real Asterisk: trying it, phones that register and go, a pause, and a PBX
 * that dies (S2-EXT-01, S2-EXT-05, S2-TEL-10, IMP-TEL-07, IMP-TEL-08, A-14).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';
import { type Pbx, startPbx } from './pbx.ts';
import { until } from './place.ts';

const tree = process.env.HATIF_ASTERISK;
let pbx: Pbx;
let server: Server;
let admin: Client;
let live: Live;
const ids: Record<string, number> = {};

beforeAll(async () => {
  if (!tree) throw new Error('HATIF_ASTERISK names no folder: run script/test ami');
  pbx = await startPbx(tree);
  server = await startServer({ engine: 'sqlite', flags: ['--fetch-allow', '127.0.0.1'] });
  admin = await signIn(server, 'admin');
  live = listen(admin);
  for (const extension of ['1001', '1002', '1999']) {
    const reply = await admin.post('/api/extensions', { extension });
    expect(reply.status, reply.text).toBe(201);
    ids[extension] = reply.body.data.id;
  }
  const reply = await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: 'for-the-link',
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  expect(reply.status, reply.text).toBe(200);
  await link((now) => now.state === 'connected' && now.refreshed_at);
});
afterAll(async () => {
  live?.close();
  await server?.stop();
  await pbx?.stop();
});

const link = (fits: (now: Body) => unknown) =>
  until(async () => (await admin.get('/api/pbx')).body.link as Body, fits);
const phone = (extension: string, fits: (row: Body) => unknown) =>
  until(async () => (await admin.get(`/api/extensions/${ids[extension]}`)).body.data as Body, fits);
const member = async (name: string): Promise<Body> =>
  (await admin.get('/api/queues/sales/members')).body.members.find(
    (row: Body) => row.interface === name,
  );

async function tested(username: string, secret: string): Promise<Body> {
  const body = { host: '127.0.0.1', port: pbx.port, username, secret };
  const reply = await admin.post('/api/settings/pbx/test', body);
  expect(reply.status, reply.text).toBe(202);
  const { test: name } = reply.body;
  return (await live.wait((m) => m.type === 'pbx:tested' && m.data.test === name, 40_000)).data;
}
const states = (outcome: Body) =>
  Object.fromEntries(outcome.checks.map((row: Body) => [row.code, row.state]));

test('a test says what works and what is missing', async () => {
  const good = await tested('hatif', 'for-the-link');
  expect(good.ok).toBe(true);
  expect(good.pbx_version).toMatch(/^\d+\.\d+/);
  expect(states(good)).toEqual({
    connection: 'ok',
    rights: 'ok',
    events: 'ok',
    timestamps: 'ok',
    phones: 'ok',
    queues: 'ok',
  });
  const poor = await tested('poor', 'for-the-poor');
  expect(poor.ok).toBe(false);
  expect(states(poor)).toMatchObject({
    rights: 'missing',
    events: 'missing',
    dialplan: 'warning',
  });
  expect(states(await tested('mighty', 'for-the-mighty'))).toMatchObject({
    too_much: 'warning',
    rights: 'ok',
  });
  expect((await tested('hatif', 'wrong')).reason).toBe('login');
});

test('phones are what they are, and a phone that is not there is invalid', async () => {
  await phone('1001', (row) => row.availability_status === 'offline');
  await phone('1999', (row) => row.availability_status === 'invalid');
  await (await pbx.phone('1001')).register(true);
  const there = await phone('1001', (row) => row.availability_status === 'online');
  expect(there.line_state).toBe('not_in_use');
  await phone('1001', (row) => row.registration === 'registered');
  await until(
    () => member('PJSIP/1001'),
    (row) => row.line_state === 'not_in_use',
  );
  await (await pbx.phone('1001')).register(false);
  const gone = await phone('1001', (row) => row.availability_status === 'offline');
  expect(gone.last_seen_at).not.toBeNull();
  await phone('1001', (row) => row.registration === 'unregistered');
  const { data } = (await admin.get(`/api/extensions/${ids['1001']}/history`)).body;
  expect(data.map((row: Body) => row.status)).toContain('online');
  for (let i = 1; i < data.length; i++) expect(data[i].ended_at).toBe(data[i - 1].started_at);
});

test('a pause with its reason goes to the PBX and comes back', async () => {
  const { status } = await admin.post('/api/queues/sales/pause', {
    extension: '1001',
    reason: 'غداء',
  });
  expect(status).toBe(202);
  const paused = await until(
    () => member('PJSIP/1001'),
    (row) => row.paused,
  );
  expect(paused).toMatchObject({ pause_reason: 'غداء', extension: '1001' });
  expect(paused.paused_since).not.toBeNull();
  await admin.post('/api/queues/sales/pause', { extension: '1001', paused: false });
  await until(
    () => member('PJSIP/1001'),
    (row) => !row.paused,
  );
});

test('trunks and queues are those of the PBX', async () => {
  const { queues } = (await admin.get('/api/queues')).body;
  expect(queues).toMatchObject([
    { name: 'sales', strategy: 'ringall', members: 2 },
    { name: 'support', strategy: 'rrmemory', members: 0 },
  ]);
  const { trunks } = (await admin.get('/api/trunks')).body;
  expect(trunks).toMatchObject([{ endpoint: 'PJSIP/trunk', state: 'online' }]);
});

test('a PBX that hangs is noticed within 15 s, one that dies at once, and both come back', async () => {
  const began = Date.now();
  pbx.freeze(true);
  expect((await link((now) => now.state !== 'connected')).reason).toBe('silent');
  expect(Date.now() - began).toBeLessThan(15_000);
  pbx.freeze(false);
  await link((now) => now.state === 'connected');
  await pbx.kill();
  await link((now) => now.state === 'lost');
  await pbx.start();
  const again = await link((now) => now.state === 'connected' && now.refreshed_at);
  expect(again.pbx_version).toMatch(/^\d+\./);
  await (await pbx.phone('1002')).register(true);
  await phone('1002', (row) => row.availability_status === 'online');
  expect((await member('PJSIP/1001')).paused).toBe(false);
});
