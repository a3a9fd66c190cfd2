import { create } from 'zustand';
import type { ChatMessage } from '@/lib/api';
import { type ApiError, asApiError, type StoredFile } from '@/lib/api';
import { deleteDraft, draftsUnder, getDraft, putDraft } from '@/lib/storage/idb';
import { sendMessage, sendNote } from '../api';
import { putChat } from './chats';
import { tellTabs } from './tabs';
import { takeMessage } from './threads';

/** A message of ours that the server does not have yet; it lives on this device until then. */
export interface Outgoing {
  key: string;
  chatId: number;
  kind: 'text' | 'note';
  /** The server takes each of them once, however often it is sent. */
  clientMessageId: string;
  content: string;
  replyTo: ChatMessage['reply_to'];
  /** Codes of the colleagues whom a note names. */
  mentions: string[];
  files: readonly StoredFile[];
  /** The ready-made response that it began as, to be counted. */
  cannedId?: number;
  /** The last message that was on screen when it was written. */
  seenSeq: number;
  at: string;
  /** Sent although newer messages are there: the person has seen them. */
  isAnyway: boolean;
}

/**
 * waiting: for its turn or for the network · sending · held: something newer is there and the
 * person has to say whether it still fits · refused: the server does not want it.
 */
export type Phase = 'waiting' | 'sending' | 'held' | 'refused';

export interface Queued extends Outgoing {
  phase: Phase;
  error: ApiError | null;
  newer: readonly ChatMessage[];
}

interface Outbox {
  byChat: Readonly<Record<number, readonly Queued[]>>;
}

export const useChatOutbox = create<Outbox>()(() => ({ byChat: {} }));

const nothing: readonly Queued[] = [];

export function queuedIn(id: number) {
  return ({ byChat }: Outbox) => byChat[id] ?? nothing;
}

/** How many wait on this device, in all chats. */
export function countWaiting({ byChat }: Outbox): number {
  return Object.values(byChat).reduce((sum, queue) => sum + queue.length, 0);
}

let owner: number | null = null;
const prefixOf = (user: number) => `chat-out:${user}:`;
const listOf = (id: number) => queuedIn(id)(useChatOutbox.getState());

function show(id: number, queue: readonly Queued[]): void {
  const { [id]: _, ...rest } = useChatOutbox.getState().byChat;
  useChatOutbox.setState({ byChat: queue.length > 0 ? { ...rest, [id]: queue } : rest });
}

function set(one: Queued, part: Partial<Queued>): void {
  show(
    one.chatId,
    listOf(one.chatId).map((other) => (other.key === one.key ? { ...other, ...part } : other)),
  );
}

const asQueued = (stored: Outgoing): Queued => ({
  ...stored,
  phase: 'waiting',
  error: null,
  newer: [],
});

/** What an earlier page of the same person left behind. Never that of somebody else. */
export async function openChatOutbox(user: number): Promise<void> {
  owner = user;
  const stored = await draftsUnder<Outgoing>(prefixOf(user));
  if (owner !== user) return;
  const byChat: Record<number, Queued[]> = {};
  for (const one of stored) byChat[one.chatId] = [...(byChat[one.chatId] ?? []), asQueued(one)];
  useChatOutbox.setState({ byChat });
  sendWaiting();
}

/** Another tab put something in or took it out. */
export async function rereadChat(id: number): Promise<void> {
  if (owner === null) return;
  const user = owner;
  const stored = await draftsUnder<Outgoing>(`${prefixOf(user)}${id}:`);
  if (owner !== user) return;
  const known = new Map(listOf(id).map((one) => [one.key, one]));
  show(
    id,
    stored.map((one) => known.get(one.key) ?? asQueued(one)),
  );
}

export type Written = Omit<Outgoing, 'key' | 'clientMessageId' | 'at' | 'isAnyway'>;

/* Keys of one millisecond keep their order. */
let written = 0;

/** Takes a message of ours; from now on it is not lost, and is sent when that is possible. */
export async function post(message: Written): Promise<void> {
  if (owner === null) return;
  const at = new Date().toISOString();
  written += 1;
  const place = `${at}${String(written).padStart(6, '0')}`;
  const clientMessageId = crypto.randomUUID();
  const key = `${prefixOf(owner)}${message.chatId}:${place}`;
  const kept: Outgoing = { ...message, key, clientMessageId, at, isAnyway: false };
  show(message.chatId, [...listOf(message.chatId), asQueued(kept)]);
  await putDraft(key, kept);
  tellTabs({ kind: 'outbox', id: message.chatId });
  await drain(message.chatId);
}

