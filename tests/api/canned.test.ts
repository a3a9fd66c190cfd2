/*
 * Canned responses: whose they are, finding them, filling them in, counting them, files of them
 * (S1-CAN-01…09, S1-CAN-11, S1-CAN-12, IMP-CAN-01).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChats, patient, placeChat } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, lastAudit, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let lead: Client;
let sarah: Client;
let omar: Client;
let grace: Client;
let homes: Client;

const chats = [
  { id: 7001, department: 'sales', agent: 1, name: 'Fatima Ali' },
  { id: 7002, department: 'sales', agent: 1, name: '{{agent_name}} {{company_name}}' },
  { id: 7003, department: 'sales', agent: 2, name: 'Of Omar' },
  { id: 7004, department: 'sales', agent: 1, name: 'فاطمة' },
];

beforeAll(async () => {
  server = await startServer({
    prepare: (db) =>
      alter(
        db,
        [
          'DELETE FROM canned_responses;',
          noChats,
          patient,
          ...chats.map(placeChat),
          `UPDATE chats SET language = 'ar' WHERE id = 7004;`,
          `UPDATE chats SET customer_id = (SELECT customer_id FROM orders WHERE company_id = 1
             AND id = 1847) WHERE id = 7001 AND company_id = 1;`,
        ].join('\n'),
      ),
  });
  admin = await signIn(server, 'admin');
  lead = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  grace = await signIn(server, 'AG007');
  homes = await signIn(server, 'admin', 'homes');
});
afterAll(() => server.stop());

const make = async (by: Client, body: Body): Promise<Body> => {
  const reply = await by.post('/api/canned-responses', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.response;
};
const list = async (by: Client, query = ''): Promise<Body[]> => {
  const reply = await by.get(`/api/canned-responses${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.responses;
};
const titles = async (by: Client, query = '') => (await list(by, query)).map(({ title }) => title);
const render = async (by: Client, id: number, body: Body): Promise<Body> => {
  const reply = await by.post(`/api/canned-responses/${id}/render`, body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const remove = (by: Client, id: number) => by.delete(`/api/canned-responses/${id}`);

describe('whose it is', () => {
  test('a personal one is its owner’s alone, and in no audit log', async () => {
    const mine = await make(sarah, { title: 'Only mine', shortcut: '/mine', body: 'Hello' });
    expect(mine).toMatchObject({
      scope: 'personal',
      shortcut: 'mine',
      body: 'Hello',
      body_en: 'Hello',
      body_ar: null,
      editable: true,
      use_count: 0,
      unknown: [],
      version: 1,
    });
    expect(await titles(sarah)).toContain('Only mine');
    for (const other of [omar, lead, admin, homes]) {
      expect(await titles(other)).not.toContain('Only mine');
      expect((await other.get(`/api/canned-responses/${mine.id}`)).status).toBe(404);
      expect((await other.put(`/api/canned-responses/${mine.id}`, { title: 'Taken' })).status).toBe(
        404,
      );
      expect((await remove(other, mine.id)).status).toBe(404);
      expect((await other.post(`/api/canned-responses/${mine.id}/render`, {})).status).toBe(404);
      expect((await other.post(`/api/canned-responses/${mine.id}/restore`)).status).toBe(404);
    }
    const [logged] = sql(
      server,
      "SELECT COUNT(*) FROM audit_log WHERE action LIKE 'canned%' AND company_id = 1",
    );
    expect(Number(logged)).toBe(0);
    expect((await remove(sarah, mine.id)).status).toBe(200);
  });

  test('a team’s is seen by the team, the company’s by everyone', async () => {
    const ours = await make(lead, { title: 'Of the team', body: 'Ours', scope: 'team' });
    expect(ours.team.name).toBe('Sales Dubai');
    const all = await make(admin, { title: 'Of all', body: 'All', scope: 'company' });
    expect(await titles(sarah)).toEqual(expect.arrayContaining(['Of the team', 'Of all']));
    expect(await titles(grace)).toContain('Of all');
    expect(await titles(grace)).not.toContain('Of the team');
    expect((await grace.get(`/api/canned-responses/${ours.id}`)).status).toBe(404);
    expect(await titles(homes)).toEqual([]);
    // Who keeps those of every team sees them, but has only one's own team's at hand.
    expect(await titles(admin, '?scope=team')).toEqual(['Of the team']);
    expect(await titles(admin, '?scope=team&at_hand=true')).toEqual([]);
    expect((await list(sarah, '?scope=team'))[0].editable).toBe(false);
    for (const { id } of [ours, all]) expect((await remove(admin, id)).status).toBe(200);
  });

  test('agents keep their own, leads their team’s, managers the company’s', async () => {
    const refused = async (by: Client, body: Body) =>
      (await by.post('/api/canned-responses', { title: 'No', body: 'No', ...body })).status;
    expect(await refused(sarah, { scope: 'team' })).toBe(403);
    expect(await refused(sarah, { scope: 'company' })).toBe(403);
    expect(await refused(lead, { scope: 'company' })).toBe(403);
    const { teams } = (await admin.get(`/api/canned-responses/choices`)).body;
    const other = teams.find((team: Body) => team.name !== 'Sales Dubai');
    expect(await refused(lead, { scope: 'team', team_id: other.id })).toBe(403);
    expect(await refused(admin, { scope: 'team', team_id: 98765 })).toBe(422);
    const ours = await make(lead, { title: 'Ours', body: 'x', scope: 'team' });
    const theirs = await make(admin, {
      title: 'Theirs',
      body: 'x',
      scope: 'team',
      team_id: other.id,
    });
    expect((await sarah.put(`/api/canned-responses/${ours.id}`, { title: 'Mine' })).status).toBe(
      403,
    );
    expect((await remove(sarah, ours.id)).status).toBe(403);
    expect((await lead.put(`/api/canned-responses/${theirs.id}`, { title: 'Mine' })).status).toBe(
      404,
    );
    expect((await lead.get(`/api/canned-responses/choices`)).body).toMatchObject({
      scopes: ['personal', 'team'],
      teams: [{ name: 'Sales Dubai' }],
    });
    expect((await sarah.get(`/api/canned-responses/choices`)).body).toMatchObject({
      scopes: ['personal'],
      teams: [],
    });
    for (const { id } of [ours, theirs]) await remove(admin, id);
  });
});

describe('what is written', () => {
  test('what is wrong is named', async () => {
    const fields = async (body: Body) =>
      (await sarah.post('/api/canned-responses', body)).body.errors;
    expect(await fields({ body: 'x' })).toHaveProperty('title');
    expect(await fields({ title: 'x' })).toHaveProperty('body');
    expect(await fields({ title: 'x', body: '  ' })).toHaveProperty('body');
    expect(await fields({ title: 'x', body: 'y'.repeat(4001) })).toHaveProperty('body');
    expect(await fields({ title: 'x', body: 'y', shortcut: 'two words' })).toHaveProperty(
      'shortcut',
    );
    expect(await fields({ title: 'x', body: 'y', shortcut: '!!' })).toHaveProperty('shortcut');
    expect(await fields({ title: 'x', body: 'y', scope: 'everyone' })).toHaveProperty('scope');
    expect(await fields({ title: 'x', body: 'y', tags: ['a'.repeat(40)] })).toHaveProperty('tags');
  });

  test('shortcuts of one holder differ, whatever their accents and case', async () => {
    const first = await make(sarah, { title: 'Greeting', body: 'x', shortcut: 'أهلا' });
    const again = await sarah.post('/api/canned-responses', {
      title: 'Other',
      body: 'x',
      shortcut: 'اهلا',
    });
    expect(again.status).toBe(409);
    expect(again.body.errors).toHaveProperty('shortcut');
    // Another holder has names of its own.
    const omars = await make(omar, { title: 'Greeting', body: 'x', shortcut: 'أهلا' });
    const second = await make(sarah, { title: 'Second', body: 'x', shortcut: 'bye' });
    expect(
      (await sarah.put(`/api/canned-responses/${second.id}`, { shortcut: 'اهلا' })).status,
    ).toBe(409);
    await remove(sarah, first.id);
    expect(
      (await sarah.put(`/api/canned-responses/${second.id}`, { shortcut: 'اهلا' })).status,
    ).toBe(200);
    // It is taken now: what was removed does not come back over it.
    const back = await sarah.post(`/api/canned-responses/${first.id}/restore`);
    expect(back.status).toBe(409);
    await remove(sarah, second.id);
    await remove(omar, omars.id);
  });

  test('a stale change shows what is there; removing can be undone', async () => {
    const made = await make(lead, { title: 'First', body: 'x', scope: 'team', tags: ['a', 'b'] });
    const put = (body: Body) => lead.put(`/api/canned-responses/${made.id}`, body);
    const changed = await put({ title: 'Second', body_ar: 'ص', version: made.version });
    expect(changed.body.response).toMatchObject({
      title: 'Second',
      body_en: 'x',
      body_ar: 'ص',
      tags: ['a', 'b'],
    });
    const stale = await put({ title: 'Third', version: made.version });
    expect(stale.status).toBe(409);
    expect(stale.body.current.title).toBe('Second');
    expect(lastAudit(server, 'canned_response.changed')).toMatchObject({
      before: { title: 'First' },
      after: { title: 'Second' },
    });
    expect((await put({ body_en: '', body_ar: '' })).status).toBe(422);
    expect((await put({ body_en: '' })).body.response).toMatchObject({ body_en: null });
    expect((await remove(lead, made.id)).status).toBe(200);
    expect((await lead.get(`/api/canned-responses/${made.id}`)).status).toBe(404);
    expect((await put({ title: 'Gone' })).status).toBe(404);
    const back = await lead.post(`/api/canned-responses/${made.id}/restore`);
    expect(back.body.response).toMatchObject({ id: made.id, title: 'Second' });
    expect((await remove(lead, made.id)).status).toBe(200);
  });

  test('pages hear of it and ask; the text goes to nobody', async () => {
    const live = listen(sarah);
    const strange = listen(homes);
    for (const one of [live, strange]) await one.wait(({ type }) => type === 'hello');
    const mine = await make(omar, { title: 'Secret of Omar', body: 'x' });
    const all = await make(admin, { title: 'Known to all', body: 'x', scope: 'company' });
    await live.wait((m) => m.type === 'canned:changed' && m.data.id === all.id);
    await remove(admin, all.id);
    await live.wait((m) => m.type === 'canned:changed' && m.data.removed === true);
    const told = live.messages.filter((m) => m.type === 'canned:changed').map((m) => m.data.id);
    expect(told).not.toContain(mine.id);
    expect(JSON.stringify(live.messages)).not.toContain('Known to all');
    expect(strange.messages.filter((m) => m.type === 'canned:changed')).toEqual([]);
    live.close();
    strange.close();
    await remove(omar, mine.id);
  });
});

describe('finding', () => {
  let made: Body[] = [];
  beforeAll(async () => {
    made = [
      await make(sarah, {
        title: 'Refund steps',
        shortcut: 'refund',
        body: 'How it goes',
        category: 'Money',
      }),
      await make(sarah, {
        title: 'About money back',
        body: 'We refund within days',
        category: 'Money',
      }),
      await make(sarah, {
        title: 'موعد التوصيل',
        body: 'يصلك الطلب غدًا',
        category: 'توصيل',
        tags: ['delivery'],
      }),
      await make(sarah, { title: 'Refunds are slow', body: 'x', category: 'Other' }),
    ];
  });
  afterAll(async () => {
    for (const { id } of made) await remove(sarah, id);
  });

  test('by shortcut first, then title, then what is in it; every word counts', async () => {
    expect(await titles(sarah, '?search=refund')).toEqual([
      'Refund steps',
      'Refunds are slow',
      'About money back',
    ]);
    expect(await titles(sarah, '?search=days%20refund')).toEqual(['About money back']);
    expect(await titles(sarah, '?search=refund%25')).toHaveLength(3);
    expect(await titles(sarah, `?search=${encodeURIComponent('الطَّلب غدا')}`)).toEqual([
      'موعد التوصيل',
    ]);
    expect(await titles(sarah, '?search=nothing')).toEqual([]);
  });

  test('by category, tag and scope, in any order, a page at a time', async () => {
    expect(await titles(sarah, '?category=money&sort=title')).toEqual([
      'About money back',
      'Refund steps',
    ]);
    expect(await titles(sarah, '?tag=delivery')).toEqual(['موعد التوصيل']);
    expect(await titles(sarah, '?scope=company')).toEqual([]);
    expect((await titles(sarah, '?sort=newest'))[0]).toBe('Refunds are slow');
    const { body } = await sarah.get(`/api/canned-responses?sort=title&page=2&per_page=3`);
    expect(body.responses).toHaveLength(1);
    expect(body.pagination).toMatchObject({ page: 2, per_page: 3, total: 4 });
    const { categories, counts, variables } = (await sarah.get(`/api/canned-responses/choices`))
      .body;
    expect(categories).toEqual(expect.arrayContaining([{ name: 'Money', count: 2 }]));
    expect(counts).toMatchObject({ all: 4, personal: 4, team: 0, company: 0 });
    expect(variables).toEqual(expect.arrayContaining(['customer_name', 'order_code']));
    expect((await sarah.get(`/api/canned-responses?sort=size`)).status).toBe(422);
    expect((await sarah.get(`/api/canned-responses?cursor=abc`)).status).toBe(422);
  });
});

describe('filling in', () => {
  test('values come from the chat, once, and what is not known is a gap', async () => {
    const made = await make(sarah, {
      title: 'Hello',
      body: 'Hi {{customer_name}}, {{ Agent_Name }} of {{company_name}}. {{order_code}} {{chat_id}} {{department}}',
    });
    const text = await render(sarah, made.id, { chat_id: 7001 });
    expect(text).toMatchObject({ language: 'en', fallback: false, unknown: [], missing: [] });
    const { name } = sarah.login.user;
    expect(text.body).toMatch(
      new RegExp(`^Hi Fatima Ali, ${name} of .+\\. ORD-\\d{4}-\\d{6} conv_7001 Sales$`),
    );
    // A customer’s name is no template.
    const evil = await render(sarah, made.id, { conversation_id: 'conv_7002' });
    expect(evil.body).toContain('Hi {{agent_name}} {{company_name}}, ');
    expect(evil.missing).toEqual(['order_code']);
    expect(evil.body).toContain('____');
    const nobody = await render(sarah, made.id, {});
    expect(nobody.missing).toEqual(['customer_name', 'order_code', 'chat_id', 'department']);
    expect(
      (await sarah.post(`/api/canned-responses/${made.id}/render`, { chat_id: 7003 })).status,
    ).toBe(404);
    expect(
      (await sarah.post(`/api/canned-responses/${made.id}/render`, { chat_id: 'x' })).status,
    ).toBe(404);
    await remove(sarah, made.id);
  });

  test('unknown names are told and never given out', async () => {
    const made = await make(sarah, {
      title: 'Odd',
      body: 'A {{ticket_id}} B {{الاسم}} C {{}} D {{customer_name}} {{date}} {{time}}',
    });
    expect(made.unknown).toEqual(['ticket_id', 'الاسم']);
    const text = await render(sarah, made.id, { chat_id: 7001 });
    expect(text.unknown).toEqual(['ticket_id', 'الاسم']);
    expect(text.body).toMatch(
      /^A ____ B ____ C \{\{\}\} D Fatima Ali \d{1,2} [A-Z][a-z]+ \d{4} \d\d:\d\d$/,
    );
    await remove(sarah, made.id);
  });

  test('the language of the chat chooses; without a text in it the other one is given', async () => {
    const both = await make(sarah, {
      title: 'Both',
      body_en: 'Hello {{customer_name}}',
      body_ar: 'أهلًا {{customer_name}} {{date}}',
    });
    expect((await render(sarah, both.id, { chat_id: 7001 })).body).toBe('Hello Fatima Ali');
    const arabic = await render(sarah, both.id, { chat_id: 7004 });
    expect(arabic).toMatchObject({ language: 'ar', fallback: false });
    expect(arabic.body).toMatch(/^أهلًا فاطمة \d{1,2} [؀-ۿ]+ \d{4}$/);
    expect(await render(sarah, both.id, { chat_id: 7004, language: 'en' })).toMatchObject({
      body: 'Hello فاطمة',
      language: 'en',
      fallback: false,
    });
    const one = await make(sarah, { title: 'One', body: 'Only English' });
    expect(await render(sarah, one.id, { chat_id: 7004 })).toMatchObject({
      body: 'Only English',
      language: 'en',
      fallback: true,
    });
    await remove(sarah, both.id);
    await remove(sarah, one.id);
  });
});

describe('sending', () => {
  const send = (by: Client, chat: number, body: Body) =>
    by.post(`/api/chats/${chat}/messages`, body);

  test('a message that began as a response is counted once, and sorts it first', async () => {
    const rare = await make(sarah, { title: 'A rare one', body: 'x' });
    const often = await make(sarah, { title: 'Z often', body: 'x' });
    const message = { client_message_id: 'c1', content: 'Hello', canned_id: often.id };
    expect((await send(sarah, 7001, message)).status).toBe(201);
    expect((await send(sarah, 7001, message)).status).toBe(200);
    const counted = (await sarah.get(`/api/canned-responses/${often.id}`)).body.response;
    expect(counted.use_count).toBe(1);
    expect(counted.version).toBe(often.version);
    expect(Date.parse(counted.last_used_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(await titles(sarah)).toEqual(['Z often', 'A rare one']);
    // Somebody else’s and one that is not there are the same: the message goes, nothing counts.
    for (const id of [often.id, 98765]) {
      const reply = await send(omar, 7003, {
        client_message_id: `o${id}`,
        content: 'Hello',
        canned_id: id,
      });
      expect(reply.status, reply.text).toBe(201);
    }
    expect((await sarah.get(`/api/canned-responses/${often.id}`)).body.response.use_count).toBe(1);
    await remove(sarah, rare.id);
    await remove(sarah, often.id);
  });

  test('with gaps it is refused, and nothing of it stays', async () => {
    const made = await make(sarah, { title: 'Gap', body: 'Your order {{nothing}}' });
    const { body } = await render(sarah, made.id, { chat_id: 7001 });
    const before = (await sarah.get('/api/chats/7001')).body.chat.message_count;
    const reply = await send(sarah, 7001, {
      client_message_id: 'gap',
      content: body,
      canned_id: made.id,
    });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toHaveProperty('content');
    expect((await sarah.get('/api/chats/7001')).body.chat.message_count).toBe(before);
    expect((await sarah.get(`/api/canned-responses/${made.id}`)).body.response.use_count).toBe(0);
    await remove(sarah, made.id);
  });
});

describe('files', () => {
  const csv = { headers: { 'content-type': 'text/csv' } };
  const load = async (by: Client, text: string, query = ''): Promise<Body> => {
    const reply = await by.post(`/api/canned-responses/import${query}`, text, csv);
    expect(reply.status, reply.text).toBe(200);
    return reply.body.import;
  };

  test('lines become responses, once; what is wrong is told by its line', async () => {
    const text = [
      'title,shortcut,body_en,body_ar,category,tags,scope,team',
      'Imported one,one,Hello,أهلا,Greetings,"a, b",company,',
      'Imported two,,"=1+1, two\nlines",,,,team,Sales Dubai',
      ',nothing,x,,,,company,',
      'No text,,,,,,company,',
      'Where,,x,,,,team,No such team',
      'Whose,,x,,,,everyone,',
    ].join('\n');
    const dry = await load(admin, text, '?dry_run=true');
    expect(dry).toMatchObject({ dry_run: true, total_lines: 6, created: 2, failed: 4 });
    expect(await titles(admin)).toEqual([]);
    const done = await load(admin, text);
    expect(done).toMatchObject({ created: 2, changed: 0, unchanged: 0, failed: 4 });
    expect(done.errors.map(({ line, field }: Body) => [line, field])).toEqual([
      [5, 'title'],
      [6, 'body'],
      [7, 'team'],
      [8, 'scope'],
    ]);
    expect(await load(admin, text)).toMatchObject({ created: 0, unchanged: 2 });
    const [one] = await list(admin, '?search=one');
    expect(one).toMatchObject({ tags: ['a', 'b'], body_ar: 'أهلا', scope: 'company' });
    expect(await titles(sarah, '?scope=team')).toEqual(['Imported two']);
    expect(lastAudit(server, 'canned_responses.imported')).toMatchObject({ created: 2 });
  });

  test('what goes out comes back as it was, in either language', async () => {
    for (const language of ['', '&language=ar', '&language=en']) {
      const file = await admin.get(`/api/canned-responses/export?format=csv${language}`, {
        unchecked: true,
      });
      expect(file.status).toBe(200);
      expect(await load(admin, file.text)).toMatchObject({
        created: 0,
        changed: 0,
        unchanged: 2,
        failed: 0,
      });
    }
    const changed = await load(
      admin,
      'Title,Shortcut,Response in English,For whom\nImported one,one,Bye,company\n',
    );
    expect(changed).toMatchObject({ changed: 1 });
    expect((await list(admin, '?search=one'))[0]).toMatchObject({
      body_en: 'Bye',
      body_ar: 'أهلا',
      category: 'Greetings',
    });
    expect(lastAudit(server, 'canned_responses.exported')).toMatchObject({ rows: 2 });
  });

  test('who may not, does not; what is no such file is refused', async () => {
    expect((await sarah.get(`/api/canned-responses/export`)).status).toBe(403);
    expect(
      (await sarah.post(`/api/canned-responses/import`, 'title,body_en\nx,y\n', csv)).status,
    ).toBe(403);
    const bad = async (text: string) =>
      (await admin.post(`/api/canned-responses/import`, text, csv)).status;
    expect(await bad('name,text\nx,y\n')).toBe(422);
    expect(await bad('title\nx\n')).toBe(422);
    const denied = await load(lead, 'title,body_en,scope\nx,y,company\n');
    expect(denied).toMatchObject({ created: 0, failed: 1, errors: [{ line: 2, field: 'scope' }] });
    const many = `title,body_en,scope\n${'x,y,company\n'.repeat(5001)}`;
    expect(await bad(many)).toBe(413);
    expect(await titles(admin, '?search=x')).toEqual([]);
    for (const { id } of await list(admin)) await remove(admin, id);
  });
});

test('ten thousand are found as fast as a few', async () => {
  const csv = { headers: { 'content-type': 'text/csv' } };
  for (const part of [0, 1]) {
    const lines = Array.from({ length: 5000 }, (_, i) => {
      const n = part * 5000 + i;
      return `Answer ${n},s${n},"Text of answer ${n}, with some words about delivery and money",company`;
    });
    const reply = await admin.post(
      `/api/canned-responses/import`,
      `title,shortcut,body_en,scope\n${lines.join('\n')}\n`,
      csv,
    );
    expect(reply.body.import).toMatchObject({ created: 5000, failed: 0 });
  }
  expect((await list(sarah, '?search=s9999'))[0].title).toBe('Answer 9999');
  expect(
    (await sarah.get(`/api/canned-responses?search=delivery%20money`)).body.pagination.total,
  ).toBe(10_000);
  expect(await list(sarah, '?per_page=50')).toHaveLength(50);
}, 120_000);
