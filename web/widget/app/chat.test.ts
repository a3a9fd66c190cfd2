import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chatOf, FakeServer, FakeSocket } from '../test/fake';
import { Chat } from './chat';

const details = { name: 'Noura', email: 'n@example.com', phone: '', department: '' };
const plain = { files: [], reply: null, begin: null, offline: false };
let server: FakeServer;
let chats: Chat[];

function newChat(): Chat {
  const embedding = {
    key: 'wk',
    base: 'https://chat.example',
    language: 'en',
    identity: undefined,
  };
  const chat = new Chat(embedding, 'en');
  chats.push(chat);
  return chat;
}

async function started(): Promise<Chat> {
  const chat = newChat();
  await chat.start();
  return chat;
}

const shown = (chat: Chat) => chat.store.get().messages.map(({ content }) => content);
const sent = () => server.messages.map(({ content }) => content);
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  chats = [];
  server = new FakeServer();
  FakeSocket.install();
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.clearAllTimers();
  vi.useRealTimers();
});

describe('beginning', () => {
  it('keeps its token, and holds no line before there is something to hear', async () => {
    const chat = await started();
    expect(chat.storage.get('token')).toBe('tok1');
    expect(FakeSocket.all).toHaveLength(0);
    chat.open(true);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('waits for a server that is away, and gives up where it is not wanted', async () => {
    let times = 0;
    server.answers.set('POST /api/widget/session', () =>
      ++times < 3 ? 'no network' : { status: 403, body: { code: 'origin', message: 'Not here.' } },
    );
    const ended = expect(newChat().start()).rejects.toMatchObject({ status: 403 });
    await settle(60_000);
    await ended;
    expect(times).toBe(3);
  });

  it('a page that may not ask does not ask for ever', async () => {
    server.answers.set('POST /api/widget/session', () => 'no network');
    const ended = expect(newChat().start()).rejects.toMatchObject({ status: 0 });
    await settle(600_000);
    await ended;
    expect(server.of('POST /api/widget/session').length).toBeLessThan(6);
  });

  it('whom the site vouches for wrongly is a visitor as any other (W-2)', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    server.answers.set('POST /api/widget/session', (asked) =>
      asked.body.identity
        ? { status: 422, body: { code: 'invalid', errors: { identity: ['Not signed.'] } } }
        : server.usual(asked),
    );
    const chat = await started();
    await chat.identify('forged');
    expect(chat.store.get().settings).not.toBeNull();
    expect(chat.store.get().problem).toBeNull();
  });

  it('who visits may be said while the first question is under way', async () => {
    const chat = newChat();
    const starting = chat.start();
    void chat.identify('signed');
    await starting;
    const asked = server.of('POST /api/widget/session');
    expect(asked.map(({ body }) => body.identity)).toEqual([undefined, 'signed']);
  });

  it('a message for later goes the way of its own', async () => {
    const chat = await started();
    server.answers.set('POST /api/widget/offline', (asked) =>
      server.usual({ ...asked, path: '/api/widget/chat' }),
    );
    chat.send({ ...plain, content: 'later', begin: details, offline: true });
    await settle();
    expect(server.of('POST /api/widget/offline')).toHaveLength(1);
    expect(shown(chat)).toEqual(['later']);
  });

  it('the first message begins the chat, with what the form asked', async () => {
    const chat = await started();
    chat.send({ ...plain, content: 'Where is it?', begin: details });
    await settle();
    const [begun] = server.of('POST /api/widget/chat');
    expect(begun?.body).toMatchObject({ name: 'Noura', message: 'Where is it?' });
    expect(begun?.body).not.toHaveProperty('phone');
    expect(shown(chat)).toEqual(['Where is it?']);
    expect(chat.store.get()).toMatchObject({ outgoing: [], chat: { state: 'waiting' } });
  });
});

describe('sending', () => {
  beforeEach(() => {
    server.chat = chatOf();
  });

  it('keeps a message until it is acknowledged, over a reload, and sends it once', async () => {
    const chat = await started();
    server.answers.set('POST /api/widget/messages', () => 'no network');
    chat.send({ ...plain, content: 'kept' });
    await settle(10);
    expect(chat.store.get().outgoing).toHaveLength(1);
    server.answers.clear();
    const after = await started();
    await settle();
    expect(sent()).toEqual(['kept']);
    expect(after.store.get().outgoing).toEqual([]);
    await settle(60_000);
    expect(sent()).toEqual(['kept']);
  });

  it('an answer that is lost makes no second message', async () => {
    const chat = await started();
    let lost = false;
    server.answers.set('POST /api/widget/messages', (asked) => {
      const answer = server.usual(asked);
      if (lost) return answer;
      lost = true;
      return 'no network';
    });
    chat.send({ ...plain, content: 'once' });
    await settle(5_000);
    expect(server.of('POST /api/widget/messages')).toHaveLength(2);
    expect(sent()).toEqual(['once']);
    expect(shown(chat)).toEqual(['once']);
  });

  it('keeps their order whatever is lost', async () => {
    const chat = await started();
    let times = 0;
    server.answers.set('POST /api/widget/messages', (asked) =>
      ++times % 2 ? { status: 503 } : server.usual(asked),
    );
    for (const content of ['one', 'two', 'three']) chat.send({ ...plain, content });
    await settle(30_000);
    expect(sent()).toEqual(['one', 'two', 'three']);
  });

  it('shows what was refused, with the server’s words, and goes on with the next', async () => {
    const chat = await started();
    server.answers.set('POST /api/widget/messages', (asked) =>
      asked.body.content === 'bad'
        ? { status: 422, body: { code: 'invalid', errors: { content: ['Too long.'] } } }
        : server.usual(asked),
    );
    chat.send({ ...plain, content: 'bad' });
    chat.send({ ...plain, content: 'good' });
    await settle();
    expect(sent()).toEqual(['good']);
    const [refused] = chat.store.get().outgoing;
    expect(refused).toMatchObject({ content: 'bad', refused: 'Too long.' });
    if (refused) chat.discard(refused);
    expect(chat.store.get().outgoing).toEqual([]);
  });

  it('one that came too late begins a new chat when it is tried again', async () => {
    const chat = await started();
    server.answers.set('POST /api/widget/messages', () => ({
      status: 409,
      body: { code: 'state', message: 'It is over.' },
    }));
    chat.send({ ...plain, content: 'late' });
    await settle();
    FakeSocket.last.hello(1);
    FakeSocket.last.hear('widget:chat', { chat: chatOf({ state: 'closed' }) }, 2);
    const [late] = chat.store.get().outgoing;
    expect(late?.refused).toBe('It is over.');
    server.chat = chatOf({ id: 'conv_2', state: 'waiting' });
    if (late) chat.retry(late);
    await settle();
    expect(server.of('POST /api/widget/chat')[0]?.body.message).toBe('late');
  });
});

describe('hearing', () => {
  beforeEach(() => {
    server.chat = chatOf();
    server.say('hello');
  });

  it('says how far it came and was read: the latter only before open eyes', async () => {
    const chat = await started();
    FakeSocket.last.hello(1);
    await settle(400);
    expect(FakeSocket.last.sent).toContainEqual({
      type: 'read',
      data: { chat: 'conv_1', delivered_seq: 1, seq: 0 },
    });
    FakeSocket.last.hear('widget:message', { message: server.say('more') }, 2);
    await settle(400);
    expect(FakeSocket.last.sent.at(-1).data).toMatchObject({ delivered_seq: 2, seq: 0 });
    chat.open(true);
    await settle(400);
    expect(FakeSocket.last.sent.at(-1).data).toMatchObject({ delivered_seq: 2, seq: 2 });
  });

  it('asks by itself while no line is to be had, and stops when one stands', async () => {
    const chat = await started();
    chat.open(true);
    FakeSocket.last.end();
    server.say('by asking');
    await settle(4_500);
    expect(shown(chat)).toEqual(['hello', 'by asking']);
    FakeSocket.last.hello(5);
    await settle();
    const asked = server.of('GET /api/widget/conversation').length;
    await settle(20_000);
    expect(server.of('GET /api/widget/conversation')).toHaveLength(asked);
  });

  it('a line that could not go on where it was is made up for', async () => {
    const chat = await started();
    FakeSocket.last.hello(1);
    await settle();
    server.say('missed');
    FakeSocket.last.hear('resync', {}, 900);
    await settle();
    expect(shown(chat)).toEqual(['hello', 'missed']);
  });

  it('an answer that was asked for earlier does not undo what the line told', async () => {
    const chat = await started();
    FakeSocket.last.hello(1);
    await settle();
    server.answers.set('POST /api/widget/messages', (asked) => {
      const answer = server.usual(asked);
      FakeSocket.last.hear('widget:chat', { chat: chatOf({ state: 'closed', last_seq: 2 }) }, 2);
      return answer;
    });
    chat.send({ ...plain, content: 'crossing' });
    await settle();
    expect(chat.store.get().chat?.state).toBe('closed');
    expect(shown(chat)).toEqual(['hello', 'crossing']);
  });

  it('long conversations come by pages, backwards', async () => {
    for (let at = 2; at <= 130; at++) server.say(`line ${at}`);
    const chat = await started();
    expect(chat.store.get().messages).toHaveLength(50);
    expect(chat.store.get().hasEarlier).toBe(true);
    await chat.loadEarlier();
    await chat.loadEarlier();
    expect(chat.store.get().messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 130 }, (_, at) => at + 1),
    );
    expect(chat.store.get().hasEarlier).toBe(false);
  });

  it('shows that an agent types, and not for ever', async () => {
    const chat = await started();
    FakeSocket.last.hello(1);
    FakeSocket.last.hear('widget:typing', { name: 'Sara', typing: true });
    expect(chat.store.get().typing?.name).toBe('Sara');
    await settle(6_000);
    expect(chat.store.get().typing).toBeNull();
  });
});

