/*
 * The customer's widget: its settings, visitors and who vouches for them, the chat from both
 * sides, files, lines (IMP-WIDGET-01, S1-ARCH-02, S1-ARCH-03, A-43, A-59).
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChats, patient } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, changeRows } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';
import {
  identity,
  makeWidget,
  shop,
  type Visitor,
  visit,
  type Widget,
} from '../support/widgets.ts';

let server: Server;
let admin: Client;
let sarah: Client;
let homes: Client;
let widget: Widget;

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, `${noChats}\n${patient}`) });
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  homes = await signIn(server, 'admin', 'homes');
  widget = await makeWidget(admin, { departments: ['sales', 'support'] });
});

afterAll(() => server.stop());

/** A chat that Sarah has taken; its number as agents know it. */
async function taken(visitor: Visitor, message = 'Hello'): Promise<number> {
  const begun = await visitor.begin(message, { department: 'sales' });
  expect(begun.status, begun.text).toBe(201);
  const id = Number(begun.body.chat.id.slice('conv_'.length));
  const claimed = await sarah.post(`/api/chats/${id}/claim`, {});
  expect(claimed.status, claimed.text).toBe(200);
  return id;
}

const answer = (id: number, content: string, more: Body = {}) =>
  sarah.post(`/api/chats/${id}/messages`, {
    content,
    client_message_id: randomUUID(),
    anyway: true,
    ...more,
  });

describe('settings', () => {
  test('a widget begins closed to all pages, with a secret that is shown once', async () => {
    const made = await admin.post('/api/settings/widgets', { name: 'New' });
    expect(made.status).toBe(201);
    expect(made.body.widget).toMatchObject({
      name: 'New',
      active: true,
      origins: [],
      fields: { name: 'required', email: 'required', phone: 'off', department: 'off' },
      version: 1,
    });
    expect(made.body.widget.secret.length).toBeGreaterThan(40);
    const path = `/api/settings/widgets/${made.body.widget.id}`;
    const read = await admin.get(path);
    expect(read.body.widget.secret).toBeUndefined();
    expect(read.text).not.toContain(made.body.widget.secret);
    const again = await admin.post(`/api/settings/widgets/${made.body.widget.id}/secret`, {
      version: 1,
    });
    expect(again.body.widget.secret).not.toBe(made.body.widget.secret);
    expect(again.body.widget.version).toBe(2);
    expect((await admin.post(`${path}/secret`, { version: 1 })).status).toBe(409);
    expect((await admin.delete(path)).status).toBe(200);
    expect((await admin.get(path)).status).toBe(404);
    expect((await admin.delete(path)).status).toBe(404);
  });

  test('parts are changed for themselves; an old version is a conflict that shows the new', async () => {
    const { id } = await makeWidget(admin, { theme: { accent: '#aa0000', position: 'start' } });
    const path = `/api/settings/widgets/${id}`;
    const changed = await admin.put(path, {
      version: 1,
      texts: { ar: { title: 'مرحبا' } },
      fields: { phone: 'optional' },
      origins: ['HTTPS://Shop.Example.com:443/', '*.gulf.example', 'http://localhost:3000'],
      departments: ['support'],
    });
    expect(changed.body.widget).toMatchObject({
      version: 2,
      theme: { accent: '#aa0000', position: 'start', dark: 'auto' },
      texts: { ar: { title: 'مرحبا', greeting: '' }, en: { title: '' } },
      fields: { name: 'required', phone: 'optional' },
      origins: [shop, '*.gulf.example', 'http://localhost:3000'],
      departments: [{ code: 'support' }],
    });
    const late = await admin.put(path, { version: 1, name: 'Late' });
    expect(late.status).toBe(409);
    expect(late.body.current).toMatchObject({ version: 2, name: 'Shop' });
    expect((await admin.delete(path)).status).toBe(200);
  });

  test('what cannot be is refused by name', async () => {
    const make = (more: Body) => admin.post('/api/settings/widgets', { name: 'X', ...more });
    const cases: [Body, string][] = [
      [{ name: '' }, 'name'],
      [{ origins: ['shop.example.com'] }, 'origins'],
      [{ origins: ['https://*'] }, 'origins'],
      [{ origins: ['*.com'] }, 'origins'],
      [{ origins: ['https://a.example/path'] }, 'origins'],
      [{ origins: { a: 1 } }, 'origins'],
      [{ origins: Array.from({ length: 51 }, (_, i) => `https://a${i}.example`) }, 'origins'],
      [{ theme: { accent: 'red' } }, 'accent'],
      [{ theme: { position: 'left' } }, 'position'],
      [{ theme: [] }, 'theme'],
      [{ texts: { en: { title: 'x'.repeat(81) } } }, 'title'],
      [{ fields: { email: 'maybe' } }, 'email'],
      [{ departments: ['nowhere'] }, 'departments'],
      [{ departments: [7] }, 'departments'],
    ];
    for (const [more, field] of cases) {
      const reply = await make(more);
      expect(reply.status, JSON.stringify(more)).toBe(422);
      expect(Object.keys(reply.body.errors), JSON.stringify(more)).toContain(field);
    }
  });

  test('agents have no business there', async () => {
    expect((await sarah.get('/api/settings/widgets')).status).toBe(403);
    expect((await sarah.post('/api/settings/widgets', { name: 'X' })).status).toBe(403);
  });

  test('another company sees and uses none of it', async () => {
    const path = `/api/settings/widgets/${widget.id}`;
    expect((await homes.get('/api/settings/widgets')).body.widgets).toEqual([]);
    expect((await homes.get(path)).status).toBe(404);
    expect((await homes.put(path, { name: 'Mine' })).status).toBe(404);
    expect((await homes.post(`${path}/secret`, {})).status).toBe(404);
    expect((await homes.delete(path)).status).toBe(404);
  });
});

