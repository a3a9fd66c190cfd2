/*
 * Pusher's protocol for clients as they come from the makers, pusher-js and Laravel Echo, and by frames:
 * signing in, channels, members, what clients and programs publish, and every attempt to hear or say what
 * is somebody else's (S2-RT-01, S2-RT-07…10, IMP-RT-02, IMP-RT-04, A-31…A-33, WS-1, WS-4, WS-5).
 */
import Newest from 'laravel-echo';
import Older from 'laravel-echo-2.1.4';
import Pusher from 'pusher-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { placeChat } from '../support/chats.ts';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { alter } from '../support/database.ts';
import { password, temporary } from '../support/paths.ts';
import {
  type App,
  authorize,
  hmac,
  type Line,
  line,
  publish,
  subscribe,
  switchOn,
} from '../support/pusher.ts';
import { type Server, startServer, startServerOn } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let manager: Client;
let sarah: Client;
let omar: Client;
let app: App;
const open: { disconnect: () => void }[] = [];

beforeAll(async () => {
  // What the older Echo reads without asking whether there is a page.
  Object.assign(globalThis, { window: {} });
  server = await startServer({
    flags: ['--pusher-silence-ms', '2000', '--pusher-timeout-ms', '1000'],
    prepare: (db) =>
      alter(
        db,
        placeChat({ id: 7101, agent: 1, department: 'sales', name: 'Fatima', said: ['hello'] }),
      ),
  });
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  app = await switchOn(admin);
});
afterEach(() => {
  for (const one of open.splice(0)) one.disconnect();
});
afterAll(() => server.stop());

async function until(holds: () => boolean, what: string, ms = 20_000): Promise<void> {
  const late = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > late) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const bearer = (client: Client) => ({ authorization: `Bearer ${client.token}` });

/** A line of the user's own, by token. */
async function own(client: Client | null, key = app.key, url = server.url): Promise<Line> {
  const made = await line(url, key, client ? { headers: bearer(client) } : {});
  open.push({ disconnect: () => made.socket.close() });
  return made;
}

const succeeded = (channel: string) => (m: Body) =>
  m.channel === channel && m.event === 'pusher_internal:subscription_succeeded';
const failed = (code: number) => (m: Body) => m.event === 'pusher:error' && m.data.code === code;

