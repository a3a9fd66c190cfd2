/*
 * Who a visitor is, and who only says so: what the company's site vouches for against what is
 * typed, tokens that end, and what two requests at once make of it (S1-ARCH-03, IMP-WIDGET-01).
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChats, patient } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { identity, makeWidget, Visitor, visit, type Widget } from '../support/widgets.ts';

let server: Server;
let admin: Client;
let sarah: Client;
let widget: Widget;
/** Customers of the demo, each for one test. */
let customers: { id: number; phone: string; email: string }[];

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, `${noChats}\n${patient}`) });
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  widget = await makeWidget(admin, {
    fields: { name: 'required', email: 'optional', phone: 'optional', department: 'off' },
  });
  customers = sql(
    server,
    `SELECT id, phone, email FROM customers WHERE company_id = 1 AND phone IS NOT NULL
       AND email IS NOT NULL ORDER BY id LIMIT 5`,
  ).map((row) => {
    const [id, phone, email] = row.split('|') as [string, string, string];
    return { id: Number(id), phone, email };
  });
  expect(customers).toHaveLength(5);
});

afterAll(() => server.stop());

const signed = (claims: Body) => identity(widget.secret, { sub: randomUUID(), ...claims });

/** As agents see the visitor's chat. */
async function seen(visitor: Visitor): Promise<Body> {
  const { chat } = await visitor.reads();
  return (await admin.get(`/api/chats/${chat.id}`)).body.chat;
}

const begins = async (phone: string): Promise<number> => {
  const begun = await sarah.post('/api/chats', { name: 'A customer', phone, message: 'Private' });
  expect(begun.status, begun.text).toBe(201);
  return begun.body.chat.id;
};

describe('whose chats a visitor gets', () => {
  test.each([
    ['before the site names it', true],
    ['after', false],
  ])('an address typed %s leads to nobody', async (_, before) => {
    const victim = customers[before ? 0 : 1]!;
    const account = { sub: randomUUID(), name: 'Mallory' };
    const said = identity(widget.secret, account);
    const visitor = await visit(server, widget.key, before ? {} : { identity: said });
    const begun = await visitor.begin('Hello', { phone: victim.phone, email: victim.email });
    expect(begun.status, begun.text).toBe(201);
    // The desk shows a customer that may be meant, and says that nobody vouches for it.
    expect((await seen(visitor)).customer).toMatchObject({ id: victim.id, verified: false });
    await visitor.come(widget.key, { identity: said });
    await visitor.come(widget.key, { identity: said });
    expect(visitor.session.visitor.identified).toBe(true);
    await visitor.post('/api/widget/end', {});
    await begins(victim.phone);
    expect((await visitor.reads()).chat.id, 'the chat is for the customer alone').toBe(
      begun.body.chat.id,
    );
    expect(
      (await visitor.reads()).messages.map(({ content }: Body) => content),
      'and so is what is said in it',
    ).toEqual(['Hello']);
  });

  test('whom the site vouches for gets them', async () => {
    const { phone } = customers[2]!;
    const visitor = await visit(server, widget.key, { identity: signed({ name: 'Sami', phone }) });
    await visitor.begin('Hello');
    expect((await seen(visitor)).customer.verified).toBe(true);
    await visitor.post('/api/widget/end', {});
    const id = await begins(phone);
    expect((await admin.get(`/api/chats/${id}`)).body.chat.customer.verified).toBe(true);
    expect((await visitor.reads()).chat.id).toBe(`conv_${id}`);
    expect((await visitor.reads()).messages[0].content).toBe('Private');
  });

  test('typed addresses are not taken along into an account, nor over what is vouched for', async () => {
    const visitor = await visit(server, widget.key);
    await visitor.begin('Hello', { email: 'typed@example.com', phone: '+971501230000' });
    await visitor.come(widget.key, { identity: signed({ name: 'Huda' }) });
    expect(visitor.session.visitor).toMatchObject({ name: 'Huda', email: null, phone: null });
    await visitor.post('/api/widget/end', {});
    const typed = { email: 'mine@example.com', phone: '+971501230001' };
    await visitor.begin('Again', { ...typed, name: 'Other' });
    await visitor.come(widget.key);
    expect(visitor.session.visitor, 'what the site leaves open is theirs to say').toMatchObject({
      name: 'Huda',
      ...typed,
    });
    expect((await seen(visitor)).customer).toMatchObject({ name: 'Huda', ...typed });
  });

  test('a name or an address that no form would take is left out, whoever signs it', async () => {
    const named = async (claims: Body) =>
      (await visit(server, widget.key, { identity: signed(claims) })).session.visitor;
    expect(await named({ name: 'a\u0007b', email: 'no address' })).toMatchObject({
      name: '',
      email: null,
    });
    expect(await named({ name: 'x'.repeat(201) })).toMatchObject({ name: '' });
    expect(await named({ name: ' Nora ', email: ' Nora@example.com ' })).toMatchObject({
      name: 'Nora',
      email: 'nora@example.com',
    });
  });

  test('what the widget does not ask for is not taken', async () => {
    const bare = await makeWidget(admin, {
      fields: { name: 'off', email: 'off', phone: 'off', department: 'off' },
    });
    const visitor = await visit(server, bare.key);
    const { email, phone } = customers[3]!;
    const begun = await visitor.begin('Hello', { name: 'Somebody', email, phone });
    expect(begun.status, begun.text).toBe(201);
    await visitor.come(bare.key);
    expect(visitor.session.visitor).toMatchObject({ name: '', email: null, phone: null });
    expect((await seen(visitor)).customer).toMatchObject({ id: null, email: null, phone: null });
  });
});

