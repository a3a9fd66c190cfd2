/*
 * What visitors, their pages and whoever plays one try on the widget, by the numbers of its list
 * of attacks (W-1…W-8, C-3, U-2, WS-1, IMP-WIDGET-01).
 */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChats, patient } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter } from '../support/database.ts';
import { newOrder } from '../support/orders.ts';
import { exchange, statusOf } from '../support/raw.ts';
import { type Server, startServer } from '../support/server.ts';
import { identity, makeWidget, shop, Visitor, visit, type Widget } from '../support/widgets.ts';

const evil = 'https://evil.example.com';

let server: Server;
let admin: Client;
let sarah: Client;
let widget: Widget;
let other: Widget;
let foreign: Widget;

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, `${noChats}\n${patient}`) });
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  widget = await makeWidget(admin);
  other = await makeWidget(admin, { origins: ['https://other.example.com'] });
  foreign = await makeWidget(await signIn(server, 'admin', 'homes'));
});

afterAll(() => server.stop());

const numberOf = (chat: Body) => Number(chat.id.slice('conv_'.length));

async function taken(visitor: Visitor, more: Body = {}): Promise<number> {
  const begun = await visitor.begin('Hello', more);
  expect(begun.status, begun.text).toBe(201);
  const id = numberOf(begun.body.chat);
  expect((await sarah.post(`/api/chats/${id}/claim`, {})).status).toBe(200);
  return id;
}

test('W-1: a token opens no other visitor’s conversation, of this company or another', async () => {
  const victim = await visit(server, widget.key);
  const id = await taken(victim);
  const neighbour = await visit(server, widget.key);
  await neighbour.begin('Mine');
  const elsewhere = await visit(server, foreign.key);
  await elsewhere.begin('Theirs', { department: undefined });
  for (const thief of [neighbour, elsewhere])
    for (const chat of [id, `conv_${id}`]) {
      const asked = await Promise.all([
        thief.get(`/api/widget/conversation?chat=${chat}`),
        thief.post('/api/widget/messages', { chat, content: 'x', client_message_id: 'x' }),
        thief.post('/api/widget/read', { chat, seq: 1 }),
        thief.post('/api/widget/typing', { chat, typing: true }),
        thief.post('/api/widget/end', { chat }),
        thief.post('/api/widget/rating', { chat, score: 1 }),
      ]);
      for (const reply of asked) expect(reply.status, reply.text).toBe(404);
    }
  expect((await victim.reads()).chat.state).toBe('active');
});

