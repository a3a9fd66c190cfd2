/*
 * Calls of a real Asterisk, live: what rows say is held against what the PBX wrote down itself, and
 * goes on when the program or the PBX dies in mid-call (S2-TEL-01…05, S2-TEL-11, S2-TEL-12, A-03).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Pbx, startPbx } from './pbx.ts';

const tree = process.env.HATIF_ASTERISK;
let pbx: Pbx;
let server: Server;
let admin: Client;

beforeAll(async () => {
  if (!tree) throw new Error('HATIF_ASTERISK names no folder: run script/test ami');
  pbx = await startPbx(tree);
  server = await startServer({ engine: 'sqlite', flags: ['--fetch-allow', '127.0.0.1'] });
  admin = await signIn(server, 'admin');
  for (const phone of ['1001', '1002', 'trunk']) await pbx.picksUp(phone);
  await pbx.isBusy('1003');
  const put = await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: 'for-the-link',
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  expect(put.status, put.text).toBe(200);
  await until(
    async () => (await admin.get('/api/pbx')).body.last_outage as Body,
    (outage) => outage,
  );
});
afterAll(async () => {
  await server?.stop();
  await pbx?.stop();
});

async function until<T>(look: () => Promise<T>, fits: (value: T) => unknown, ms = 30_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const seen = (id: string, fits: (now: Body) => unknown) =>
  until(
    async () => (await admin.get(`/api/calls/${id}`)).body,
    (body) => body.call && fits(body.call),
  ).then(({ call }) => call as Body);

let count = 0;

/** The phone 1001 rings and then calls; gives the name of the call. */
async function call(exten: string): Promise<string> {
  const id = `call-${Date.now()}.${++count}`;
  await pbx.act('Originate', {
    Channel: 'PJSIP/1001',
    ChannelId: id,
    Context: 'internal',
    Exten: exten,
    Priority: '1',
    Async: 'true',
  });
  return id;
}
const hangUp = async (id: string) => {
  await pbx.act('Hangup', { Channel: `/^PJSIP/1001-/` });
  return seen(id, (now) => !now.is_active);
};

/** Seconds that each channel was in a bridge, and which were answered. */
function agreed(id: string) {
  const ours = sql(
    server,
    `SELECT l.uniqueid, l.answered_us IS NOT NULL, COALESCE(SUM(s.left_us - s.entered_us), 0)
     FROM calls c JOIN call_legs l ON l.company_id = c.company_id AND l.call_id = c.id
     LEFT JOIN call_segments s ON s.company_id = l.company_id AND s.call_id = l.call_id AND s.leg = l.leg
     WHERE c.linkedid = '${id}' GROUP BY l.uniqueid, l.answered_us ORDER BY l.uniqueid`,
  ).map((line) => line.split('|'));
  const theirs = pbx.account(id);
  const channels = [...new Set(theirs.map(([, , , channel]) => channel))].sort();
  expect(ours.map(([channel]) => channel).sort()).toEqual(channels);
  for (const [channel, answered, bridged] of ours) {
    const own = theirs.filter(([, , , other]) => other === channel);
    expect(answered === '1', `${channel} answered`).toBe(own.some(([kind]) => kind === 'ANSWER'));
    const time = (kind: string) =>
      own.filter(([one]) => one === kind).reduce((sum, [, at]) => sum + at, 0);
    const wanted = time('BRIDGE_EXIT') - time('BRIDGE_ENTER');
    expect(Math.abs(Number(bridged) / 1e6 - wanted), `${channel} bridged`).toBeLessThan(0.3);
  }
}

test('answered: who talked how long', async () => {
  const id = await call('9971501112222');
  const live = await seen(id, (now) => now.status === 'in_progress');
  expect(live).toMatchObject({ direction: 'outgoing', phone_number: '+971501112222', gap: false });
  const ended = await hangUp(id);
  expect(ended.status).toBe('completed');
  agreed(id);
});

test('busy', async () => {
  const id = await call('1003');
  const ended = await seen(id, (now) => !now.is_active);
  expect(ended).toMatchObject({ status: 'busy', direction: 'internal', answered_at: null });
  agreed(id);
});

test('a queue: waited, taken by whoever is free', async () => {
  const id = await call('500');
  const live = await seen(id, (now) => now.status === 'in_progress');
  expect(live.queue).toBe('sales');
  const ended = await hangUp(id);
  expect(ended.status).toBe('completed');
  agreed(id);
});

test('handed over without a word', async () => {
  const id = await call('9971501112222');
  await seen(id, (now) => now.status === 'in_progress');
  const [channel] = (await pbx.act('CoreShowChannels'))
    .map((row) => row.get('Channel') ?? '')
    .filter((name) => name.startsWith('PJSIP/trunk-'));
  await pbx.act('BlindTransfer', { Channel: channel!, Context: 'internal', Exten: '1002' });
  await seen(id, (now) => now.transfers === 1);
  const [result] = await until(
    async () =>
      sql(
        server,
        `SELECT t.result FROM call_transfers t JOIN calls c ON c.company_id = t.company_id AND c.id = t.call_id WHERE c.linkedid = '${id}'`,
      ),
    ([now]) => now !== 'pending',
  );
  expect(result).toBe('completed');
  for (const phone of ['1001', '1002']) await pbx.act('Hangup', { Channel: `/^PJSIP/${phone}-/` });
  await seen(id, (now) => !now.is_active);
  agreed(id);
});

test('the program is killed in mid-call: the call goes on in its row, with a gap', async () => {
  const id = await call('9971501112222');
  const before = await seen(id, (now) => now.status === 'in_progress');
  await server.crash();
  const again = await seen(id, (now) => now.gap);
  expect(again).toMatchObject({ id: before.id, call_id: before.call_id, status: 'in_progress' });
  expect((await admin.get('/api/pbx')).body.last_outage.calls_reconstructed).toBe(1);
  const ended = await hangUp(id);
  expect(ended.status).toBe('completed');
  expect(sql(server, `SELECT COUNT(*) FROM calls WHERE linkedid = '${id}'`)).toEqual(['1']);
  agreed(id);
});

test('the PBX is killed in mid-call: the call was interrupted', async () => {
  const id = await call('1002');
  await seen(id, (now) => now.status === 'in_progress');
  await pbx.kill();
  await pbx.start();
  const ended = await seen(id, (now) => !now.is_active);
  expect(ended).toMatchObject({ status: 'interrupted', gap: true });
  expect((await admin.get('/api/pbx')).body.last_outage).toMatchObject({
    calls_reconstructed: 0,
    calls_interrupted: 1,
  });
});