describe('two requests at once', () => {
  test('lose nothing of what the site vouched for', async () => {
    const email = () => `${randomUUID()}@example.com`;
    const all = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const visitor = await visit(server, widget.key);
        const claims = { name: 'Vouched', email: email() };
        const said = signed(claims);
        const typed = { name: 'Typed', email: email() };
        await Promise.all([
          visitor.come(widget.key, { identity: said }),
          visitor.begin('Hello', typed),
          visitor.begin('Hello', typed),
        ]);
        await visitor.come(widget.key);
        return { claims, visitor: visitor.session.visitor };
      }),
    );
    for (const { claims, visitor } of all)
      expect(visitor).toMatchObject({ ...claims, identified: true });
  });

  test('a chat that ends meanwhile is not begun anew without what is asked', async () => {
    const asking = await makeWidget(admin, {
      fields: { name: 'off', email: 'off', phone: 'off', department: 'required' },
      departments: ['sales'],
    });
    for (let n = 0; n < 8; n++) {
      const visitor = await visit(server, asking.key);
      const first = await visitor.begin('Hello', { department: 'sales' });
      expect(first.status, first.text).toBe(201);
      const [added] = await Promise.all([
        visitor.begin('More'),
        visitor.post('/api/widget/end', {}),
      ]);
      if (added.status === 201) expect(added.body.chat.id).toBe(first.body.chat.id);
      else expect(Object.keys(added.body.errors)).toEqual(['department']);
    }
  });
});

describe('departments of widgets', () => {
  test('stay with theirs in the list, and are a hundred at most', async () => {
    const both = await makeWidget(admin, { departments: ['support', 'sales', 'sales'] });
    const one = await makeWidget(admin, { departments: ['sales'] });
    const { widgets } = (await admin.get('/api/settings/widgets')).body;
    const codes = (id: number) =>
      widgets.find((w: Body) => w.id === id).departments.map(({ code }: Body) => code);
    expect([codes(widget.id), codes(both.id), codes(one.id)]).toEqual([
      [],
      ['sales', 'support'],
      ['sales'],
    ]);
    const set = (departments: string[]) =>
      admin.put(`/api/settings/widgets/${one.id}`, { departments });
    expect(Object.keys((await set(Array(101).fill('sales'))).body.errors)).toEqual(['departments']);
    expect(Object.keys((await set(['sales', 'nowhere'])).body.errors)).toEqual(['departments']);
    const after = await admin.get(`/api/settings/widgets/${one.id}`);
    expect(after.body.widget.departments, 'as they were').toHaveLength(1);
  });
});

