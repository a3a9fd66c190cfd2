/*
 * What colleagues do with chats: notes and mentions, tags, handing on, opening again, blocking,
 * editing, many at once, transcripts, what was before; giving out by itself, and the customer's
 * side of it (S1-CHAT-16, S1-CHAT-17, S1-CHAT-25…32, S1-CUST-03, S1-NOTIF-01, S1-NOTIF-05,
 * S1-NOTIF-07, S1-PROF-16, S1-PROF-18, S1-PROF-21, IMP-CHAT-02, IMP-CHAT-04).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChats, patient, placeChat } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, changeRows, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let sarah: Client;
let omar: Client;
let grace: Client;
const gulf = `(SELECT id FROM companies WHERE code = 'gulf')`;

const chats = [
  {
    id: 7101,
    department: 'sales',
    agent: 1,
    name: 'Fatima <b>Ali</b>',
    said: ['<script>x</script>'],
  },
  { id: 7102, department: 'sales', agent: 1, name: 'Handed on' },
  { id: 7103, department: 'sales', agent: 1, name: 'Over', state: 'closed' as const },
  { id: 7104, department: 'sales', agent: 1, name: 'Spammer', email: 'spam@example.com' },
  { id: 7105, department: 'sales', agent: 2, name: 'Of Omar' },
  { id: 7106, department: 'support', name: 'Waits' },
  { id: 7107, department: 'sales', agent: 1, name: 'One' },
  { id: 7108, department: 'sales', agent: 1, name: 'Two' },
];

beforeAll(async () => {
  server = await startServer({
    prepare: (db) => alter(db, [noChats, patient, ...chats.map(placeChat)].join('\n')),
  });
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  grace = await signIn(server, 'AG007');
});

afterAll(() => server.stop());

const messages = async (client: Client, chat: number): Promise<Body[]> =>
  (await client.get(`/api/chats/${chat}/messages?limit=200`)).body.messages;
const notified = async (client: Client, type: string): Promise<Body[]> =>
  (await client.get('/api/agent/notifications')).body.notifications.filter(
    (n: Body) => n.type === type,
  );

describe('notes', () => {
  test('stay with colleagues; who is mentioned hears of it and sees the chat (S1-CHAT-29, S1-NOTIF-05)', async () => {
    expect((await omar.get('/api/chats/7101')).status).toBe(404);
    const note = { client_message_id: 'n-1', content: 'Look @Omar', mentions: ['AGT-002'] };
    const reply = await sarah.post('/api/chats/7101/notes', note);
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.message).toMatchObject({ kind: 'note', internal: true, speaker: 'agent' });
    expect(reply.body.message.mentions).toEqual([omar.login.user.id]);
    // Lists go on showing what the customer sees.
    expect(reply.body.chat.last_message.preview).toBe('<script>x</script>');
    expect((await sarah.post('/api/chats/7101/notes', note)).status).toBe(200);
    expect((await omar.get('/api/chats/7101')).status).toBe(200);
    const [mention] = await notified(omar, 'mention');
    expect(mention).toMatchObject({ subject_type: 'chat', subject_id: 7101, body: 'Look @Omar' });
    const bad = { client_message_id: 'n-2', content: 'x', mentions: ['999999'] };
    expect(Object.keys((await sarah.post('/api/chats/7101/notes', bad)).body.errors)).toEqual([
      'mentions',
    ]);
  });

  test('who does not work with chats is not mentioned, and as a guest hears no more of them', async () => {
    const rights = "company_id = 1 AND permission = 'chats.read'";
    const live = listen(omar);
    await live.wait((m) => m.type === 'hello');
    await sarah.post('/api/chats/7101/notes', { client_message_id: 'g-1', content: 'Heard' });
    await live.wait((m) => m.type === 'chat:message' && m.data.content === 'Heard');
    const kept = sql(server, `SELECT role_id FROM role_permissions WHERE ${rights}`);
    const omars = sql(
      server,
      `SELECT role_id FROM user_roles WHERE company_id = 1 AND user_id = ${omar.login.user.id}`,
    );
    // Another agent's role is the same one; whoever writes now has a role of their own.
    changeRows(
      server,
      `DELETE FROM role_permissions WHERE ${rights} AND role_id IN (${omars.join()})`,
    );
    const note = { client_message_id: 'g-2', content: 'Not heard', mentions: ['AGT-002'] };
    const refused = await admin.post('/api/chats/7101/notes', note);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toHaveProperty('mentions');
    const written = { client_message_id: 'g-3', content: 'Not heard' };
    expect((await admin.post('/api/chats/7101/notes', written)).status).toBe(201);
    for (const role of omars.filter((id) => kept.includes(id)))
      changeRows(
        server,
        `INSERT INTO role_permissions (company_id, role_id, permission) VALUES (1, ${role}, 'chats.read')`,
      );
    await sarah.post('/api/chats/7101/notes', { client_message_id: 'g-4', content: 'Again' });
    const next = await live.wait(
      (m) => m.type === 'chat:message' && m.data.chat_id === 7101 && m.data.content !== 'Heard',
    );
    expect(next.data.content).toBe('Again');
    live.close();
  });

  test('an edit keeps what was said, of one’s own alone, and only for a while', async () => {
    const said = { client_message_id: 'm-1', content: 'Helo' };
    const { seq } = (await sarah.post('/api/chats/7101/messages', said)).body.message;
    const path = `/api/chats/7101/messages/${seq}`;
    const reply = await sarah.patch(path, { content: 'Hello' });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.message).toMatchObject({ seq, content: 'Hello' });
    expect(reply.body.message.edited_at).not.toBeNull();
    expect(reply.body.chat.last_message.preview).toBe('Hello');
    expect(sql(server, `SELECT content FROM chat_edits WHERE chat_id = 7101`)).toEqual(['Helo']);
    expect((await omar.patch(path, { content: 'x' })).status).toBe(403);
    expect((await sarah.patch('/api/chats/7101/messages/1', { content: 'x' })).status).toBe(403);
    expect((await sarah.patch('/api/chats/7101/messages/999', { content: 'x' })).status).toBe(404);
    changeRows(
      server,
      `UPDATE conversation_messages SET at_us = at_us - 1000000000 WHERE company_id = ${gulf}
       AND conversation_id = 7101 AND id = ${seq};`,
    );
    expect((await sarah.patch(path, { content: 'Late' })).status).toBe(409);
  });
});

describe('tags', () => {
  test('every company has three, makes more, and chats are found by them (S1-CHAT-30)', async () => {
    const codes = (await sarah.get('/api/chats/tags')).body.tags.map((t: Body) => t.code);
    expect(codes.sort()).toEqual(['escalated', 'resolved', 'spam']);
    expect((await sarah.post('/api/chats/tags', { code: 'vip' })).status).toBe(403);
    const made = await admin.post('/api/chats/tags', { code: 'vip', name: 'VIP', color: 'violet' });
    expect(made.status, made.text).toBe(201);
    expect((await admin.post('/api/chats/tags', { code: 'vip' })).status).toBe(409);
    const tagged = await sarah.put('/api/chats/7101/tags', { tags: ['vip', 'spam'] });
    expect(tagged.body.chat.tags).toEqual(['vip', 'spam']);
    expect((await sarah.put('/api/chats/7101/tags', { tags: ['no'] })).status).toBe(422);
    const found = await sarah.get('/api/chats?tag=vip');
    expect(found.body.chats.map((c: Body) => c.id)).toEqual([7101]);
    await sarah.put('/api/chats/7103/tags', { tags: ['vip'] });
    expect((await sarah.get('/api/chats?tag=vip')).body.chats.map((c: Body) => c.id)).toEqual([
      7101, 7103,
    ]);
    expect((await admin.delete('/api/chats/tags/vip')).status).toBe(409);
    const off = await admin.put('/api/chats/tags/vip', { active: false });
    expect(off.body.tag).toMatchObject({ active: false, chats: 2 });
    expect((await sarah.put('/api/chats/7102/tags', { tags: ['vip'] })).status).toBe(422);
    const named = { code: 'brief', name: 'Brief', name_ar: 'قصيرة' };
    const brief = await admin.post('/api/chats/tags', named);
    expect(brief.body.tag).toMatchObject(named);
    const again = { name_ar: '', version: brief.body.tag.version };
    expect((await admin.put('/api/chats/tags/brief', again)).body.tag.name_ar).toBeNull();
    expect((await admin.delete('/api/chats/tags/brief')).status).toBe(200);
    expect((await admin.delete('/api/chats/tags/brief')).status).toBe(404);
  });
});

describe('handing on', () => {
  test('to an agent, who is told, with the history and a note (S1-CHAT-25)', async () => {
    const reply = await sarah.post('/api/chats/7102/transfer', {
      agent_id: 'AGT-002',
      note: 'Wants a refund',
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.chat).toMatchObject({ state: 'active', agent: { code: 'AGT-002' } });
    expect((await sarah.get('/api/chats/7102')).status).toBe(404);
    const all = await messages(omar, 7102);
    expect(all.map((m) => m.event?.type ?? m.kind)).toEqual(['text', 'transferred', 'note']);
    expect(all.at(-1)).toMatchObject({ content: 'Wants a refund', internal: true });
    const [told] = await notified(omar, 'chat_transferred');
    expect(told).toMatchObject({ subject_id: 7102, body: 'Wants a refund' });
    expect((await omar.post('/api/chats/7102/transfer', { agent_id: 'AGT-002' })).status).toBe(422);
    expect((await omar.post('/api/chats/7102/transfer', {})).status).toBe(422);
  });

  test('to a department, where it waits (S1-CHAT-26)', async () => {
    const reply = await omar.post('/api/chats/7102/transfer', { department: 'support' });
    expect(reply.body.chat).toMatchObject({
      state: 'waiting',
      agent: null,
      department: { code: 'support' },
    });
    expect((await grace.get('/api/chats/7102')).body.chat.position).toBe(2);
    const told = (await messages(grace, 7102)).at(-1)?.event;
    expect(told).toMatchObject({ type: 'transferred', to_department: 'support' });
    expect(told.to_department_name).toBe(reply.body.chat.department.name);
    expect((await omar.get('/api/chats/7102')).status).toBe(404);
    expect((await grace.post('/api/chats/7102/claim', {})).status).toBe(200);
  });
});

test('a chat that is over goes on with whom had it (S1-CHAT-28)', async () => {
  const reply = await sarah.post('/api/chats/7103/reopen', {});
  expect(reply.body.chat).toMatchObject({
    state: 'active',
    closed_at: null,
    agent: { code: 'AGT-001' },
  });
  expect((await sarah.post('/api/chats/7103/reopen', {})).status).toBe(409);
  await sarah.post('/api/chats/7103/close', {});
  expect((await admin.post('/api/chats/7103/reopen', {})).body.chat).toMatchObject({
    state: 'waiting',
    agent: null,
  });
});

test('who is blocked is so in every chat, until allowed again (S1-CHAT-31)', async () => {
  const blocked = await sarah.post('/api/chats/7104/block', { reason: 'Advertising' });
  expect(blocked.body.chat.customer.blocked).toBe(true);
  changeRows(server, placeChat({ id: 7120, department: 'sales', email: 'spam@example.com' }));
  expect((await admin.get('/api/chats/7120')).body.chat.customer.blocked).toBe(true);
  const free = await sarah.post('/api/chats/7104/unblock', {});
  expect(free.body.chat.customer.blocked).toBe(false);
  expect((await admin.get('/api/chats/7120')).body.chat.customer.blocked).toBe(false);
});

test('many at once, each with its own outcome (S1-ADV-11)', async () => {
  const reply = await sarah.post('/api/chats/bulk', {
    ids: [7107, 7105, 999999, 'conv_7108'],
    action: 'close',
    reason: 'Evening',
  });
  expect(reply.status, reply.text).toBe(200);
  expect(reply.body.results.map((r: Body) => r.ok)).toEqual([true, false, false, true]);
  expect(reply.body).toMatchObject({ done: 2, failed: 2 });
  expect(reply.body.results[1].code).toBe('not_found');
  expect((await sarah.get('/api/chats/7108')).body.chat).toMatchObject({
    state: 'closed',
    close_reason: 'Evening',
  });
});

test('tags of many at once come beside those that each has (S1-ADV-11)', async () => {
  await sarah.put('/api/chats/7101/tags', { tags: ['spam'] });
  const ids = [7101, 7104, 7105];
  const add = { ids, action: 'tag', tags: ['resolved', 'spam'], beside: true };
  const added = await sarah.post('/api/chats/bulk', add);
  expect(added.status, added.text).toBe(200);
  expect(added.body.results.map((r: Body) => r.chat?.tags ?? r.code)).toEqual([
    ['spam', 'resolved'],
    ['resolved', 'spam'],
    'not_found',
  ]);
  const unknown = await sarah.post('/api/chats/bulk', { ...add, tags: ['nothing'] });
  expect(unknown.body).toMatchObject({ done: 0, failed: 3 });
  const set = { ids: [7101, 7104], action: 'tag', tags: [] };
  const cleared = await sarah.post('/api/chats/bulk', set);
  expect(cleared.body.results.map((r: Body) => r.chat.tags)).toEqual([[], []]);
});

describe('a transcript (S1-CHAT-32)', () => {
  const get = (query: string) =>
    sarah.get(`/api/chats/7101/transcript?${query}`, { unchecked: true });

  test('as text, JSON and HTML that runs nothing', async () => {
    const text = await get('format=txt');
    expect(text.headers.get('content-disposition')).toContain('conv_7101.txt');
    expect(text.text).toContain('<script>x</script>');
    expect(text.text).toContain('Look @Omar');
    const json = await get('format=json');
    expect(json.body.messages.some((m: Body) => m.kind === 'note')).toBe(true);
    const html = await get('format=html');
    expect(html.text).toContain('&lt;script&gt;x&lt;/script&gt;');
    expect(html.text).toContain('Fatima &lt;b&gt;Ali&lt;/b&gt;');
    expect(html.text).not.toContain('<script>');
  });

  test.each(['txt', 'json', 'html'])('for the customer %s is without notes', async (format) => {
    const reply = await get(`format=${format}&for=customer`);
    expect(reply.status).toBe(200);
    expect(reply.text).not.toContain('Look @Omar');
    expect(reply.text).toContain('Hello');
    // What those who work did, and who they are, is theirs.
    expect(reply.text).not.toContain('AGT-');
    expect(reply.text).not.toContain('"event"');
  });
});

test('what was with the customer before, newest first (S1-CUST-03)', async () => {
  const [customer] = sql(
    server,
    `SELECT customer_id FROM orders WHERE company_id = ${gulf} AND id = 1847`,
  );
  changeRows(
    server,
    `UPDATE chats SET customer_id = ${customer} WHERE company_id = ${gulf} AND id IN (7101, 7107);`,
  );
  const { timeline } = (await admin.get('/api/chats/7101/timeline')).body;
  expect(timeline.map((m: Body) => m.kind)).toContain('order');
  expect(timeline.filter((m: Body) => m.kind === 'chat').map((m: Body) => m.code)).toEqual([
    'conv_7107',
  ]);
  const times = timeline.map((m: Body) => m.at);
  expect(times).toEqual([...times].sort().reverse());
});

test('typing and looking pass, and are told to who sees the chat (S1-CHAT-16)', async () => {
  const live = listen(admin);
  await live.wait((m) => m.type === 'hello');
  expect((await sarah.post('/api/chats/7101/typing', { typing: true })).body.typing).toBe(true);
  await live.wait(
    (m) => m.type === 'chat:typing' && m.data.chat_id === 7101 && m.data.side === 'agent',
  );
  const seen = await sarah.post('/api/chats/7101/viewing', { viewing: true });
  expect(seen.body.viewers.map((v: Body) => v.name)).toEqual(['Sarah Al-Mansouri']);
  await live.wait((m) => m.type === 'chat:viewers' && m.data.viewers.length === 1);
  await sarah.post('/api/chats/7101/viewing', { viewing: false });
  await live.wait((m) => m.type === 'chat:viewers' && m.data.viewers.length === 0);
  expect((await grace.post('/api/chats/7101/typing', { typing: true })).status).toBe(404);
  live.close();
});

describe('settings and figures', () => {
  test('are set with their version, and say what is wrong', async () => {
    const { settings } = (await admin.get('/api/settings/chat')).body;
    expect(settings).toMatchObject({ routing: 'manual', receipts: true, capacity_default: 5 });
    const changed = await admin.put('/api/settings/chat', {
      version: settings.version,
      answers: { away: { en: 'Nobody is here.', ar: 'لا أحد هنا الآن.' } },
    });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body.settings.answers.away.ar).toBe('لا أحد هنا الآن.');
    const late = await admin.put('/api/settings/chat', {
      version: settings.version,
      routing: 'auto',
    });
    expect(late.status).toBe(409);
    expect(late.body.current.routing).toBe('manual');
    expect((await admin.put('/api/settings/chat', { capacity_default: 0 })).status).toBe(422);
    expect((await sarah.get('/api/settings/chat')).status).toBe(403);
  });

  test('open the very rows they are made of (S1-DASH-02…08)', async () => {
    const ended = (id: number, agent: number, more: string) =>
      placeChat({ id, department: 'sales', agent, state: 'closed' }) +
      `UPDATE chats SET ${more} WHERE company_id = ${gulf} AND id = ${id};`;
    changeRows(
      server,
      [
        ended(7301, 2, 'rating = 4'),
        ended(7302, 2, 'first_response_us = closed_us'),
        ended(7303, 2, "first_response_us = closed_us, source = 'agent'"),
        ended(7304, 2, 'closed_us = closed_us - CAST(3 * 86400 AS BIGINT) * 1000000, rating = 2'),
      ].join('\n'),
    );
    const rows = async (client: Client, query: string) => {
      const reply = await client.get(`/api/chats?view=history&${query}`);
      expect(reply.status, reply.text).toBe(200);
      return reply.body.chats.map((chat: Body) => chat.id);
    };
    const stats = (await omar.get('/api/chats/stats')).body;
    expect(await rows(omar, 'date=today&state=closed')).toHaveLength(stats.closed_today);
    expect(await rows(omar, 'date=today&with=rated')).toEqual([7301]);
    expect(await rows(omar, 'date=today&with=answered')).toEqual([7302]);
    expect(stats.csat).toEqual({ average: 4, count: 1 });
    const week = (await omar.get('/api/chats/stats?period=week')).body;
    expect(week.csat).toEqual({ average: 3, count: 2 });
    const span = `date_from=${week.series[0].date}&date_to=${week.series[6].date}`;
    expect((await rows(omar, `${span}&with=rated`)).sort()).toEqual([7301, 7304]);
    const weeks = (await omar.get('/api/chats/stats?period=weeks')).body.series;
    expect(weeks).toHaveLength(8);
    const [from, to] = [week.series[0].date, week.series[6].date];
    expect(weeks[7]).toMatchObject({ date: from, date_to: to, closed: week.closed });
    // A day in the middle, from either end, and page by page.
    const day = week.series[3].date;
    expect(await rows(omar, `date_from=${day}&date_to=${day}`)).toEqual([7304]);
    expect(await rows(omar, `date_from=${day}&date_to=${day}&sort=oldest`)).toEqual([7304]);
    const first = (await omar.get(`/api/chats?${span}&per_page=1`)).body;
    expect(first.chats).toHaveLength(1);
    const second = (await omar.get(`/api/chats?${span}&per_page=1&cursor=${first.pagination.next}`))
      .body;
    expect(second.chats[0].id).not.toBe(first.chats[0].id);
    expect((await omar.get('/api/chats?date=someday')).status).toBe(422);
    expect((await omar.get('/api/chats?with=nothing')).status).toBe(422);
    // Who sees a company sees its figures, and can ask for what is its own alone.
    const all = (await admin.get('/api/chats/stats')).body;
    expect(all.closed_today).toBeGreaterThanOrEqual(stats.closed_today);
    expect(await rows(admin, 'date=today&state=closed')).toHaveLength(all.closed_today);
    expect((await admin.get('/api/chats/stats?mine=true')).body.closed).toBe(0);
  });

  test('count what ended, and are a dash where nothing did (S1-DASH-02…08)', async () => {
    const mine = (await sarah.get('/api/chats/stats')).body;
    expect(mine.closed_today).toBe(2);
    expect(mine.csat).toEqual({ average: null, count: 0 });
    expect((await sarah.get('/api/chats/stats?period=week')).body.series).toHaveLength(7);
    expect((await grace.get('/api/chats/stats')).body).toMatchObject({
      closed_today: 0,
      average_resolution_seconds: null,
    });
  });
});

describe('giving out by itself (IMP-CHAT-04)', () => {
  let hassan: Client;
  const free = (on: boolean) =>
    Promise.all(
      [grace, hassan].map((c) =>
        c.put('/api/agent/auth/status', { status: on ? 'available' : 'busy' }),
      ),
    );
  const until = async (chat: number, fits: (chat: Body) => boolean): Promise<Body> => {
    const live = listen(admin);
    await live.wait((m) => m.type === 'hello');
    const now = (await admin.get(`/api/chats/${chat}`)).body.chat;
    const found = fits(now)
      ? now
      : (
          await live.wait(
            (m) => m.data?.chat?.id === chat && m.data.chat.customer && fits(m.data.chat),
          )
        ).data.chat;
    live.close();
    return found;
  };

  beforeAll(async () => {
    hassan = await signIn(server, 'AG006');
    await free(false);
    const { version } = (await admin.get('/api/settings/chat')).body.settings;
    const set = await admin.put('/api/settings/chat', {
      version,
      routing: 'auto',
      offer_seconds: 300,
      waiting_alert_seconds: 120,
    });
    expect(set.status, set.text).toBe(200);
  });

  test('one at a time is offered, declined to the next, and taken', async () => {
    await grace.post('/api/chats/7102/close', {});
    await free(true);
    const first = await until(7106, (c) => c.state === 'offered');
    const [one, other] = first.offered_to.code === 'AGT-007' ? [grace, hassan] : [hassan, grace];
    expect(first.offer_until).not.toBeNull();
    expect((await other.post('/api/chats/7106/claim', {})).status).toBe(409);
    expect((await other.post('/api/chats/7106/accept', {})).status).toBe(409);
    expect((await one.post('/api/chats/7106/decline', {})).status).toBe(200);
    const next = await until(
      7106,
      (c) => c.state === 'offered' && c.offered_to.code !== first.offered_to.code,
    );
    expect(next.position).toBe(1);
    const taken = await other.post('/api/chats/7106/accept', {});
    expect(taken.body.chat).toMatchObject({ state: 'active', offered_to: null });
  });

  test('who has as many as they may gets none; who takes them by itself has it at once', async () => {
    changeRows(
      server,
      `UPDATE agents SET chat_capacity = 0 WHERE company_id = ${gulf} AND agent_no = 6;
       UPDATE agents SET chat_accept = 'auto' WHERE company_id = ${gulf} AND agent_no = 7;`,
    );
    changeRows(server, placeChat({ id: 7130, department: 'support', name: 'At once' }));
    const given = await until(7130, (c) => c.state === 'active');
    expect(given.agent.code).toBe('AGT-007');
    expect((await notified(grace, 'chat_assigned')).map((n) => n.subject_id)).toContain(7130);
  });

  test('who waits too long is told of once (S1-NOTIF-07)', async () => {
    await free(false);
    changeRows(server, placeChat({ id: 7131, department: 'support', name: 'Long', age: 30 }));
    expect((await until(7131, (c) => c.alert === 'waiting')).state).toBe('waiting');
    expect(
      (await notified(admin, 'chat_waiting')).filter((n) => n.subject_id === 7131),
    ).toHaveLength(1);
  });

  test('the chats of an agent who is gone wait again', async () => {
    const { version } = (await admin.get('/api/settings/chat')).body.settings;
    await admin.put('/api/settings/chat', {
      version,
      routing: 'manual',
      disconnect_grace_seconds: 1,
    });
    changeRows(
      server,
      placeChat({ id: 7132, department: 'support', agent: 8, name: 'Left alone', age: 30 }),
    );
    const again = await until(7132, (c) => c.state === 'waiting');
    expect(again.agent).toBeNull();
    expect((await messages(admin, 7132)).map((m) => m.event?.type)).toContain('requeued');
  });
});
