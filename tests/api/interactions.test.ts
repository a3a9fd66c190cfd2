/* Contacts summed up, and what customers say of them (S0-API-09/10, S0-DB-03/04, S0-DASH-28, IMP-KPI-02, IMP-COMM-01, A-43, A-45, A-50). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let provider: Provider;
let admin: Client;
let manager: Client;
let supervisor: Client;
let sarah: Client; // AG001
let omar: Client; // AG002

beforeAll(async () => {
  provider = await startProvider();
  server = await startServer({
    flags: ['--fetch-allow', '127.0.0.1', '--public-url', 'https://desk.example.com'],
  });
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
});
afterAll(async () => {
  await server?.stop();
  await provider?.stop();
});
beforeEach(() => provider.reset());

let made = 0;
async function fresh(extra: Body = {}): Promise<Body> {
  made += 1;
  const reply = await supervisor.post('/api/orders', {
    customer_name: 'Huda Al-Amiri',
    customer_phone: `+97150777${String(made).padStart(4, '0')}`,
    customer_email: `huda.rates${made}@example.com`,
    product_name: 'Kettle',
    price: '99.00',
    agent_id: 'AG001',
    ...extra,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.order;
}

const details = async (client: Client, id: number): Promise<Body> =>
  (await client.get(`/api/agent/orders/${id}`)).body.order;
const logged = async (client: Client, id: number): Promise<Body> =>
  (await client.get(`/api/agent/orders/${id}/interactions`)).body;
const sumUp = (client: Client, id: number, body: Body, key?: string) =>
  client.post(
    `/api/agent/orders/${id}/interaction`,
    { interaction_type: 'call', resolution_status: 'resolved', ...body },
    key ? { headers: { 'idempotency-key': key } } : {},
  );
const soon = () => new Date(Date.now() + 86_400_000).toISOString();

describe('an interaction', () => {
  test('has the seed’s fields, and is in the view, the lists and the events (S0-API-09)', async () => {
    const order = await fresh();
    const socket = listen(supervisor);
    await socket.wait((e: Body) => e.type === 'hello');
    const reply = await sumUp(sarah, order.id, {
      duration_minutes: 5,
      notes: 'She wants it on Sunday',
      customer_satisfaction: 5,
      follow_up_date: soon(),
    });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.interaction).toMatchObject({
      order_id: order.id,
      interaction_type: 'call',
      duration_minutes: 5,
      duration_seconds: 300,
      resolution_status: 'resolved',
      customer_satisfaction: 5,
      automatic: false,
      agent: { code: 'AGT-001' },
    });
    const event = await socket.wait((e: Body) => e.type === 'interaction:created');
    expect(event.data.interaction).toEqual(reply.body.interaction);
    await socket.wait((e: Body) => e.type === 'rating:created' && e.data.rating.score === 5);
    socket.close();

    const after = await details(sarah, order.id);
    expect(after.version).toBe(order.version + 1);
    expect(after.communications[0]).toMatchObject({
      kind: 'interaction',
      channel: 'call',
      outcome: 'resolved',
      score: 5,
      duration_seconds: 300,
      text: 'She wants it on Sunday',
    });
    expect(after.follow_ups).toHaveLength(1);
    expect(after.follow_ups[0].reason).toBe('She wants it on Sunday');

    const list = await logged(supervisor, order.id);
    expect(list.interactions).toEqual([reply.body.interaction]);
    expect(list.ratings).toHaveLength(1);
    expect(list.ratings[0]).toMatchObject({
      score: 5,
      channel: 'agent',
      interaction_id: reply.body.interaction.id,
    });
    const customer = after.customer.id;
    const ofCustomer = await sarah.get(`/api/agent/customers/${customer}/interactions`);
    expect(ofCustomer.body.interactions).toEqual([reply.body.interaction]);
    expect((await omar.get(`/api/agent/customers/${customer}/interactions`)).status).toBe(404);
  });

  test.each([
    ['email', 'pending'],
    ['chat', 'follow_up_required'],
    ['follow_up', 'resolved'],
  ])('may be of type %s and end %s (S0-API-10, A-50)', async (type, resolution) => {
    const order = await fresh();
    const reply = await sumUp(sarah, order.id, {
      interaction_type: type,
      resolution_status: resolution,
      duration_seconds: 61,
    });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.interaction.duration_minutes).toBe(2);
    const { follow_ups } = await details(sarah, order.id);
    expect(follow_ups).toHaveLength(resolution === 'follow_up_required' ? 1 : 0);
    if (follow_ups.length) expect(Date.parse(follow_ups[0].due_at)).toBeGreaterThan(Date.now());
  });

  test('one that is escalated raises an escalation, once, and says why', async () => {
    const order = await fresh();
    const silent = await sumUp(sarah, order.id, { resolution_status: 'escalated' });
    expect(silent.status).toBe(422);
    expect(Object.keys(silent.body.errors)).toEqual(['notes']);
    for (const notes of ['The parcel is broken', 'She called again']) {
      const reply = await sumUp(sarah, order.id, { resolution_status: 'escalated', notes });
      expect(reply.status, reply.text).toBe(201);
    }
    const { escalation } = await details(sarah, order.id);
    expect(escalation).toMatchObject({
      level: 'supervisor',
      status: 'raised',
      reason: 'The parcel is broken',
    });
    const { body } = await sarah.get('/api/agent/escalations?status=open');
    expect(body.escalations.filter((e: Body) => e.order_id === order.id)).toHaveLength(1);
  });

  test.each([
    [{ customer_satisfaction: 0 }, 'customer_satisfaction'],
    [{ customer_satisfaction: 6 }, 'customer_satisfaction'],
    [{ customer_satisfaction: 4.5 }, 'customer_satisfaction'],
    [{ interaction_type: 'fax' }, 'interaction_type'],
    [{ resolution_status: 'solved' }, 'resolution_status'],
    [{ duration_minutes: -1 }, 'duration_minutes'],
    [{ follow_up_date: '2020-01-01T00:00:00Z' }, 'follow_up_date'],
    [{ communication_id: 99999999 }, 'communication_id'],
  ])('refuses %j (S0-DB-04)', async (change, field) => {
    const order = await fresh();
    const reply = await sumUp(sarah, order.id, change);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toEqual([field]);
    expect((await logged(sarah, order.id)).interactions).toEqual([]);
    expect((await details(sarah, order.id)).version).toBe(order.version);
  });

  test('is for orders one sees; a repeated press writes one', async () => {
    const order = await fresh();
    expect((await sumUp(omar, order.id, {})).status).toBe(404);
    const key = `interaction-${order.id}`;
    const first = await sumUp(sarah, order.id, { notes: 'once' }, key);
    const second = await sumUp(sarah, order.id, { notes: 'once' }, key);
    expect(second.body).toEqual(first.body);
    expect((await logged(sarah, order.id)).interactions).toHaveLength(1);
  });
});

describe('a logged call (IMP-COMM-01)', () => {
  const call = (id: number, body: Body) =>
    sarah.post('/api/agent/communication/call', {
      order_id: id,
      direction: 'outbound',
      outcome: 'answered',
      duration_seconds: 125,
      ...body,
    });

  test.each([
    [{}, 'resolved'],
    [{ outcome: 'no_answer', duration_seconds: 0 }, 'pending'],
    [{ outcome: 'callback_requested', callback_at: soon() }, 'follow_up_required'],
  ])('%j writes a communication and one interaction, and shows once', async (body, resolution) => {
    const order = await fresh();
    const reply = await call(order.id, { notes: 'said yes', ...body });
    expect(reply.status, reply.text).toBe(201);
    const { interactions } = await logged(sarah, order.id);
    expect(interactions).toHaveLength(1);
    expect(interactions[0]).toMatchObject({
      interaction_type: 'call',
      communication_id: reply.body.communication.id,
      resolution_status: resolution,
      automatic: true,
      notes: 'said yes',
    });
    const { communications } = await details(sarah, order.id);
    const kinds = communications.map((entry: Body) => entry.kind);
    expect(kinds.filter((kind: string) => kind === 'call')).toHaveLength(1);
    expect(kinds).not.toContain('interaction');
  });

  test('summed up by hand is still one contact, and is not summed up twice', async () => {
    const order = await fresh();
    const { communication } = (await call(order.id, {})).body;
    const other = await fresh();
    const foreign = await sumUp(sarah, other.id, { communication_id: communication.id });
    expect(foreign.status).toBe(422);
    const asMail = await sumUp(sarah, order.id, {
      interaction_type: 'email',
      communication_id: communication.id,
    });
    expect(Object.keys(asMail.body.errors)).toEqual(['interaction_type']);
    const mine = { communication_id: communication.id, notes: 'all clear' };
    const reply = await sumUp(sarah, order.id, { ...mine, customer_satisfaction: 4 });
    expect(reply.status, reply.text).toBe(201);
    const { interactions, ratings } = await logged(sarah, order.id);
    expect(interactions).toHaveLength(1);
    expect(interactions[0]).toMatchObject({
      automatic: false,
      notes: 'all clear',
      duration_seconds: 125,
      customer_satisfaction: 4,
    });
    expect(ratings).toHaveLength(1);
    expect((await sumUp(sarah, order.id, mine)).status).toBe(409);
  });
});

describe('a rating by link (IMP-KPI-02, A-45)', () => {
  const ask = (client: Client, id: number, channel = 'sms') =>
    client.post(`/api/agent/orders/${id}/rating-request`, { channel });
  let connected: number | null = null;

  async function connect() {
    if (connected !== null) return;
    const reply = await admin.post('/api/admin/message-providers', {
      channel: 'sms',
      kind: 'twilio',
      name: 'SMS',
      settings: { base_url: provider.url, account_sid: 'AC1', from: '+15550001111' },
      secret: 'token-of-the-account',
    });
    expect(reply.status, reply.text).toBe(201);
    connected = reply.body.provider.id;
  }

  /** The key as it stands in the SMS that the gateway got. */
  async function keyOf(order: Body): Promise<string> {
    for (let i = 0; i < 300; i += 1) {
      for (const heard of provider.heard) {
        const form = new URLSearchParams(heard.body);
        const found = /https:\/\/desk\.example\.com\/rate\/([\w-]+)/.exec(form.get('Body') ?? '');
        if (found && form.get('To') === order.customer_phone) return found[1]!;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('no SMS came');
  }

  test('without a provider nothing is sent, and that is said', async () => {
    const order = await fresh();
    const reply = await ask(sarah, order.id);
    expect(reply.status, reply.text).toBe(409);
    expect(reply.body.code).toBe('not_configured');
    const { body } = await manager.get('/api/admin/rating-settings');
    expect(body.settings).toEqual({
      request_on: 'never',
      channel: 'sms',
      obstacle: 'no_provider',
      version: 0,
    });
  });

  test('is asked for, opened by its customer, and given once', async () => {
    await connect();
    const order = await fresh();
    const sent = await ask(sarah, order.id);
    expect(sent.status, sent.text).toBe(201);
    expect(Date.parse(sent.body.expires_at)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    const key = await keyOf(order);
    expect(key).toHaveLength(32);

    // The key is for the customer alone: neither stored nor shown.
    expect(sent.text).not.toContain(key);
    expect(JSON.stringify(await details(sarah, order.id))).not.toContain(key);
    const history = await sarah.get(`/api/agent/communication/history/${order.id}`);
    expect(history.text).toContain('/rate/');
    expect(history.text).not.toContain(key);
    const [hash] = sql(server, `SELECT key_hash FROM rating_links WHERE order_id = ${order.id}`);
    expect(hash).not.toContain(key);

    const again = await ask(sarah, order.id);
    expect([again.status, again.body.code]).toEqual([409, 'state']);

    const customer = stranger(server);
    const opened = await customer.get(`/api/rate/${key}`);
    expect(opened.body).toMatchObject({ company: { code: 'gulf' }, language: 'en' });
    expect(opened.headers.get('cache-control')).toBe('no-store');
    expect(opened.text).not.toMatch(/Huda|Kettle|\+971/);

    for (const [body, field] of [
      [{ score: 0 }, 'score'],
      [{ score: 6 }, 'score'],
      [{}, 'score'],
      [{ score: 3, comment: 'x'.repeat(1001) }, 'comment'],
    ] as const) {
      const refused = await customer.post(`/api/rate/${key}`, body);
      expect(refused.status, refused.text).toBe(422);
      expect(Object.keys(refused.body.errors)).toEqual([field]);
    }
    const socket = listen(sarah);
    await socket.wait((e: Body) => e.type === 'hello');
    const rated = await customer.post(`/api/rate/${key}`, { score: 4, comment: 'Quick & kind' });
    expect(rated.status, rated.text).toBe(201);
    const event = await socket.wait((e: Body) => e.type === 'rating:created');
    expect(event.data.rating).toMatchObject({
      order_id: order.id,
      score: 4,
      comment: 'Quick & kind',
      channel: 'link',
      agent: { code: 'AGT-001' },
    });
    const told = await socket.wait((e: Body) => e.type === 'notification:new');
    expect(told.data.notification).toMatchObject({
      type: 'rating_received',
      data: { score: 4, order_id: order.id },
    });
    socket.close();

    const view = (await details(sarah, order.id)).communications;
    expect(view[0]).toMatchObject({ kind: 'rating', score: 4, text: 'Quick & kind' });

    // Used, unknown and expired look the same.
    const used = await customer.post(`/api/rate/${key}`, { score: 1 });
    const unknown = await customer.post(`/api/rate/${'x'.repeat(32)}`, { score: 1 });
    const plain = (text: string) => text.replace(/"request_id":"[^"]*"/, '');
    expect(used.status).toBe(404);
    expect(plain(used.text)).toBe(plain(unknown.text));
    expect((await customer.get(`/api/rate/${key}`)).status).toBe(404);
    expect((await customer.get('/api/rate/short')).status).toBe(404);
    expect((await logged(sarah, order.id)).ratings).toHaveLength(1);
    const third = await ask(sarah, order.id);
    expect([third.status, third.body.code]).toEqual([409, 'state']);
  });

  test('two who press at once rate once', async () => {
    await connect();
    const order = await fresh();
    await ask(sarah, order.id);
    const key = await keyOf(order);
    const replies = await Promise.all(
      [1, 2, 3].map((score) => stranger(server).post(`/api/rate/${key}`, { score })),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 404, 404]);
    expect((await logged(sarah, order.id)).ratings).toHaveLength(1);
  });

  test('a customer without the address cannot be asked there; strangers cannot ask', async () => {
    await connect();
    const order = await fresh({ customer_email: undefined });
    expect((await ask(omar, order.id)).status).toBe(404);
    const reply = await ask(sarah, order.id, 'email');
    expect([reply.status, Object.keys(reply.body.errors)]).toEqual([422, ['channel']]);
  });

  test('is asked for by itself when the company wants it so, and never twice', async () => {
    await connect();
    const change = (body: Body) => manager.put('/api/admin/rating-settings', body);
    const links = (id: number) =>
      Number(sql(server, `SELECT COUNT(*) FROM rating_links WHERE order_id = ${id}`)[0]);
    const close = async (id: number) => {
      for (const status of ['confirmed', 'closed']) {
        const reply = await sarah.put(`/api/agent/orders/${id}/status`, { status });
        expect(reply.status, reply.text).toBe(200);
      }
    };
    const before = await fresh();
    await close(before.id);
    expect(links(before.id)).toBe(0); // off at first

    expect((await supervisor.get('/api/admin/rating-settings')).status).toBe(403);
    const saved = await change({ request_on: 'closed', channel: 'sms', version: 0 });
    expect(saved.body.settings).toEqual({
      request_on: 'closed',
      channel: 'sms',
      obstacle: null,
      version: 1,
    });
    const stale = await change({ request_on: 'never', channel: 'sms', version: 0 });
    expect(stale.status).toBe(409);
    const order = await fresh();
    await close(order.id);
    expect(links(order.id)).toBe(1);
    expect(await keyOf(order)).toHaveLength(32);

    expect((await change({ request_on: 'delivered', channel: 'email' })).status).toBe(200);
    const { body } = await manager.get('/api/admin/rating-settings');
    expect(body.settings.obstacle).toBe('no_provider'); // no e-mail provider
    await change({ request_on: 'delivered', channel: 'sms' });
    const parcel = await fresh();
    await close(parcel.id);
    expect(links(parcel.id)).toBe(0);
    const courier = (await admin.get('/api/admin/couriers')).body.couriers[0];
    const delivery = await manager.post('/api/deliveries', {
      order_id: parcel.id,
      courier_id: courier.id,
      tracking_number: `RATE-${parcel.id}`,
    });
    expect(delivery.status, delivery.text).toBe(201);
    for (const status of ['picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'delivered']) {
      expect(links(parcel.id)).toBe(0);
      const moved = await manager.put(`/api/deliveries/${delivery.body.delivery.id}`, { status });
      expect(moved.status, moved.text).toBe(200);
    }
    expect(links(parcel.id)).toBe(1);
    await change({ request_on: 'never', channel: 'sms' });
  });
});

describe('satisfaction on the dashboard (S0-DASH-28)', () => {
  const today = async (client: Client): Promise<Body> =>
    (await client.get('/api/agent/dashboard')).body.today;

  test('is the average of today’s ratings of one’s scope, and null without any', async () => {
    const [before] = sql(server, 'SELECT COUNT(*) FROM ratings WHERE company_id = 2');
    expect(before).toBe('0'); // of homes
    const homes = await signIn(server, 'agent', 'homes');
    for (const client of [homes, await signIn(server, 'admin', 'homes')]) {
      const { customer_satisfaction, ratings } = await today(client);
      expect([customer_satisfaction, ratings]).toEqual([null, 0]);
    }
    /** What a figure has to be after these ratings, given what it was. */
    const after = ({ customer_satisfaction, ratings }: Body, scores: number[]) => {
      const sum = Math.round((customer_satisfaction ?? 0) * ratings);
      const count = ratings + scores.length;
      const total = sum + scores.reduce((all, one) => all + one, 0);
      return { customer_satisfaction: Math.round((total / count) * 100) / 100, ratings: count };
    };
    const rate = async (client: Client, agent: string, score: number) => {
      const order = await fresh({ agent_id: agent });
      const reply = await sumUp(client, order.id, { customer_satisfaction: score });
      expect(reply.status, reply.text).toBe(201);
    };
    const [ofSarah, ofOmar, ofAll] = await Promise.all([sarah, omar, manager].map(today));
    await rate(sarah, 'AG001', 5);
    await rate(sarah, 'AG001', 4);
    await rate(sarah, 'AG001', 4);
    await rate(omar, 'AG002', 1);
    expect(await today(sarah)).toMatchObject(after(ofSarah, [5, 4, 4]));
    expect(await today(omar)).toMatchObject(after(ofOmar, [1]));
    expect(await today(manager)).toMatchObject(after(ofAll, [5, 4, 4, 1]));
  });
});