describe('a visitor', () => {
  test('gets what the widget needs, and comes back as the same', async () => {
    const visitor = await visit(server, widget.key, {
      page: { url: `${shop}/cart`, title: 'Cart' },
      language: 'ar',
    });
    expect(visitor.session).toMatchObject({
      visitor: { name: '', email: null, identified: false, blocked: false },
      settings: {
        company: 'Gulf Commerce',
        language: 'ar',
        departments: [{ code: 'sales' }, { code: 'support' }],
        receipts: true,
      },
      chat: null,
    });
    const token = visitor.widgetToken;
    await visitor.begin('Hello');
    const back = await visitor.come(widget.key);
    expect(back.body.token).toBe(token);
    expect(back.body.visitor.name).toBe('Nora');
    expect(back.body.chat.state).toBe('waiting');
    const other = await visit(server, widget.key, { token: 'no token of ours' });
    expect(other.widgetToken).not.toBe(token);
    expect(other.session.chat).toBeNull();
  });

  test('is asked for what the widget asks for, all at once', async () => {
    const asking = await makeWidget(admin, {
      fields: { name: 'required', email: 'required', phone: 'required', department: 'required' },
      departments: ['support'],
    });
    const visitor = await visit(server, asking.key);
    const bare = { name: undefined, email: undefined };
    const missing = await visitor.begin('Hello', bare);
    expect(missing.status).toBe(422);
    expect(Object.keys(missing.body.errors).sort()).toEqual([
      'department',
      'email',
      'name',
      'phone',
    ]);
    const offered = { phone: '+971501234567', department: 'sales' };
    expect((await visitor.begin('Hello', offered)).body.errors).toHaveProperty('department');
    expect((await visitor.begin('Hello', { ...offered, phone: 'x' })).status).toBe(422);
    const good = { ...offered, department: 'support' };
    expect((await visitor.begin('Hello', good)).status).toBe(201);
    const more = await visitor.begin('And this', bare);
    expect(more.status, 'a chat that goes on asks nothing').toBe(201);
  });

  test('without a name is called by a number', async () => {
    const quiet = await makeWidget(admin, { fields: { name: 'off', email: 'off' } });
    const visitor = await visit(server, quiet.key);
    const begun = await visitor.begin('Hello', { name: undefined, email: undefined });
    expect(begun.status).toBe(201);
    const seen = await admin.get(`/api/chats/${begun.body.chat.id}`);
    expect(seen.body.chat.customer.name).toMatch(/^Visitor \d+$/);
  });

  test('a widget that is off, or gone, takes nobody', async () => {
    const off = await makeWidget(admin);
    const visitor = await visit(server, off.key);
    await admin.put(`/api/settings/widgets/${off.id}`, { active: false });
    expect((await visitor.come(off.key)).body.code).toBe('inactive');
    expect((await visitor.begin('Hello')).body.code).toBe('inactive');
    await admin.delete(`/api/settings/widgets/${off.id}`);
    expect((await visitor.come(off.key)).status).toBe(404);
    expect((await visitor.begin('Hello')).status).toBe(401);
  });

  test('whom the company vouches for is one visitor on every device', async () => {
    const sub = randomUUID();
    const claims = { sub, name: 'Fatima', email: 'Fatima@Example.com', phone: '+971501112233' };
    const signed = () => identity(widget.secret, claims);
    const phone = await visit(server, widget.key, { identity: signed() });
    expect(phone.session.visitor).toMatchObject({
      name: 'Fatima',
      email: 'fatima@example.com',
      phone: '+971501112233',
      identified: true,
    });
    const begun = await phone.begin('From the phone', { name: 'Somebody', email: 'x@example.com' });
    const seen = await admin.get(`/api/chats/${begun.body.chat.id}`);
    expect(seen.body.chat.customer, 'the page does not overrule the site').toMatchObject({
      name: 'Fatima',
      email: 'fatima@example.com',
    });
    const laptop = await visit(server, widget.key);
    const before = laptop.widgetToken;
    await laptop.come(widget.key, { identity: signed() });
    expect(laptop.widgetToken).not.toBe(before);
    expect(laptop.session.chat.id).toBe(begun.body.chat.id);
    expect((await laptop.reads()).messages[0].content).toBe('From the phone');
    const changed = await visit(server, widget.key, { token: laptop.widgetToken });
    expect(changed.session.visitor.identified).toBe(true);
    await changed.come(widget.key, { identity: identity(widget.secret, { sub: randomUUID() }) });
    expect(changed.session.chat, 'another account on this device').toBeNull();
  });

  test('two devices at once are one visitor', async () => {
    const signed = identity(widget.secret, { sub: randomUUID(), name: 'Twice' });
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => visit(server, widget.key, { identity: signed })),
    );
    const begun = await both[0]!.begin('Hello');
    for (const one of both)
      expect((await one.reads()).chat?.id, 'the same visitor').toBe(begun.body.chat.id);
  });
});

