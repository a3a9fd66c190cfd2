import {
  api,
  type Chat,
  type ChatBulkResult,
  type ChatMessage,
  type ChatMoment,
  type ChatQuery,
  type ChatTag,
  type ChatViewer,
  call,
} from '@/lib/api';

/* What the desk asks of the server, and nothing about what it does with the answers. */

export type ChatListAnswer = Awaited<ReturnType<typeof listChats>>;

export function listChats(query: ChatQuery, signal?: AbortSignal) {
  return call(api.GET('/api/chats', { params: { query }, signal }));
}

export interface ChatAnswer {
  chat: Chat;
}

const path = (id: number) => ({ id: String(id) });

export function getChat(id: number) {
  return call(api.GET('/api/chats/{id}', { params: { path: path(id) } }));
}

const PAGE = 100;
/* Whoever goes back goes far: as many as the server gives at once. */
const OLDER_PAGE = 200;

/** A page of messages: the newest, those before one, or those after one. */
export function getMessages(id: number, place: { before?: number; after?: number } = {}) {
  const query = { limit: place.before ? OLDER_PAGE : PAGE, ...place };
  return call(api.GET('/api/chats/{id}/messages', { params: { path: path(id), query } }));
}

export interface NewMessage {
  client_message_id: string;
  content: string;
  /** Ids of what was uploaded for it. */
  files?: string[];
  reply_to?: number;
  /** The response that it began as: the server counts its uses. */
  canned_id?: number;
  /** The last message that was on screen when this one was written. */
  seen_seq?: number;
  /** Send it although there is a newer one. */
  anyway?: boolean;
}

export interface SentAnswer {
  message: ChatMessage;
  chat: Chat;
}

export function sendMessage(id: number, body: NewMessage): Promise<SentAnswer> {
  return call(api.POST('/api/chats/{id}/messages', { params: { path: path(id) }, body }));
}

export interface NewNote {
  client_message_id: string;
  content: string;
  mentions: string[];
}

export function sendNote(id: number, body: NewNote): Promise<SentAnswer> {
  return call(api.POST('/api/chats/{id}/notes', { params: { path: path(id) }, body }));
}

export function editMessage(id: number, seq: number, content: string): Promise<SentAnswer> {
  const params = { path: { ...path(id), seq: String(seq) } };
  return call(api.PATCH('/api/chats/{id}/messages/{seq}', { params, body: { content } }));
}

export function markRead(id: number, seq: number): Promise<unknown> {
  return call(api.POST('/api/chats/{id}/read', { params: { path: path(id) }, body: { seq } }));
}

export async function tellViewing(id: number, viewing: boolean): Promise<ChatViewer[]> {
  const params = { path: path(id) };
  const answer = await call(api.POST('/api/chats/{id}/viewing', { params, body: { viewing } }));
  return answer.viewers;
}

/** What is done with a chat as a whole; each answers with the chat as it is then. */
export type ChatDeed = 'claim' | 'accept' | 'decline' | 'close' | 'reopen' | 'unblock';

export function doWith(id: number, deed: ChatDeed, body: object = {}): Promise<ChatAnswer> {
  return call(api.POST(`/api/chats/{id}/${deed}`, { params: { path: path(id) }, body }));
}

export interface Transfer {
  agent_id?: string;
  department?: string;
  note: string;
}

export function transferChat(id: number, body: Transfer): Promise<ChatAnswer> {
  return call(api.POST('/api/chats/{id}/transfer', { params: { path: path(id) }, body }));
}

export function setTags(id: number, tags: string[]): Promise<ChatAnswer> {
  return call(api.PUT('/api/chats/{id}/tags', { params: { path: path(id) }, body: { tags } }));
}

export function blockCustomer(id: number, reason: string): Promise<ChatAnswer> {
  return call(api.POST('/api/chats/{id}/block', { params: { path: path(id) }, body: { reason } }));
}

export async function listTags(): Promise<ChatTag[]> {
  return (await call(api.GET('/api/chats/tags'))).tags;
}

/** What was between us and the customer before: chats, calls, orders, the newest first. */
export async function getTimeline(id: number): Promise<ChatMoment[]> {
  const params = { path: path(id) };
  return (await call(api.GET('/api/chats/{id}/timeline', { params }))).timeline;
}

/** What is done with many chats at once. */
export type BulkDeed =
  | { action: 'close'; reason?: string }
  /** Beside the tags that each has. */
  | { action: 'tag'; tags: string[]; beside: true }
  | ({ action: 'assign'; note: string } & ({ agent_id: string } | { department: string }));

const BULK_MOST = 100;

/** Each chat says what came of it; many are sent a hundred at a time. */
export async function doWithMany(ids: readonly number[], deed: BulkDeed) {
  const results: ChatBulkResult[] = [];
  for (let from = 0; from < ids.length; from += BULK_MOST) {
    const some = ids.slice(from, from + BULK_MOST).map(String);
    const answer = await call(api.POST('/api/chats/bulk', { body: { ids: some, ...deed } }));
    results.push(...answer.results);
  }
  return results;
}

export interface ChatChange {
  version: number;
  subject?: string;
  customer?: { name?: string; email?: string; phone?: string };
}

export function changeChat(id: number, body: ChatChange): Promise<ChatAnswer> {
  return call(api.PATCH('/api/chats/{id}', { params: { path: path(id) }, body }));
}

export function transcriptUrl(id: number, format: 'txt' | 'json' | 'html', language: string) {
  return `/api/chats/${id}/transcript?format=${format}&language=${language}`;
}
