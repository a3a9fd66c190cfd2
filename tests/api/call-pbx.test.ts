/*
 * Calls of a PBX in the hands of people: each order is an action of the manager interface, and the
 * row follows what the PBX says (S4-TEL-01…09, A-04…A-06, IMP-TEL-05, IMP-TEL-09, IMP-TEL-11),
 * against a stand-in for Asterisk's manager.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Action, type Ami, startAmi } from '../support/ami.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { lastAudit } from '../support/database.ts';
import { newOrder } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

const SECRET = 'only-the-pbx-knows';
let server: Server;
let pbx: Ami;
let admin: Client;
let supervisor: Client; // 1009
let sarah: Client; // AG001, 1001
let omar: Client; // AG002, 1002
let fatima: Client; // AG005, no phone
let live: Live; // the admin's
let mine: Live; // Sarah's

async function until<T>(look: () => Promise<T>, fits: (value: T) => unknown): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = await look();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

beforeAll(async () => {
  pbx = await startAmi(SECRET);
  for (const phone of ['1001', '1002', '1009', 'trunk'])
    pbx.endpoints[phone] = { state: 'Not in use', contacts: `${phone}/sip:127.0.0.1,` };
  server = await startServer({ flags: ['--fetch-allow', '127.0.0.1'] });
  admin = await signIn(server, 'admin');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  fatima = await signIn(server, 'AG005');
  live = listen(admin);
  mine = listen(sarah);
  await live.wait((m) => m.type === 'hello');
  await mine.wait((m) => m.type === 'hello');
  for (const { id } of (await admin.get('/api/extensions')).body.data)
    expect((await admin.delete(`/api/extensions/${id}`)).status).toBe(200);
  const phones: [string, Client][] = [
    ['1001', sarah],
    ['1002', omar],
    ['1009', supervisor],
  ];
  for (const [extension, { login }] of phones) {
    const added = await admin.post('/api/extensions', { extension, agent_id: login.agent.id });
    expect(added.status, added.text).toBe(201);
  }
  const set = await admin.put('/api/settings/calls', {
    dial_context: 'agents',
    dial_prefix: '9',
    wrap_up_seconds: 0,
    routes: [
      { department: 'support', exten: '700' },
      { department: 'sales', queue: 'sales' },
    ],
  });
  expect(set.status, set.text).toBe(200);
  const put = await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret: SECRET,
    trunks: [{ name: 'Carrier', endpoint: 'PJSIP/trunk' }],
  });
  expect(put.status, put.text).toBe(200);
  await until(
    async () => (await admin.get('/api/pbx')).body.link,
    (link: Body) => link.state === 'connected' && link.refreshed_at,
  );
});
afterAll(async () => {
  live?.close();
  mine?.close();
  await server?.stop();
  await pbx?.stop();
});

/* ---- What the PBX says ------------------------------------------------------------------- */

interface Leg {
  id: string;
  channel: string;
}
let numbered = 0;
const next = () => {
  numbered += 1;
  return numbered;
};
const bridge = () => `bridge-${next()}`;

function born(linkedid: string, phone: string, id = `177.${next()}`, more: Body = {}): Leg {
  const leg = { id, channel: `PJSIP/${phone}-${String(next()).padStart(8, '0')}` };
  pbx.event('Newchannel', {
    Channel: leg.channel,
    ChannelState: 0,
    CallerIDNum: phone,
    Context: 'agents',
    Exten: '',
    Uniqueid: leg.id,
    Linkedid: linkedid,
    ...more,
  });
  return leg;
}
const says = (event: string, leg: Leg, linkedid: string, more: Body = {}) =>
  pbx.event(event, { Channel: leg.channel, Uniqueid: leg.id, Linkedid: linkedid, ...more });
const up = (leg: Leg, linkedid: string) =>
  says('Newstate', leg, linkedid, { ChannelState: 6, ChannelStateDesc: 'Up' });
const enters = (leg: Leg, linkedid: string, name: string) =>
  says('BridgeEnter', leg, linkedid, {
    BridgeUniqueid: name,
    BridgeType: 'basic',
    BridgeTechnology: 'simple_bridge',
  });
const hangs = (leg: Leg, linkedid: string, cause = 16) =>
  says('Hangup', leg, linkedid, { Cause: cause });