describe('a chat', () => {
  test('is one, however often it is begun at once; a message sent again is the same', async () => {
    const visitor = await visit(server, widget.key);
    const replies = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => visitor.begin(`Hello ${n}`, { client_message_id: `b${n}` })),
    );
    expect(new Set(replies.map(({ body }) => body.chat.id)).size).toBe(1);
    const once = await visitor.say('Once', 'same');
    const twice = await visitor.say('Other words', 'same');
    expect([once.status, twice.status]).toEqual([201, 200]);
    expect(twice.body.message).toEqual(once.body.message);
    const { messages } = await visitor.reads();
    expect(messages.filter((m: Body) => m.client_message_id === 'same')).toHaveLength(1);
    expect(messages).toHaveLength(6);
  });

  test('goes both ways, with receipts, replies and typing, and ends with a rating', async () => {
    const visitor = await visit(server, widget.key);
    const line = visitor.listen();
    const { data } = await line.wait((m) => m.type === 'hello');
    expect(data, 'whose company it is has a number for its own people alone').not.toHaveProperty(
      'company_id',
    );
    const desk = listen(sarah);
    await desk.wait((m) => m.type === 'hello');
    const id = await taken(visitor);
    const chat = await line.wait((m) => m.type === 'widget:chat' && m.data.chat.state === 'active');
    expect(chat.data.chat.agent_name, 'a line follows a chat that begins later').toBeTruthy();

    line.socket.send(JSON.stringify({ type: 'typing', id: 1, data: { typing: true } }));
    await desk.wait((m) => m.type === 'chat:typing' && m.data.side === 'customer');
    await sarah.post(`/api/chats/${id}/typing`, { typing: true });
    await line.wait((m) => m.type === 'widget:typing' && m.data.typing);

    const said = await answer(id, 'How can I help?');
    const heard = await line.wait((m) => m.type === 'widget:message');
    const told = await line.wait((m) => m.data?.message?.content === 'How can I help?');
    expect(heard.seq).toBeLessThanOrEqual(told.seq);
    expect(told.data.message).toMatchObject({
      seq: said.body.message.seq,
      speaker: 'agent',
      client_message_id: null,
    });
    line.socket.send(JSON.stringify({ type: 'read', id: 2, data: { seq: told.data.message.seq } }));
    const read = await desk.wait((m) => m.type === 'chat:read' && m.data.side === 'customer');
    expect(read.data.read_seq).toBe(told.data.message.seq);

    line.socket.send(
      JSON.stringify({
        type: 'send',
        id: 3,
        data: { content: 'My order', client_message_id: 'o', reply_to: told.data.message.seq },
      }),
    );
    const ack = await line.wait((m) => m.type === 'ack' && m.id === 3);
    expect(ack.status).toBe(201);
    expect(ack.data.message.reply_to).toMatchObject({ preview: 'How can I help?' });
    await sarah.post(`/api/chats/${id}/read`, { seq: ack.data.message.seq });
    const seen = await line.wait(
      (m) => m.type === 'widget:read' && m.data.read_seq >= ack.data.message.seq,
    );
    expect(seen.data.delivered_seq).toBeGreaterThanOrEqual(seen.data.read_seq);

    expect((await visitor.post('/api/widget/end', {})).body.chat.state).toBe('closed');
    const rated = await visitor.post('/api/widget/rating', { score: 4, comment: 'Good' });
    expect(rated.body.chat.rating).toBe(4);
    expect((await admin.get(`/api/chats/${id}`)).body.chat.rating).toEqual({
      score: 4,
      comment: 'Good',
    });
    const late = await visitor.say('One more thing');
    expect(late.status).toBe(409);
    line.close();
    desk.close();
  });

  test('pages of its history hold what the customer may see, however much is between', async () => {
    const visitor = await visit(server, widget.key);
    const id = await taken(visitor, 'First');
    for (let n = 0; n < 5; n++) {
      await sarah.post(`/api/chats/${id}/notes`, {
        content: `secret ${n}`,
        client_message_id: `n${n}`,
      });
      await answer(id, `Answer ${n}`);
    }
    const page = await visitor.reads('?after=0&limit=3');
    expect(page.messages.map((m: Body) => m.content)).toEqual(['First', 'Answer 0', 'Answer 1']);
    expect(page.has_more).toBe(true);
    const rest = await visitor.reads(`?after=${page.messages[2].seq}`);
    expect(rest.messages.map((m: Body) => m.content)).toEqual(['Answer 2', 'Answer 3', 'Answer 4']);
    expect(rest.has_more).toBe(false);
    const newest = await visitor.reads('?limit=2');
    expect(newest.messages.map((m: Body) => m.content)).toEqual(['Answer 3', 'Answer 4']);
    const before = await visitor.reads(`?before=${newest.messages[0].seq}&limit=2`);
    expect(before.messages.map((m: Body) => m.content)).toEqual(['Answer 1', 'Answer 2']);
  });

  test('a message left while nobody is there waits, marked so', async () => {
    const visitor = await visit(server, widget.key);
    const left = await visitor.post('/api/widget/offline', {
      name: 'Nora',
      email: 'nora@example.com',
      message: 'Call me',
      client_message_id: 'off',
    });
    expect(left.status).toBe(201);
    const seen = await admin.get(`/api/chats/${left.body.chat.id}`);
    expect(seen.body.chat).toMatchObject({ state: 'waiting', offline: true });
  });

  test('the one that goes on comes before a newer one that is over', async () => {
    const visitor = await visit(server, widget.key);
    const first = await taken(visitor, 'First');
    await visitor.post('/api/widget/end', {});
    const second = (await visitor.begin('Second')).body.chat.id;
    await visitor.post('/api/widget/end', {});
    expect((await sarah.post(`/api/chats/${first}/reopen`, {})).status).toBe(200);
    expect((await visitor.reads()).chat.id).toBe(`conv_${first}`);
    expect((await visitor.reads(`?chat=${second}`)).chat.state).toBe('closed');
  });

  test('receipts are the company’s to show', async () => {
    const visitor = await visit(server, widget.key);
    const id = await taken(visitor);
    await sarah.post(`/api/chats/${id}/read`, { seq: 99 });
    expect((await visitor.reads()).chat.read_seq).toBeGreaterThan(0);
    await admin.put('/api/settings/chat', { receipts: false, version: 1 });
    expect((await visitor.reads()).chat).toMatchObject({ read_seq: 0, delivered_seq: 0 });
    await admin.put('/api/settings/chat', { receipts: true, version: 2 });
  });
});