let count = 0;
async function call(by: Client): Promise<string> {
  count += 1;
  const reply = await by.post('/api/calls', {
    phone_number: `0507${String(100000 + count)}`,
    customer_name: 'سارة العلي',
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.call_id;
}
const end = (by: Client, id: string) => by.post(`/api/calls/${id}/end`);

async function order(): Promise<Body> {
  count += 1;
  const reply = await manager.post('/api/orders', {
    customer_name: 'سارة العلي',
    customer_phone: `0506${String(100000 + count)}`,
    product_name: 'Lamp',
    price: '3.00',
    address: 'x',
    agent_id: 'AGT-001',
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

/** A note in a chat that names somebody, who is told. */
async function noted(whom: Client): Promise<void> {
  count += 1;
  const reply = await manager.post('/api/chats/conv_7101/notes', {
    client_message_id: `noted-${count}`,
    content: 'look here',
    mentions: [whom.login.user.id],
  });
  expect(reply.status, reply.text).toBe(201);
}

/* ---- The makers' clients ------------------------------------------------------------- */

const place = () => ({
  wsHost: '127.0.0.1',
  wsPort: server.port,
  forceTLS: false,
  enabledTransports: ['ws'] as ('ws' | 'wss')[],
  disableStats: true,
  cluster: '',
});

function pusherOf(client: Client): Pusher {
  const made = new Pusher(app.key, {
    ...place(),
    channelAuthorization: {
      transport: 'ajax',
      endpoint: `${server.url}/broadcasting/auth`,
      headers: bearer(client),
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: `${server.url}/broadcasting/user-auth`,
      headers: bearer(client),
    },
  });
  open.push(made);
  return made;
}

const echoes = { 'laravel-echo 2.1.4': Older as unknown as typeof Newest, newest: Newest };

function echoOf(Echo: typeof Newest, client: Client): Newest<'reverb'> {
  const made = new Echo<'reverb'>({
    broadcaster: 'reverb',
    key: app.key,
    ...place(),
    Pusher,
    csrfToken: 'none is asked for',
    authEndpoint: `${server.url}/api/broadcasting/auth`,
    auth: { headers: bearer(client) },
  });
  open.push(made);
  return made;
}

describe('pusher-js', () => {
  test('signs in at the other address too: GET /app/{key}, POST /api/broadcasting/user-auth', async () => {
    const made = await own(null);
    const { body } = await sarah.post('/api/broadcasting/user-auth', { socket_id: made.id });
    made.send('pusher:signin', body);
    const { data } = await made.wait((m) => m.event === 'pusher:signin_success');
    expect(JSON.parse(data.user_data)).toEqual({
      id: String(sarah.login.user.id),
      user_info: { name: sarah.login.user.name, agent_id: 'AGT-001' },
    });
    await subscribe(made, null, `#server-to-user-${sarah.login.user.id}`);
    expect((await omar.post('/broadcasting/user-auth', { socket_id: made.id })).status).toBe(200);
  });

  test('hears calls on a private channel, under each of their names', async () => {
    const channel = pusherOf(sarah).subscribe('private-calls');
    const told: [string, Body][] = [];
    channel.bind_global((name: string, data: Body) => told.push([name, data]));
    await until(() => channel.subscribed, 'subscribed');
    const id = await call(sarah);
    await until(() => told.some(([name]) => name === 'CallUpdated'), 'the event');
    expect(told.slice(1).map(([name]) => name)).toEqual([
      'call:new',
      'call-updated',
      'CallUpdated',
    ]);
    for (const [, data] of told.slice(1))
      expect(data).toMatchObject({ call_id: id, customer_name: 'سارة العلي' });
    await end(sarah, id);
  });

  test('signs in, and hears public channels and what is for the user', async () => {
    const pusher = pusherOf(omar);
    const heard: Body[] = [];
    pusher.user.bind('notification:new', (data: Body) => heard.push(data));
    const channel = pusher.subscribe('calls');
    pusher.signin();
    await until(() => channel.subscribed, 'subscribed');
    await until(() => !!pusher.user.user_data, 'signed in');
    expect(pusher.user.user_data).toEqual({
      id: String(omar.login.user.id),
      user_info: { name: omar.login.user.name, agent_id: 'AGT-002' },
    });
    await noted(omar);
    await until(() => heard.length > 0, 'the notification');
    expect(heard[0]!.notification).toBeTruthy();
  });

  test('nobody listens without saying who they are', async () => {
    const pusher = new Pusher(app.key, place());
    open.push(pusher);
    const channel = pusher.subscribe('calls');
    const errors: Body[] = [];
    pusher.connection.bind('error', (error: Body) => errors.push(error));
    const told: string[] = [];
    channel.bind_global((name: string) => told.push(name));
    await until(() => pusher.connection.state === 'connected', 'connected');
    await end(sarah, await call(sarah));
    await until(() => errors.some((e) => e.data?.code === 4009), '4009');
    expect(told).toEqual([]);
    expect(channel.subscribed).toBe(false);
  });

  test('comes back by itself when the server restarts, and hears again', async () => {
    const channel = pusherOf(sarah).subscribe('private-orders');
    const told: Body[] = [];
    channel.bind('order:created', (data: Body) => told.push(data));
    let times = 0;
    channel.bind('pusher:subscription_succeeded', () => {
      times += 1;
    });
    await until(() => times === 1, 'subscribed');
    await server.crash();
    await until(() => times === 2, 'subscribed again');
    const made = await order();
    await until(() => told.some((data) => data.order.id === made.id), 'the order');
  });
});

describe.each(Object.entries(echoes))('%s', (_maker, Echo) => {
  test('listens, joins, whispers and leaves', async () => {
    const ours = echoOf(Echo, sarah);
    const theirs = echoOf(Echo, manager);
    const told: Body[] = [];
    let ready = 0;
    ours
      .private('live-calls')
      .listen('.CallUpdated', (data: Body) => told.push(data))
      .subscribed(() => {
        ready += 1;
      });
    let here: Body[] = [];
    const log: string[] = [];
    ours
      .join('agents')
      .here((members: Body[]) => {
        here = members;
        ready += 1;
      })
      .joining((member: Body) => log.push(`+${member.name}`))
      .leaving((member: Body) => log.push(`-${member.name}`))
      .listenForWhisper('looking', (data: Body) => log.push(`~${data.at}`));
    await until(() => ready === 2, 'subscribed');
    expect(here).toEqual([{ name: sarah.login.user.name, agent_id: 'AGT-001' }]);

    let seen: Body[] = [];
    const other = theirs.join('agents').here((members: Body[]) => {
      seen = members;
    });
    await until(() => seen.length === 2, 'both');
    expect(JSON.stringify(seen)).not.toContain('@');
    await until(() => log.length === 1, 'joined');
    other.whisper('looking', { at: 'calls' });
    await until(() => log.length === 2, 'whispered');
    theirs.leave('agents');
    await until(() => log.length === 3, 'left');
    const name = manager.login.user.name;
    expect(log).toEqual([`+${name}`, '~calls', `-${name}`]);

    const id = await call(sarah);
    await until(() => told.some((data) => data.call_id === id), 'the call');
    await end(sarah, id);
  });
});

/* ---- Who hears what ---------------------------------------------------------------------- */

describe('channels (A-32)', () => {
  test('carry the events of /ws/updates, in their order, to who may have them', async () => {
    const plain = listen(sarah);
    await plain.wait((m) => m.type === 'hello');
    const ours = await own(sarah);
    await subscribe(ours, sarah, 'private-updates');
    for (const channel of ['calls', 'call-console', 'live-calls', 'call-history', 'extensions'])
      await subscribe(ours, null, channel);
    const theirs = await own(omar);
    await subscribe(theirs, omar, 'private-updates');
    await subscribe(theirs, null, 'calls');

    const id = await call(sarah);
    await order();
    await end(sarah, id);
    const last = await order();
    await plain.wait((m) => m.type === 'order:created' && m.data.order.id === last.id);
    await ours.wait((m) => m.event === 'order:created' && m.data.order.id === last.id);

    const events = plain.messages.filter((m) => m.seq && !['hello', 'heartbeat'].includes(m.type));
    const updates = ours.told.filter((m) => m.channel === 'private-updates').slice(1);
    expect(updates.map((m) => [m.event, m.data])).toEqual(events.map((m) => [m.type, m.data]));
    for (const channel of ['calls', 'call-console', 'live-calls', 'call-history']) {
      const names = ours.told.filter((m) => m.channel === channel).map((m) => m.event);
      expect(names.slice(1, 4)).toEqual(['call:new', 'call-updated', 'CallUpdated']);
      expect(names.slice(-3)).toEqual(['call:ended', 'call-updated', 'CallUpdated']);
    }
    await theirs.settle();
    const overheard = theirs.told.filter((m) => JSON.stringify(m).includes(id));
    expect(overheard).toEqual([]);
    plain.close();
  });

  test('extensions tell of extensions, chats of chats, one user of what is its own', async () => {
    const ours = await own(sarah);
    await subscribe(ours, null, 'extensions');
    await subscribe(ours, sarah, 'private-chats');
    await subscribe(ours, sarah, `private-user.${sarah.login.user.id}`);
    const made = await admin.post('/api/extensions', { extension: '4799', agent_name: 'Desk' });
    expect(made.status, made.text).toBe(201);
    await ours.wait((m) => m.channel === 'extensions' && m.event === 'extension:created');
    await noted(sarah);
    await ours.wait((m) => m.channel === 'private-chats' && m.event === 'chat:message');
    const own_ = await ours.wait(
      (m) =>
        m.channel === `private-user.${sarah.login.user.id}` &&
        m.event === 'Illuminate\\Notifications\\Events\\BroadcastNotificationCreated',
    );
    expect(ours.told[ours.told.indexOf(own_) - 1]).toMatchObject({
      event: 'notification:new',
      data: own_.data,
    });
    ours.send('pusher:unsubscribe', { channel: 'private-chats' });
    const before = ours.told.length;
    await manager.post('/api/chats/conv_7101/notes', {
      client_message_id: 'unheard',
      content: 'again',
    });
    await ours.settle();
    expect(ours.told.slice(before).some((m) => m.channel === 'private-chats')).toBe(false);
  });

  test('a cookie of a page that is logged in is enough for public ones', async () => {
    const reply = await stranger(server).post('/api/auth/login', {
      username: 'AG001',
      password,
      company: 'gulf',
    });
    const cookie = reply.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ');
    const origin = server.url;
    const made = await line(server.url, app.key, { headers: { cookie, origin } });
    open.push({ disconnect: () => made.socket.close() });
    await subscribe(made, null, 'calls');
    // A form, as pages send it, without a CSRF header.
    const signed = await fetch(`${server.url}/broadcasting/auth`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ socket_id: made.id, channel_name: 'private-calls' }),
    });
    expect(signed.status).toBe(200);
    const { auth, channel_data } = (await signed.json()) as Body;
    // The line knows who it is: nothing more has to be said.
    expect(channel_data).toBeUndefined();
    made.send('pusher:subscribe', { channel: 'private-calls', auth });
    await made.wait(succeeded('private-calls'));
    const csrf = await fetch(`${server.url}/sanctum/csrf-cookie`, { headers: { cookie } });
    expect(csrf.status).toBe(204);
    expect(csrf.headers.getSetCookie()[0]).toMatch(/^XSRF-TOKEN=/);
    expect(cookie).toContain(csrf.headers.getSetCookie()[0]!.split(';')[0]);
    const nobodys = await fetch(`${server.url}/sanctum/csrf-cookie`);
    expect(nobodys.status).toBe(204);
    expect(nobodys.headers.getSetCookie()).toEqual([]);
  });

  test('so is a token in the address; a wrong one is not (WS-1)', async () => {
    const query = `protocol=7&token=${sarah.token}`;
    const made = await line(server.url, app.key, { query });
    await subscribe(made, null, 'calls');
    made.socket.close();
    const wrong = await line(server.url, app.key, { query: 'protocol=7&token=nonsense' });
    expect(wrong.told[0]!.data.code).toBe(4009);
    expect(await wrong.closed).toBe(4009);
    const foreign = await line(server.url, app.key, {
      headers: { origin: 'https://evil.example.com', ...bearer(sarah) },
    });
    expect(foreign.told).toEqual([]);
  });

  test('what one may not have is not signed, nor listened to', async () => {
    const stockist = await own(sarah);
    const others = `private-user.${omar.login.user.id}`;
    for (const channel of [
      others,
      'private-user.0',
      `private-user.0${sarah.login.user.id}`,
      'private-company.2',
      'private-company.2.calls/../B',
      'private-',
      'private-calls,private-chats',
      'private-*',
      'private-calls\n',
      'private-encrypted-calls',
      'calls',
      `#server-to-user-${omar.login.user.id}`,
    ])
      expect((await authorize(sarah, stockist.id, channel)).status, channel).toBe(403);
    for (const id of ['1.2', `${stockist.id}:x`, `${stockist.id}:private-x`, '1.2:private-x', '1'])
      expect((await authorize(sarah, id, 'private-calls')).status, id).toBe(403);
    // Somebody else's line, though of the same company.
    expect((await authorize(omar, stockist.id, 'private-calls')).status).toBe(403);
    const nobody = stranger(server);
    expect((await authorize(nobody, stockist.id, 'private-calls')).status).toBe(401);
    for (const channel of [`#server-to-user-${omar.login.user.id}`, 'company.*', 'nothing', ''])
      stockist.send('pusher:subscribe', { channel });
    await stockist.settle();
    expect(
      stockist.told
        .filter((m) => m.event === 'pusher:subscription_error')
        .map((m) => [m.channel, m.data.status]),
    ).toEqual([
      [`#server-to-user-${omar.login.user.id}`, 403],
      ['company.*', 404],
      ['nothing', 404],
      ['', 404],
    ]);
  });

  test('the whole company is the border: a foreign key, socket or secret opens nothing', async () => {
    const homes = await signIn(server, 'admin', 'homes');
    const foreign = await switchOn(homes);
    const ours = await own(sarah);
    expect((await authorize(homes, ours.id, 'private-calls')).status).toBe(403);
    const wrong = await line(server.url, foreign.key, { headers: bearer(sarah) });
    expect(wrong.told[0]!.data.code).toBe(4001);
    expect(await wrong.closed).toBe(4001);
    // A ticket for a line of theirs, signed anew with our secret.
    const theirs = await own(null, foreign.key);
    const signed = await authorize(homes, theirs.id, 'private-calls');
    const nobodys = await own(null);
    const { channel_data } = signed.body;
    const forged = `${app.key}:${hmac(app.secret, `${nobodys.id}:private-calls:${channel_data}`)}`;
    nobodys.send('pusher:subscribe', { channel: 'private-calls', auth: forged, channel_data });
    await nobodys.settle();
    expect(nobodys.told.some(succeeded('private-calls'))).toBe(false);
  });
});

/* ---- Attempts, as frames (WS-4) -------------------------------------------------------------- */

describe('frames', () => {
  test('a signature is good for one line, one channel and what it says of whom', async () => {
    const ours = await own(sarah);
    const other = await own(sarah);
    const { body } = await authorize(sarah, ours.id, 'private-calls');
    const presence = (await authorize(sarah, ours.id, 'presence-agents')).body;
    const attempt = async (to: Line, data: Body) => {
      const from = to.told.length;
      to.send('pusher:subscribe', data);
      await to.settle();
      return to.told.slice(from).find((m) => m.event === 'pusher:error')?.data.code;
    };
    const { auth } = body;
    expect(await attempt(other, { channel: 'private-calls', auth })).toBe(4009);
    expect(await attempt(ours, { channel: 'private-chats', auth })).toBe(4009);
    expect(await attempt(ours, { channel: 'private-calls' })).toBe(4009);
    expect(await attempt(ours, { channel: 'private-calls', auth: 7 })).toBe(4009);
    expect(await attempt(ours, { channel: 'private-calls', auth: `${app.key}:` })).toBe(4009);
    expect(
      await attempt(ours, { channel: 'private-calls', auth, channel_data: '{"user_id":"1"}' }),
    ).toBe(4009);
    const forged = JSON.parse(presence.channel_data);
    forged.user_id = String(omar.login.user.id);
    expect(
      await attempt(ours, {
        channel: 'presence-agents',
        auth: presence.auth,
        channel_data: JSON.stringify(forged),
      }),
    ).toBe(4009);
    // Whoever knows the secret may sign, but makes nobody somebody else.
    const channel_data = JSON.stringify({ user_id: String(omar.login.user.id) });
    const signed = `${app.key}:${hmac(app.secret, `${ours.id}:presence-agents:${channel_data}`)}`;
    expect(await attempt(ours, { channel: 'presence-agents', auth: signed, channel_data })).toBe(
      4009,
    );
    ours.send('pusher:subscribe', { channel: 'presence-agents', ...presence });
    const list = await ours.wait(succeeded('presence-agents'));
    expect(list.data.presence.hash[String(sarah.login.user.id)]).toEqual({
      name: sarah.login.user.name,
      agent_id: 'AGT-001',
    });
    expect(other.told.some((m) => m.channel)).toBe(false);
  });

  test('clients speak where they listen, in their own name, ten times a second', async () => {
    const ours = await own(sarah);
    const theirs = await own(manager);
    await subscribe(ours, null, 'calls');
    ours.send('client-x', {}, 'calls');
    ours.send('client-x', {}, 'private-calls');
    ours.send('client-x', {}, 'presence-agents');
    ours.send('client-x', {});
    await ours.settle();
    expect(ours.told.filter(failed(4301))).toHaveLength(4);
    await subscribe(ours, sarah, 'presence-agents');
    await subscribe(theirs, manager, 'presence-agents');
    ours.socket.send(
      JSON.stringify({
        event: 'client-hello',
        channel: 'presence-agents',
        data: { n: 1, text: 'أهلاً' },
        user_id: String(omar.login.user.id),
      }),
    );
    expect(await theirs.wait((m) => m.event === 'client-hello')).toEqual({
      event: 'client-hello',
      channel: 'presence-agents',
      data: { n: 1, text: 'أهلاً' },
      user_id: String(sarah.login.user.id),
    });
    const before = ours.told.filter(failed(4301)).length;
    for (let i = 0; i < 30; i++) ours.send('client-many', { i }, 'presence-agents');
    await ours.settle();
    const refused = ours.told.filter(failed(4301)).length - before;
    // The second may have turned in between.
    expect(refused).toBeGreaterThanOrEqual(10);
    ours.send('client-long', { text: 'x'.repeat(4000) }, 'presence-agents');
    await ours.settle();
    await theirs.wait((m) => m.event === 'client-many');
    expect(theirs.told.some((m) => m.event === 'client-long')).toBe(false);
    expect(ours.told.some((m) => String(m.event).startsWith('client-'))).toBe(false);
  });

  test('what is no message is said so, and the line stands', async () => {
    const ours = await own(sarah);
    for (const text of ['', '{', '[]', '7', 'null', '{"event":7}', '{"data":{}}'])
      ours.socket.send(text);
    ours.socket.send(Buffer.from([1, 2, 3]));
    for (const text of [
      '{"event":"pusher:subscribe"}',
      '{"event":"pusher:subscribe","data":"[]"}',
      '{"event":"pusher:subscribe","data":{"channel":7}}',
      '{"event":"pusher:unsubscribe","data":{}}',
      '{"event":"pusher:signin","data":{"auth":"x","user_data":"{}"}}',
      '{"event":"pusher_internal:subscription_succeeded","channel":"private-calls","data":"{}"}',
      '{"event":"__proto__"}',
    ])
      ours.socket.send(text);
    await ours.settle();
    expect(ours.told.filter(failed(4200))).toHaveLength(8);
    await subscribe(ours, sarah, 'private-calls');
  });

  test('no more than a hundred channels', async () => {
    const ours = await own(sarah);
    // Fifty messages a second are heard: each ping of the server says that two have passed.
    for (const from of [0, 40, 80]) {
      const pings = ours.told.filter((m) => m.event === 'pusher:ping').length;
      for (let i = from; i < Math.min(from + 40, 101); i++)
        ours.send('pusher:subscribe', { channel: `app.${i}` });
      if (from === 80) break;
      await ours.wait(succeeded(`app.${from + 39}`));
      await until(
        () => ours.told.filter((m) => m.event === 'pusher:ping').length > pings,
        'a ping',
      );
    }
    const refused = await ours.wait((m) => m.event === 'pusher:subscription_error');
    expect(refused).toMatchObject({ channel: 'app.100', data: { status: 429 } });
  });

  test('the wrong version, none, and an unknown key: said with their codes', async () => {
    for (const [key, query, code] of [
      ['nobody', 'protocol=7', 4001],
      [app.key, 'protocol=4', 4007],
      [app.key, 'client=js', 4008],
    ] as const) {
      const made = await line(server.url, key, { query });
      expect(made.told[0]).toMatchObject({ event: 'pusher:error', data: { code } });
      expect(await made.closed).toBe(code);
    }
  });

  test('who is silent is asked, and without an answer gone (4201)', async () => {
    const quiet = await own(sarah);
    const alive = await own(sarah);
    expect(quiet.told[0]!.data.activity_timeout).toBe(2);
    alive.socket.on('message', (bytes) => {
      if (String(bytes).includes('pusher:ping')) alive.send('pusher:pong');
    });
    await quiet.wait((m) => m.event === 'pusher:ping');
    expect(await quiet.closed).toBe(4201);
    await alive.settle();
  });

  test('nothing is left of a session that ended', async () => {
    const guest = await signIn(server, 'AG002');
    const ours = await own(guest);
    await subscribe(ours, guest, 'private-calls');
    await guest.post('/api/auth/logout', {});
    expect(await ours.closed).toBe(4009);
    const stale = await own(null);
    expect((await authorize(guest, stale.id, 'private-calls')).status).toBe(401);
  });
});

/* ---- Programs that publish (WS-5) ------------------------------------------------------------------ */

describe('POST /apps/{app_id}/events', () => {
  const said = { name: 'price.changed', channels: ['private-app.prices'], data: '{"price":3}' };

  test('reaches who listens, but for the line it names', async () => {
    const ours = await own(sarah);
    const theirs = await own(omar);
    for (const [one, who] of [
      [ours, sarah],
      [theirs, omar],
    ] as const)
      await subscribe(one, who, 'private-app.prices');
    const reply = await publish(server.url, app, { ...said, socket_id: ours.id });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({});
    expect(await theirs.wait((m) => m.event === 'price.changed')).toEqual({
      event: 'price.changed',
      channel: 'private-app.prices',
      data: { price: 3 },
    });
    await ours.settle();
    expect(ours.told.some((m) => m.event === 'price.changed')).toBe(false);
  });

  test('an address pays for bad signatures alone', async () => {
    const strict = await startServer({ flags: ['--rate-ip', '60'] });
    try {
      const ours = await switchOn(await signIn(strict, 'admin'));
      for (let i = 0; i < 90; i++)
        expect((await publish(strict.url, ours, said)).status, `${i}`).toBe(200);
      const forged = { ...ours, secret: 'other' };
      const statuses = new Set<number>();
      for (let i = 0; i < 120; i++) statuses.add((await publish(strict.url, forged, said)).status);
      expect([...statuses]).toEqual([401, 429]);
      expect((await publish(strict.url, ours, said)).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });

  test('is refused unless signed for this very body, now', async () => {
    const old = String(Math.floor(Date.now() / 1000) - 601);
    for (const [what, change] of Object.entries<(query: Record<string, string>) => void>({
      'a signature of another': (q) => {
        q.auth_signature = hmac('other', 'x');
      },
      'no signature': (q) => {
        delete q.auth_signature;
      },
      'another body': (q) => {
        q.body_md5 = 'd41d8cd98f00b204e9800998ecf8427e';
        q.auth_signature = 'again';
      },
      'no body': (q) => {
        delete q.body_md5;
        q.auth_signature = 'again';
      },
      'ten minutes ago': (q) => {
        q.auth_timestamp = old;
        q.auth_signature = 'again';
      },
      'no time': (q) => {
        q.auth_timestamp = 'now';
        q.auth_signature = 'again';
      },
      'an unknown key': (q) => {
        q.auth_key = 'nobody';
        q.auth_signature = 'again';
      },
    }))
      expect((await publish(server.url, app, said, change)).status, what).toBe(401);
    expect((await publish(server.url, { ...app, id: app.id + 1 }, said)).status).toBe(401);
  });

  test('speaks on channels of programs alone, and not in the protocol’s name', async () => {
    for (const [body, status] of [
      [{ ...said, channels: ['calls'] }, 422],
      [{ ...said, channels: [`private-user.${sarah.login.user.id}`] }, 422],
      [{ ...said, channels: ['presence-agents'] }, 422],
      [{ ...said, channels: [] }, 422],
      [{ ...said, channels: ['x,y'] }, 422],
      [{ ...said, name: 'pusher:error' }, 422],
      [{ ...said, name: 'pusher_internal:member_added' }, 422],
      [{ name: 'x', channels: ['app.x'] }, 422],
      [{ ...said, data: 'x'.repeat(4000) }, 413],
      [{ ...said, channels: undefined, channel: 'app.x' }, 200],
    ] as const)
      expect((await publish(server.url, app, body)).status, JSON.stringify(body)).toBe(status);
  });
});

/* ---- Settings ------------------------------------------------------------------------------------------ */

describe('settings', () => {
  test('are an administrator’s; what pages need is everybody’s', async () => {
    expect((await sarah.get('/api/settings/push')).status).toBe(403);
    expect((await sarah.put('/api/settings/push', { enabled: false })).status).toBe(403);
    const { body } = await sarah.get('/broadcasting/settings');
    expect(body).toEqual({
      success: true,
      enabled: true,
      key: app.key,
      host: '127.0.0.1',
      port: server.port,
      scheme: 'http',
      auth_endpoint: '/broadcasting/auth',
      user_auth_endpoint: '/broadcasting/user-auth',
    });
    const { settings } = (await admin.get('/api/settings/push')).body;
    expect(JSON.stringify(settings)).not.toContain(app.secret);
    expect((await admin.put('/api/settings/push', { version: settings.version - 1 })).status).toBe(
      409,
    );
  });

  test('a new secret ends the old one at once, also for lines that stand', async () => {
    const ours = await own(sarah);
    await subscribe(ours, sarah, 'private-calls');
    const old = app;
    const live = listen(admin);
    await live.wait((m) => m.type === 'hello');
    app = await switchOn(admin);
    expect(app.key).toBe(old.key);
    expect(await ours.closed).toBe(4200);
    await live.wait((m) => m.type === 'push:changed');
    live.close();
    expect((await publish(server.url, old, { name: 'x', channel: 'app.x', data: '' })).status).toBe(
      401,
    );
  });

  test('what is switched off is off', async () => {
    await switchOn(admin, { client_events: false, server_events: false, new_secret: false });
    const ours = await own(sarah);
    await subscribe(ours, sarah, 'private-calls');
    ours.send('client-x', {}, 'private-calls');
    await ours.wait(failed(4301));
    expect((await publish(server.url, app, { name: 'x', channel: 'app.x', data: '' })).status).toBe(
      403,
    );
    await switchOn(admin, { enabled: false, new_secret: false });
    expect(await ours.closed).toBe(4200);
    const off = await line(server.url, app.key);
    expect(await off.closed).toBe(4003);
    expect((await authorize(sarah, '1.2', 'private-calls')).status).toBe(403);
    expect((await sarah.get('/broadcasting/settings')).body).toMatchObject({
      enabled: false,
      key: null,
    });
    await switchOn(admin, { new_secret: false });
  });
});

/* ---- Two nodes -------------------------------------------------------------------------------------------- */

test('two nodes are one: members, what clients say, what programs publish', async (context) => {
  if (server.engine !== 'postgres') return context.skip();
  const node = await startServerOn(server.db, temporary('node'));
  try {
    const here = await own(sarah);
    const there = await own(manager, app.key, node.url);
    await subscribe(here, sarah, 'presence-agents');
    const list = await subscribe(there, manager, 'presence-agents');
    const names = (from: Line) =>
      from.told
        .filter((m) => m.event === 'pusher_internal:member_added')
        .map((m) => m.data.user_info.name);
    await until(() => names(here).includes(manager.login.user.name), 'seen from here');
    if (list.data.presence.count === 1)
      await until(() => names(there).includes(sarah.login.user.name), 'seen from there');
    here.send('client-hello', { n: 1 }, 'presence-agents');
    const heard = await there.wait((m) => m.event === 'client-hello');
    expect(heard.user_id).toBe(String(sarah.login.user.id));
    await subscribe(there, manager, 'private-app.prices');
    await publish(server.url, app, { name: 'x', channel: 'private-app.prices', data: 'text' });
    expect((await there.wait((m) => m.event === 'x')).data).toBe('text');
    there.socket.close();
    await here.wait((m) => m.event === 'pusher_internal:member_removed');
    // A secret that one node changed ends lines of the other.
    const other = await own(omar, app.key, node.url);
    app = await switchOn(admin);
    expect(await other.closed).toBe(4200);
  } finally {
    await node.stop();
  }
});
