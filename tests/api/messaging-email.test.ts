/* E-mail, templates, colleagues and lists of messages (S0-COMM-01/03, S0-ORD-22, S0-DB-06, IMP-COMM-02…06, -10, -11, A-52). */
import { createHmac } from 'node:crypto';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { reachableOrder, settled } from '../support/messages.ts';
import { type Provider, startProvider } from '../support/provider.ts';
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

describe('an e-mail', () => {
  const mails: string[] = [];
  let smtp: SMTPServer;
  let refuse = false;
  let mailProvider: Body;
  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) =>
        username === 'desk' && password === 'of-the-desk'
          ? done(null, { user: 'desk' })
          : done(new Error('no')),
      allowInsecureAuth: true,
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        stream.on('end', () => {
          if (refuse) {
            done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
            return;
          }
          mails.push(text);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
    const { port } = smtp.server.address() as { port: number };
    const reply = await admin.post('/api/admin/message-providers', {
      channel: 'email',
      kind: 'smtp',
      name: 'Mail',
      settings: {
        host: '127.0.0.1',
        port: String(port),
        tls: 'none',
        user: 'desk',
        from: 'Gulf <desk@gulf.example>',
      },
      secret: 'of-the-desk',
    });
    expect(reply.status, reply.text).toBe(201);
    mailProvider = reply.body.provider;
  });
  afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));

  test('leaves through the company’s own server', async () => {
    const order = await fresh({ customer_email: 'huda.sent@example.com' });
    const sent = await sarah.post('/api/agent/communication/email', {
      order_id: order.id,
      template: 'order_confirmation',
      language: 'ar',
    });
    expect(sent.status, sent.text).toBe(201);
    const row = await settled(sarah, sent.body.communication.id, order.id);
    expect(row).toMatchObject({ status: 'sent', kind: 'email', to: 'huda.sent@example.com' });
    expect(mails).toHaveLength(1);
    const [head, ...rest] = (mails[0] as string).split('\r\n\r\n');
    expect(head).toMatch(/^To: <?huda\.sent@example\.com/m);
    expect(Buffer.from(rest.join(''), 'base64').toString()).toContain('تم تأكيد طلبك');
  });

  test('is answered, and the answer reaches the order it is about', async () => {
    const about = await fresh({ customer_email: 'huda.answers@example.com' });
    const sent = await sarah.post('/api/agent/communication/email', {
      order_id: about.id,
      template: 'order_confirmation',
    });
    await settled(sarah, sent.body.communication.id, about.id);
    const [ref] = sql(
      server,
      `SELECT provider_ref FROM communications WHERE id = ${sent.body.communication.id} AND company_id = 1`,
    );
    await fresh(); // a newer order of somebody else
    const text = JSON.stringify({
      id: 'mail-in-1',
      from: 'huda.answers@example.com',
      subject: 'Re: your order',
      text: 'Please deliver after five',
      in_reply_to: ref,
    });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', mailProvider.callback_secret).update(`${timestamp}.${text}`);
    // POST /api/webhooks/email/{provider_key}
    const path = new URL(mailProvider.callback_url).pathname;
    expect(path).toContain('/api/webhooks/email/');
    const headers = { authorization: '', 'content-type': 'application/json' };
    const unsigned = await admin.call('POST', path, { headers, body: text });
    expect(unsigned.status).toBe(401);
    const reply = await admin.call('POST', path, {
      headers: {
        ...headers,
        'x-hatif-timestamp': timestamp,
        'x-hatif-signature': `sha256=${mac.digest('hex')}`,
      },
      body: text,
    });
    expect(reply.status, reply.text).toBe(200);
    const { body } = await sarah.get(
      `/api/agent/communication/history?customer_id=${about.customer.id}`,
    );
    expect(body.history[0]).toMatchObject({
      direction: 'inbound',
      order_id: about.id,
      text: 'Please deliver after five',
    });
  });

  test('with a line break in its subject is refused', async () => {
    const order = await fresh();
    const reply = await sarah.post('/api/agent/communication/email', {
      order_id: order.id,
      subject: 'x\r\nBcc: evil@example.com',
      message: 'x',
    });
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain('subject');
  });

  test('that the server refuses is failed, with its words', async () => {
    refuse = true;
    const order = await fresh();
    const sent = await sarah.post('/api/agent/communication/email', {
      order_id: order.id,
      subject: 'x',
      message: 'y',
    });
    const row = await settled(sarah, sent.body.communication.id, order.id);
    refuse = false;
    expect(row.status).toBe('failed');
    expect(row.error).toContain('550');
  });
});

