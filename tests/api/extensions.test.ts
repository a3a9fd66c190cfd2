/*
 * The link to a PBX, extensions, queues and trunks (S2-EXT-01…11, S2-API-05…09, S2-TEL-10,
 * IMP-TEL-06…08, IMP-EXT-01, A-14), against a stand-in for Asterisk's manager interface.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ami, startAmi } from '../support/ami.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

const SECRET = 'only-the-pbx-knows';
let server: Server;
let pbx: Ami;
let admin: Client;
let supervisor: Client;
let sarah: Client; // AG001
let stranger: Client; // admin of the other company
let live: Live; // the admin's

const member = (more: Body = {}) => ({
  Queue: 'sales',
  MemberName: 'Agent 1001',
  Interface: 'PJSIP/1001',
  StateInterface: 'PJSIP/1001',
  Membership: 'static',
  Penalty: 0,
  CallsTaken: 3,
  LastCall: 1795232761,
  LastPause: 0,
  InCall: 0,
  Status: 1,
  Paused: 0,
  PausedReason: '',
  ...more,
});

beforeAll(async () => {
  pbx = await startAmi(SECRET);
  pbx.endpoints = {
    '1001': { state: 'Not in use', contacts: '1001/sip:1001@127.0.0.1:5101,' },
    '1002': { state: 'Unavailable', contacts: '' },
    trunk: { state: 'Not in use', contacts: 'trunk/sip:127.0.0.1:5090,' },
  };
  const { MemberName, Interface, ...row } = member();
  pbx.queue = [
    { Event: 'QueueParams', Queue: 'sales', Strategy: 'ringall', Calls: 0 },
    { Event: 'QueueMember', ...row, Name: MemberName, Location: Interface },
    { Event: 'QueueParams', Queue: 'old', Strategy: 'rrmemory', Calls: 0 },
  ];
  server = await startServer({ flags: ['--fetch-allow', '127.0.0.1'] });
  admin = await signIn(server, 'admin');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  stranger = await signIn(server, 'admin', 'homes');
  live = listen(admin);
  // The demo's phones make room for those of this PBX.
  for (const { id } of (await admin.get('/api/extensions')).body.data)
    expect((await admin.delete(`/api/extensions/${id}`)).status).toBe(200);
});
afterAll(async () => {
  live?.close();
  await server?.stop();
  await pbx?.stop();
});

/** How the link stands, once it does as wanted. */
async function linkWhen(fits: (link: Body) => boolean, ms = 40_000): Promise<Body> {
  const until = Date.now() + ms;
  for (;;) {
    const { link } = (await admin.get('/api/pbx')).body;
    if (fits(link)) return link;
    if (Date.now() > until) throw new Error(`the link stays ${JSON.stringify(link)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function setUp(more: Body = {}): Promise<Body> {
  const reply = await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: SECRET,
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
    ...more,
  });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
}

async function add(body: Body, as = admin): Promise<Body> {
  const reply = await as.post('/api/extensions', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data;
}

const one = async (id: number): Promise<Body> =>
  (await admin.get(`/api/extensions/${id}`)).body.data;

async function settled(id: number, fits: (extension: Body) => boolean): Promise<Body> {
  const until = Date.now() + 20_000;
  for (;;) {
    const extension = await one(id);
    if (fits(extension)) return extension;
    if (Date.now() > until) throw new Error(`it stays ${JSON.stringify(extension)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function tested(body: Body): Promise<Body> {
  const reply = await admin.post('/api/settings/pbx/test', body);
  expect(reply.status, reply.text).toBe(202);
  const { test: name } = reply.body;
  return (await live.wait((m) => m.type === 'pbx:tested' && m.data.test === name, 40_000)).data;
}

const check = (outcome: Body, code: string) =>
  outcome.checks.find((row: Body) => row.code === code);

describe('without a PBX', () => {
  test('nothing is pretended', async () => {
    const { body } = await admin.get('/api/settings/pbx');
    expect(body.settings).toMatchObject({ host: null, has_secret: false, port: 5038 });
    expect(body.link).toMatchObject({ state: 'not_configured', since: null });
    expect((await admin.post('/api/extensions/refresh', {})).status).toBe(409);
    expect((await admin.get('/api/queues')).body.queues).toEqual([]);
    expect((await admin.get('/api/trunks')).body.trunks).toEqual([]);
  });

  test('what cannot be a PBX is refused by name', async () => {
    const refused: [Body, string][] = [
      [{ host: 'a b' }, 'host'],
      [{ host: '10.1.2.3' }, 'host'],
      [{ port: 0 }, 'port'],
      [{ username: 'x\r\nAction: Originate' }, 'username'],
      [{ username: '' }, 'username'],
      [{ secret: 'x\nAction: Command' }, 'secret'],
      [{ secret: '' }, 'secret'],
      [{ trunks: [{ name: 'x', endpoint: 'PJSIP/a&PJSIP/b' }] }, 'trunks'],
      [{ trunks: [{ name: 'x', endpoint: 'Local/1@x' }] }, 'trunks'],
    ];
    for (const [more, field] of refused) {
      const body = { host: '127.0.0.1', username: 'hatif', secret: SECRET, ...more };
      const reply = await admin.put('/api/settings/pbx', body);
      expect(reply.status, `${JSON.stringify(more)}: ${reply.text}`).toBe(422);
      expect(reply.body.errors).toHaveProperty(field);
    }
    expect((await admin.get('/api/settings/pbx')).body.settings.host).toBeNull();
  });

  test('a test says what is missing (IMP-TEL-08)', async () => {
    const body = { host: '127.0.0.1', port: pbx.port, username: 'hatif', secret: SECRET };
    const good = await tested(body);
    expect(good).toMatchObject({ ok: true, reason: 'none', pbx_version: '22.10.1' });
    expect(check(good, 'timestamps').state).toBe('ok');
    expect((await tested({ ...body, secret: 'wrong' })).reason).toBe('login');
    expect((await tested({ ...body, port: 1 })).reason).toBe('unreachable');
    pbx.manner = 'http';
    expect((await tested(body)).reason).toBe('not_ami');
    pbx.manner = 'mute';
    expect((await tested(body)).reason).toBe('not_ami');
    pbx.manner = 'asterisk';
    expect(check(good, 'dialplan')).toBeUndefined();
    pbx.denied = ['Filter', 'QueuePause', 'Originate'];
    pbx.stamps = false;
    pbx.dialplan = false;
    const poor = await tested(body);
    expect(poor.ok).toBe(false);
    expect(check(poor, 'rights')).toMatchObject({ state: 'missing' });
    expect(check(poor, 'rights').message).toContain('system,originate,agent');
    expect(check(poor, 'timestamps')).toMatchObject({
      state: 'missing',
      hint: 'timestampevents = yes',
    });
    expect(check(poor, 'dialplan')).toMatchObject({
      state: 'warning',
      hint: 'read = system,call,agent,user,dialplan,reporting',
    });
    expect(check(poor, 'filters').hint).toContain('eventfilter(name(TestEvent)');
    pbx.denied = [];
    pbx.dialplan = true;
    pbx.stamps = true;
  });
});

describe('the link', () => {
  test('stands, reads everything, and keeps the secret to itself (AMI-6)', async () => {
    await setUp();
    const link = await linkWhen((now) => now.state === 'connected' && now.refreshed_at);
    expect(link).toMatchObject({ reason: 'none', pbx_version: '22.10.1', system_name: 'pbx1' });
    const { body, text } = await admin.get('/api/settings/pbx');
    expect(body.settings).toMatchObject({ username: 'hatif', has_secret: true });
    expect(text).not.toContain(SECRET);
    expect(sql(server, 'SELECT secret_sealed FROM pbx_links').join()).not.toContain(SECRET);
    expect(JSON.stringify((await admin.get('/api/admin/audit')).body)).not.toContain(SECRET);
    for (const { lines } of pbx.heard) expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(server.log()).not.toContain(SECRET);
  });

  test('leaves out events that nobody needs, in the form of the version', async () => {
    const filter = await pbx.action('Filter');
    expect(filter.get('MatchCriteria')).toBe('name(TestEvent),action(exclude)');
    const ofVariables = () =>
      pbx.heard.find((one) => one.get('MatchCriteria')?.startsWith('name(VarSet)'));
    await expect.poll(ofVariables).toBeDefined();
    expect(ofVariables()?.get('MatchCriteria')).toBe(
      'name(VarSet),header(Variable),method(regex),action(exclude)',
    );
    const isLeftOut = (name: string) => new RegExp(ofVariables()?.get('Filter') ?? '').test(name);
    for (const name of ['MIXMONITOR_FILENAME', 'DIALSTATUS'])
      expect(isLeftOut(name), name).toBe(false);
    for (const name of [
      'RTPAUDIOQOS',
      'DIALEDPEERNAME',
      'BRIDGEPEER',
      'DB_RESULT',
      'MACRO_DEPTH',
      'SIPCALLID',
    ])
      expect(isLeftOut(name), name).toBe(true);
  });

  test('is lost, says so, and comes back by itself', async () => {
    const logins = pbx.logins();
    pbx.down();
    expect((await linkWhen((now) => now.state === 'lost')).reason).toMatch(/closed|unreachable/);
    expect((await admin.post('/api/extensions/refresh', {})).status).toBe(409);
    pbx.up();
    await linkWhen((now) => now.state === 'connected');
    expect(pbx.logins()).toBeGreaterThan(logins);
    const { log } = (await admin.get('/api/settings/pbx')).body;
    expect(log[0]).toMatchObject({ state: 'connected', ended_at: null });
    expect(log[1]).toMatchObject({ state: 'lost' });
    expect(log[1].ended_at).not.toBeNull();
    expect(log.filter((row: Body) => row.ended_at === null)).toHaveLength(1);
  });

  test('notices within 15 s that nobody is there any more', async () => {
    const began = Date.now();
    pbx.freeze(true);
    const lost = await linkWhen((now) => now.state !== 'connected');
    expect(lost.reason).toBe('silent');
    expect(Date.now() - began).toBeLessThan(15_000);
    pbx.freeze(false);
    await linkWhen((now) => now.state === 'connected');
  });

  test('a new secret is needed with another host; the version decides', async () => {
    const { settings } = (await admin.get('/api/settings/pbx')).body;
    const moved = await admin.put('/api/settings/pbx', { host: 'pbx.example.com' });
    expect(moved.status).toBe(422);
    expect(moved.body.errors).toHaveProperty('secret');
    const stale = { port: pbx.port, version: settings.version - 1 };
    expect((await admin.put('/api/settings/pbx', stale)).status).toBe(409);
  });
});

describe('extensions', () => {
  test('are entered, changed and removed (S2-EXT-11)', async () => {
    const made = await add({ extension: 4711, agent_name: 'Reception' });
    expect(made).toMatchObject({
      extension: '4711',
      endpoint: 'PJSIP/4711',
      agent_name: 'Reception',
      is_active: true,
    });
    const path = `/api/extensions/${made.id}`;
    const changed = await admin.put(path, { extension: '4712', version: made.version });
    expect(changed.body.data).toMatchObject({ extension: '4712', endpoint: 'PJSIP/4712' });
    const stale = await admin.put(path, { is_active: false, version: made.version });
    expect(stale.status).toBe(409);
    expect((await sarah.put(path, { is_active: false })).status).toBe(403);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await admin.delete(path)).status).toBe(200);
    expect((await admin.get(path)).status).toBe(404);
  });

  test('refuse what is there already, and what is not there', async () => {
    const agent = Number(sql(server, 'SELECT MIN(id) FROM agents WHERE company_id = 1')[0]);
    const made = await add({ extension: '4713', agent_id: agent });
    const refused: [Body, number, string][] = [
      [{ extension: '4713' }, 409, 'extension'],
      [{ extension: '4714', endpoint: 'PJSIP/4713' }, 409, 'endpoint'],
      [{ extension: '4714', agent_id: agent }, 409, 'agent_id'],
      [{ extension: '4714', agent_id: 98765 }, 422, 'agent_id'],
      [{ extension: '4714', team_id: 98765 }, 422, 'team_id'],
      [{ extension: '47\r\n14' }, 422, 'extension'],
      [{ extension: '4714', endpoint: 'PJSIP/1&PJSIP/2' }, 422, 'endpoint'],
      [{}, 422, 'extension'],
    ];
    for (const [body, status, field] of refused) {
      const reply = await admin.post('/api/extensions', body);
      expect(reply.status, `${JSON.stringify(body)}: ${reply.text}`).toBe(status);
      expect(reply.body.errors).toHaveProperty(field);
    }
    const inHomes = await add({ extension: '4713' }, stranger);
    expect(inHomes.availability_status).toBe('unknown');
    await admin.delete(`/api/extensions/${made.id}`);
  });

  test('are what their phones are: registration, line and availability (A-14)', async () => {
    const known = await add({ extension: '1001' });
    const offline = await add({ extension: '1002' });
    const wrong = await add({ extension: '1999' });
    // What the PBX lists of phones and of lines may come in one unit or in two.
    const are = (availability: string, line: string, registration: string) => (row: Body) =>
      row.availability_status === availability &&
      row.line_state === line &&
      row.registration === registration;
    await settled(known.id, are('online', 'not_in_use', 'registered'));
    await settled(offline.id, are('offline', 'unavailable', 'unregistered'));
    await settled(wrong.id, (row) => row.availability_status === 'invalid');

    pbx.event('DeviceStateChange', { Device: 'PJSIP/1001', State: 'RINGING' });
    const ringing = await live.wait(
      (m) =>
        m.type === 'extension:status_changed' &&
        m.data.extension.id === known.id &&
        m.data.extension.line_state === 'ringing',
    );
    expect(ringing.data.extension.availability_status).toBe('online');
    pbx.event('DeviceStateChange', { Device: 'PJSIP/1001', State: 'INUSE' });
    await settled(known.id, (row) => row.line_state === 'in_use');
    pbx.event('PeerStatus', { Peer: 'PJSIP/1001', PeerStatus: 'Unreachable' });
    pbx.event('DeviceStateChange', { Device: 'PJSIP/1001', State: 'UNAVAILABLE' });
    const gone = await settled(known.id, (row) => row.availability_status === 'offline');
    expect(gone).toMatchObject({ registration: 'unregistered' });
    expect(gone.last_seen_at).not.toBeNull();

    const { data } = (await admin.get(`/api/extensions/${known.id}/history`)).body;
    expect(data[0]).toMatchObject({ status: 'offline', ended_at: null });
    expect(data.filter((row: Body) => row.ended_at === null)).toHaveLength(1);
    for (const row of data) expect(row.duration_seconds).toBeGreaterThanOrEqual(0);
    // Each row ends where the next one begins.
    for (let i = 1; i < data.length; i++) expect(data[i].ended_at).toBe(data[i - 1].started_at);
    // Of the other company nothing changed, although it has the same number (T-35).
    const theirs = (await stranger.get('/api/extensions')).body.data;
    for (const row of theirs) expect(row.availability_status).toBe('unknown');
  });

  test('an agent keeps its presence whatever the phone does', async () => {
    const row = (await admin.get('/api/extensions?search=1001')).body.data[0];
    const agents = sql(server, 'SELECT MIN(id) FROM agents WHERE company_id = 1');
    const after = await admin.put(`/api/extensions/${row.id}`, { agent_id: Number(agents[0]) });
    expect(after.status, after.text).toBe(200);
    expect(after.body.data.agent_code).toMatch(/^AGT-/);
    expect(after.body.data.presence).not.toBeNull();
    expect(after.body.data.availability_status).toBe('offline');
  });

  test('the figures are those of the log (S2-EXT-04, S2-EXT-09)', async () => {
    for (const path of ['/api/extensions/stats', '/api/extensions/statistics']) {
      const { data } = (await admin.get(path)).body;
      const rows = (await admin.get('/api/extensions')).body.data;
      expect(data.total).toBe(rows.length);
      const sum = Object.values(data.by_status as Record<string, number>).reduce((a, b) => a + b);
      expect(sum).toBe(rows.length);
      expect(data.extensions).toHaveLength(rows.length);
    }
    const narrowed = await admin.get('/api/extensions?availability_status=invalid');
    expect(narrowed.body.data.map((row: Body) => row.extension)).toEqual(['1999']);
  });

  test('all are read again on request (S2-EXT-05, S2-API-09)', async () => {
    pbx.endpoints['1002'] = { state: 'Not in use', contacts: '1002/sip:x,' };
    const reply = await admin.post('/api/extensions/refresh', {});
    expect(reply.status, reply.text).toBe(202);
    expect(reply.body.data.length).toBeGreaterThan(0);
    const { command } = reply.body;
    const end = await live.wait(
      (m) => m.type === 'pbx:command' && m.data.id === command && m.data.state !== 'waiting',
    );
    expect(end.data).toMatchObject({ state: 'done', error: null, kind: 'refresh' });
    const row = (await admin.get('/api/extensions?search=1002')).body.data[0];
    expect(row.availability_status).toBe('online');
  });
});

describe('bytes', () => {
  test('an event comes through byte by byte, and hostile values stay what they are', async () => {
    const { id } = (await admin.get('/api/extensions?search=1002')).body.data[0];
    await pbx.slices(
      'Event: DeviceStateChange\r\nPrivilege: call,all\r\nDevice: PJSIP/1002\r\nState: BUSY\r\n\r\n',
      1,
    );
    await settled(id, (row) => row.line_state === 'busy');
    pbx.say(
      Buffer.concat([
        Buffer.from('Event: QueueCallerJoin\r\nQueue: sales\r\nPosition: 1\r\nUniqueid: u-1\r\n'),
        Buffer.from('CallerIDNum: <script>alert(1)</script>\r\nCallerIDName: '),
        Buffer.from([0xff, 0x00, 0x07, 0x41, 0xd8]),
        Buffer.from(`\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\n`),
      ]),
    );
    await live.wait((m) => m.type === 'queue:callers' && m.data.callers.length === 1);
    const { callers } = (await admin.get('/api/queues/sales/callers')).body;
    expect(callers[0]).toMatchObject({
      position: 1,
      number: '<script>alert(1)</script>',
      name: 'A',
    });
    pbx.event('QueueCallerLeave', { Queue: 'sales', Uniqueid: 'u-1' });
    await live.wait((m) => m.type === 'queue:callers' && m.data.callers.length === 0);
  });

  test('answers without an action, lists without an end and endless text change nothing', async () => {
    const { id } = (await admin.get('/api/extensions?search=1002')).body.data[0];
    pbx.say('Response: Success\r\nActionID: hatif-999999\r\n\r\n');
    pbx.say('Response: Success\r\nActionID: ../../etc\r\nEventList: start\r\n\r\n');
    pbx.say(`Event: ${'A'.repeat(100_000)}\r\n\r\n\r\n\r\n`);
    pbx.event('DeviceStateChange', { Device: 'PJSIP/1002', State: 'NOT_INUSE' });
    await settled(id, (row) => row.line_state === 'not_in_use');
  });
});

describe('queues and trunks', () => {
  test('are those of the PBX, with their members (IMP-TEL-07)', async () => {
    const { queues, data } = (await sarah.get('/api/queues')).body;
    expect(queues.map((row: Body) => row.name)).toEqual(['old', 'sales']);
    expect(data).toEqual(queues);
    const { members } = (await sarah.get('/api/queues/sales/members')).body;
    expect(members[0]).toMatchObject({
      interface: 'PJSIP/1001',
      extension: '1001',
      paused: false,
      calls_taken: 3,
    });
    expect((await stranger.get('/api/queues/sales/members')).status).toBe(404);
    expect((await sarah.get('/api/queues/sales/callers')).status).toBe(403);
    const { trunks } = (await sarah.get('/api/trunks')).body;
    expect(trunks).toMatchObject([{ name: 'Carrier', endpoint: 'PJSIP/trunk', state: 'online' }]);
  });

  test('a member is paused with a reason, by itself or by who may', async () => {
    const before = pbx.heard.length;
    const reply = await sarah.post('/api/queues/sales/pause', { reason: 'lunch' });
    expect(reply.status, reply.text).toBe(202);
    const asked = await pbx.action('QueuePause', before);
    expect(asked.lines).toContainEqual(['Interface', 'PJSIP/1001']);
    expect(asked.get('Paused')).toBe('true');
    expect(asked.get('Reason')).toBe('lunch');
    pbx.event(
      'QueueMemberPause',
      member({ Paused: 1, PausedReason: 'lunch', LastPause: 1795232777 }),
    );
    const told = await live.wait((m) => m.type === 'queue:member' && m.data.member.paused);
    expect(told.data).toMatchObject({ queue: 'sales', member: { pause_reason: 'lunch' } });
    const { queues } = (await admin.get('/api/queues')).body;
    expect(queues[1]).toMatchObject({ name: 'sales', paused: 1, members: 1 });
  });

  test('nobody pauses another without the right, and nothing slips into a line (AMI-1)', async () => {
    const omar = await signIn(server, 'AG002');
    const other = await omar.post('/api/queues/sales/pause', { extension: '1001' });
    expect(other.status).toBe(403);
    expect((await omar.post('/api/queues/sales/pause', {})).status).toBe(404);
    expect((await admin.post('/api/queues/nowhere/pause', {})).status).toBe(404);
    const before = pbx.heard.length;
    for (const reason of ['x\r\nAction: Originate', 'x\ny', 'x\u0007y']) {
      const reply = await admin.post('/api/queues/sales/pause', { extension: '1001', reason });
      expect(reply.status, reply.text).toBe(422);
    }
    expect(pbx.heard.slice(before).filter(({ name }) => name !== 'Ping')).toEqual([]);
  });

  test('what the PBX refuses is said to who asked', async () => {
    pbx.denied = ['QueuePause'];
    const reply = await admin.post('/api/queues/sales/pause', { extension: '1001' });
    const { command } = reply.body;
    const end = await live.wait(
      (m) => m.type === 'pbx:command' && m.data.id === command && m.data.state !== 'waiting',
    );
    expect(end.data).toMatchObject({ state: 'failed' });
    expect(end.data.error).toContain('Permission denied');
    pbx.denied = [];
  });

  test('who waits moves up, and what the PBX no longer has is gone after a reading', async () => {
    for (const [n, number] of ['447700900001', '447700900002'].entries())
      pbx.event('QueueCallerJoin', {
        Queue: 'sales',
        Uniqueid: `w-${n}`,
        Position: n + 1,
        CallerIDNum: number,
        CallerIDName: '<unknown>',
      });
    await live.wait((m) => m.type === 'queue:callers' && m.data.callers.length === 2);
    pbx.event('QueueCallerAbandon', { Queue: 'sales', Uniqueid: 'w-0' });
    pbx.event('QueueCallerLeave', { Queue: 'sales', Uniqueid: 'w-0' });
    const left = await live.wait(
      (m) => m.type === 'queue:callers' && m.data.callers[0]?.uniqueid === 'w-1',
    );
    expect(left.data.callers).toMatchObject([{ position: 1, name: null, number: '447700900002' }]);
    pbx.queue = pbx.queue.filter((row) => row.Queue !== 'old');
    const { command } = (await supervisor.post('/api/extensions/refresh', {})).body;
    expect(command).toBeGreaterThan(0);
    await live.wait((m) => m.type === 'queue:reloaded');
    const { queues } = (await admin.get('/api/queues')).body;
    expect(queues).toMatchObject([{ name: 'sales', callers: 0 }]);
  });

  test('switched off, nothing is known any more and nothing is asked', async () => {
    await setUp({ is_active: false });
    expect((await admin.get('/api/pbx')).body.link.state).toBe('disabled');
    for (const row of (await admin.get('/api/extensions')).body.data)
      expect(row.availability_status).toBe('unknown');
    expect((await admin.post('/api/queues/sales/pause', { extension: '1001' })).status).toBe(409);
  });
});
