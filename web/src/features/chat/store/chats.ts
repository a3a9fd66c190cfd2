import { useCallback, useSyncExternalStore } from 'react';
import type { Chat, ChatMessage } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { CHAT_MARKS, type ChatAdvance, mergeChat } from '@/lib/chats/merge';

/** A chat with what this page knows about its row. */
export interface ChatEntry {
  chat: Chat;
  /** Messages of the customer that the person at this desk has not read. */
  unread: number;
  /** It left our sight, or was taken by somebody else; what is shown is the last we knew. */
  gone: boolean;
}

type Listener = () => void;

/*
 * Each chat has listeners of its own: a message draws the row of its chat and no other, and costs
 * the same with sixty chats as with six thousand.
 */
const entries = new Map<number, ChatEntry>();
const listeners = new Map<number, Set<Listener>>();
const anyListeners = new Set<(id: number) => void>();

export function readChat(id: number): ChatEntry | undefined {
  return entries.get(id);
}

function tell(id: number): void {
  for (const listener of listeners.get(id) ?? []) listener();
  for (const listener of anyListeners) listener(id);
}

function write(id: number, entry: ChatEntry): void {
  entries.set(id, entry);
  tell(id);
}

/** Takes over what the server said of a chat, in an answer or in an event. */
export function putChat(said: Chat, isEvent = false): void {
  const known = entries.get(said.id);
  if (!known) {
    write(said.id, { chat: said, unread: said.unread ?? 0, gone: false });
    return;
  }
  const chat = mergeChat(known.chat, said);
  const isOld = said.last_seq < known.chat.last_seq;
  const unread = said.unread === undefined || isOld ? known.unread : said.unread;
  // Events come in their order; an answer that was on its way meanwhile brings nothing back.
  const gone = known.gone && !isEvent && said.version <= known.chat.version;
  write(said.id, { chat, unread, gone });
}

/** A message came: the row of its chat goes on with it. */
export function advanceChat(said: ChatAdvance, message: ChatMessage, isRead: boolean): void {
  const known = entries.get(said.id);
  if (!known || message.seq <= known.chat.last_seq) return;
  const { state, version } = said.version >= known.chat.version ? said : known.chat;
  const { last_seq, last_message, message_count } = said;
  const chat = { ...known.chat, state, version, last_seq, last_message, message_count };
  const isNews = message.speaker === 'customer' && !isRead;
  write(said.id, { ...known, chat, unread: known.unread + Number(isNews) });
}

/** Marks of either side; those of another tab of ours too. */
export function markChat(
  id: number,
  marks: Partial<Pick<Chat, (typeof CHAT_MARKS)[number]>>,
): void {
  const known = entries.get(id);
  if (!known) return;
  const next = { ...known.chat };
  for (const mark of CHAT_MARKS) next[mark] = Math.max(next[mark], marks[mark] ?? 0);
  if (CHAT_MARKS.some((mark) => next[mark] !== known.chat[mark])) {
    write(id, { ...known, chat: next });
  }
}

/** The person read this chat to that message; what came after stays unread. */
export function setRead(id: number, seq: number): void {
  const known = entries.get(id);
  if (!known || known.unread === 0 || seq < known.chat.last_seq) return;
  write(id, { ...known, unread: 0 });
}

export function patchChat(id: number, part: Partial<Chat>): void {
  const known = entries.get(id);
  if (known) write(id, { ...known, chat: { ...known.chat, ...part } });
}

export function markGone(id: number): void {
  const known = entries.get(id);
  if (known && !known.gone) write(id, { ...known, gone: true });
}

export function forgetChats(): void {
  const ids = [...entries.keys()];
  entries.clear();
  for (const id of ids) tell(id);
}

/** Calls `run` with the id of each chat that changes. Returns the way to stop. */
export function onChatChange(run: (id: number) => void): () => void {
  anyListeners.add(run);
  return () => {
    anyListeners.delete(run);
  };
}

function subscribe(id: number, listener: Listener): () => void {
  const set = listeners.get(id) ?? new Set<Listener>();
  listeners.set(id, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(id);
  };
}

/** Draws again when what `pick` takes of this chat changes, and only then. */
export function useChatPart<T>(id: number, pick: (entry: ChatEntry | undefined) => T): T {
  const watch = useCallback((listener: Listener) => subscribe(id, listener), [id]);
  return useSyncExternalStore(watch, () => pick(entries.get(id)));
}

const whole = (entry: ChatEntry | undefined) => entry;

export function useChatEntry(id: number): ChatEntry | undefined {
  return useChatPart(id, whole);
}

export function useChat(id: number): Chat | undefined {
  return useChatPart(id, (entry) => entry?.chat);
}

/* Chats of one person must not be on screen for the next one at this desk. */
useSession.subscribe((now, before) => {
  if (now.user?.id !== before.user?.id) forgetChats();
});