describe('templates', () => {
  const path = '/api/agent/communication/templates';

  test('a built-in text becomes the company’s own, and comes back', async () => {
    const wanted = { channel: 'sms', language: 'en', body: 'Hi {{customer_name}}' };
    expect((await sarah.put(`${path}/order_postponed`, wanted)).status).toBe(403);
    // PUT /api/agent/communication/templates/{code}
    const put = await supervisor.put(`${path}/order_postponed`, wanted);
    expect(put.status, put.text).toBe(200);
    expect(put.body.template).toMatchObject({ changed: true, built_in: true, version: 1 });
    const stale = await supervisor.put(`${path}/order_postponed`, { ...wanted, version: 0 });
    expect(stale.status).toBe(409);
    const others = await stranger.get(`${path}?channel=sms`);
    const theirs = others.body.templates.find(
      (t: Body) => t.code === 'order_postponed' && t.language === 'en',
    );
    expect(theirs.changed).toBe(false);
    // DELETE /api/agent/communication/templates/{code}
    const gone = await supervisor.delete(`${path}/order_postponed?channel=sms&language=en`);
    expect(gone.status).toBe(200);
    const again = await supervisor.delete(`${path}/order_postponed?channel=sms&language=en`);
    expect(again.status).toBe(404);
  });

  test.each([
    [{ code: 'Bad Code' }, 'code'],
    [{ body: 'x {{secret}}' }, 'body'],
    [{ body: 'x'.repeat(1601) }, 'body'],
    [{ channel: 'email' }, 'subject'],
    [{ channel: 'pigeon' }, 'channel'],
    [{ language: 'fr' }, 'language'],
  ])('refuses %j', async (change, field) => {
    const reply = await supervisor.post(path, {
      code: 'one_more',
      channel: 'sms',
      language: 'en',
      body: 'x',
      ...change,
    });
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });

  test('below an e-mail of one’s own words stands one’s signature (S1-PROF-20)', async () => {
    const signature = 'Sarah\nGulf Commerce';
    expect((await sarah.put('/api/agent/profile', { signature })).status).toBe(200);
    const order = await fresh();
    const text = async (body: Body) =>
      (await sarah.post('/api/agent/communication/preview', { order_id: order.id, ...body })).body
        .text;
    const own = { channel: 'email', subject: 'x', message: 'Your parcel is here.' };
    expect(await text(own)).toBe(`Your parcel is here.\n\n${signature}`);
    expect(await text({ ...own, channel: 'sms' })).toBe('Your parcel is here.');
    expect(await text({ channel: 'email', template: 'order_cancelled' })).not.toContain('Sarah\n');
    const sent = await sarah.post('/api/agent/communication/email', {
      order_id: order.id,
      subject: 'Your parcel',
      message: 'Your parcel is here.',
      to: 'huda@example.com',
    });
    expect(sent.status, sent.text).toBe(201);
    expect(sent.body.communication.text).toBe(`Your parcel is here.\n\n${signature}`);
    await sarah.put('/api/agent/profile', { signature: '' });
  });

  test('a preview shows the text and counts its SMS', async () => {
    const order = await fresh();
    const preview = async (body: Body) =>
      (await sarah.post('/api/agent/communication/preview', { channel: 'sms', ...body })).body;
    expect(
      await preview({ order_id: order.id, message: '{{customer_name}}-{{nothing}}' }),
    ).toMatchObject({ text: 'Huda Al-Amiri-', encoding: 'gsm7', segments: 1, left: 146 });
    expect(await preview({ template: 'order_cancelled', language: 'ar' })).toMatchObject({
      encoding: 'ucs2',
    });
    const foreign = await stranger.post('/api/agent/communication/preview', {
      channel: 'sms',
      order_id: order.id,
      message: '{{customer_name}}',
    });
    expect(foreign.status).toBe(404);
  });
});