describe('open now', () => {
  test('while an agent is there', async () => {
    const visitor = await visit(server, widget.key);
    changeRows(
      server,
      `UPDATE agent_presence SET status = 'offline';
       UPDATE companies SET business_hours = NULL WHERE code = 'gulf';`,
    );
    expect((await visitor.come(widget.key)).body.settings.open_now).toBe(false);
    await sarah.put('/api/agent/auth/status', { status: 'available' });
    expect((await visitor.come(widget.key)).body.settings.open_now).toBe(true);
    await sarah.put('/api/agent/auth/status', { status: 'away' });
    expect((await visitor.come(widget.key)).body.settings.open_now).toBe(false);
  });
});

describe('presence', () => {
  test('agents see whether the customer is there, where, and that one came back', async () => {
    const visitor = await visit(server, widget.key, { page: { url: `${shop}/a`, title: 'A' } });
    const id = await taken(visitor);
    const desk = listen(sarah);
    await desk.wait((m) => m.type === 'hello');
    const line = visitor.listen();
    await desk.wait((m) => m.type === 'chat:visitor' && m.data.chat_id === id && m.data.online);
    line.socket.send(
      JSON.stringify({ type: 'page', id: 1, data: { url: `${shop}/b`, title: 'B' } }),
    );
    const moved = await desk.wait(
      (m) => m.type === 'chat:visitor' && m.data.page_url === `${shop}/b`,
    );
    expect(moved.data.page_title).toBe('B');
    line.close();
    await desk.wait((m) => m.type === 'chat:visitor' && !m.data.online);
    changeRows(
      server,
      `UPDATE widget_visitors SET left_us = left_us - 600000000 WHERE id =
         (SELECT visitor_id FROM chats WHERE id = ${id})`,
    );
    // A page asks for its session before it has a line: that alone is no coming back.
    await visitor.come(widget.key);
    const again = visitor.listen();
    await desk.wait((m) => m.data?.message?.event?.type === 'customer_back');
    expect((await visitor.reads()).messages, 'nothing of it is the customer’s').toHaveLength(1);
    again.close();
    desk.close();
  });

  test('who was heard of at another node since a page closed here stays', async () => {
    const visitor = await visit(server, widget.key);
    const id = await taken(visitor);
    const say = (body: Body) => visitor.post('/api/widget/page', body);
    const isThere = async () => (await sarah.get(`/api/chats/${id}`)).body.chat.visitor.online;
    expect((await say({ online: true })).status).toBe(200);
    expect((await say({ online: false, left_seconds: 10 })).status).toBe(200);
    expect(await isThere()).toBe(true);
    expect((await say({ online: false })).status).toBe(200);
    expect(await isThere()).toBe(false);
    expect((await say({ online: false, left_seconds: 61 })).status).toBe(422);
  });

  test('one whose node was lost is told to be gone', async () => {
    const visitor = await visit(server, widget.key);
    const id = await taken(visitor);
    const desk = listen(sarah);
    await desk.wait((m) => m.type === 'hello');
    expect((await visitor.post('/api/widget/page', { online: true })).status).toBe(200);
    await desk.wait((m) => m.type === 'chat:visitor' && m.data.chat_id === id && m.data.online);
    changeRows(
      server,
      `UPDATE widget_visitors SET seen_us = seen_us - 720000000 WHERE id =
         (SELECT visitor_id FROM chats WHERE id = ${id})`,
    );
    await desk.wait((m) => m.type === 'chat:visitor' && m.data.chat_id === id && !m.data.online);
    // What passes is told at once, and may be here before the change is committed.
    await expect
      .poll(async () => (await sarah.get(`/api/chats/${id}`)).body.chat.visitor.online, {
        timeout: 10_000,
      })
      .toBe(false);
    desk.close();
  });

  test('an address that is no web page is not shown to agents', async () => {
    const visitor = await visit(server, widget.key, { page: { url: 'javascript:alert(1)' } });
    const id = await taken(visitor);
    expect((await sarah.get(`/api/chats/${id}`)).body.chat.visitor.page_url).toBeNull();
  });
});

