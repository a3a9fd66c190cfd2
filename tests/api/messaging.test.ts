/* SMS and e-mail (S0-COMM-01/03, S0-ORD-22, S0-DB-06, IMP-COMM-02…06, -10, -11, A-52). */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { reachableOrder, settled } from '../support/messages.ts';
import { type Heard, type Provider, startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let provider: Provider;
let admin: Client;
let supervisor: Client;
let sarah: Client; // AG001
let omar: Client; // AG002
let stranger: Client; // admin of the other company

beforeAll(async () => {
  provider = await startProvider();
  server = await startServer({
    flags: ['--fetch-allow', '127.0.0.1', '--public-url', 'https://desk.example.com'],
    env: { HATIF_FETCH_TIMEOUT_MS: '1500' },
  });
  admin = await signIn(server, 'admin');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  stranger = await signIn(server, 'admin', 'homes');
});
afterAll(async () => {
  await server?.stop();
  await provider?.stop();
});
beforeEach(() => provider.reset());

const fresh = (extra: Body = {}) => reachableOrder(supervisor, extra);

async function twilio(): Promise<Body> {
  const reply = await admin.post('/api/admin/message-providers', {
    channel: 'sms',
    kind: 'twilio',
    name: 'SMS',
    settings: { base_url: provider.url, account_sid: 'AC1', from: '+15550001111' },
    secret: 'token-of-the-account',
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.provider;
}

const taken = (sid: string) => ({ status: 201, body: { sid, status: 'queued' } });
const formOf = (heard: Heard) => Object.fromEntries(new URLSearchParams(heard.body));

describe('without a provider', () => {
  test('nothing is sent, and that is said', async () => {
    const order = await fresh();
    for (const [path, body] of [
      ['sms', { order_id: order.id, message: 'hello' }],
      ['email', { order_id: order.id, message: 'hello', subject: 'x' }],
    ] as const) {
      const reply = await sarah.post(`/api/agent/communication/${path}`, body);
      expect(reply.status, reply.text).toBe(409);
      expect(reply.body.code).toBe('not_configured');
    }
    const changed = await sarah.put(`/api/agent/orders/${order.id}/status`, {
      status: 'confirmed',
      notify_customer: true,
    });
    expect(changed.body.notification.state).toBe('not_configured');
    const { body } = await sarah.get(`/api/agent/communication/history/${order.id}`);
    expect(body.history).toEqual([]);
  });
});

describe('providers', () => {
  test('are the administrator’s alone, and their secrets are never shown', async () => {
    const made = await twilio();
    expect(JSON.stringify(made)).not.toContain('token-of-the-account');
    expect(made).toMatchObject({ has_secret: true, active: true, callback_secret: null });
    for (const client of [sarah, supervisor]) {
      expect((await client.get('/api/admin/message-providers')).status).toBe(403);
    }
    expect(
      (await stranger.put(`/api/admin/message-providers/${made.id}`, { name: 'mine' })).status,
    ).toBe(404);
    expect((await stranger.delete(`/api/admin/message-providers/${made.id}`)).status).toBe(404);
    expect((await stranger.get('/api/admin/message-providers')).body.providers).toEqual([]);
  });

  test.each([
    [{ kind: 'smtp' }, 'kind'],
    [{ settings: { base_url: 'ftp://x', account_sid: 'a', from: '1' } }, 'settings.base_url'],
    [
      { settings: { base_url: 'http://169.254.169.254/', account_sid: 'a', from: '1' } },
      'settings.base_url',
    ],
    [
      { settings: { base_url: 'http://10.0.0.1/', account_sid: 'a', from: '1' } },
      'settings.base_url',
    ],
    [{ settings: { base_url: 'https://api.example.com', from: '1' } }, 'settings.account_sid'],
    [
      { settings: { base_url: 'https://api.example.com', account_sid: 'a', from: '1\r\nX: y' } },
      'settings.from',
    ],
    [{ settings: { colour: 'red' } }, 'settings.colour'],
    [{ settings: { from: 1 } }, 'settings.from'],
    [{ secret: null }, 'secret'],
  ])('refuses %j', async (change, field) => {
    const reply = await admin.post('/api/admin/message-providers', {
      channel: 'sms',
      kind: 'twilio',
      name: 'x',
      secret: 's',
      settings: { base_url: 'https://api.example.com', account_sid: 'a', from: '+1555' },
      ...change,
    });
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('a live test says how it went', async () => {
    const made = await twilio();
    const socket = listen(admin);
    await socket.wait((e: Body) => e.type === 'hello');
    provider.script(taken('SMtest'), { status: 401, body: { message: 'no' } });
    for (const ok of [true, false]) {
      const reply = await admin.post(`/api/admin/message-providers/${made.id}/test`, {
        to: '050 123 4567',
      });
      expect(reply.status, reply.text).toBe(202);
      const event = await socket.wait(
        (one: Body) => one.type === 'provider:tested' && one.data.test === reply.body.test,
      );
      expect(event.data.ok).toBe(ok);
      expect(event.data.error === null).toBe(ok);
    }
    expect(formOf(provider.heard[0] as Heard).To).toBe('+971501234567');
    socket.close();
  });
});

describe('an SMS', () => {
  let one: Body;
  beforeAll(async () => {
    one = await twilio();
  });

  test('goes to the provider once, and is reported until it arrived', async () => {
    const order = await fresh();
    provider.script(taken('SM100'));
    const sent = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      template: 'order_confirmation',
      message: null,
    });
    expect(sent.status, sent.text).toBe(201);
    expect(sent.body.communication).toMatchObject({ status: 'queued', kind: 'sms' });
    const row = await settled(sarah, sent.body.communication.id, order.id);
    expect(row).toMatchObject({ status: 'sent', error: null });
    // The order itself says it too (S0-COMM-03, S0-ORD-32).
    const details = (await sarah.get(`/api/agent/orders/${order.id}`)).body.order;
    expect(details.communications.find((one: Body) => one.kind === 'sms')).toMatchObject({
      status: 'sent',
      template: 'order_confirmation',
      error: null,
    });
    const heard = provider.heard[0] as Heard;
    expect(heard.path).toBe('/2010-04-01/Accounts/AC1/Messages.json');
    expect(heard.headers.authorization).toBe(
      `Basic ${Buffer.from('AC1:token-of-the-account').toString('base64')}`,
    );
    expect(formOf(heard)).toMatchObject({ To: order.customer.phone, From: '+15550001111' });
    // A product's name is a value: what looks like a variable in it stays as it is.
    expect(formOf(heard).Body).toContain('Kettle {{config}}');
    const callback = formOf(heard).StatusCallback as string;
    expect(callback).toBe(one.callback_url);
    const report = async (status: string, token = 'token-of-the-account') => {
      const fields = { MessageSid: 'SM100', MessageStatus: status };
      const text =
        callback +
        Object.entries(fields)
          .sort()
          .map(([k, v]) => k + v)
          .join('');
      return admin.call('POST', new URL(callback).pathname, {
        headers: {
          authorization: '',
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': createHmac('sha1', token).update(text).digest('base64'),
        },
        body: new URLSearchParams(fields).toString(),
      });
    };
    expect((await report('delivered', 'another')).status).toBe(401);
    expect((await report('delivered')).body).toMatchObject({ known: true });
    expect((await report('sent')).status).toBe(200); // late: changes nothing
    const { body } = await sarah.get(`/api/agent/communication/history/${order.id}`);
    expect(body.history[0].status).toBe('delivered');
    expect(provider.heard).toHaveLength(1);
  });

  test('is asked for, not sent again, when nobody heard how it ended', async () => {
    const order = await fresh();
    let text = '';
    provider.script(
      (heard) => {
        text = formOf(heard).Body as string;
        return { ...taken('SM200'), delay: 4000 };
      },
      () => ({
        body: {
          messages: [
            { sid: 'SM199', body: 'other' },
            { sid: 'SM200', body: text },
          ],
        },
      }),
    );
    const sent = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      message: 'Only once',
    });
    const row = await settled(sarah, sent.body.communication.id, order.id);
    expect(row.status).toBe('sent');
    expect(provider.heard.map((heard) => heard.method)).toEqual(['POST', 'GET']);
    expect((provider.heard[1] as Heard).path).toContain('To=%2B971');
  }, 30_000);

  test('that the provider does not have after all is sent', async () => {
    const order = await fresh();
    provider.script('die', { body: { messages: [] } }, taken('SM300'));
    const sent = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      message: 'Not lost',
    });
    const row = await settled(sarah, sent.body.communication.id, order.id);
    expect(row.status).toBe('sent');
    expect(provider.heard.map((heard) => heard.method)).toEqual(['POST', 'GET', 'POST']);
  }, 60_000);

  test('that is refused says why, and can be sent again', async () => {
    const order = await fresh();
    provider.script({ status: 400, body: { code: 21211 } }, taken('SM400'));
    const sent = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      message: 'Hello',
    });
    const { id } = sent.body.communication;
    const row = await settled(sarah, id, order.id);
    expect(row.status).toBe('failed');
    expect(row.error).toBeTruthy();
    const path = `/api/agent/communication/messages/${id}/resend`;
    expect((await omar.post(path)).status).toBe(404);
    expect((await stranger.post(path)).status).toBe(404);
    expect((await sarah.post(path)).status).toBe(201);
    expect((await settled(sarah, id, order.id)).status).toBe('sent');
    expect((await sarah.post(path)).status).toBe(409);
  });

  test('survives a crash between the commit and the provider', async () => {
    const order = await fresh();
    provider.always('stall');
    const sent = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      message: 'After the crash',
    });
    await provider.request(1);
    await server.crash();
    provider.reset();
    provider.always((heard) =>
      heard.method === 'GET' ? { body: { messages: [] } } : taken('SM500'),
    );
    const row = await settled(sarah, sent.body.communication.id, order.id);
    expect(row.status).toBe('sent');
    expect(provider.heard.map((heard) => heard.method)).toEqual(['GET', 'POST']);
  }, 150_000);
});