describe('colleagues', () => {
  test('write to each other, and nobody else reads it', async () => {
    const socket = listen(omar);
    await socket.wait((e: Body) => e.type === 'hello');
    const sent = await sarah.post('/api/agent/communication/messages', {
      channel: 'internal',
      agent_id: 'AG002',
      message: 'Can you take 1847?',
    });
    expect(sent.status, sent.text).toBe(201);
    const { id } = sent.body.communication;
    const event = await socket.wait(
      (e: Body) => e.type === 'communication:created' && e.data.communication.id === id,
    );
    expect(event.data.communication.text).toBe('Can you take 1847?');
    socket.close();
    const inbox = await omar.get('/api/agent/communication/messages?channel=internal');
    expect(inbox.body.unread_internal).toBeGreaterThan(0);
    expect(inbox.body.messages[0]).toMatchObject({ id, direction: 'inbound' });
    const third = await supervisor.get('/api/agent/communication/messages?channel=internal');
    expect(third.body.messages.map((m: Body) => m.id)).not.toContain(id);
    expect(
      (await supervisor.patch(`/api/agent/communication/messages/${id}/read`, {})).status,
    ).toBe(404);
    expect((await sarah.patch(`/api/agent/communication/messages/${id}/read`, {})).status).toBe(
      404,
    );
    expect((await omar.patch(`/api/agent/communication/messages/${id}/read`, {})).status).toBe(200);
  });

  test.each([
    [{ agent_id: 'AG001', message: 'me' }, 'agent_id'],
    [{ agent_id: 'AG999', message: 'x' }, 'agent_id'],
    [{ message: 'x' }, 'agent_id'],
    [{ agent_id: 'AG002' }, 'message'],
  ])('refuses %j', async (body, field) => {
    const reply = await sarah.post('/api/agent/communication/messages', {
      channel: 'internal',
      ...body,
    });
    expect(reply.status, reply.text).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  });
});

describe('lists', () => {
  test('the call log pages by cursor and shows one’s own scope', async () => {
    const order = await fresh();
    for (const outcome of ['answered', 'no_answer', 'busy']) {
      const reply = await sarah.post('/api/agent/communication/call', {
        order_id: order.id,
        direction: 'outbound',
        outcome,
        duration_seconds: 5,
      });
      expect(reply.status, reply.text).toBe(201);
    }
    const seen: number[] = [];
    let cursor = '';
    do {
      const { status, body, text } = await sarah.get(
        `/api/agent/communication/calls?date=today&per_page=7${cursor && `&cursor=${cursor}`}`,
      );
      expect(status, text).toBe(200);
      seen.push(...body.calls.map((call: Body) => call.id));
      cursor = body.pagination.next ?? '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const rows = sql(
      server,
      "SELECT m.id FROM communications m JOIN agents a ON a.company_id = m.company_id AND a.id = m.agent_id JOIN companies c ON c.id = m.company_id WHERE c.code = 'gulf' AND a.agent_no = 1 AND m.channel = 'call'",
    );
    expect(rows.length).toBeGreaterThan(2);
    const answered = await sarah.get('/api/agent/communication/calls?outcome=busy&date=today');
    expect(answered.body.calls.every((call: Body) => call.outcome === 'busy')).toBe(true);
    expect((await sarah.get('/api/agent/communication/calls?cursor=x')).status).toBe(422);
    const foreign = await stranger.get(`/api/agent/communication/history/${order.id}`);
    expect(foreign.status).toBe(404);
    const theirs = await stranger.get('/api/agent/communication/calls');
    expect(theirs.body.calls.map((call: Body) => call.order_id)).not.toContain(order.id);
  });
});
