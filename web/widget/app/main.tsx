import { render } from 'preact';
import { ApiError } from './api';
import { Attention } from './attention';
import { Chat } from './chat';
import { Commands } from './commands';
import { formats, translator } from './i18n';
import { languageOf } from './language';
import type { Embedding, Hatif } from './public';
import css from './style.css?inline';
import { Root } from './ui/root';

/** Whether the panel stood open on the page before this one, in this tab. */
const OPEN = 'hatif.widget.open';

function rememberOpen(chat: Chat): void {
  try {
    if (sessionStorage.getItem(OPEN) === '1') chat.open(true, true);
    chat.store.subscribe(({ open }, before) => {
      if (open !== before.open) sessionStorage.setItem(OPEN, open ? '1' : '0');
    });
  } catch {
    // Each page begins with a closed one.
  }
}

/** A place of its own at the end of the page, into which no style of the page reaches. */
function place(): ShadowRoot {
  const host = document.createElement('hatif-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);
  return root;
}

/** Begins the chat on this page; called once, by the loader. */
export async function start(embedding: Embedding, hatif: Hatif): Promise<void> {
  const language = languageOf(embedding.language);
  const chat = new Chat(embedding, language);
  const commands = new Commands(chat);
  const attention = new Attention(chat, (name, detail) => commands.say(name, detail));
  chat.store.subscribe(({ open }, before) => {
    if (open !== before.open) commands.say(open ? 'open' : 'close', undefined);
  });
  commands.takeOver(hatif);
  const surroundings = {
    chat,
    attention,
    language,
    t: translator(language),
    format: formats(language),
  };
  render(<Root surroundings={surroundings} />, place());
  try {
    await chat.start();
  } catch (error) {
    // For who builds the page: its visitors see none of it.
    const why =
      (error instanceof ApiError && error.message) ||
      'Is the address of this site among those that the widget may be shown on?';
    // biome-ignore lint/suspicious/noConsole: the one place where a site is told what it has to change
    console.warn(`Hatif: no chat on this page. ${why}`);
    return;
  }
  rememberOpen(chat);
  commands.say('ready', undefined);
}
