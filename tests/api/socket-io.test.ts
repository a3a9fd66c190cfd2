/*
 * Socket.IO for clients as they come from the makers, by polling, by a line and from one to the other:
 * signing in, events, commands with answers, recovery, and every frame that once broke somebody else's
 * server (S1-RT, S2-RT-11, IMP-RT-01, IMP-RT-03, A-31, A-32, WS-1, WS-6, WS-7, WS-10, WS-12).
 */
import { io as newest, type Socket } from 'socket.io-client';
import { io as older } from 'socket.io-client-4.7.5';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { placeChat } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen as plain } from '../support/socket.ts';

let server: Server;
let manager: Client;
let sarah: Client;
const open: Socket[] = [];

beforeAll(async () => {
  server = await startServer({
    flags: ['--socket-io-path', '/api/widget/socket'],
    prepare: (db) =>
      alter(
        db,
        placeChat({ id: 7101, agent: 1, department: 'sales', name: 'Fatima', said: ['hello'] }),
      ),
  });
  manager = await signIn(server, 'manager');
  sarah = await signIn(server, 'AG001');
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(() => server.stop());

const makers = { 'socket.io-client 4.7.5': older as unknown as typeof newest, newest };
const ways = { polling: ['polling'], websocket: ['websocket'], upgrade: ['polling', 'websocket'] };

interface Told {
  name: string;
  data: Body;
  offset?: string;
}

/** A client that writes down what it is told. */
function listen(io: typeof newest, transports: string[], client: Client, options: Body = {}) {
  const socket = io(client.server.url, {
    transports,
    auth: { token: client.token },
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 60,
    ...options,
  });
  const told: Told[] = [];
  socket.onAny((name: string, data: Body, offset?: string) => told.push({ name, data, offset }));
  open.push(socket);
  return { socket, told };
}

async function until(holds: () => boolean, what: string, ms = 20_000): Promise<void> {
  const late = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > late) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const connected = (socket: Socket) => until(() => socket.connected, 'connected');

let count = 0;
async function order(): Promise<Body> {
  count += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: 'سارة العلي',
    customer_phone: `0509${String(100000 + count)}`,
    product_name: 'Lamp',
    price: '3.00',
    address: 'x',
    agent_id: 'AGT-001',
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

for (const [maker, io] of Object.entries(makers))
  for (const [way, transports] of Object.entries(ways))
    describe(`${maker}, ${way}`, () => {
      test('hears events, asks and is answered', async () => {
        const { socket, told } = listen(io, transports, sarah);
        await connected(socket);
        if (way === 'upgrade')
          await until(() => socket.io.engine.transport.name === 'websocket', 'upgraded');
        expect(socket.io.engine.transport.name).toBe(way === 'polling' ? 'polling' : 'websocket');
        const made = await order();
        await until(() => told.some((t) => t.name === 'order:created'), 'the event');
        const event = told.find((t) => t.name === 'order:created')!;
        expect(event.data.order.id).toBe(made.id);
        expect(event.data.order.customer_name).toBe('سارة العلي');
        expect(event.offset).toMatch(/^\d+$/);
        const done = await socket.emitWithAck('set_status', { status: 'away' });
        expect(done).toMatchObject({ ok: true, status_code: 200, success: true });
        await until(() => told.some((t) => t.name === 'presence_changed'), 'presence');
        const refused = await socket.emitWithAck('set_status', { status: 'asleep' });
        expect(refused).toMatchObject({ ok: false, status_code: 422 });
        expect(await socket.emitWithAck('launch', {})).toMatchObject({
          ok: false,
          status_code: 404,
        });
        const pong = await socket.emitWithAck('ping_app');
        expect(pong.ok).toBe(true);
        await socket.emitWithAck('set_status', { status: 'available' });
      });
    });

describe('signing in', () => {
  test.each(Object.entries(ways))('nobody gets nothing: %s', async (_name, transports) => {
    const { socket, told } = listen(newest, transports, sarah, { auth: {} });
    const refused = new Promise<Body>((resolve) => socket.on('connect_error', resolve));
    expect((await refused).data).toEqual({ code: 'login' });
    await order();
    expect(told).toEqual([]);
    expect(socket.connected).toBe(false);
  });

  test('a wrong token is refused, a later right one is not', async () => {
    const { socket } = listen(newest, ['websocket'], sarah, { auth: { token: 'nonsense' } });
    await new Promise((resolve) => socket.once('connect_error', resolve));
    socket.auth = { token: `Bearer ${sarah.token}` };
    socket.connect();
    await connected(socket);
  });

  test('by the request, where headers can be set', async () => {
    for (const transports of Object.values(ways)) {
      const { socket } = listen(newest, transports, sarah, {
        auth: {},
        extraHeaders: { authorization: `Bearer ${sarah.token}` },
      });
      await connected(socket);
      socket.disconnect();
    }
  });

  test('at the additional path, and in no other namespace', async () => {
    const { socket } = listen(newest, ['polling'], sarah, { path: '/api/widget/socket' });
    await connected(socket);
    const other = socket.io.socket('/admin', { auth: { token: sarah.token } });
    open.push(other);
    const refused = new Promise<Body>((resolve) => other.on('connect_error', resolve));
    other.connect();
    expect((await refused).message).toBe('Invalid namespace');
    expect(socket.connected).toBe(true);
  });

  test.each(['polling', 'websocket'])(
    'ends with the session, with a last word: %s',
    async (way) => {
      const omar = await signIn(server, 'AG002');
      const { socket, told } = listen(newest, [way], omar);
      await connected(socket);
      const reason = new Promise<string>((resolve) => socket.on('disconnect', resolve));
      await omar.post('/api/auth/logout', {});
      expect(await reason).toBe('io server disconnect');
      expect(told.at(-1)!.name).toBe('force_logout');
    },
  );
});

describe('recovery', () => {
  test.each(Object.entries(ways))(
    'what was missed follows, once: %s',
    async (_name, transports) => {
      const { socket, told } = listen(newest, transports, sarah);
      await connected(socket);
      expect(socket.recovered).toBe(false);
      const first = await order();
      await until(() => told.some((t) => t.data?.order?.id === first.id), 'the first');
      socket.io.engine.close();
      const missed = [await order(), await order()];
      await until(() => told.some((t) => t.data?.order?.id === missed[1]!.id), 'the missed');
      await until(() => socket.connected, 'connected');
      expect(socket.recovered).toBe(true);
      const seen = told.filter((t) => t.name === 'order:created').map((t) => t.data.order.id);
      expect(seen).toEqual([first.id, ...missed.map((m) => m.id)]);
    },
  );

  test('also what came before the first event, and after the server was killed', async () => {
    const { socket, told } = listen(newest, ['websocket'], sarah);
    await connected(socket);
    await server.crash();
    const made = await order();
    await until(() => told.some((t) => t.data?.order?.id === made.id), 'the missed');
    expect(socket.recovered).toBe(true);
  });

  test('somebody else’s past is nobody’s: it begins anew', async () => {
    const { socket } = listen(newest, ['websocket'], sarah);
    await connected(socket);
    // biome-ignore lint/suspicious/noExplicitAny: what the library keeps to itself
    const pid = (socket as any)._pid as string;
    const other = listen(newest, ['websocket'], manager, {
      auth: { token: manager.token, pid, offset: '1' },
    });
    await connected(other.socket);
    expect(other.socket.recovered).toBe(false);
    for (const offset of ['-1', '99999999', '9223372036854775808', 'x', '1e3']) {
      const odd = listen(newest, ['websocket'], sarah, {
        auth: { token: sarah.token, pid, offset },
      });
      await connected(odd.socket);
      expect(odd.socket.recovered, offset).toBe(false);
    }
  });
});

describe('chats (IMP-RT-01, IMP-RT-02)', () => {
  test.each(Object.entries(ways))(
    'are joined, written in and left: %s',
    async (way, transports) => {
      const { socket, told } = listen(newest, transports, sarah);
      const lead = listen(older as unknown as typeof newest, transports, manager);
      await connected(socket);
      await connected(lead.socket);
      const names = (log: Told[]) => log.map(({ name }) => name);
      const live = plain(manager);
      await live.wait((m) => m.type === 'hello');

      // Heard by who need not join, hence over for everybody, before anyone joins.
      const witness = plain(sarah);
      await witness.wait((m) => m.type === 'hello');
      await lead.socket.emitWithAck('typing', 'conv_7101');
      await witness.wait((m) => m.type === 'chat:typing');
      witness.close();
      expect(await socket.emitWithAck('join_chat', 'conv_7101')).toMatchObject({ ok: true });
      lead.socket.emit('typing', { chat_id: 'conv_7101' });
      await until(() => names(told).includes('typing'), 'typing');
      lead.socket.emit('stop_typing', { chat_id: 'conv_7101' });
      await until(() => names(told).includes('stop_typing'), 'stop_typing');
      expect(names(told).filter((name) => name === 'typing')).toHaveLength(1);

      const sent = await socket.emitWithAck('send_message', {
        chat_id: 'conv_7101',
        client_message_id: `by-${way}`,
        content: 'أهلاً',
      });
      expect(sent).toMatchObject({ ok: true, status_code: 201, message: { content: 'أهلاً' } });
      await until(() => names(lead.told).includes('message:new'), 'the message');
      const at = names(lead.told).indexOf('new_message');
      expect(lead.told[at]!.offset).toBeUndefined();
      expect(lead.told[at + 1]).toMatchObject({
        name: 'message:new',
        offset: expect.any(String),
        data: { call_id: null, conversation_id: 'conv_7101', content: 'أهلاً', speaker: 'agent' },
      });

      const twice = await live.wait((m) => m.type === 'message:new');
      expect(twice.data).toEqual(lead.told[at + 1]!.data);
      const own = live.messages[live.messages.indexOf(twice) - 1]!;
      expect({ ...own, type: 'message:new' }).toEqual(twice);
      expect(own.type).toBe('chat:message');
      live.close();

      await socket.emitWithAck('leave_chat', { chat_id: 'conv_7101' });
      const heard = told.length;
      lead.socket.emit('typing', { chat_id: 'conv_7101' });
      await lead.socket.emitWithAck('ping_app');
      await socket.emitWithAck('ping_app');
      expect(names(told).slice(heard)).not.toContain('typing');
      lead.socket.emit('stop_typing', { chat_id: 'conv_7101' });
      await lead.socket.emitWithAck('ping_app');
    },
  );

  test('nobody joins what they may not see', async () => {
    const stranger = await signIn(server, 'AG001', 'homes');
    const { socket, told } = listen(newest, ['websocket'], stranger);
    await connected(socket);
    for (const id of ['conv_7101', 7101, '7101', 'conv_424242', '../conv_7101', '', null, {}])
      expect((await socket.emitWithAck('join_chat', id)).ok, String(id)).toBe(false);
    const lead = listen(newest, ['websocket'], manager);
    await connected(lead.socket);
    lead.socket.emit('typing', { chat_id: 'conv_7101' });
    await lead.socket.emitWithAck('send_message', {
      chat_id: 'conv_7101',
      client_message_id: 'unheard',
      content: 'x',
    });
    await socket.emitWithAck('ping_app');
    expect(told).toEqual([]);
  });
});

/* ---- Frames by hand ---------------------------------------------------------------- */

const at = (query: string) => `${server.url}/socket.io?${query}`;
const polling = 'EIO=4&transport=polling';

async function session(query = polling, headers: Record<string, string> = {}): Promise<string> {
  const reply = await fetch(at(query), { headers });
  expect(reply.status).toBe(200);
  return JSON.parse((await reply.text()).slice(1)).sid;
}
const post = (sid: string, body: string, headers: Record<string, string> = {}) =>
  fetch(at(`${polling}&sid=${sid}`), { method: 'POST', body, headers });
const poll = (sid: string, headers: Record<string, string> = {}) =>
  fetch(at(`${polling}&sid=${sid}`), { headers });

async function line(query = 'EIO=4&transport=websocket'): Promise<{
  socket: WebSocket;
  texts: string[];
  closed: Promise<number>;
}> {
  const socket = new WebSocket(at(query).replace('http', 'ws'));
  const texts: string[] = [];
  socket.on('message', (data) => texts.push(String(data)));
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => {
    socket.on('open', resolve);
    socket.on('close', resolve);
  });
  return { socket, texts, closed };
}

async function ready() {
  const made = await line();
  made.socket.send(`40{"token":"${sarah.token}"}`);
  await until(() => made.texts.some((text) => text.startsWith('40')), 'connected');
  return made;
}

describe('Engine.IO by hand (WS-7)', () => {
  test('the handshake says what the options say', async () => {
    const reply = await fetch(at(polling));
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=UTF-8');
    const text = await reply.text();
    expect(JSON.parse(text.slice(1))).toEqual({
      sid: expect.any(String),
      upgrades: ['websocket'],
      pingInterval: 25000,
      pingTimeout: 20000,
      maxPayload: 65536,
    });
    const { texts, socket } = await line();
    await until(() => texts.length > 0, 'the first packet');
    expect(JSON.parse(texts[0]!.slice(1)).upgrades).toEqual([]);
    socket.close();
  });

  test.each([
    ['EIO=1&transport=polling', 5],
    ['EIO=3&transport=polling', 5],
    ['EIO=abc&transport=polling', 5],
    ['EIO[]=4&transport=polling', 5],
    ['transport=polling', 5],
    ['EIO=4&transport=carrier-pigeon', 0],
    ['EIO=4&transport=__proto__', 0],
    ['EIO=4', 0],
    ['EIO=4&transport=polling&sid=nonsense', 1],
    ['EIO=4&transport=polling&sid=', 1],
    [`EIO=4&transport=polling&sid=${'A'.repeat(32)}`, 1],
    [`EIO=4&transport=polling&sid=${'A'.repeat(4000)}`, 1],
  ])('%s is refused with %i', async (query, code) => {
    for (const method of ['GET', 'POST']) {
      const reply = await fetch(at(query), method === 'POST' ? { method, body: '3' } : {});
      expect(reply.status).toBe(400);
      expect(await reply.json()).toMatchObject({ code });
    }
    const { closed } = await line(query.replace('polling', 'websocket'));
    expect(await closed).toBe(1006);
  });

  test('a foreign page is refused, and so is a post without a session', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect((await fetch(at(polling), { headers: foreign })).status).toBe(403);
    const sid = await session();
    expect((await post(sid, '40', foreign)).status).toBe(403);
    const reply = await fetch(at(polling), { method: 'POST', body: '40' });
    expect(await reply.json()).toMatchObject({ code: 2 });
  });

  test('what the handshake showed has to be shown again', async () => {
    const shown = { authorization: `Bearer ${sarah.token}` };
    const sid = await session(polling, shown);
    expect((await post(sid, '40')).status).toBe(400);
    expect((await poll(sid)).status).toBe(400);
    expect((await post(sid, '40', { authorization: `Bearer ${manager.token}` })).status).toBe(400);
    expect((await post(sid, '40', shown)).status).toBe(200);
    expect(await (await poll(sid, shown)).text()).toMatch(/^40\{"sid"/);
  });

  test('two polls at once end the session', async () => {
    const sid = await session();
    const first = poll(sid);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await poll(sid);
    expect([200, 400]).toContain(second.status);
    expect(await (await first).text()).toMatch(/1$/);
    expect((await poll(sid)).status).toBe(400);
  });

  test.each(['', '\x1e', '9', 'x', '0', '2', '5', '4\x1e', 'b!!!', 'b', '4\x1e\x1e4'])(
    'the body %j is no payload',
    async (body) => {
      const sid = await session();
      await post(sid, body);
      await until(() => true, '');
      const gone = await poll(sid);
      expect(gone.status === 400 || (await gone.text()).endsWith('1')).toBe(true);
    },
  );

  test('a body may be as long as was said, and not a byte more', async () => {
    const sid = await session();
    expect((await post(sid, `4${'x'.repeat(65536)}`)).status).toBe(413);
    expect((await post(sid, `6${'x'.repeat(65535)}`)).status).toBe(200);
  });

  test('a second probe and an upgrade without one are refused', async () => {
    const sid = await session();
    const query = `EIO=4&transport=websocket&sid=${sid}`;
    const early = await line(query);
    early.socket.send('5');
    expect(await early.closed).toBe(1008);
    const first = await line(query);
    first.socket.send('2probe');
    await until(() => first.texts.includes('3probe'), 'the probe');
    const second = await line(query);
    second.socket.send('2probe');
    expect(await second.closed).toBe(1008);
    first.socket.send('5');
    first.socket.send(`40{"token":"${sarah.token}"}`);
    await until(() => first.texts.some((text) => text.startsWith('40')), 'connected');
    expect((await poll(sid)).status).toBe(400);
    const third = await line(query);
    third.socket.send('2probe');
    expect(await third.closed).toBe(1008);
    expect(first.socket.readyState).toBe(WebSocket.OPEN);
    first.socket.close();
  });

  test('more than fifty packets a second are too many', async () => {
    const sid = await session();
    await post(sid, Array(60).fill('6').join('\x1e'));
    const text = await (await poll(sid)).text();
    expect(text).toMatch(/1$/);
  });
});

describe('Socket.IO by hand (WS-6)', () => {
  test.each([
    '4',
    '47',
    '4x',
    '42',
    '42[]',
    '42{}',
    '42[1]',
    '42[null]',
    '42["connect"]',
    '42["disconnect"]',
    '42["error"]',
    '42["__proto__",{}]',
    '42["x"',
    '42["x"]y',
    '4299999999999999999999["ping_app"]',
    '49007199254740992["ping_app"]',
    '40',
    '44{"message":"x"}',
    '42/admin,["ping_app"]',
    '45["x"]',
    '45-["x"]',
    '450-["x"]',
    '4511-["x"]',
    '451000000-["x"]',
    '45-1-["x"]',
    `42["x",${'['.repeat(200)}${']'.repeat(200)}]`,
    '9',
  ])('%s closes the line', async (frame) => {
    const { socket, closed } = await ready();
    socket.send(frame);
    expect(await closed).toBe(1008);
  });

  test('nothing is done before the namespace is open', async () => {
    const { socket, closed } = await line();
    socket.send('420["ping_app"]');
    expect(await closed).toBe(1008);
  });

  test.each([
    '451-["ping_app",{"_placeholder":true,"num":-1}]',
    '451-["ping_app",{"_placeholder":true,"num":"x"}]',
    '451-["ping_app",{"_placeholder":true,"num":1000000000}]',
    '451-["ping_app",{"_placeholder":true}]',
    '451-["ping_app",{"_placeholder":true,"num":{"toString":1}}]',
  ])('%s is no attachment', async (frame) => {
    const { socket, closed } = await ready();
    socket.send(frame);
    socket.send(Buffer.from('abc'));
    expect(await closed).toBe(1008);
  });

  test('an attachment without a message, and a message among attachments, close the line', async () => {
    const one = await ready();
    one.socket.send(Buffer.from('abc'));
    expect(await one.closed).toBe(1008);
    const two = await ready();
    two.socket.send('452-["ping_app",{"_placeholder":true,"num":0}]');
    two.socket.send('42["ping_app"]');
    expect(await two.closed).toBe(1008);
  });

  test('attachments are taken, by a line and by polls', async () => {
    for (const transports of Object.values(ways)) {
      const { socket } = listen(newest, transports, sarah);
      await connected(socket);
      const answer = await socket.emitWithAck('ping_app', Buffer.from('abc'), {
        deep: [Buffer.alloc(20_000, 7)],
      });
      expect(answer.ok).toBe(true);
      socket.disconnect();
    }
  });

  test('attachments together are bounded as one message is', async () => {
    const { socket, closed } = await ready();
    socket.send('452-["ping_app",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
    socket.send(Buffer.alloc(60_000));
    socket.send(Buffer.alloc(60_000));
    expect(await closed).toBe(1008);
  });

  test('an answer that nobody asked for says nothing', async () => {
    const { socket, texts } = await ready();
    socket.send('4317["x"]');
    socket.send('420["ping_app"]');
    await until(() => texts.some((text) => text.startsWith('430')), 'the answer');
    socket.close();
  });
});

describe('pings', () => {
  let quick: Server;
  beforeAll(async () => {
    const flags = ['--socket-io-ping-ms', '1000', '--socket-io-timeout-ms', '1000'];
    quick = await startServer({
      flags: [...flags, '--socket-io-payload', '2000', '--socket-io-rate', '30'],
    });
  });
  afterAll(() => quick.stop());

  test('are answered by clients, which stay, and end the lines of those that are silent', async () => {
    const someone = await signIn(quick, 'AG001');
    const stays = listen(newest, ['polling'], someone);
    const socket = new WebSocket(
      `${quick.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    const texts: string[] = [];
    socket.on('message', (data) => texts.push(String(data)));
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(`40{"token":"${someone.token}"}`);
    await connected(stays.socket);
    expect(await closed).toBe(1006);
    expect(texts.filter((text) => text === '2')).toHaveLength(1);
    expect(stays.socket.connected).toBe(true);
    expect((await stays.socket.emitWithAck('ping_app')).ok).toBe(true);
  });

  test('a session polls as often as the options say, others beside it too', async () => {
    const quickAt = (query: string) =>
      fetch(`${quick.url}/socket.io?EIO=4&transport=polling${query}`);
    const open = async () => JSON.parse((await (await quickAt('')).text()).slice(1)).sid as string;
    const sid = await open();
    // Two polls at once end the session; what comes in its name counts all the same.
    let asked = 0;
    for (let status = 200; status !== 429 && asked < 300; asked++)
      status = (await quickAt(`&sid=${sid}&t=${asked}`)).status;
    expect(asked).toBeGreaterThan(30);
    expect(asked).toBeLessThan(300);
    const late = await quickAt(`&sid=${sid}`);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await quickAt(`&sid=${await open()}`)).status).not.toBe(429);
  });

  test('a payload may be as long as the options say', async () => {
    const someone = await signIn(quick, 'AG001');
    const { socket } = listen(newest, ['websocket'], someone);
    await connected(socket);
    expect((await socket.emitWithAck('ping_app', { x: 'y'.repeat(1900) })).ok).toBe(true);
    const reason = new Promise<string>((resolve) => socket.on('disconnect', resolve));
    socket.emit('ping_app', { x: 'y'.repeat(2000) });
    expect(await reason).toBe('transport close');
  });
});