describe('telling the customer of a change', () => {
  test('marks it as notified only when the provider has taken the message', async () => {
    const order = await fresh();
    let answer: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    provider.script(async () => {
      await held;
      return taken('SM600');
    });
    const changed = await sarah.put(`/api/agent/orders/${order.id}/status`, {
      status: 'confirmed',
      notify_customer: true,
    });
    expect(changed.body.notification).toMatchObject({ requested: true, state: 'queued' });
    expect(changed.body.history.customer_notified).toBe(false);
    await provider.request(1);
    const before = await sarah.get(`/api/agent/orders/${order.id}/history`);
    expect(before.body.history[0].customer_notified).toBe(false);
    answer();
    const [{ id }] = (await sarah.get(`/api/agent/communication/history/${order.id}`)).body.history;
    await settled(sarah, id, order.id);
    const after = await sarah.get(`/api/agent/orders/${order.id}/history`);
    expect(after.body.history[0].customer_notified).toBe(true);
  });

  test('says when there is nothing to say', async () => {
    const order = await fresh();
    const review = await sarah.put(`/api/agent/orders/${order.id}/status`, {
      status: 'under_review',
      notify_customer: true,
    });
    expect(review.body.notification.state).toBe('none');
    expect(provider.heard).toEqual([]);
  });
});