describe('tabs and visitors', () => {
  const tell = (name: string, newValue: string | null) =>
    dispatchEvent(new StorageEvent('storage', { key: `hatif.widget.wk.${name}`, newValue }));

  it('agree on what was read, what waits, and which chat it is', async () => {
    const chat = await started();
    server.chat = chatOf();
    server.say('hi');
    tell('chat', 'conv_1');
    await settle();
    expect(shown(chat)).toEqual(['hi']);
    tell('read', '1');
    expect(chat.store.get().readSeq).toBe(1);
    const other = await started();
    server.answers.set('POST /api/widget/messages', () => 'no network');
    other.send({ ...plain, content: 'from there' });
    tell('out.x', '{}');
    expect(chat.store.get().outgoing).toHaveLength(1);
  });

  it('a token that is good no more is followed by another visit', async () => {
    server.chat = chatOf();
    await started();
    FakeSocket.last.hello(1);
    FakeSocket.last.end(4401);
    await settle(1_000);
    expect(server.of('POST /api/widget/session')).toHaveLength(2);
  });

  it('who logs out leaves nothing behind', async () => {
    server.chat = chatOf();
    server.say('private');
    const chat = await started();
    server.chat = null;
    void chat.logout();
    await settle(1_000);
    expect(chat.store.get()).toMatchObject({ chat: null, messages: [], outgoing: [] });
    expect(server.of('POST /api/widget/session').at(-1)?.token).toBeNull();
    expect(server.of('DELETE /api/widget/session').map(({ token }) => token)).toEqual(['tok1']);
  });

  it('who is blocked is told so, and holds no line', async () => {
    server.answers.set('POST /api/widget/session', (asked) => {
      const answer = server.usual(asked);
      return { body: { ...answer.body, visitor: { ...answer.body.visitor, blocked: true } } };
    });
    server.chat = chatOf();
    const chat = await started();
    chat.open(true);
    expect(chat.store.get().visitor?.blocked).toBe(true);
    expect(FakeSocket.all).toHaveLength(0);
  });

  it('a chat that is over can be put away, and stays away', async () => {
    server.chat = chatOf({ state: 'closed' });
    const chat = await started();
    expect(chat.store.get().chat?.state).toBe('closed');
    chat.putAway();
    await settle();
    expect(chat.store.get().chat).toBeNull();
    expect((await started()).store.get().chat).toBeNull();
  });
});
