import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chatOf, messageOf } from '../test/fake';
import { Attention } from './attention';
import { Chat } from './chat';
import { Commands } from './commands';
import type { Hatif } from './public';
import * as sound from './sound';

const embedding = { key: 'wk', base: 'https://chat.example', language: 'en', identity: undefined };
let chat: Chat;
let hidden = false;

beforeEach(() => {
  localStorage.clear();
  document.title = 'Shop';
  chat = new Chat(embedding, 'en');
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  vi.spyOn(document, 'hasFocus').mockImplementation(() => !hidden);
  vi.spyOn(sound, 'chime').mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

function hide(now: boolean): void {
  hidden = now;
  document.dispatchEvent(new Event('visibilitychange'));
}

const come = (...seqs: number[]) =>
  chat.store.set({ chat: chatOf(), messages: seqs.map((seq) => messageOf(seq)) });

it('counts in the title while nobody looks, and leaves the page’s own title alone', () => {
  new Attention(chat, () => {});
  hide(true);
  come(1, 2);
  expect(document.title).toBe('\u2063(2) Shop');
  document.title = '(3) A page whose title begins so';
  chat.store.set({ readSeq: 1 });
  expect(document.title).toBe('\u2063(1) (3) A page whose title begins so');
  hide(false);
  expect(document.title).toBe('(3) A page whose title begins so');
});

it('is heard for what is new, in one tab, unless it is muted', () => {
  const attention = new Attention(chat, () => {});
  come(1);
  expect(sound.chime).not.toHaveBeenCalled();
  come(1, 2);
  expect(sound.chime).toHaveBeenCalledTimes(1);
  chat.storage.set('tab', 'another');
  come(1, 2, 3);
  expect(sound.chime).toHaveBeenCalledTimes(1);
  dispatchEvent(new Event('focus'));
  attention.mute(true);
  come(1, 2, 3, 4);
  expect(sound.chime).toHaveBeenCalledTimes(1);
});

it('the page hears what it asked to hear, and may ask before the chat is there', async () => {
  const commands = new Commands(chat);
  const heard = vi.fn();
  const early = ((...command) => early.q?.push(command)) as Hatif;
  early.q = [
    ['on', 'message', heard],
    ['identify', { name: 'Noura' }],
  ];
  commands.takeOver(early);
  new Attention(chat, (name, detail) => commands.say(name, detail));
  expect(chat.person.name).toBe('Noura');
  come(1);
  come(1, 2);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ text: 'line 2', name: 'Sara' }));
  window.Hatif?.('hide');
  expect(chat.store.get()).toMatchObject({ hidden: true, open: false });
  early('open');
  expect(chat.store.get()).toMatchObject({ hidden: false, open: true });
  window.Hatif?.('off', 'message', heard);
  come(1, 2, 3);
  await new Promise((done) => setTimeout(done));
  expect(heard).toHaveBeenCalledTimes(1);
});
