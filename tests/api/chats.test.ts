/*
 * Chats: who sees them, taking them, what is said in them once and in its order, closing them
 * (S1-CHAT-01…15, S1-CHAT-21…24, S1-CHAT-27, IMP-CHAT-01, IMP-CHAT-02, A-34, A-43).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChats, patient, placeChat } from '../support/chats.ts';
import { type Body, type Client, signIn } from '../support/client.ts';
import { alter, sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

let server: Server;
let admin: Client;
let lead: Client;
let sarah: Client;
let omar: Client;
let grace: Client;
let homes: Client;

const chats = [
  { id: 7001, department: 'sales', name: 'Fatima Ali', email: 'fatima@example.com', age: 9 },
  { id: 7002, department: 'support', name: 'John Doe', age: 8 },
  { id: 7003, name: 'Anyone at all', age: 7 },
  { id: 7004, department: 'sales', agent: 2, name: 'Of Omar', age: 6, said: ['one', 'two'] },
  { id: 7005, department: 'sales', agent: 1, name: 'Of Sarah', age: 5, said: ['one', 'two', '3'] },
  { id: 7006, department: 'sales', agent: 1, name: 'Old one', age: 600, state: 'closed' as const },
  { id: 7007, department: 'sales', name: 'Gone', age: 700, state: 'abandoned' as const },
  { id: 7008, department: 'sales', name: 'Race', age: 1 },
  { id: 7009, company: 'homes', name: 'Elsewhere', age: 1 },
  { id: 7010, department: 'sales', agent: 1, name: 'To be closed', age: 4 },
  { id: 7011, department: 'sales', agent: 1, name: 'To be written in', age: 4, said: ['Hi'] },
];

beforeAll(async () => {
  server = await startServer({
    prepare: (db) => alter(db, [noChats, patient, ...chats.map(placeChat)].join('\n')),
  });
  admin = await signIn(server, 'admin');
  lead = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  grace = await signIn(server, 'AG007');
  homes = await signIn(server, 'admin', 'homes');
});

afterAll(() => server.stop());

const ids = (reply: { body: Body }) =>
  reply.body.chats.map((chat: Body) => chat.id).filter((id: number) => id < 8000);
const say = (client: Client, chat: number, body: Body) =>
  client.post(`/api/chats/${chat}/messages`, body);
const contents = async (client: Client, chat: number) =>
  (await client.get(`/api/chats/${chat}/messages?limit=200`)).body.messages
    .filter((m: Body) => m.kind !== 'event')
    .map((m: Body) => m.content);

describe('who sees what', () => {
  test('an agent: what waits for the department or anyone, and one’s own', async () => {
    expect(ids(await sarah.get('/api/chats?view=waiting&sort=wait_time'))).toEqual([
      7001, 7003, 7008,
    ]);
    expect(ids(await grace.get('/api/chats?view=waiting&sort=wait_time'))).toEqual([7002, 7003]);
    expect(ids(await sarah.get('/api/chats?view=active'))).toEqual([7011, 7010, 7005]);
    expect(ids(await sarah.get('/api/chats?view=history'))).toEqual([7006]);
    expect((await sarah.get('/api/chats/7004')).status).toBe(404);
    expect((await sarah.get('/api/chats/7004/messages')).status).toBe(404);
  });

  test('a company’s admin sees all, another company none', async () => {
    const seen = ids(await admin.get('/api/chats?view=all'));
    expect(new Set(seen)).toEqual(
      new Set(chats.filter(({ company }) => !company).map(({ id }) => id)),
    );
    expect(ids(await homes.get('/api/chats'))).toEqual([7009]);
    const plain = (text: string) => text.replace(/"request_id":"[^"]*"/, '');
    const foreign = await homes.get('/api/chats/7001');
    expect(foreign.status).toBe(404);
    expect(plain(foreign.text)).toBe(plain((await homes.get('/api/chats/999999')).text));
  });

  test('conv_N is the same chat (A-43)', async () => {
    const one = (await admin.get('/api/chats/conv_7001')).body.chat;
    expect(one).toMatchObject({
      id: 7001,
      code: 'conv_7001',
      state: 'waiting',
      position: 1,
      department: { code: 'sales' },
      agent: null,
      customer: { name: 'Fatima Ali', email: 'fatima@example.com', blocked: false },
      unread: 1,
      last_message: { seq: 1, speaker: 'customer', preview: 'Hello' },
      visitor: null,
      rating: null,
    });
    expect(one.wait_seconds).toBeGreaterThanOrEqual(9 * 60);
    expect((await admin.get('/api/chats/7008')).body.chat.position).toBe(2);
  });
});

describe('lists', () => {
  test('are narrowed by department, agent, state and words, and ordered (S1-CHAT-07…09)', async () => {
    expect(ids(await admin.get('/api/chats?department=support'))).toEqual([7002]);
    expect(ids(await admin.get('/api/chats?agent_id=AG002'))).toEqual([7004]);
    expect(ids(await admin.get('/api/chats?state=abandoned'))).toEqual([7007]);
    expect(ids(await admin.get('/api/chats?search=fatima@example'))).toEqual([7001]);
    expect(ids(await admin.get('/api/chats?search=OLD'))).toEqual([7006]);
    expect(ids(await admin.get('/api/chats?department=none'))).toEqual([]);
    expect(ids(await sarah.get('/api/chats?mine=true'))).toEqual([7011, 7010, 7005, 7006]);
    expect(ids(await sarah.get('/api/chats?mine=true&sort=oldest'))).toEqual([
      7006, 7005, 7010, 7011,
    ]);
  });

  test('go on by cursor, row by row, across those that go on and those that are over', async () => {
    for (const sort of ['newest', 'oldest']) {
      const whole = ids(await admin.get(`/api/chats?sort=${sort}`));
      const walked: number[] = [];
      for (let cursor = ''; ; ) {
        const reply = await admin.get(`/api/chats?sort=${sort}&per_page=2${cursor}`);
        walked.push(...ids(reply));
        if (!reply.body.pagination.next) break;
        cursor = `&cursor=${reply.body.pagination.next}`;
      }
      expect(walked).toEqual(whole);
    }
    expect(ids(await admin.get('/api/chats?per_page=3&page=2'))).toEqual(
      ids(await admin.get('/api/chats')).slice(3, 6),
    );
  });

  test('count what waits, is one’s own, goes on and is unread', async () => {
    const { counts } = (await sarah.get('/api/chats?view=waiting')).body;
    expect(counts).toEqual({ waiting: 3, mine: 3, active: 3, unread: 5 });
    expect((await admin.get('/api/chats')).body.counts).toMatchObject({ waiting: 4, active: 4 });
  });

  test('refuse what makes no sense by name', async () => {
    for (const [query, field] of [
      ['view=open', 'view'],
      ['sort=size', 'sort'],
      ['view=history&sort=wait_time', 'sort'],
      ['cursor=zzz', 'cursor'],
      ['page=101', 'page'],
      ['state=new', 'state'],
    ]) {
      const reply = await admin.get(`/api/chats?${query}`);
      expect(reply.status, query).toBe(422);
      expect(Object.keys(reply.body.errors)).toEqual([field]);
    }
  });
});

describe('taking', () => {
  test('of a hundred at once one wins, the others learn who (S1-CHAT-24)', async () => {
    const clients = [sarah, omar];
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, i) => clients[i % 2]!.post('/api/chats/7008/claim', {})),
    );
    const { chat } = (await admin.get('/api/chats/7008')).body;
    const won = chat.agent.code === 'AGT-001' ? 0 : 1;
    expect(chat).toMatchObject({ state: 'active', position: null, queued_at: expect.any(String) });
    replies.forEach((reply, i) => {
      if (i % 2 === won) expect(reply.status, reply.text).toBe(200);
      else {
        expect(reply.status, reply.text).toBe(409);
        expect(reply.body).toMatchObject({
          code: 'taken',
          current: { agent: { code: chat.agent.code } },
        });
      }
    });
    expect(
      sql(server, "SELECT COUNT(*) FROM chat_turns WHERE chat_id = 7008 AND kind = 'agent'"),
    ).toEqual(['1']);
    const events = (await admin.get('/api/chats/7008/messages')).body.messages.filter(
      (m: Body) => m.kind === 'event',
    );
    expect(events.map((m: Body) => m.event.type)).toEqual(['accepted']);
  });

  test('it leaves the queue of the others, and comes to whom has it', async () => {
    const of: Record<string, Live> = {
      sarah: listen(sarah),
      omar: listen(omar),
      lead: listen(lead),
    };
    await Promise.all(Object.values(of).map((live) => live.wait((m) => m.type === 'hello')));
    const reply = await sarah.post('/api/chats/7001/claim', {});
    expect(reply.status, reply.text).toBe(200);
    const about = (m: Body) => m.data?.chat_id === 7001;
    await of.omar!.wait((m) => about(m) && m.type === 'chat:removed');
    await of.sarah!.wait(
      (m) => about(m) && m.type === 'chat:assigned' && m.data.chat.agent.code === 'AGT-001',
    );
    await of.sarah!.wait((m) => about(m) && m.data.message?.event?.type === 'accepted');
    expect(of.omar!.messages.filter((m) => about(m) && m.type !== 'chat:removed')).toEqual([]);
    for (const live of Object.values(of)) live.close();
    expect((await omar.get('/api/chats/7001')).status).toBe(404);
  });

  test('only what one could have, and only by agents', async () => {
    expect((await grace.post('/api/chats/7001/claim', {})).status).toBe(404);
    expect((await admin.post('/api/chats/7002/claim', {})).status).toBe(403);
    expect((await sarah.post('/api/chats/7006/claim', {})).body).toMatchObject({
      code: 'state',
      allowed: ['reopen'],
    });
    const { version } = (await grace.get('/api/chats/7002')).body.chat;
    const late = await grace.post('/api/chats/7002/claim', { version: version + 5 });
    expect(late.status).toBe(409);
    expect(late.body.current.id).toBe(7002);
  });
});

describe('what is said', () => {
  test('is numbered, stands once, and the same name is the same message', async () => {
    const first = await say(sarah, 7011, { client_message_id: 'a-1', content: 'How can I help?' });
    expect(first.status, first.text).toBe(201);
    expect(first.body.message).toMatchObject({
      seq: 2,
      speaker: 'agent',
      kind: 'text',
      internal: false,
      author: { name: 'Sarah Al-Mansouri' },
      client_message_id: 'a-1',
    });
    expect(first.body.chat).toMatchObject({ last_seq: 2, unread: 0, waiting_since: null });
    expect(first.body.chat.first_response_at).not.toBeNull();
    const again = await say(sarah, 7011, { client_message_id: 'a-1', content: 'Something else' });
    expect(again.status).toBe(200);
    expect(again.body.message).toMatchObject({ seq: 2, content: 'How can I help?' });
    expect(await contents(sarah, 7011)).toEqual(['Hi', 'How can I help?']);
  });

  test('thirty at once are all there, each once, without a gap', async () => {
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        say(sarah, 7005, { client_message_id: `b-${i % 30}`, content: `line ${i % 30}` }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(30);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(30);
    const { messages, last_seq } = (await sarah.get('/api/chats/7005/messages?limit=200')).body;
    expect(messages.map((m: Body) => m.seq)).toEqual(
      Array.from({ length: last_seq }, (_, i) => i + 1),
    );
    expect(new Set(messages.map((m: Body) => m.content)).size).toBe(33);
  });

  test('pages go both ways', async () => {
    const get = async (query: string) =>
      (await sarah.get(`/api/chats/7005/messages?${query}`)).body;
    const seqs = (body: Body) => body.messages.map((m: Body) => m.seq);
    expect(await get('limit=3').then(seqs)).toEqual([31, 32, 33]);
    expect(await get('before=31&limit=2').then(seqs)).toEqual([29, 30]);
    expect(await get('after=0&limit=2').then(seqs)).toEqual([1, 2]);
    expect((await get('after=0&limit=2')).has_more).toBe(true);
    expect((await get('after=31')).has_more).toBe(false);
    expect(await get('after=33').then(seqs)).toEqual([]);
  });

  test('what a colleague or the customer wrote meanwhile stops an answer, unless sent anyway', async () => {
    const seen = (await sarah.get('/api/chats/7011')).body.chat.last_seq;
    const other = await say(admin, 7011, { client_message_id: 'c-1', content: 'I answer' });
    expect(other.status, other.text).toBe(201);
    const guarded = { client_message_id: 'c-2', content: 'I do', seen_seq: seen };
    const stopped = await say(sarah, 7011, guarded);
    expect(stopped.status).toBe(409);
    expect(stopped.body).toMatchObject({
      code: 'newer_message',
      current: { messages: [{ content: 'I answer', author: { name: expect.any(String) } }] },
    });
    expect(await contents(sarah, 7011)).not.toContain('I do');
    expect((await say(sarah, 7011, { ...guarded, anyway: true })).status).toBe(201);
    // One's own messages do not stand in one's way.
    expect(
      (await say(sarah, 7011, { client_message_id: 'c-3', content: 'x', seen_seq: seen + 1 }))
        .status,
    ).toBe(201);
  });

  test('replies name what they answer', async () => {
    const reply = await say(sarah, 7011, { client_message_id: 'd-1', content: 'Yes', reply_to: 1 });
    expect(reply.body.message.reply_to).toEqual({ seq: 1, speaker: 'customer', preview: 'Hi' });
    const bad = await say(sarah, 7011, { client_message_id: 'd-2', content: 'Yes', reply_to: 999 });
    expect(bad.status).toBe(422);
    expect(Object.keys(bad.body.errors)).toEqual(['reply_to']);
  });

  test('is refused where one has not the chat', async () => {
    const one = { client_message_id: 'e-1', content: 'x' };
    expect((await say(grace, 7003, one)).body).toMatchObject({ code: 'state', allowed: ['claim'] });
    expect((await say(sarah, 7006, one)).body).toMatchObject({
      code: 'state',
      allowed: ['reopen'],
    });
    expect((await say(omar, 7005, one)).status).toBe(404);
    expect((await say(sarah, 7005, { content: 'x' })).status).toBe(422);
    expect((await say(sarah, 7005, { ...one, content: '  ' })).status).toBe(422);
    expect((await say(sarah, 7005, { ...one, content: 'x'.repeat(4001) })).status).toBe(422);
  });

  test('is told to who sees the chat, and to nobody else', async () => {
    const mine = listen(sarah);
    const theirs = listen(omar);
    await Promise.all([mine, theirs].map((live) => live.wait((m) => m.type === 'hello')));
    const { body } = await say(sarah, 7011, { client_message_id: 'f-1', content: 'أهلا' });
    const told = await mine.wait((m) => m.data?.message?.client_message_id === 'f-1');
    expect(told).toMatchObject({
      type: 'chat:message',
      data: { chat_id: 7011, conversation_id: 'conv_7011', call_id: null, speaker: 'agent' },
    });
    expect(told.data.message).toEqual(body.message);
    expect(told.data.message.language).toBe('ar');
    expect(theirs.messages.filter((m) => m.data?.chat_id === 7011)).toEqual([]);
    mine.close();
    theirs.close();
  });
});

describe('marks', () => {
  test('what one has read is one’s own; the agent’s mark is the chat’s', async () => {
    const before = (await omar.get('/api/chats/7004')).body.chat;
    expect(before).toMatchObject({ unread: 2, agent_read_seq: 0 });
    const half = (await omar.post('/api/chats/7004/read', { seq: 1 })).body.chat;
    expect(half).toMatchObject({ unread: 1, agent_read_seq: 1 });
    await admin.post('/api/chats/7004/read', { seq: 2 });
    expect((await omar.get('/api/chats/7004')).body.chat).toMatchObject({
      unread: 1,
      agent_read_seq: 1,
    });
    expect((await omar.post('/api/chats/7004/read', { seq: 99 })).body.chat).toMatchObject({
      unread: 0,
      agent_read_seq: 2,
    });
    // It never goes back.
    await omar.post('/api/chats/7004/read', { seq: 1 });
    expect((await omar.get('/api/chats/7004')).body.chat).toMatchObject({ unread: 0 });
  });
});

describe('beginning and ending', () => {
  test('an agent begins a chat and has it', async () => {
    const reply = await sarah.post('/api/chats', {
      name: 'Layla Hassan',
      email: 'layla@example.com',
      message: 'Good morning',
      client_message_id: 'new-1',
    });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.chat).toMatchObject({
      state: 'active',
      source: 'agent',
      agent: { code: 'AGT-001' },
      customer: { id: null, name: 'Layla Hassan' },
      message_count: 1,
    });
    expect((await admin.post('/api/chats', { name: 'x' })).status).toBe(403);
    expect(Object.keys((await sarah.post('/api/chats', {})).body.errors)).toEqual(['name']);
    expect(
      Object.keys((await sarah.post('/api/chats', { name: 'x', department: 'no' })).body.errors),
    ).toEqual(['department']);
  });

  test('closed once, by whose it is (S1-CHAT-27)', async () => {
    expect((await omar.post('/api/chats/7010/close', {})).status).toBe(404);
    const closed = await sarah.post('/api/chats/7010/close', { reason: 'Solved' });
    expect(closed.body.chat).toMatchObject({ state: 'closed', close_reason: 'Solved' });
    expect(closed.body.chat.closed_at).not.toBeNull();
    expect((await sarah.post('/api/chats/7010/close', {})).body).toMatchObject({
      code: 'state',
      allowed: ['reopen'],
    });
    expect((await admin.post('/api/chats/7002/close', {})).status).toBe(200);
  });

  test('what it says of itself changes with its version', async () => {
    const { version } = (await sarah.get('/api/chats/7005')).body.chat;
    const changed = await sarah.patch('/api/chats/7005', {
      version,
      subject: 'Refund',
      customer: { name: 'Sara N', phone: '0501112233' },
    });
    expect(changed.body.chat).toMatchObject({
      subject: 'Refund',
      version: version + 1,
      customer: { name: 'Sara N', phone: '+971501112233' },
    });
    const late = await sarah.patch('/api/chats/7005', { version, subject: 'Other' });
    expect(late.status).toBe(409);
    expect(late.body.current.subject).toBe('Refund');
    expect(ids(await sarah.get('/api/chats?search=0501112233'))).toEqual([]);
    expect(ids(await sarah.get('/api/chats?search=971501112233'))).toEqual([7005]);
  });

  test('pressing ones come first in the queue', async () => {
    await admin.patch('/api/chats/7003', { priority: 'high' });
    expect((await admin.get('/api/chats/7003')).body.chat.priority).toBe('high');
    expect(ids(await grace.get('/api/chats?view=waiting&sort=wait_time'))[0]).toBe(7003);
  });
});
