/*
 * Customers: who sees them, what they are worth, tags, notes and fields of the company's own,
 * blocking, finding or making one (S1-CUST-01…08, IMP-CUST-01, A-16, R-1).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
import { newOrder, setStatus } from '../support/orders.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let lead: Client;
let sarah: Client;
let omar: Client;
let support: Client;
let homes: Client;

const noFields = `DELETE FROM customer_values; DELETE FROM custom_field_defs;
  DELETE FROM customer_tags; DELETE FROM customer_tag_defs;`;

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, noFields) });
  admin = await signIn(server, 'admin');
  lead = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  homes = await signIn(server, 'admin', 'homes');
  support = await signIn(server, 'support', 'homes');
});

afterAll(() => server.stop());

let numbers = 0;
const number = () => `050 888 ${1000 + numbers++}`;
/** A customer of one order, which is Sarah's. */
async function customer(changes: Body = {}): Promise<Body> {
  const order = await newOrder(admin, { customer_phone: number(), ...changes });
  return { id: order.customer.id, order };
}
const card = async (client: Client, id: number | string): Promise<Body> => {
  const reply = await client.get(`/api/customers/${id}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.customer;
};
const plain = (text: string) => text.replace(/"request_id":"[^"]*"/, '');

describe('who sees a customer', () => {
  test('whoever sees an order of theirs, by number or code; others learn nothing', async () => {
    const { id } = await customer();
    const seen = await card(sarah, id);
    expect(seen.code).toBe(`CUST-${String(id).padStart(3, '0')}`);
    expect((await card(sarah, seen.code)).id).toBe(id);
    expect((await card(admin, id)).id).toBe(id);
    for (const client of [omar, homes]) {
      const refused = await client.get(`/api/customers/${id}`);
      const missing = await client.get('/api/customers/99999999');
      expect(refused.status).toBe(404);
      expect(plain(refused.text)).toBe(plain(missing.text));
    }
  });

  test('whoever sees a chat of theirs, and nobody else', async () => {
    const phone = number();
    const { id } = await customer({ customer_phone: phone });
    expect((await omar.get(`/api/customers/${id}`)).status).toBe(404);
    const begun = await omar.post('/api/chats', { name: 'Back again', phone, message: 'Hello' });
    expect(begun.status, begun.text).toBe(201);
    expect(begun.body.chat.customer.id).toBe(id);
    expect((await card(omar, id)).chats).toBe(1);
    expect((await card(sarah, id)).chats).toBe(1);
  });

  test('a team’s lead sees what the team does', async () => {
    const { id } = await customer();
    const team = sql(
      server,
      `SELECT COUNT(*) FROM agents a JOIN agents l ON l.company_id = a.company_id
        AND l.team_id = a.team_id WHERE a.agent_no = 1 AND l.user_id = ${lead.login.user.id}`,
    );
    const reply = await lead.get(`/api/customers/${id}`);
    expect(reply.status).toBe(Number(team[0]) > 0 ? 200 : 404);
  });
});

describe('what is shown', () => {
  test('the address of the newest order, and what the customer is worth', async () => {
    const phone = number();
    const first = await newOrder(admin, { customer_phone: phone, price: '100.00' });
    const second = await newOrder(admin, { customer_phone: phone, price: '20.50' });
    const third = await newOrder(admin, {
      customer_phone: phone,
      address: 'Al Barsha, Villa 9',
      area: 'Al Barsha',
    });
    const id = first.customer.id;
    expect((await setStatus(sarah, first.id, { status: 'confirmed' })).status).toBe(200);
    expect((await setStatus(sarah, second.id, { status: 'confirmed' })).status).toBe(200);
    const cancelled = { status: 'cancelled', cancellation_reason: 'price_concerns' };
    expect((await setStatus(sarah, third.id, cancelled)).status).toBe(200);
    const seen = await card(sarah, id);
    expect(seen.location).toMatchObject({ address: 'Al Barsha, Villa 9', area: 'Al Barsha' });
    expect(seen.value).toMatchObject({
      orders: 3,
      confirmed: 2,
      delivered: 0,
      cancelled: 1,
      amounts: [{ currency: 'AED', amount_minor: 12050, amount: 120.5 }],
    });
    expect(Date.parse(seen.value.first_at)).toBeLessThanOrEqual(Date.parse(seen.value.last_at));

    // Each figure has its orders behind it.
    const behind = async (which: string) => {
      const reply = await sarah.get(`/api/customers/${id}/orders?which=${which}`);
      expect(reply.status, reply.text).toBe(200);
      return reply.body.orders.map((order: Body) => order.id);
    };
    expect(await behind('all')).toEqual([third.id, second.id, first.id]);
    expect(await behind('confirmed')).toEqual([second.id, first.id]);
    expect(await behind('delivered')).toEqual([]);
    expect(await behind('cancelled')).toEqual([third.id]);
    expect((await omar.get(`/api/customers/${id}/orders`)).status).toBe(404);
  });

  test('the figures are of all orders, the list of those that one sees', async () => {
    const phone = number();
    const { id } = await customer({ customer_phone: phone });
    await newOrder(admin, { customer_phone: phone, agent_id: 'AGT-002' });
    expect((await card(sarah, id)).value.orders).toBe(2);
    expect((await sarah.get(`/api/customers/${id}/orders`)).body.orders).toHaveLength(1);
    expect((await admin.get(`/api/customers/${id}/orders`)).body.orders).toHaveLength(2);
  });

  test('who may not read orders reads no value', async () => {
    const [id] = sql(
      server,
      "SELECT MIN(k.id) FROM customers k JOIN companies c ON c.id = k.company_id WHERE c.code = 'homes'",
    );
    const made = await support.post('/api/customers/find-or-create', {
      name: 'Looks for a flat',
      phone: '+966 50 123 4567',
    });
    const seen = await card(support, made.body.customer.id ?? id);
    expect(seen.value).toBeNull();
    expect((await support.get(`/api/customers/${seen.id}/orders`)).status).toBe(403);
  });
});

describe('correcting', () => {
  test('by version; a number is one customer’s', async () => {
    const phone = number();
    await customer({ customer_phone: phone });
    const { id } = await customer();
    const before = await card(sarah, id);
    const patch = (body: Body) => sarah.patch(`/api/customers/${id}`, body);
    const changed = await patch({
      version: before.version,
      name: 'Layla Hassan',
      email: ' Layla@Example.com ',
      language: 'ar',
    });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body.customer).toMatchObject({
      name: 'Layla Hassan',
      email: 'layla@example.com',
      language: 'ar',
      version: before.version + 1,
    });
    const late = await patch({ version: before.version, name: 'Somebody else' });
    expect(late.status).toBe(409);
    expect(late.body.current.name).toBe('Layla Hassan');
    const taken = await patch({ phone });
    expect(taken.status).toBe(409);
    expect(taken.body.errors).toHaveProperty('phone');
    for (const [field, value] of [
      ['name', ' '],
      ['email', 'nobody'],
      ['phone', '12'],
      ['language', 'fr'],
    ] as const) {
      const refused = await patch({ [field]: value });
      expect(refused.status, field).toBe(422);
      expect(refused.body.errors).toHaveProperty(field);
    }
    expect((await patch({ email: '' })).body.customer.email).toBeNull();
    expect((await patch({ phone: '' })).body.errors).toHaveProperty('phone');
    expect((await omar.patch(`/api/customers/${id}`, { name: 'x' })).status).toBe(404);
    expect((await card(sarah, id)).name).toBe('Layla Hassan');
  });
});

describe('fields of the company’s own', () => {
  const fields = '/api/settings/customer-fields';
  const made = async (body: Body) => {
    const reply = await admin.post(fields, body);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.field;
  };

  test('values by type, each refused by the name of its field', async () => {
    await made({ key: 'member', type: 'text', name_en: 'Membership', name_ar: 'العضوية' });
    await made({ key: 'points', type: 'number', name_en: 'Points' });
    await made({ key: 'birthday', type: 'date', name_en: 'Birthday' });
    await made({
      key: 'time',
      type: 'choice',
      name_en: 'Preferred time',
      options: [
        { value: 'morning', name_en: 'Morning', name_ar: 'صباحًا' },
        { value: 'evening', name_en: 'Evening' },
      ],
    });
    await made({ key: 'whatsapp', type: 'boolean', name_en: 'On WhatsApp' });
    const { id } = await customer();
    const set = (custom: Body) => sarah.patch(`/api/customers/${id}`, { custom });
    const good = {
      member: 'G-1001',
      points: 12.5,
      birthday: '1990-02-28',
      time: 'morning',
      whatsapp: true,
    };
    const kept = await set(good);
    expect(kept.status, kept.text).toBe(200);
    expect(kept.body.customer.custom).toEqual(good);
    for (const [key, value] of [
      ['member', 5],
      ['points', 'many'],
      ['birthday', '1990-02-30'],
      ['time', 'night'],
      ['whatsapp', 'yes'],
      ['nobody', 'x'],
    ] as const) {
      const refused = await set({ member: 'changed', [key]: value });
      expect(refused.status, key).toBe(422);
      expect(refused.body.errors).toHaveProperty([`custom.${key}`]);
    }
    // Refused together: nothing of it was kept.
    expect((await card(sarah, id)).custom).toEqual(good);
    const { points: _, ...rest } = good;
    expect((await set({ points: null })).body.customer.custom).toEqual(rest);
  });

  test('what is needed cannot be emptied; what has values cannot be removed', async () => {
    const field = await made({ key: 'tax', type: 'text', name_en: 'Tax number', required: true });
    const { id } = await customer();
    const patch = (custom: Body) => sarah.patch(`/api/customers/${id}`, { custom });
    expect((await patch({ tax: '100' })).status).toBe(200);
    expect((await patch({ tax: '' })).body.errors).toHaveProperty(['custom.tax']);
    expect((await admin.delete('/api/settings/customer-fields/tax')).status).toBe(409);
    const off = await admin.put('/api/settings/customer-fields/tax', {
      version: field.version,
      active: false,
    });
    expect(off.body.field).toMatchObject({ active: false, customers: 1, version: 2 });
    expect(
      (await admin.put('/api/settings/customer-fields/tax', { version: 1, name_en: 'x' })).status,
    ).toBe(409);
    // Off: what is there stays, and nothing new comes.
    expect((await card(sarah, id)).custom.tax).toBe('100');
    expect((await patch({ tax: '200' })).status).toBe(422);
  });

  test('made, changed and removed by who manages them', async () => {
    const field = await made({ key: 'spare', type: 'text', name_ar: 'احتياطي' });
    expect(field).toMatchObject({ name_en: 'احتياطي', active: true, required: false, options: [] });
    const twice = await admin.post(fields, { key: 'spare', type: 'text', name_en: 'Again' });
    expect(twice.status).toBe(409);
    expect(twice.body.errors).toHaveProperty('key');
    for (const body of [
      { key: 'Big Letters', type: 'text', name_en: 'x' },
      { key: 'x', type: 'colour', name_en: 'x' },
      { key: 'x', type: 'text' },
      { key: 'x', type: 'choice', name_en: 'x' },
      { key: 'x', type: 'choice', name_en: 'x', options: [{ value: 'a' }] },
      { key: 'x', type: 'choice', name_en: 'x', options: 'abc' },
    ])
      expect((await admin.post(fields, body)).status, JSON.stringify(body)).toBe(422);
    expect((await admin.delete('/api/settings/customer-fields/spare')).status).toBe(200);
    expect((await admin.delete('/api/settings/customer-fields/spare')).status).toBe(404);
    expect((await sarah.post(fields, { key: 'x', type: 'text', name_en: 'x' })).status).toBe(403);
    const keys = (await sarah.get(fields)).body.fields.map((one: Body) => one.key);
    expect(keys).not.toContain('spare');
    expect((await homes.get(fields)).body.fields.map((one: Body) => one.key)).not.toContain('tax');
  });
});

describe('tags', () => {
  const tags = '/api/settings/customer-tags';

  test('of the company, and which a customer has', async () => {
    const vip = await admin.post(tags, {
      code: 'vip',
      name_en: 'VIP',
      name_ar: 'مميز',
      tone: 'violet',
    });
    expect(vip.status, vip.text).toBe(201);
    expect((await admin.post(tags, { code: 'shop', name_en: 'Wholesale' })).status).toBe(201);
    expect((await admin.post(tags, { code: 'vip', name_en: 'Again' })).status).toBe(409);
    expect((await admin.post(tags, { code: 'V I P', name_en: 'x' })).status).toBe(422);
    const { id } = await customer();
    const { version } = await card(sarah, id);
    const put = (list: string[], more: Body = {}) =>
      sarah.put(`/api/customers/${id}/tags`, { tags: list, ...more });
    const marked = await put(['vip', 'shop', 'vip'], { version });
    expect(marked.body.customer).toMatchObject({ tags: ['vip', 'shop'], version: version + 1 });
    expect((await put(['vip'], { version })).status).toBe(409);
    const unknown = await put(['nothing']);
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors).toHaveProperty('tags');
    // Off: who has it keeps it, nobody gets it.
    expect((await admin.delete('/api/settings/customer-tags/vip')).status).toBe(409);
    expect(
      (await admin.put('/api/settings/customer-tags/vip', { active: false })).body.tag.customers,
    ).toBe(1);
    expect((await put(['vip'])).body.customer.tags).toEqual(['vip']);
    expect((await put([])).body.customer.tags).toEqual([]);
    expect((await put(['vip'])).status).toBe(422);
    expect((await admin.delete('/api/settings/customer-tags/vip')).status).toBe(200);
    expect((await sarah.delete('/api/settings/customer-tags/shop')).status).toBe(403);
    expect((await omar.put(`/api/customers/${id}/tags`, { tags: [] })).status).toBe(404);
  });
});

describe('notes', () => {
  test('the newest first, a page at a time; one’s own to change', async () => {
    const { id } = await customer();
    const notes = `/api/customers/${id}/notes`;
    for (let n = 1; n <= 22; n++) {
      const added = await sarah.post(notes, { content: `note ${n}` });
      expect(added.status, added.text).toBe(201);
    }
    const seen = await card(sarah, id);
    expect(seen.notes).toHaveLength(20);
    expect(seen.notes[0]).toMatchObject({ content: 'note 22', own: true, version: 1 });
    expect(seen.more_notes).toBe(true);
    const first = (await sarah.get(`${notes}?per_page=20`)).body;
    const rest = (await sarah.get(`${notes}?cursor=${first.pagination.next}`)).body;
    expect(rest.notes.map((note: Body) => note.content)).toEqual(['note 2', 'note 1']);
    expect(rest.pagination.next).toBeNull();

    const one = `${notes}/${seen.notes[0].id}`;
    const changed = await sarah.patch(one, { content: 'other words', version: 1 });
    expect(changed.body.note).toMatchObject({ content: 'other words', version: 2 });
    expect(changed.body.note.edited_at).not.toBeNull();
    expect((await sarah.patch(one, { content: 'late', version: 1 })).status).toBe(409);
    expect((await sarah.patch(one, { content: '' })).status).toBe(422);
    expect((await admin.patch(one, { content: 'not mine' })).status).toBe(403);
    expect((await admin.get(notes)).body.notes[0].own).toBe(false);
    expect((await admin.delete(one)).status).toBe(403);
    expect((await omar.post(notes, { content: 'stranger' })).status).toBe(404);
    expect((await sarah.delete(one)).status).toBe(200);
    expect((await sarah.delete(one)).status).toBe(404);
    // Another customer's path leads to no note of this one.
    const other = await customer();
    const lost = `/api/customers/${other.id}/notes/${seen.notes[1].id}`;
    expect((await sarah.patch(lost, { content: 'x' })).status).toBe(404);
  });
});

describe('blocking', () => {
  test('who is blocked is so in every chat, open ones included, until it is lifted', async () => {
    const phone = number();
    const { id } = await customer({ customer_phone: phone });
    const begun = await sarah.post('/api/chats', { name: 'Rude', phone, message: 'Hello' });
    const chat = `/api/chats/${begun.body.chat.id}`;
    const live = listen(sarah);
    await live.wait((message) => message.type === 'hello');
    const blocked = await sarah.post(`/api/customers/${id}/block`, { reason: 'insults' });
    expect(blocked.status, blocked.text).toBe(200);
    expect(blocked.body.customer.blocked).toMatchObject({ reason: 'insults' });
    expect(blocked.body.customer.blocked.by).toBeTruthy();
    await live.wait(
      (message) => message.type === 'chat:updated' && message.data.chat.customer.blocked === true,
    );
    await live.wait(
      (message) => message.type === 'customer:updated' && message.data.changed[0] === 'blocked',
    );
    live.close();
    expect((await sarah.get(chat)).body.chat.customer.blocked).toBe(true);
    expect((await omar.post(`/api/customers/${id}/unblock`)).status).toBe(404);
    const lifted = await sarah.post(`/api/customers/${id}/unblock`);
    expect(lifted.body.customer.blocked).toBeNull();
    expect((await sarah.get(chat)).body.chat.customer.blocked).toBe(false);
  });

  test('a block that a chat brought about is the customer’s too', async () => {
    const phone = number();
    const { id } = await customer({ customer_phone: phone });
    const begun = await sarah.post('/api/chats', { name: 'Rude', phone, message: 'Hello' });
    await sarah.post(`/api/chats/${begun.body.chat.id}/block`, { reason: 'spam' });
    expect((await card(sarah, id)).blocked).toMatchObject({ reason: 'spam' });
  });
});

describe('finding or making one', () => {
  const seek = '/api/customers/find-or-create';

  test('by phone, else by e-mail, else a new one', async () => {
    const phone = number();
    const made = await sarah.post(seek, { name: 'New Person', phone, email: 'new@example.com' });
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({ created: true, customer: { email: 'new@example.com' } });
    const id = made.body.customer.id;
    const again = await sarah.post(seek, { name: 'Other', phone: phone.replaceAll(' ', '') });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ created: false, customer: { id, name: 'New Person' } });
    // Whoever only knows a number gets no address by it.
    expect(again.body.customer.email).toBeNull();
    const byMail = await sarah.post(seek, { name: 'Other', email: 'NEW@example.com' });
    expect(byMail.body.customer).toMatchObject({ id, phone: null });
    for (const [body, field] of [
      [{ phone }, 'name'],
      [{ name: 'x' }, 'phone'],
      [{ name: 'x', phone: '1' }, 'phone'],
      [{ name: 'x', email: 'x' }, 'email'],
    ] as const) {
      const refused = await sarah.post(seek, body);
      expect(refused.status, field).toBe(422);
      expect(refused.body.errors).toHaveProperty(field);
    }
  });

  test('at once by many it is one', async () => {
    const phone = number();
    const email = 'race@example.com';
    const clients = [admin, sarah, omar, lead];
    const replies = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        clients[n % 4]!.post(
          seek,
          n % 2 ? { name: 'Race', phone, email } : { name: 'Race', email },
        ),
      ),
    );
    expect(new Set(replies.map(({ body }) => body.customer.id)).size).toBe(1);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test('of one’s own chat it is the customer from then on', async () => {
    const begun = await omar.post('/api/chats', { name: 'Walks in', message: 'Hello' });
    const chat = begun.body.chat.id;
    const entry = { name: 'Walks in', phone: number(), chat_id: chat };
    expect((await sarah.post(seek, entry)).status).toBe(404);
    const known = await omar.post(seek, entry);
    expect(known.status, known.text).toBe(201);
    const { id } = known.body.customer;
    expect((await omar.get(`/api/chats/${chat}`)).body.chat.customer).toMatchObject({ id });
    expect((await card(omar, id)).chats).toBe(1);
    expect((await sarah.get(`/api/customers/${id}`)).status).toBe(404);
  });
});

describe('what is told and recorded', () => {
  test('customer:updated goes to who sees the customer, with no more than which', async () => {
    const { id } = await customer();
    const ears = [sarah, admin, omar, homes].map((client) => listen(client));
    await Promise.all(ears.map((ear) => ear.wait((message) => message.type === 'hello')));
    const [mine, all, none, elsewhere] = ears;
    await sarah.post(`/api/customers/${id}/notes`, { content: 'secret words' });
    const fits = (message: Body) =>
      message.type === 'customer:updated' && message.data.customer_id === id;
    const heard = await mine!.wait(fits);
    expect(heard.data).toEqual({
      customer_id: id,
      version: expect.any(Number),
      changed: ['notes'],
    });
    await all!.wait(fits);
    // Something that the others do hear comes after it: it would have been there before.
    await admin.post('/api/settings/customer-tags', { code: 'later', name_en: 'Later' });
    await none!.wait((message) => message.type === 'customer:choices');
    expect(none!.messages.some(fits)).toBe(false);
    expect(elsewhere!.messages.some((message) => message.type.startsWith('customer:'))).toBe(false);
    for (const ear of ears) ear.close();
  });

  test('changes of people are in the audit log', async () => {
    const { id } = await customer();
    await sarah.patch(`/api/customers/${id}`, { name: 'Renamed' });
    await sarah.post(`/api/customers/${id}/block`, { reason: 'test' });
    const actions = sql(
      server,
      `SELECT action FROM audit_log WHERE subject_type = 'customer' AND subject_id = ${id}
        ORDER BY id`,
    );
    expect(actions).toEqual(['customer.changed', 'customer.blocked']);
  });
});