describe('tokens', () => {
  test('one from before the site named the visitor is good no more, nor its line', async () => {
    const planted = await visit(server, widget.key);
    await planted.begin('Hello');
    const line = planted.listen();
    await line.wait((m) => m.type === 'hello');
    const account = new Visitor(server);
    await account.come(widget.key, {
      token: planted.widgetToken,
      identity: signed({ name: 'Huda', email: 'huda@example.com' }),
    });
    expect(account.session.visitor.identified).toBe(true);
    expect(account.session.chat, 'what was written unnamed is theirs').not.toBeNull();
    expect(account.widgetToken).not.toBe(planted.widgetToken);
    expect((await line.closed).code).toBe(4401);
    expect((await planted.get('/api/widget/conversation')).status).toBe(401);
    await planted.come(widget.key);
    expect(planted.session).toMatchObject({ visitor: { identified: false, email: null } });
    expect(planted.session.chat).toBeNull();
    expect((await account.get('/api/widget/conversation')).status).toBe(200);
  });

  const talks = async (visitor: Visitor) => (await visitor.get('/api/widget/conversation')).status;

  test('who leaves ends its own, and its lines', async () => {
    const identified = { identity: signed({ name: 'Huda' }) };
    const laptop = await visit(server, widget.key, identified);
    const phone = await visit(server, widget.key, identified);
    await laptop.begin('Hello');
    const line = laptop.listen();
    await line.wait((m) => m.type === 'hello');
    expect((await laptop.delete('/api/widget/session')).status).toBe(200);
    expect((await line.closed).code).toBe(4401);
    expect(await talks(laptop)).toBe(401);
    expect((await laptop.delete('/api/widget/session')).status).toBe(401);
    expect(await talks(phone), 'another device is still there').toBe(200);
    await laptop.come(widget.key);
    expect(laptop.session.visitor.identified).toBe(false);
  });

  test('a new secret ends those that the old one got', async () => {
    const other = await makeWidget(admin);
    const said = identity(other.secret, { sub: randomUUID(), name: 'Forged' });
    const named = await visit(server, other.key, { identity: said });
    const unnamed = await visit(server, other.key);
    const elsewhere = await visit(server, widget.key, { identity: signed({ name: 'Huda' }) });
    const line = named.listen();
    await line.wait((m) => m.type === 'hello');
    // Whoever is known to be there loses the line at once.
    await named.post('/api/widget/page', {});
    const path = `/api/settings/widgets/${other.id}/secret`;
    expect((await admin.post(path, {})).status).toBe(200);
    expect((await line.closed).code).toBe(4401);
    expect(await talks(named)).toBe(401);
    expect(await talks(unnamed)).toBe(200);
    expect(await talks(elsewhere)).toBe(200);
  });

  test('a visitor has so many; the oldest makes room', async () => {
    const said = signed({ name: 'Many' });
    const first = await visit(server, widget.key, { identity: said });
    for (let n = 0; n < 19; n++) await visit(server, widget.key, { identity: said });
    expect(await talks(first), 'twenty').toBe(200);
    const last = await visit(server, widget.key, { identity: said });
    expect(await talks(first), 'one more').toBe(401);
    expect(await talks(last)).toBe(200);
  });

  test('end when they were not used for long, which a visit puts off', async () => {
    const visitor = await visit(server, widget.key);
    const named = await visit(server, widget.key, { identity: signed({ name: 'Late' }) });
    const days = (which: string) =>
      sql(
        server,
        `SELECT (t.until_us - v.seen_us) / 86400000000 FROM widget_tokens t JOIN widget_visitors v
           ON v.company_id = t.company_id AND v.id = t.visitor_id
           WHERE ${which} ORDER BY t.created_us DESC LIMIT 1`,
      );
    expect(days("v.name = ''")).toEqual(['30']);
    expect(days("v.name = 'Late'")).toEqual(['7']);
    const set = (us: number) => alter(server.db, `UPDATE widget_tokens SET until_us = ${us}`);
    const soon = (Date.now() + 600_000) * 1000;
    set(soon);
    await visitor.post('/api/widget/page', {});
    await named.come(widget.key);
    expect(days("v.name = ''"), 'by a page').toEqual(['30']);
    expect(days("v.name = 'Late'"), 'by another visit').toEqual(['7']);
    set((Date.now() - 1000) * 1000);
    expect(await talks(visitor)).toBe(401);
    const before = named.widgetToken;
    await named.come(widget.key);
    expect(named.session.visitor.identified).toBe(false);
    expect(named.widgetToken).not.toBe(before);
  });
});