/** Once more what was refused, or although something newer is there. */
export async function postAgain(one: Queued, isAnyway: boolean): Promise<void> {
  const { phase: _phase, error: _error, newer: _newer, ...stored } = one;
  const kept: Outgoing = { ...stored, isAnyway: stored.isAnyway || isAnyway };
  set(one, { ...kept, phase: 'waiting', error: null, newer: [] });
  await putDraft(one.key, kept);
  await drain(one.chatId);
}

/** The person takes it back, or the server has it. */
export async function drop(one: Pick<Queued, 'key' | 'chatId'>): Promise<void> {
  show(
    one.chatId,
    listOf(one.chatId).filter((other) => other.key !== one.key),
  );
  await deleteDraft(one.key);
  tellTabs({ kind: 'outbox', id: one.chatId });
}

/** An event brought a message of ours: the server has it, whatever became of its answer. */
export function dropSent({ chat_id, client_message_id }: ChatMessage): void {
  if (client_message_id === null) return;
  const sent = listOf(chat_id).find((one) => one.clientMessageId === client_message_id);
  if (sent) void drop(sent);
}

/** The line is back: everything that waits goes out, each chat in its own order. */
export function sendWaiting(): void {
  for (const id of Object.keys(useChatOutbox.getState().byChat)) void drain(Number(id));
}

const draining = new Map<number, Promise<void>>();

function drain(id: number): Promise<void> {
  const running = draining.get(id);
  // What came meanwhile is found by the one that runs, unless that is about to end.
  const next = (running ?? Promise.resolve()).then(() => oneTabOnly(id, () => sendAll(id)));
  const kept = next.finally(() => {
    if (draining.get(id) === kept) draining.delete(id);
  });
  draining.set(id, kept);
  return kept;
}

/* Two tabs of one person share what is stored; for a chat only one of them sends at a time. */
async function oneTabOnly(id: number, run: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return run();
  await navigator.locks.request(`hatif.chat.${owner}.${id}`, run);
}

async function sendAll(id: number): Promise<void> {
  for (;;) {
    const queue = listOf(id);
    const next = queue.find(({ phase }) => phase !== 'refused');
    if (next?.phase !== 'waiting') return;
    if ((await getDraft(next.key)) === undefined) {
      // Another tab has sent it.
      show(
        id,
        queue.filter(({ key }) => key !== next.key),
      );
      continue;
    }
    if (!(await sendOne(next))) return;
  }
}

/* The server is busy or cannot be reached though the line seems good: it is asked again by itself. */
const AGAIN_MS = [2_000, 5_000, 15_000, 30_000];
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function sendLater(): void {
  const delay = AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)];
  failures += 1;
  clearTimeout(timer);
  timer = setTimeout(sendWaiting, delay);
}

/** False where the rest has to wait too. */
async function sendOne(one: Queued): Promise<boolean> {
  set(one, { phase: 'sending' });
  try {
    const { message, chat } = await (one.kind === 'note' ? sendAsNote(one) : sendAsMessage(one));
    takeMessage(message);
    putChat(chat);
    await drop(one);
    failures = 0;
    return true;
  } catch (thrown) {
    const error = asApiError(thrown);
    if (error.code === 'newer_message') {
      set(one, { phase: 'held', error, newer: newerIn(error) });
      return false;
    }
    const isLater = error.status === 0 || error.status === 429 || error.status >= 500;
    set(one, { phase: isLater ? 'waiting' : 'refused', error });
    if (isLater) sendLater();
    return !isLater;
  }
}

function sendAsNote({ chatId, clientMessageId, content, mentions }: Queued) {
  return sendNote(chatId, { client_message_id: clientMessageId, content, mentions });
}

function sendAsMessage(queued: Queued) {
  const { chatId, clientMessageId, content, replyTo, files, cannedId, seenSeq, isAnyway } = queued;
  return sendMessage(chatId, {
    client_message_id: clientMessageId,
    content,
    ...(files.length > 0 ? { files: files.map(({ id }) => id) } : {}),
    ...(replyTo ? { reply_to: replyTo.seq } : {}),
    ...(cannedId === undefined ? {} : { canned_id: cannedId }),
    seen_seq: seenSeq,
    ...(isAnyway ? { anyway: true } : {}),
  });
}

function newerIn({ current }: ApiError): readonly ChatMessage[] {
  const messages = (current as { messages?: unknown } | null)?.messages;
  return Array.isArray(messages) ? (messages as ChatMessage[]) : [];
}

/** Nobody is signed in any more: nothing of theirs stays on screen. */
export function closeChatOutbox(): void {
  owner = null;
  clearTimeout(timer);
  useChatOutbox.setState({ byChat: {} });
}