/** The agent's phone is up and the customer answers. */
function talks(linkedid: string, phone = '1001'): { agent: Leg; customer: Leg } {
  const agent = born(linkedid, phone, linkedid);
  up(agent, linkedid);
  const customer = born(linkedid, 'trunk');
  pbx.event('DialBegin', {
    Channel: agent.channel,
    Uniqueid: agent.id,
    Linkedid: linkedid,
    DestChannel: customer.channel,
    DestUniqueid: customer.id,
    DestLinkedid: linkedid,
    DialString: '9971503334444@trunk',
  });
  up(customer, linkedid);
  pbx.event('DialEnd', {
    Channel: agent.channel,
    Uniqueid: agent.id,
    Linkedid: linkedid,
    DestChannel: customer.channel,
    DestUniqueid: customer.id,
    DestLinkedid: linkedid,
    DialStatus: 'ANSWER',
  });
  const name = bridge();
  enters(customer, linkedid, name);
  enters(agent, linkedid, name);
  return { agent, customer };
}

/* ---- What is asked of it -------------------------------------------------------------------- */

const heard = () => pbx.heard.length;
const asked = (name: string, after: number): Promise<Action> => pbx.action(name, after);
/** How the first phone did: it answered, or there is no channel. */
const originated = (action: Action, reason: number, leg?: Leg) =>
  pbx.event('OriginateResponse', {
    ActionID: action.get('ActionID') ?? '',
    Response: leg ? 'Success' : 'Failure',
    Channel: leg?.channel ?? action.get('Channel') ?? '',
    Reason: reason,
    Uniqueid: leg?.id ?? '<null>',
  });

async function place(body: Body = {}, by = sarah): Promise<{ call: Body; action: Action }> {
  const after = heard();
  const reply = await by.post('/api/calls', { phone_number: '+971503334444', ...body });
  expect(reply.status, reply.text).toBe(201);
  return { call: reply.body.call, action: await asked('Originate', after) };
}

async function connected(body: Body = {}) {
  const { call, action } = await place(body);
  const legs = talks(call.linkedid);
  originated(action, 4, legs.agent);
  await until(
    () => read(call),
    (now) => now.status === 'in_progress',
  );
  return { call, ...legs };
}

const read = async ({ call_id }: Body): Promise<Body> =>
  (await admin.get(`/api/calls/${call_id}`)).body.call;
/** What is asked of a call that goes on: /api/calls/:id/supervise and /api/calls/:id/take-over too. */
const ask = (by: Client, call: Body, what: string, body: Body = {}) =>
  by.post(`/api/calls/${call.call_id}/${what}`, body);
async function over({ call, agent, customer }: { call: Body; agent: Leg; customer: Leg }) {
  for (const leg of [customer, agent]) hangs(leg, call.linkedid);
  return until(
    () => read(call),
    (now) => !now.is_active,
  );
}

