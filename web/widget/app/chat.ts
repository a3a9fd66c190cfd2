/* The chat itself: what it asks, when, and what becomes of the answers. It draws nothing. */
import { Api, ApiError } from './api';
import { backoff, pause } from './backoff';
import { Line } from './line';
import { Marks } from './marks';
import { Outbox, type Outgoing, type Written } from './outbox';
import type { Embedding, Person } from './public';
import {
  acknowledged,
  isTheirs,
  lastSeqOf,
  type State,
  withChat,
  withMessages,
  withSession,
} from './state';
import { Storage } from './storage';
import { Store } from './store';
import type { Details, Language, Session, WidgetChat, WidgetMessage } from './types';
import { Typist } from './typist';
import { onVisit, thisPage } from './visit';

const ASK_LOOKED_AT_MS = 4_000;
const ASK_ASIDE_MS = 20_000;
const TYPING_MS = 6_000;
/** Of a first visit. */
const ATTEMPTS_MOST = 3;
/** Hours and colleagues change: what a session said of them is good for so long. */
const SESSION_FRESH_MS = 60_000;

export class Chat {
  readonly store = new Store();
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly api: Api;
  readonly typist: Typist;
  /** What the page says of its visitor, to spare them the form. */
  person: Person = {};
  private readonly line: Line;
  private readonly marks: Marks;
  private identity: string | undefined;
  private sessionAt = 0;
  private flushing = false;
  private refusals = 0;
  /** How often the line told how the chat stands. */
  private heardChats = 0;
  private askTimer: ReturnType<typeof setTimeout> | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ key, base, identity }: Embedding, language: Language) {
    this.storage = new Storage(key);
    this.outbox = new Outbox(this.storage);
    this.api = new Api(base, key, language);
    this.identity = identity;
    this.line = new Line(`${base.replace(/^http/, 'ws')}/ws/widget`, () => this.api.token, {
      onLive: (whole) => this.lineStands(whole),
      onEvent: (type, data) => this.hear(type, data),
      onDown: () => this.lineIsDown(),
      onRefused: () => void this.beginAgain(),
    });
    const tell = (type: string, data: Record<string, unknown>) => this.line.tell(type, data);
    this.marks = new Marks(this.api, tell);
    this.typist = new Typist(this.api, tell, () => this.store.get().chat?.id);
  }

  /* ---- Beginning ------------------------------------------------------------------------------ */

  async start(): Promise<void> {
    this.store.set({
      outgoing: this.outbox.list(),
      readSeq: Number(this.storage.get('read')) || 0,
    });
    await this.haveSession();
    this.storage.onChange((name, value) => this.otherTab(name, value));
    document.addEventListener('visibilitychange', () => this.wake());
    for (const what of ['online', 'pageshow', 'focus']) addEventListener(what, () => this.wake());
    addEventListener('offline', () => this.store.set({ connection: 'lost' }));
    onVisit(() => this.tellPage());
  }

  /** Asks until it is answered; throws what no second attempt would change. */
  private async haveSession(): Promise<void> {
    this.api.token = this.storage.get('token') ?? '';
    for (let attempt = 0; ; attempt++) {
      try {
        await this.askSession();
        return;
      } catch (error) {
        if (!(error instanceof ApiError) || !error.passes) throw error;
        // A page that is not allowed to ask gets no answer that it may read: it asks no more.
        if (!this.api.token && attempt >= ATTEMPTS_MOST) throw error;
        await pause(Math.max(backoff(attempt + 1), error.retryAfter * 1_000));
      }
    }
  }

  private async askSession(): Promise<void> {
    const asked = this.identity;
    const answer = await this.askAsWhom();
    // The page said who visits while it was asked without.
    if (this.identity && this.identity !== asked) return this.askSession();
    const session = { ...answer, chat: this.present(answer.chat) };
    this.sessionAt = Date.now();
    const { token } = this.api;
    if (token !== this.storage.get('token')) this.storage.set('token', token);
    const known = this.store.get().chat?.id;
    this.store.set((state) => withSession(state, session));
    this.reachOut();
    if (session.chat && session.chat.id !== known) await this.loadNewest();
    void this.flush();
  }

  /** Whom the site vouches for wrongly is a visitor as any other. */
  private async askAsWhom(): Promise<Session> {
    try {
      return await this.api.session(thisPage(), this.identity);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.fields.identity) throw error;
      this.identity = undefined;
      // biome-ignore lint/suspicious/noConsole: for who builds the page
      console.warn(`Hatif: identity. ${error.fields.identity[0]}`);
      return this.api.session(thisPage(), undefined);
    }
  }

  /** The token is refused, or somebody else is here now: as on a first visit. */
  private async beginAgain(): Promise<void> {
    this.line.stop();
    // Where that goes on and on, it must not go fast.
    await pause(backoff(this.refusals++));
    this.store.set((state) => ({ ...withChat(state, null), readSeq: 0 }));
    await this.haveSession().catch((error) => this.giveUp(error));
  }

  private giveUp(error: unknown): void {
    this.line.stop();
    clearTimeout(this.askTimer);
    const problem = error instanceof ApiError ? error.message : '';
    this.store.set({ problem });
  }

  /** Who visits, by a token that the site signed. */
  async identify(token: string): Promise<void> {
    if (token === this.identity && this.store.get().visitor?.identified) return;
    this.identity = token;
    if (this.store.get().settings) await this.askSession();
  }

  /** The next one at this browser is somebody else. */
  async logout(): Promise<void> {
    this.identity = undefined;
    this.person = {};
    // Without an answer it ends by itself, some days later.
    if (this.api.token) void this.api.leave().catch(() => {});
    this.forget();
    await this.beginAgain();
  }

  private forget(): void {
    this.outbox.clear();
    for (const name of ['token', 'read', 'chat', 'away']) this.storage.set(name, null);
    this.store.set({ outgoing: [] });
  }

  /* ---- The line, and what is asked without one -------------------------------------------------- */

  /** A line is held by who has a chat, or looks at the panel. */
  private reachOut(): void {
    const { settings, chat, open, visitor } = this.store.get();
    if (settings && !visitor?.blocked && (chat || open)) this.line.start();
  }

  private lineStands(whole: boolean): void {
    clearTimeout(this.askTimer);
    this.refusals = 0;
    this.store.set({ connection: 'live' });
    if (!whole) void this.catchUp();
    void this.flush();
  }

  private lineIsDown(): void {
    this.store.set({ connection: navigator.onLine ? 'asking' : 'lost' });
    this.askLater();
  }

  /** While there is no line, a page that cannot have one still hears what is said. */
  private askLater(): void {
    clearTimeout(this.askTimer);
    const { open } = this.store.get();
    const often = open && !document.hidden ? ASK_LOOKED_AT_MS : ASK_ASIDE_MS;
    this.askTimer = setTimeout(async () => {
      await this.catchUp();
      if (!this.line.isLive) this.askLater();
    }, often);
  }

  wake(): void {
    if (document.hidden) return;
    this.line.wake();
    if (!this.line.isLive && this.store.get().chat) void this.catchUp();
    void this.flush();
    this.looked();
  }

  /** What came since the last message that is known. */
  async catchUp(): Promise<void> {
    const { settings, chat, messages } = this.store.get();
    if (!settings) return;
    if (chat && messages.length === 0) return this.loadNewest();
    try {
      for (let more = true; more; ) {
        const after = lastSeqOf(this.store.get().messages);
        const heard = this.heardChats;
        const answer = await this.api.conversation({ after });
        this.take(answer.chat, answer.messages, heard);
        more = answer.has_more;
      }
      if (!this.line.isLive) this.store.set({ connection: 'asking' });
    } catch (error) {
      this.askFailed(error);
    }
  }

  private askFailed(error: unknown): void {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
      void this.beginAgain();
    } else if (!this.line.isLive) {
      this.store.set({ connection: 'lost' });
    }
  }

  private async loadNewest(): Promise<void> {
    const { chat } = this.store.get();
    if (!chat) return;
    try {
      const heard = this.heardChats;
      const answer = await this.api.conversation({});
      this.take(answer.chat, answer.messages, heard);
      this.store.set({ hasEarlier: answer.has_more });
      // At a browser that does not know it yet, what is over is no news.
      if (this.isOver() && this.storage.get('read') === null) this.keepRead(chat.last_seq);
    } catch (error) {
      this.askFailed(error);
    }
  }

  /** The page of messages before those that are there. */
  async loadEarlier(): Promise<void> {
    const { chat, messages } = this.store.get();
    const before = messages[0]?.seq;
    if (!chat || !before) return;
    const answer = await this.api.conversation({ before });
    if (answer.chat?.id !== this.store.get().chat?.id) return;
    this.store.set((state) => ({
      ...state,
      messages: withMessages(state.messages, answer.messages),
      hasEarlier: answer.has_more,
    }));
  }

  /** `heard`: what heardChats was when it was asked. What the line told since is newer. */
  private take(chat: WidgetChat | null, messages: readonly WidgetMessage[], heard: number): void {
    const present = this.present(chat);
    const known = this.store.get().chat;
    if (heard === this.heardChats || !known || known.id !== present?.id) {
      this.store.set((state) => withChat(state, present));
    }
    this.storage.set('chat', present?.id ?? null);
    if (present) this.addMessages(messages);
    this.reachOut();
  }

  /** One that is over and was put away is there no more, unless it goes on. */
  private present(chat: WidgetChat | null): WidgetChat | null {
    return chat?.state === 'closed' && chat.id === this.storage.get('away') ? null : chat;
  }

  private addMessages(come: readonly WidgetMessage[]): void {
    if (come.length === 0) return;
    for (const done of acknowledged(this.outbox.list(), come)) this.outbox.remove(done);
    this.store.set((state) => {
      const known = lastSeqOf(state.messages);
      const spoke = come.some((message) => isTheirs(message) && message.seq > known);
      return {
        ...state,
        messages: withMessages(state.messages, come),
        outgoing: this.outbox.list(),
        typing: spoke ? null : state.typing,
      };
    });
    this.looked();
  }

  private hear(type: string, data: Record<string, unknown>): void {
    if (type === 'widget:message') {
      this.heardMessage(data.message as WidgetMessage);
    } else if (type === 'widget:chat') {
      this.heardChats++;
      this.takeChat(data.chat as WidgetChat);
    } else if (type === 'widget:read') {
      const { delivered_seq, read_seq } = data as unknown as WidgetChat;
      this.store.set((state) =>
        state.chat ? withChat(state, { ...state.chat, delivered_seq, read_seq }) : state,
      );
    } else if (type === 'widget:typing') {
      this.heardTyping(String(data.name ?? ''), data.typing === true);
    }
  }

  /* A message of a chat that this tab does not know yet: the whole is asked for. */
  private heardMessage(message: WidgetMessage): void {
    if (this.store.get().chat) this.addMessages([message]);
    else void this.catchUp();
  }

  private takeChat(come: WidgetChat): void {
    const known = this.store.get().chat?.id;
    const chat = this.present(come);
    this.store.set((state) => withChat(state, chat));
    if (chat && chat.id !== known) void this.catchUp();
  }

  private heardTyping(name: string, typing: boolean): void {
    clearTimeout(this.typingTimer);
    this.store.set({ typing: typing ? { name, until: Date.now() + TYPING_MS } : null });
    if (typing) {
      this.typingTimer = setTimeout(() => this.store.set({ typing: null }), TYPING_MS);
    }
  }

  /* ---- Sending ---------------------------------------------------------------------------------- */

  send(part: Written): void {
    this.typist.stop();
    this.outbox.add(part);
    this.showOutbox();
    void this.flush();
  }

  /** Once more; of a chat that is over, as the beginning of a new one. */
  retry(message: Outgoing): void {
    const { visitor } = this.store.get();
    const begin = message.begin ?? (this.isOver() ? detailsOf(visitor) : null);
    this.outbox.keep({ ...message, begin, refused: null });
    this.showOutbox();
    void this.flush();
  }

  discard(message: Outgoing): void {
    this.outbox.remove(message);
    this.showOutbox();
  }

  private showOutbox(): void {
    this.store.set({ outgoing: this.outbox.list() });
  }

  private isOver(): boolean {
    return this.store.get().chat?.state === 'closed';
  }

  /** One after the other, in their order, until all are sent or refused. */
  private async flush(): Promise<void> {
    if (this.flushing || !this.store.get().settings) return;
    this.flushing = true;
    try {
      for (let attempt = 0; ; ) {
        const next = this.outbox.list().find(({ refused }) => refused === null);
        if (!next) return;
        if (await this.sendOne(next)) attempt = 0;
        else await pause(backoff(++attempt));
      }
    } finally {
      this.flushing = false;
    }
  }

  /** false: it is to be tried again. */
  private async sendOne(message: Outgoing): Promise<boolean> {
    const { id, content, files, reply, begin, offline } = message;
    const heard = this.heardChats;
    try {
      const answer = begin
        ? await this.api.begin(begin, offline, content, id)
        : await this.api.send(
            content,
            id,
            files.map((file) => file.id),
            reply?.seq ?? null,
          );
      this.outbox.remove(message);
      this.take(answer.chat, [answer.message], heard);
      if (begin) void this.catchUp();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.passes) return false;
      if (error.status === 401) {
        await this.beginAgain();
        return true;
      }
      // Another tab may have sent it meanwhile.
      if (this.outbox.list().some((one) => one.id === id)) {
        this.outbox.keep({ ...message, refused: sentenceOf(error) });
      }
      this.showOutbox();
      return true;
    }
  }

  /* ---- What the customer does ------------------------------------------------------------------- */

  /** `quietly`: as it was on the page before, which takes the focus from nothing. */
  open(open: boolean, quietly = false): void {
    if (this.store.get().open === open) return;
    this.store.set({ open, quietly });
    if (!open) return;
    this.reachOut();
    this.looked();
    const stale = Date.now() - this.sessionAt > SESSION_FRESH_MS;
    const { settings, chat } = this.store.get();
    if (settings && stale && (!chat || this.isOver())) void this.askSession().catch(() => {});
  }

  /** The panel is before somebody's eyes: what stands there is read. */
  looked(): void {
    const { chat, messages, open, readSeq } = this.store.get();
    if (!chat) return;
    const last = lastSeqOf(messages);
    const seen = open && !document.hidden && document.hasFocus() ? last : readSeq;
    if (seen > readSeq) this.keepRead(seen);
    this.marks.rise(chat.id, last, seen);
  }

  private keepRead(seq: number): void {
    this.store.set({ readSeq: seq });
    this.storage.set('read', String(seq));
  }

  async end(): Promise<void> {
    const { chat } = this.store.get();
    if (chat) this.takeChat(await this.api.end(chat.id));
  }

  async rate(score: number, comment: string): Promise<void> {
    const { chat } = this.store.get();
    if (chat) this.takeChat(await this.api.rate(chat.id, score, comment));
  }

  /** The one that is over is put away; the next message begins another. */
  putAway(): void {
    this.storage.set('away', this.store.get().chat?.id ?? null);
    this.storage.set('chat', null);
    this.storage.set('read', '0');
    this.store.set((state) => ({ ...withChat(state, null), readSeq: 0 }));
    void this.askSession().catch(() => {});
  }

  private tellPage(): void {
    const { chat } = this.store.get();
    if (!chat || chat.state === 'closed') return;
    const page = thisPage();
    if (this.line.tell('page', { url: page.url, title: page.title })) return;
    // It is told again with the next page.
    void this.api.page(page).catch(() => {});
  }

  /* ---- Other tabs ---------------------------------------------------------------------------------- */

  private otherTab(name: string, value: string | null): void {
    if (name === 'token') {
      if (value !== this.api.token) void this.beginAgain();
    } else if (name === 'read') {
      this.store.set({ readSeq: Number(value) || 0 });
    } else if (name === 'chat') {
      if (value !== (this.store.get().chat?.id ?? null)) void this.catchUp();
    } else if (Outbox.isAbout(name)) {
      this.showOutbox();
    }
  }
}

function detailsOf(visitor: State['visitor']): Details {
  const { name, email, phone } = visitor ?? { name: null, email: null, phone: null };
  return { name: name ?? '', email: email ?? '', phone: phone ?? '', department: '' };
}

function sentenceOf({ message, fields }: ApiError): string {
  return Object.values(fields).flat()[0] ?? message;
}
