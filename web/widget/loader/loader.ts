/*
 * The script that a site embeds. It costs the page nothing: it notes what the page asks of
 * window.Hatif, and brings the chat itself once the page has loaded and is at rest. Whatever goes
 * wrong in here stays in here.
 */
import type { Command, Embedding, Hatif } from '../app/public';

const RETRIES = 4;
const FIRST_PAUSE_MS = 2_000;

/** The build puts the name in: it changes with the content, and is kept for ever. */
const APP = '__WIDGET_APP__';

function embeddingOf(script: HTMLScriptElement): Embedding | null {
  const { key, language, identity } = script.dataset;
  return key ? { key, base: new URL(script.src).origin, language, identity } : null;
}

/** The function the page talks to. Until the chat is there it keeps what it is told. */
function stub(): Hatif {
  const known = window.Hatif;
  if (known) return known;
  const hatif: Hatif = (...command) => {
    hatif.q = hatif.q ?? [];
    hatif.q.push(command as Command);
  };
  window.Hatif = hatif;
  return hatif;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Loaded, and nothing else to do. */
async function rest(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((done) => addEventListener('load', done, { once: true }));
  }
  await new Promise<void>((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: 3_000 });
    else setTimeout(done, 200);
  });
}

/** A page that allows this script by a nonce allows what it imports. */
async function bring(from: string): Promise<typeof import('../app/main')> {
  for (let attempt = 0; ; attempt++) {
    try {
      // Browsers remember that a file could not be had: another attempt needs another address.
      return await import(/* @vite-ignore */ attempt === 0 ? from : `${from}?${attempt}`);
    } catch (error) {
      if (attempt === RETRIES) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

async function load(): Promise<void> {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const embedding = embeddingOf(script);
  const hatif = stub();
  // Embedded twice, by a template and by a tag manager: one chat is enough.
  if (!embedding || hatif.loaded) return;
  hatif.loaded = true;
  await rest();
  const { start } = await bring(new URL(APP, script.src).href);
  await start(embedding, hatif);
}

load().catch(() => {
  // No chat today; the page is none the worse.
});
