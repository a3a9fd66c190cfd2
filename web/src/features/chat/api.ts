import { api, type Chat, type ChatMessage, type ChatQuery, call } from '@/lib/api';
import { request } from '@/lib/chats/request';

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

/** A page of messages: the newest, those before one, or those after one. */
export function getMessages(id: number, place: { before?: number; after?: number } = {}) {
  const query = { limit: PAGE, ...place };
  return call(api.GET('/api/chats/{id}/messages', { params: { path: path(id), query } }));
}

export interface NewMessage {
  client_message_id: string;
  content: string;
  /** Ids of what was uploaded for it. */
  files?: string[];
  reply_to?: number;
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

export function sendNote(id: number, note: NewNote): Promise<SentAnswer> {
  return request('POST', `/api/chats/${id}/notes`, note);
}

export function markRead(id: number, seq: number): Promise<unknown> {
  return call(api.POST('/api/chats/{id}/read', { params: { path: path(id) }, body: { seq } }));
}

export function tellTyping(id: number, typing: boolean): Promise<unknown> {
  return request('POST', `/api/chats/${id}/typing`, { typing });
}

export function tellViewing(id: number, viewing: boolean): Promise<unknown> {
  return request('POST', `/api/chats/${id}/viewing`, { viewing });
}

/** What is done with a chat as a whole; each answers with the chat as it is then. */
export type ChatDeed = 'claim' | 'accept' | 'decline' | 'close' | 'reopen' | 'unblock';

export function doWith(id: number, deed: ChatDeed, body: object = {}): Promise<ChatAnswer> {
  return request('POST', `/api/chats/${id}/${deed}`, body);
}

export interface Transfer {
  agent_id?: string;
  department?: string;
  note: string;
}

export function transferChat(id: number, transfer: Transfer): Promise<ChatAnswer> {
  return request('POST', `/api/chats/${id}/transfer`, transfer);
}

export function setTags(id: number, tags: string[]): Promise<ChatAnswer> {
  return request('PUT', `/api/chats/${id}/tags`, { tags });
}

export function blockCustomer(id: number, reason: string): Promise<ChatAnswer> {
  return request('POST', `/api/chats/${id}/block`, { reason });
}

export function listTags(): Promise<{ tags: { code: string; name: string }[] }> {
  return request('GET', '/api/chats/tags');
}

/** What was known of the customer before and since: chats, calls, orders, newest first. */
export interface TimelineEntry {
  kind: string;
  id: number;
  at: string;
  title: string;
}

export function getTimeline(id: number): Promise<{ timeline: TimelineEntry[] }> {
  return request('GET', `/api/chats/${id}/timeline`);
}

export interface NewChat {
  customer_id?: number;
  name?: string;
  email?: string;
  phone?: string;
  department?: string;
  message?: string;
}

export function beginChat(chat: NewChat): Promise<ChatAnswer> {
  return call(api.POST('/api/chats', { body: chat }));
}

export interface ChatChange {
  version: number;
  subject?: string;
  priority?: Chat['priority'];
  customer?: { name?: string; email?: string; phone?: string };
}

export function changeChat(id: number, change: ChatChange): Promise<ChatAnswer> {
  return call(api.PATCH('/api/chats/{id}', { params: { path: path(id) }, body: change }));
}

export function editMessage(id: number, seq: number, content: string) {
  return request<{ message: ChatMessage }>('PATCH', `/api/chats/${id}/messages/${seq}`, {
    content,
  });
}

export function transcriptUrl(id: number, format: 'txt' | 'json' | 'html', language: string) {
  return `/api/chats/${id}/transcript?format=${format}&language=${language}`;
}
