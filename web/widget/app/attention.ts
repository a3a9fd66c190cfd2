/* What calls for attention while nobody looks: the count in the title, a sound, a word to the page. */
import type { Chat } from './chat';
import { newId } from './ids';
import type { HatifEvents } from './public';
import { chime, warmUp } from './sound';
import { unreadOf } from './state';

/** Before a title of ours stands a sign that nobody sees, so that it is known again. */
const SIGN = '\u2063';

function titled(count: number): void {
  const mark = document.title.startsWith(SIGN) ? document.title.indexOf(') ') + 2 : 0;
  const own = document.title.slice(mark);
  const wanted = count > 0 ? `${SIGN}(${count}) ${own}` : own;
  if (wanted !== document.title) document.title = wanted;
}

type Say = <Name extends keyof HatifEvents>(name: Name, detail: HatifEvents[Name]) => void;

export class Attention {
  private readonly tab = newId();
  private heard: number | null = null;
  private chatId: string | undefined;
  private told = 0;

  constructor(
    private readonly chat: Chat,
    private readonly say: Say,
  ) {
    const mine = () => chat.storage.set('tab', this.tab);
    if (document.hasFocus()) mine();
    addEventListener('focus', mine);
    // Browsers let a page be heard once somebody used it.
    for (const what of ['pointerdown', 'keydown']) {
      addEventListener(what, warmUp, { once: true, capture: true });
    }
    document.addEventListener('visibilitychange', () => this.look());
    chat.store.subscribe(() => this.look());
  }

  get isMuted(): boolean {
    return this.chat.storage.get('mute') === '1';
  }

  mute(muted: boolean): void {
    this.chat.storage.set('mute', muted ? '1' : null);
    if (!muted) chime();
  }

  private look(): void {
    const state = this.chat.store.get();
    const unread = unreadOf(state);
    titled(document.hidden ? unread.length : 0);
    if (unread.length !== this.told) {
      this.told = unread.length;
      this.say('unread', { count: unread.length });
    }
    this.hearNew(state.chat?.id);
  }

  /* What was there when the chat was loaded is no news. */
  private hearNew(chatId: string | undefined): void {
    const { messages } = this.chat.store.get();
    const last = messages.at(-1)?.seq ?? 0;
    const known = chatId === this.chatId ? this.heard : null;
    this.chatId = chatId;
    this.heard = last || known;
    if (known === null || last <= known) return;
    const news = messages.filter(({ seq, speaker }) => seq > known && speaker !== 'customer');
    for (const { content, name } of news) this.say('message', { text: content, name });
    const here = this.chat.storage.get('tab');
    const looked = this.chat.store.get().open && document.hasFocus();
    if (news.length > 0 && !looked && !this.isMuted && (here === null || here === this.tab)) {
      chime();
    }
  }
}