describe('files', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  async function upload(visitor: Visitor): Promise<Body> {
    const form = new FormData();
    form.set('purpose', 'chat');
    form.set('file', new Blob([new Uint8Array(png)]), 'dot.png');
    const response = await fetch(`${server.url}/api/widget/uploads`, {
      method: 'POST',
      headers: { 'x-widget-token': visitor.widgetToken, origin: shop },
      body: form,
    });
    expect(response.status).toBe(201);
    return ((await response.json()) as Body).file;
  }

  test('are sent and read by their address, which another visitor’s token does not open', async () => {
    const visitor = await visit(server, widget.key);
    const stranger = await visit(server, widget.key);
    const id = await taken(visitor);
    const file = await upload(visitor);
    expect(file.url).toMatch(/^\/api\/widget\/files\/.+\?pass=/);
    const sent = await visitor.post('/api/widget/messages', {
      content: '',
      files: [file.id],
      client_message_id: 'f',
    });
    expect(sent.status, sent.text).toBe(201);
    const { url } = sent.body.message.files[0];
    const shown = await fetch(server.url + url);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    const plain = `/api/widget/files/${file.id}`;
    const with_ = (token: string) => ({ headers: { 'x-widget-token': token, origin: shop } });
    expect((await fetch(server.url + plain, with_(visitor.widgetToken))).status).toBe(200);
    expect((await fetch(server.url + plain, with_(stranger.widgetToken))).status).toBe(404);
    expect((await fetch(server.url + plain)).status).toBe(404);
    expect((await fetch(`${server.url}${url}x`)).status).toBe(404);
    const strangers = await upload(stranger);
    const pass = strangers.url.split('?')[1];
    expect((await fetch(`${server.url}${plain}?${pass}`)).status).toBe(404);
    expect((await fetch(`${server.url}${plain}/thumbnail`)).status).toBe(404);
    expect((await sarah.get(`/api/chats/${id}/messages`)).text).not.toContain('pass=');
    const theirs = await visitor.post('/api/widget/messages', {
      files: [strangers.id],
      client_message_id: 'g',
    });
    expect(theirs.status, 'the file of another').toBe(422);
  });

  test('come in pieces, and are the sender’s alone', async () => {
    const visitor = await visit(server, widget.key);
    const stranger = await visit(server, widget.key);
    const begun = await visitor.post('/api/widget/uploads', {
      name: 'dot.png',
      size: png.length,
      purpose: 'chat',
    });
    expect(begun.status).toBe(201);
    const path = `/api/widget/uploads/${begun.body.upload.id}`;
    expect((await visitor.get(path)).body.upload.offset).toBe(0);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.delete(path)).status).toBe(404);
    const done = await fetch(server.url + path, {
      method: 'PATCH',
      headers: { 'x-widget-token': visitor.widgetToken, origin: shop, 'upload-offset': '0' },
      body: new Uint8Array(png),
    });
    expect(done.status).toBe(200);
    expect(((await done.json()) as Body).file.url).toContain('/api/widget/files/');
    const wrong = { name: 'x', size: 10, purpose: 'avatar' };
    expect((await visitor.post('/api/widget/uploads', wrong)).status).toBe(422);
  });
});