describe('W-2: whom the company does not vouch for stays nobody', () => {
  const sub = 'victim';
  let begun: string;

  beforeAll(async () => {
    const victim = await visit(server, widget.key, {
      identity: identity(widget.secret, { sub, email: 'victim@example.com' }),
    });
    begun = (await victim.begin('A secret of the victim')).body.chat.id;
  });

  const refused = async (token: string) => {
    const visitor = new Visitor(server);
    const reply = await visitor.come(widget.key, { identity: token });
    expect(reply.status, token).toBe(422);
    expect(reply.body.errors).toHaveProperty('identity');
    expect(reply.text).not.toContain('token":');
  };

  test('signed with another secret, or with none', async () => {
    const parts = identity(widget.secret, { sub }).split('.');
    for (const token of [
      identity('', { sub }),
      identity('guessed', { sub }),
      identity(widget.key, { sub }),
      identity(other.secret, { sub }),
      identity(foreign.secret, { sub }),
      `${parts[0]}.${parts[1]}.`,
      `${parts[0]}.${parts[1]}`,
      `${parts[0]}.${parts[1]}.${'A'.repeat(43)}`,
      `${parts[0]}.${parts[1]}.${parts[2]!.slice(0, -4)}`,
      '..',
      'x',
      `${'a'.repeat(4000)}.b.c`,
    ])
      await refused(token);
  });

  test('under another algorithm, or with rules of its own', async () => {
    for (const header of [
      { alg: 'none' },
      { alg: 'None' },
      { alg: 'HS512' },
      { alg: 'RS256' },
      { alg: 'hs256' },
      { typ: 'JWT' },
      { alg: 'HS256', kid: '../../dev/null' },
      { alg: 'HS256', jku: 'https://evil.example.com/' },
      { alg: 'HS256', crit: ['exp'] },
      { alg: ['HS256'] },
      [],
    ])
      await refused(identity(widget.secret, { sub }, header));
  });

  test('for another time, or for no end', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const claims of [
      { exp: undefined },
      { exp: now - 120 },
      { exp: now + 2 * 86_400 },
      { exp: `${now + 60}` },
      { exp: now + 60.5 },
      { exp: 1e300 },
      { exp: -1 },
      { exp: null },
      { nbf: now + 600 },
      { iat: now + 600 },
    ])
      await refused(identity(widget.secret, { sub, ...claims }));
  });

  test('without a name', async () => {
    for (const claims of [{}, { sub: '' }, { sub: null }, { sub: ['a'] }, { sub: 'x'.repeat(201) }])
      await refused(identity(widget.secret, claims));
    const said = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('[]').toString('base64url')}`;
    await refused(
      `${said}.${createHmac('sha256', widget.secret).update(said).digest('base64url')}`,
    );
  });

  test('an address that one merely says is nobody’s history', async () => {
    const thief = await visit(server, widget.key);
    await thief.begin('It is me', { email: 'victim@example.com' });
    const seen = await thief.reads();
    expect(seen.chat.id).not.toBe(begun);
    expect(JSON.stringify(seen)).not.toContain('A secret of the victim');
    expect((await thief.get(`/api/widget/conversation?chat=${begun}`)).status).toBe(404);
  });
});

describe('W-3: pages that are not registered', () => {
  test('get neither an answer nor the right to read one', async () => {
    const good = await visit(server, widget.key);
    await good.begin('Hello');
    for (const origin of [
      evil,
      'null',
      'https://shop.example.com.evil.com',
      'https://shopxexample.com',
      'http://shop.example.com',
      'https://shop.example.com:8443',
      'https://sub.shop.example.com',
      'https://other.example.com',
    ]) {
      const visitor = new Visitor(server, origin);
      const come = await visitor.come(widget.key);
      expect(come.status, origin).toBe(403);
      expect(come.body.code).toBe('origin');
      visitor.widgetToken = good.widgetToken;
      for (const reply of [await visitor.get('/api/widget/conversation'), await visitor.say('x')]) {
        expect(reply.status, origin).toBe(403);
        expect(reply.headers.get('access-control-allow-origin')).toBeNull();
      }
      const closed = await visitor.listen().closed;
      expect(closed.code, origin).toBe(1006);
    }
    expect((await good.reads()).messages).toHaveLength(1);
  });

  test('a page that may gets its own origin back, never a star nor cookies', async () => {
    const good = await visit(server, widget.key);
    const reply = await good.get('/api/widget/conversation');
    expect(reply.headers.get('access-control-allow-origin')).toBe(shop);
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')).toContain('Origin');
    const refused = await good.say('', 'x');
    expect(refused.status, 'a refusal can be read, too').toBe(404);
    expect(refused.headers.get('access-control-allow-origin')).toBe(shop);
  });

  test('a page of any widget reads that it should ask no more; others read nothing', async () => {
    const lost = new Visitor(server, shop);
    lost.widgetToken = 'wrong';
    const replies = [await lost.get('/api/widget/conversation'), await lost.say('x')];
    replies.push(await lost.come('nothing'));
    expect(replies.map((reply) => reply.status)).toEqual([401, 401, 404]);
    for (const reply of replies)
      expect(reply.headers.get('access-control-allow-origin')).toBe(shop);
    const stranger = new Visitor(server, evil);
    stranger.widgetToken = 'wrong';
    const kept = await stranger.get('/api/widget/conversation');
    expect([kept.status, kept.headers.get('access-control-allow-origin')]).toEqual([401, null]);
    const off = await makeWidget(admin);
    const good = await visit(server, off.key);
    await makeWidget(admin); // the page stays one of some widget's
    await admin.put(`/api/settings/widgets/${off.id}`, { active: false });
    const inactive = await good.get('/api/widget/conversation');
    expect([inactive.status, inactive.body.code]).toEqual([403, 'inactive']);
    expect(inactive.headers.get('access-control-allow-origin')).toBe(shop);
  });

  test('a browser’s question is answered for pages of some widget alone', async () => {
    const ask = async (origin: string, path = '/api/widget/messages') => {
      const response = await fetch(server.url + path, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-widget-token',
        },
      });
      expect(response.status).toBe(204);
      return response.headers;
    };
    const yes = await ask(shop);
    expect(yes.get('access-control-allow-origin')).toBe(shop);
    expect(yes.get('access-control-allow-headers')?.toLowerCase()).toContain('x-widget-token');
    expect(yes.get('access-control-allow-credentials')).toBeNull();
    for (const origin of [evil, 'null', 'https://shop.example.com.evil.com', 'https://'])
      expect((await ask(origin)).get('access-control-allow-origin'), origin).toBeNull();
    expect((await ask(shop, '/api/chats')).get('access-control-allow-origin')).toBeNull();
    const wide = await makeWidget(admin, { origins: ['*.gulf.example'] });
    for (const origin of ['https://a.gulf.example', 'https://a.b.gulf.example'])
      expect((await ask(origin)).get('access-control-allow-origin')).toBe(origin);
    for (const origin of ['https://gulf.example', 'https://xgulf.example', 'http://a.gulf.example'])
      expect((await ask(origin)).get('access-control-allow-origin'), origin).toBeNull();
    await admin.put(`/api/settings/widgets/${wide.id}`, { active: false });
    const off = await ask('https://a.gulf.example');
    expect(off.get('access-control-allow-origin'), 'of one that is off').toBeNull();
  });
});

describe('W-4: floods', () => {
  test('from one address end in 429, and so do those of one visitor', async () => {
    const flags = ['--rate-visit', '30', '--rate-visitor', '10'];
    const strict = await startServer({ flags });
    try {
      const { key } = await makeWidget(await signIn(strict, 'admin'));
      const visitors: Visitor[] = [];
      let last = 200;
      for (let n = 0; n < 40 && last === 200; n++) {
        const visitor = new Visitor(strict);
        const reply = await visitor.come(key);
        last = reply.status;
        if (last === 200) visitors.push(visitor);
        else expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(last).toBe(429);
      expect(visitors.length).toBeGreaterThan(20);
      const back = await visitors[0]!.come(key);
      expect(back.status, 'who has been here comes back').toBe(200);
      expect((await visitors[0]!.begin('Hello')).status, 'nor begin chats').toBe(429);
    } finally {
      await strict.stop();
    }
  });

  test('of messages, over HTTP and over a line alike', async () => {
    const strict = await startServer({ flags: ['--rate-visitor', '10'] });
    try {
      const { key } = await makeWidget(await signIn(strict, 'admin'));
      const loud = await visit(strict, key);
      const calm = await visit(strict, key);
      await calm.begin('Hello');
      await loud.begin('Hello');
      const line = loud.listen();
      await line.wait((m) => m.type === 'hello');
      for (let n = 0; n < 20; n++)
        line.socket.send(
          JSON.stringify({
            type: 'send',
            id: n,
            data: { content: `m${n}`, client_message_id: `m${n}` },
          }),
        );
      const refused = await line.wait((m) => m.type === 'ack' && m.status === 429);
      expect(refused.data.code).toBe('rate');
      expect((await loud.say('x')).status).toBe(429);
      expect((await calm.say('x')).status, 'the next one writes on').toBe(201);
      expect((await loud.reads()).messages.length).toBeLessThan(20);
      line.close();
    } finally {
      await strict.stop();
    }
  });
});

test('W-5: a megabyte in a field is refused by name, and two are not even read', async () => {
  const visitor = await visit(server, widget.key);
  const long = 'x'.repeat(900_000);
  for (const [more, field] of [
    [{ name: long }, 'name'],
    [{ email: `${long}@example.com` }, 'email'],
    [{ phone: '5'.repeat(900_000) }, 'phone'],
    [{ department: long }, 'department'],
    [{ message: long }, 'message'],
    [{ client_message_id: long }, 'client_message_id'],
  ] as [Body, string][]) {
    const reply = await visitor.begin('Hello', more);
    expect(reply.status, field).toBe(422);
    expect(Object.keys(reply.body.errors)).toContain(field);
  }
  const announced = [
    'POST /api/widget/chat HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
    `Origin: ${shop}`,
    `X-Widget-Token: ${visitor.widgetToken}`,
    'Content-Type: application/json',
    'Content-Length: 2000000',
  ];
  expect(statusOf(await exchange(server, `${announced.join('\r\n')}\r\n\r\n`))).toBe(413);
  expect((await visitor.come(widget.key, { page: { url: long } })).status).toBe(422);
  expect((await visitor.reads()).chat).toBeNull();
});

test('W-6: what a visitor says of speaker, notes and times is not heard', async () => {
  const visitor = await visit(server, widget.key);
  const id = await taken(visitor);
  const forged = {
    speaker: 'agent',
    sender_type: 'agent',
    internal: true,
    private: true,
    kind: 'note',
    message_type: 'note',
    sent_at: '2001-01-01T00:00:00Z',
    created_at: '2001-01-01T00:00:00Z',
    seq: 4000,
    user_id: 1,
    author: { user_id: 1, name: 'Sarah' },
    state: 'closed',
    agent_id: 1,
  };
  const sent = await visitor.post('/api/widget/messages', {
    content: 'As an agent',
    client_message_id: 'forged',
    ...forged,
  });
  expect(sent.status).toBe(201);
  const { messages } = (await sarah.get(`/api/chats/${id}/messages`)).body;
  const kept = messages.find((m: Body) => m.content === 'As an agent');
  expect(kept).toMatchObject({ speaker: 'customer', internal: false, kind: 'text', author: null });
  expect(Date.parse(kept.sent_at)).toBeGreaterThan(Date.now() - 60_000);
  const line = visitor.listen();
  await line.wait((m) => m.type === 'hello');
  for (const type of ['send_message', 'claim_chat', 'typing_agent', 'set_status', 'mark_read'])
    line.socket.send(JSON.stringify({ type, id: type, data: { chat_id: id, content: 'x' } }));
  const ack = await line.wait((m) => m.type === 'ack' && m.id === 'mark_read');
  expect(ack.status, 'visitors have commands of their own').toBe(404);
  line.close();
});

test('W-7: who is blocked is so under a new token, address and account; lines are closed', async () => {
  const email = `${randomUUID()}@example.com`;
  const visitor = await visit(server, widget.key);
  const twin = await visit(server, widget.key);
  const id = await taken(visitor, { email });
  await twin.begin('The same person', { email });
  const lines = [visitor.listen(), twin.listen()];
  for (const line of lines) await line.wait((m) => m.type === 'hello');
  const blocked = await sarah.post(`/api/chats/${id}/block`, { reason: 'abuse' });
  expect(blocked.status, blocked.text).toBe(200);
  for (const line of lines) expect((await line.closed).code).toBe(4403);
  for (const one of [visitor, twin]) {
    const said = await one.say('Again');
    expect([said.status, said.body.code]).toEqual([403, 'blocked']);
    expect((await one.listen().closed).code).toBe(1006);
  }
  const fresh = await visit(server, widget.key);
  const again = await fresh.begin('New cookie', { email: email.toUpperCase() });
  expect([again.status, again.body.code]).toEqual([403, 'blocked']);
  await visitor.post('/api/widget/end', {});
  const renamed = await visitor.begin('New address');
  expect(renamed.body.code).toBe('blocked');
  const upload = { name: 'x.txt', size: 5, purpose: 'chat' };
  expect((await visitor.post('/api/widget/uploads', upload)).body.code).toBe('blocked');
  expect((await visitor.come(widget.key)).body.visitor.blocked).toBe(true);
  const sub = randomUUID();
  const named = await visit(server, widget.key, {
    identity: identity(widget.secret, { sub, email }),
  });
  expect((await named.begin('With an account')).body.code).toBe('blocked');
  await sarah.post(`/api/chats/${id}/unblock`, {});
  expect((await fresh.begin('Forgiven', { email })).status).toBe(201);
});

test('W-7: a blocked customer’s lines are closed, also between two chats', async () => {
  const phone = '+971501239876';
  const customer = (await newOrder(admin, { customer_phone: phone })).customer.id;
  const fields = { name: 'required', email: 'optional', phone: 'optional', department: 'off' };
  const visitor = await visit(server, (await makeWidget(admin, { fields })).key);
  await taken(visitor, { phone });
  await visitor.post('/api/widget/end', {});
  const line = visitor.listen();
  await line.wait((m) => m.type === 'hello');
  expect((await visitor.post('/api/widget/page', { online: true })).status).toBe(200);
  const blocked = await sarah.post(`/api/customers/${customer}/block`, { reason: 'abuse' });
  expect(blocked.status, blocked.text).toBe(200);
  expect((await line.closed).code).toBe(4403);
});

test('U-2: what visitors announce takes no room of those who work', async () => {
  const greedy = await visit(server, widget.key);
  const announce = (by: Visitor, size: number) =>
    by.post('/api/widget/uploads', { name: 'x.txt', size, purpose: 'chat' });
  for (let i = 0; i < 10; i++) expect((await announce(greedy, 5)).status).toBe(201);
  expect((await announce(greedy, 5)).status, 'ten wait').toBe(429);
  const { settings } = (await admin.get('/api/settings/files')).body;
  const set = { quota_mb: 80, version: settings.version };
  expect((await admin.put('/api/settings/files', set)).status).toBe(200);
  const size = 15 * 1024 * 1024;
  const one = await visit(server, widget.key);
  expect((await announce(one, size)).status).toBe(201);
  const full = await announce(await visit(server, widget.key), size);
  expect(full.status, full.text).toBe(429);
  const own = await sarah.post('/api/uploads', { name: 'x.txt', size, purpose: 'chat' });
  expect(own.status, own.text).toBe(201);
});

test('C-3: what visitors are told is offered to no other system', async () => {
  const { event_types } = (await admin.get('/api/admin/webhooks')).body;
  const types = event_types.map((one: Body) => one.type);
  expect(types).toContain('chat:new');
  expect(types.filter((type: string) => type.startsWith('widget:'))).toEqual([]);
});

test('W-8: a rating counts once, of one’s own chat, from 1 to 5', async () => {
  const visitor = await visit(server, widget.key);
  const thief = await visit(server, widget.key);
  const id = await taken(visitor);
  for (const score of [0, 6, -1, 1e9, 2.5, '5', null])
    expect((await visitor.post('/api/widget/rating', { score })).status, `${score}`).toBe(422);
  expect((await thief.post('/api/widget/rating', { chat: id, score: 1 })).status).toBe(404);
  expect((await thief.post('/api/widget/rating', { score: 1 })).status, 'no chat').toBe(404);
  const both = await Promise.all(
    [5, 1].map((score) => visitor.post('/api/widget/rating', { score })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await visitor.post('/api/widget/rating', { score: 2 })).status).toBe(409);
});

test('nothing that is the staff’s reaches a visitor by any way', async () => {
  const visitor = await visit(server, widget.key);
  const line = visitor.listen();
  await line.wait((m) => m.type === 'hello');
  const id = await taken(visitor);
  const path = `/api/chats/${id}`;
  const secret = 'the customer is a nuisance';
  const note = await sarah.post(`${path}/notes`, { content: secret, client_message_id: 'n' });
  expect(note.status).toBe(201);
  await sarah.put(`${path}/tags`, { tags: ['spam'] });
  const reply = { content: 'x', client_message_id: 'r', reply_to: note.body.message.seq };
  expect((await visitor.post('/api/widget/messages', reply)).status).toBe(422);
  await sarah.post(`${path}/messages`, { content: 'The end', client_message_id: 'e' });
  await sarah.post(`${path}/close`, { reason: secret });
  await line.wait((m) => m.type === 'widget:chat' && m.data.chat.state === 'closed');
  const resumed = visitor.listen(0);
  await resumed.wait((m) => m.data?.message?.content === 'The end');
  const heard = JSON.stringify([line.messages, resumed.messages, await visitor.reads()]);
  for (const word of [secret, 'spam', 'user_id', 'AGT-', '@', 'internal', '"chat:'])
    expect(heard, word).not.toContain(word);
  for (const { type } of [...line.messages, ...resumed.messages])
    expect(type).toMatch(/^(hello|heartbeat|widget:(message|chat|read|typing))$/);
  line.close();
  resumed.close();
});

test('tokens of one side open nothing of the other (U-2, A-8)', async () => {
  const visitor = await visit(server, widget.key);
  const asAgent = await fetch(`${server.url}/api/chats`, {
    headers: { authorization: `Bearer ${visitor.widgetToken}` },
  });
  expect(asAgent.status).toBe(401);
  const staff = new Visitor(server);
  staff.widgetToken = sarah.token;
  expect((await staff.get('/api/widget/conversation')).status).toBe(401);
  expect((await staff.listen().closed).code).toBe(1006);
  for (const token of ['', ' ', 'null', '0', 'x'.repeat(5000)]) {
    staff.widgetToken = token;
    expect([401, 431]).toContain((await staff.get('/api/widget/conversation')).status);
  }
});
