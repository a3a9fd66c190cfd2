/* A server that is not there: what it was asked, and what it is to answer. */
import { vi } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: whatever a test sends and answers
type Body = any;

export interface Asked {
  method: string;
  path: string;
  body: Body;
  token: string | null;
}

export type Answer = { status?: number; body?: Body; retryAfter?: string } | 'no network';

export const settings = {
  theme: { accent: '#0b6670', position: 'end', dark: 'auto' },
  texts: {
    en: { title: 'Help', greeting: 'Hello', offline: 'Later' },
    ar: { title: 'مساعدة', greeting: 'مرحباً', offline: 'لاحقاً' },
  },
  fields: { name: 'required', email: 'required', phone: 'off', department: 'off' },
  departments: [],
  open_now: true,
  file_bytes_max: 1_000_000,
};

export const chatOf = (more: Body = {}) => ({
  id: 'conv_1',
  state: 'active',
  agent_name: 'Sara',
  position: null,
  last_seq: 0,
  delivered_seq: 0,
  read_seq: 0,
  rating: null,
  ...more,
});

export const messageOf = (seq: number, more: Body = {}) => ({
  seq,
  speaker: 'agent',
  name: 'Sara',
  content: `line ${seq}`,
  kind: 'text',
  files: [],
  client_message_id: null,
  reply_to: null,
  sent_at: '2026-11-28T10:00:00Z',
  edited_at: null,
  ...more,
});

/** By "METHOD path"; what has no answer is answered with an empty conversation. */
export class FakeServer {
  readonly asked: Asked[] = [];
  chat: Body = null;
  messages: Body[] = [];
  readonly answers = new Map<string, (asked: Asked) => Answer>();

  constructor() {
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => this.fetch(url, init));
  }

  of(what: string): Asked[] {
    return this.asked.filter(({ method, path }) => `${method} ${path.split('?')[0]}` === what);
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const { pathname, search } = new URL(url);
    const headers = new Headers(init.headers);
    const asked: Asked = {
      method: init.method ?? 'GET',
      path: pathname + search,
      body: init.body ? JSON.parse(String(init.body)) : null,
      token: headers.get('X-Widget-Token'),
    };
    this.asked.push(asked);
    const own = this.answers.get(`${asked.method} ${pathname}`);
    const answer = own ? own(asked) : this.usual(asked);
    if (answer === 'no network') throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(answer.body ?? {}), {
      status: answer.status ?? 200,
      headers: answer.retryAfter ? { 'Retry-After': answer.retryAfter } : {},
    });
  }

  /** What it would answer by itself. */
  usual({ method, path, body, token }: Asked): Exclude<Answer, string> {
    const [name] = path.split('?');
    switch (`${method} ${name}`) {
      case 'POST /api/widget/session':
        return {
          body: {
            token: token ?? 'tok1',
            visitor: { name: '', email: null, phone: null, identified: false, blocked: false },
            settings,
            chat: this.chat,
          },
        };
      case 'GET /api/widget/conversation': {
        return { body: { chat: this.chat, ...this.page(new URLSearchParams(path.split('?')[1])) } };
      }
      case 'POST /api/widget/messages':
      case 'POST /api/widget/chat':
        return { status: 201, body: this.takeMessage(body) };
      default:
        return {};
    }
  }

  private page(query: URLSearchParams) {
    const limit = Number(query.get('limit') ?? 200);
    const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
    const after = query.get('after');
    const wanted = this.messages.filter(({ seq }) => seq > Number(after) && seq < before);
    const messages = after === null ? wanted.slice(-limit) : wanted.slice(0, limit);
    return { messages, has_more: wanted.length > messages.length };
  }

  /** What comes twice under one id is there once. */
  private takeMessage(body: Body) {
    this.chat ??= chatOf({ state: 'waiting' });
    const id = body.client_message_id;
    let message = this.messages.find(({ client_message_id }) => client_message_id === id);
    if (!message) {
      const content = body.content ?? body.message;
      const seq = this.messages.length + 1;
      message = messageOf(seq, { speaker: 'customer', name: null, content, client_message_id: id });
      this.messages.push(message);
      this.chat = { ...this.chat, last_seq: seq };
    }
    return { chat: this.chat, message };
  }

  say(content: string) {
    const message = messageOf(this.messages.length + 1, { content });
    this.messages.push(message);
    this.chat = { ...this.chat, last_seq: message.seq };
    return message;
  }
}

export class FakeSocket {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }

  readyState = 1;
  sent: Body[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this);
  }

  static install(): void {
    FakeSocket.all = [];
    vi.stubGlobal('WebSocket', FakeSocket);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  hear(type: string, data: Body = {}, seq = 0): void {
    this.onmessage?.({ data: JSON.stringify({ type, data, seq }) });
  }
  hello(seq: number, resumed = false): void {
    this.hear('hello', { seq, resumed, missed: 0 }, seq);
  }
  end(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}