describe('placing a call', () => {
  test("rings the agent's phone first, under a name of ours, and is one row to its end", async () => {
    const order = await newOrder(admin, { customer_name: 'Huda Saleh' });
    const { call, action } = await place({ order_id: order.id, customer_name: 'Huda "H" Saleh' });
    expect(call).toMatchObject({ source: 'pbx', status: 'initiated', direction: 'outgoing' });
    expect(call.linkedid).toMatch(/^hatif-[0-9a-f]{16}$/);
    const sent = Object.fromEntries(action.lines);
    expect(sent).toMatchObject({
      Channel: 'PJSIP/1001',
      Context: 'agents',
      Exten: '9971503334444',
      Priority: '1',
      Async: 'true',
      ChannelId: call.linkedid,
      CallerID: '"Huda H Saleh" <+971503334444>',
    });
    for (const never of ['Application', 'Data', 'Variable', 'Command'])
      expect(sent).not.toHaveProperty(never);
    const legs = talks(call.linkedid);
    originated(action, 4, legs.agent);
    await mine.wait((m) => m.type === 'pbx:command' && m.data.state === 'done');
    const now = await until(
      () => read(call),
      (row) => row.status === 'in_progress',
    );
    expect(now).toMatchObject({
      call_id: call.call_id,
      agent_id: 'AGT-001',
      order_id: order.id,
      customer_name: 'Huda "H" Saleh',
      phone_number: '+971503334444',
    });
    const busy = (await sarah.get('/api/auth/me')).body.agent;
    expect(busy).toMatchObject({ presence: 'busy', presence_automatic: 'call' });
    const ended = await over({ call, ...legs });
    expect(ended.status).toBe('completed');
    await until(
      async () => (await sarah.get('/api/auth/me')).body.agent,
      (agent: Body) => agent.presence_automatic === null,
    );
    const { history } = (await sarah.get(`/api/agent/communication/history/${order.id}`)).body;
    expect(history.filter((row: Body) => row.kind === 'call')).toHaveLength(1);
    const all = (await admin.get('/api/calls?scope=all&per_page=100')).body;
    const same = (all.data ?? []).filter((row: Body) => row.linkedid === call.linkedid);
    expect(same.length).toBeLessThanOrEqual(1);
  });

  test('a phone that cannot be reached makes a call that failed', async () => {
    const before = live.messages.length;
    const { call, action } = await place();
    originated(action, 0);
    const told = await mine.wait(
      (m) => m.type === 'pbx:command' && m.data.kind === 'originate' && m.data.state === 'failed',
    );
    expect(told.data.error).toBe('The phone could not be reached.');
    const ended = await live.wait(
      (m) =>
        live.messages.indexOf(m) >= before &&
        m.type === 'call:ended' &&
        m.data.call_id === call.call_id,
    );
    expect(ended.data.call).toMatchObject({ status: 'failed', is_active: false });
  });

  test('what could begin an action of its own is refused', async () => {
    const after = heard();
    const refused: [string, number][] = [
      ['x\r\nAction: Command', 422],
      ['x\nAction: Originate', 422],
      ['x\u0000y', 400],
    ];
    for (const [customer_name, status] of refused) {
      const body = { phone_number: '+971503334444', customer_name };
      const reply = await sarah.post('/api/calls', body);
      expect(reply.status, JSON.stringify(customer_name)).toBe(status);
    }
    for (const phone_number of ['1002,n,System(x)', '+9715\r\nApplication: System'])
      expect((await sarah.post('/api/calls', { phone_number })).status).toBe(422);
    expect(pbx.heard.slice(after).filter(({ name }) => name === 'Originate')).toEqual([]);
  });

  test('by the button of an order, or not at all (IMP-COMM-01)', async () => {
    const click = '/api/agent/communication/click-to-call';
    const order = await newOrder(admin);
    const after = heard();
    const reply = await sarah.post(click, { order_id: order.id });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.call).toMatchObject({ source: 'pbx', order_id: order.id });
    originated(await asked('Originate', after), 5);
    await until(
      () => read(reply.body.call),
      (call) => call.status === 'failed',
    );
    const none = await fatima.post(click, { phone_number: '+971503334444' });
    expect(none.status).toBe(409);
    expect(none.body.code).toBe('not_configured');
  });

  test('an agent without a phone, and a call that came in elsewhere, go by hand', async () => {
    const body = { phone_number: '+971503334444' };
    expect((await fatima.post('/api/calls', body)).body.call.source).toBe('manual');
    const incoming = { ...body, direction: 'incoming' };
    const reply = await sarah.post('/api/calls', incoming);
    expect(reply.body.call.source).toBe('manual');
    expect((await ask(sarah, reply.body.call, 'end')).status).toBe(200);
  });
});

describe('a call that goes on', () => {
  test('is ended by the PBX, and the row follows', async () => {
    const one = await connected();
    const after = heard();
    const reply = await ask(sarah, one.call, 'end');
    expect(reply.body.call).toMatchObject({ is_active: true });
    expect((await asked('Hangup', after)).get('Channel')).toBe(one.customer.channel);
    expect((await over(one)).status).toBe('completed');
    expect((await ask(sarah, one.call, 'end')).status).toBe(409);
  });

  test('goes to an agent, or to a department that has a place in the PBX', async () => {
    const one = await connected();
    let after = heard();
    expect((await ask(sarah, one.call, 'transfer', { agent_id: 'AGT-002' })).status).toBe(200);
    const blind = await asked('BlindTransfer', after);
    expect(Object.fromEntries(blind.lines)).toMatchObject({
      Channel: one.agent.channel,
      Context: 'agents',
      Exten: '1002',
    });
    after = heard();
    const attended = { agent_id: 'AGT-002', attended: true };
    expect((await ask(sarah, one.call, 'transfer', attended)).status).toBe(200);
    expect((await asked('Atxfer', after)).get('Exten')).toBe('1002');
    after = heard();
    expect((await ask(sarah, one.call, 'route', { department: 'support' })).status).toBe(200);
    expect((await asked('BlindTransfer', after)).get('Exten')).toBe('700');
    expect((await ask(sarah, one.call, 'route', { department: 'sales' })).status).toBe(409);
    expect((await ask(sarah, one.call, 'transfer', { agent_id: 'AGT-005' })).status).toBe(409);
    await over(one);
  });

  test('is muted by the PBX and held at the phone alone', async () => {
    const one = await connected();
    const after = heard();
    expect((await ask(sarah, one.call, 'mute')).body.muted).toBe(true);
    expect(Object.fromEntries((await asked('MuteAudio', after)).lines)).toMatchObject({
      Channel: one.agent.channel,
      Direction: 'in',
      State: 'on',
    });
    for (const what of ['hold', 'unhold', 'accept'])
      expect((await ask(sarah, one.call, what)).status, what).toBe(409);
    await over(one);
  });

  test('may be said to be otherwise until the PBX speaks again (A-04)', async () => {
    const one = await connected();
    const said = await ask(sarah, one.call, 'status', { status: 'on_hold' });
    expect(said.body.call).toMatchObject({ status: 'on_hold', status_source: 'api' });
    expect((await ask(sarah, one.call, 'status', { status: 'ringing' })).status).toBe(409);
    const ended = await over(one);
    expect(ended).toMatchObject({ status: 'completed', status_source: 'pbx' });
  });

  test('what the PBX refuses is said to whoever asked', async () => {
    const one = await connected();
    pbx.denied = ['Hangup'];
    const { command } = (await ask(sarah, one.call, 'end')).body;
    const told = await mine.wait(
      (m) => m.type === 'pbx:command' && m.data.id === command && m.data.state === 'failed',
    );
    expect(told.data.kind).toBe('hangup');
    expect(told.data.error).toBe('The PBX refused: Permission denied');
    pbx.denied = [];
    expect((await read(one.call)).is_active).toBe(true);
    await over(one);
  });
});