describe('a gateway with an API of its own', () => {
  let one: Body;
  beforeAll(async () => {
    const reply = await admin.post('/api/admin/message-providers', {
      channel: 'sms',
      kind: 'http',
      name: 'Gateway',
      settings: {
        url: `${provider.url}/send?key={{secret}}`,
        body: '{"dest":"{{to}}","text":"{{text}}","ref":"{{id}}"}',
        reference: 'data.0.id',
        from: 'HATIF',
      },
      secret: 'k&y',
    });
    expect(reply.status, reply.text).toBe(201);
    one = reply.body.provider;
  });

  // POST /api/webhooks/sms/{provider_key}
  const signed = (body: Body, secret: string, at = Date.now()) => {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor(at / 1000));
    return admin.call('POST', new URL(one.callback_url).pathname, {
      headers: {
        authorization: '',
        'content-type': 'application/json',
        'x-hatif-timestamp': timestamp,
        'x-hatif-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')}`,
      },
      body: text,
    });
  };

  test('is asked as its settings say, with every value escaped', async () => {
    const order = await fresh();
    provider.script({ status: 503 }, { body: { data: [{ id: 77 }] } });
    const sent = await sarah.post('/api/agent/communication/sms', {
      order_id: order.id,
      message: 'He said "hi"\nمرحبا {{secret}}',
    });
    const row = await settled(sarah, sent.body.communication.id, order.id);
    expect(row.status).toBe('sent');
    const [first, second] = provider.heard as [Heard, Heard];
    expect(first.path).toBe('/send?key=k%26y');
    expect(first.json).toMatchObject({
      dest: order.customer.phone,
      text: 'He said "hi"\nمرحبا {{secret}}',
    });
    expect(second.headers['idempotency-key']).toBe(first.headers['idempotency-key']);
    expect(second.json.ref).toBe(first.json.ref);
  }, 30_000);

  test('answers of customers reach the order, once, on every screen that sees it', async () => {
    const order = await fresh();
    const socket = listen(sarah);
    await socket.wait((e: Body) => e.type === 'hello');
    const message = {
      id: 'in-1',
      from: order.customer.phone,
      to: 'HATIF',
      text: 'نعم، أكدوا الطلب',
    };
    const first = await signed(message, one.callback_secret);
    expect(first.status, first.text).toBe(200);
    expect(first.body).toMatchObject({ known: true, duplicate: false });
    expect((await signed(message, one.callback_secret)).body.duplicate).toBe(true);
    const event = await socket.wait(
      (e: Body) => e.type === 'communication:created' && e.data.communication.order_id === order.id,
    );
    expect(event.data.communication).toMatchObject({
      direction: 'inbound',
      status: 'received',
      text: message.text,
    });
    socket.close();
    const list = await sarah.get('/api/agent/communication/messages?unread=true&date=today');
    const { id } = list.body.messages.find((m: Body) => m.order_id === order.id);
    expect(list.body.unread).toBeGreaterThan(0);
    const read = `/api/agent/communication/messages/${id}/read`;
    expect((await omar.patch(read, {})).status).toBe(404);
    expect((await stranger.patch(read, {})).status).toBe(404);
    expect((await sarah.patch(read, {})).body.communication.read_at).not.toBeNull();
    const after = await sarah.get('/api/agent/communication/messages?unread=true&date=today');
    expect(after.body.unread).toBe(list.body.unread - 1);
  });

  test.each([
    ['another secret', 'x'.repeat(64), 0],
    ['an old timestamp', '', -6 * 60_000],
    ['a timestamp to come', '', 6 * 60_000],
  ])('a report with %s is refused', async (_what, secret, shift) => {
    const reply = await signed(
      { id: 'in-9', from: '+971501112222', text: 'x' },
      secret || one.callback_secret,
      Date.now() + shift,
    );
    expect(reply.status).toBe(401);
    expect(sql(server, "SELECT id FROM communications WHERE provider_ref = 'in-9'")).toEqual([]);
  });

  test.each([
    [{ from: '+971501112222', text: 'x' }, 'id'],
    [{ id: 'a', text: 'x' }, 'from'],
    [{ id: 'a', from: 'nobody', text: 'x' }, 'from'],
    [{ id: 'a', from: '+971501112222' }, 'text'],
    [{ id: 'a', from: '+971501112222', text: 'x'.repeat(20_001) }, 'text'],
  ])('a report %j is refused', async (body, field) => {
    const reply = await signed(body, one.callback_secret);
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });
});