describe('supervision', () => {
  test('listens, whispers and joins by the phone of the supervisor; each is written down', async () => {
    const one = await connected();
    const options = { listen: 'qE', whisper: 'qEw', barge: 'qEB' };
    for (const [mode, letters] of Object.entries(options)) {
      const after = heard();
      expect((await ask(supervisor, one.call, 'supervise', { mode })).status).toBe(200);
      const action = await asked('Originate', after);
      expect(Object.fromEntries(action.lines)).toMatchObject({
        Channel: 'PJSIP/1009',
        Application: 'ChanSpy',
        Data: `${one.agent.channel},${letters}`,
        ChannelId: expect.stringMatching(/^hatif-spy-[0-9a-f]{16}$/),
      });
      expect(lastAudit(server, 'call.supervised')).toMatchObject({
        call_id: one.call.call_id,
        mode,
      });
    }
    expect((await ask(sarah, one.call, 'supervise', { mode: 'listen' })).status).toBe(403);
    expect((await ask(admin, one.call, 'supervise', { mode: 'listen' })).status).toBe(409);
    await over(one);
    expect((await ask(supervisor, one.call, 'supervise', { mode: 'listen' })).status).toBe(409);
  });

  test('takes the customer over to the own phone', async () => {
    const one = await connected();
    const after = heard();
    expect((await ask(supervisor, one.call, 'take-over')).status).toBe(200);
    expect(Object.fromEntries((await asked('Redirect', after)).lines)).toMatchObject({
      Channel: one.customer.channel,
      Context: 'agents',
      Exten: '1009',
    });
    expect(lastAudit(server, 'call.taken_over')).toMatchObject({ call_id: one.call.call_id });
    await over(one);
  });
});

describe('a queue of the PBX', () => {
  test("is its department's: its agents see who waits, and take the call to their phone", async () => {
    const id = `178.${next()}`;
    const caller = born(id, 'trunk', id, { CallerIDNum: '+971507778888', Exten: '800' });
    up(caller, id);
    says('QueueCallerJoin', caller, id, { Queue: 'sales', Position: 1, Count: 1 });
    const waiting = async (by: Client): Promise<Body> =>
      (await by.get('/api/calls/queue')).body.queue.find((row: Body) => row.call.linkedid === id);
    const row = await until(
      () => waiting(omar),
      (one) => one,
    );
    expect(row).toMatchObject({
      department: 'sales',
      queue: 'sales',
      phone_number: '+971507778888',
    });
    expect(await waiting(fatima)).toBeUndefined();
    const after = heard();
    expect((await ask(omar, row, 'accept')).status).toBe(200);
    expect(Object.fromEntries((await asked('Redirect', after)).lines)).toMatchObject({
      Channel: caller.channel,
      Exten: '1002',
    });
    says('HangupRequest', caller, id);
    says('QueueCallerAbandon', caller, id, { Queue: 'sales', Position: 1 });
    says('QueueCallerLeave', caller, id, { Queue: 'sales', Position: 1, Count: 0 });
    hangs(caller, id, 0);
    await until(
      () => read(row),
      (one) => one.status === 'abandoned',
    );
  });
});

test('with the link down, orders to the PBX are refused and calls go by hand', async () => {
  const one = await connected();
  pbx.down();
  await until(
    async () => (await admin.get('/api/pbx')).body.link,
    (link: Body) => link.state !== 'connected',
  );
  expect((await ask(sarah, one.call, 'end')).status).toBe(409);
  const reply = await sarah.post('/api/calls', { phone_number: '+971503334444' });
  expect(reply.body.call.source).toBe('manual');
  pbx.up();
});
