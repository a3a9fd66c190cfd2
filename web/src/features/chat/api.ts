import type { Chat, ChatCounts, ChatMessage } from '@/lib/api';
import { request } from '@/lib/chats/request';

/* What the desk asks of the server, and nothing about what it does with the answers. */

export interface ChatListAnswer {
  chats: Chat[];
  counts: ChatCounts;
  pagination: { next: string | null; total: number | null };
  seq: number;
}

export type ChatListQuery = Record<string, string | number | boolean>;

export function listChats(query: ChatListQuery, signal?: AbortSignal): Promise<ChatListAnswer> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) params.set(name, String(value));
  return request('GET', `/api/chats?${params}`, undefined, signal);
}

export interface ChatAnswer {
  chat: Chat;
}

export function getChat(id: number): Promise<ChatAnswer & { seq: number }> {
  return request('GET', `/api/chats/${id}`);
}

export interface MessagesAnswer {
  messages: ChatMessage[];
  last_seq: number;
  has_more: boolean;
}

export const PAGE = 100;

export function getMessages(
  id: number,
  place: { before?: number; after?: number } = {},
): Promise<MessagesAnswer> {
  const params = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, seq] of Object.entries(place)) params.set(name, String(seq));
  return request('GET', `/api/chats/${id}/messages?${params}`);
}

export interface NewMessage {
  client_message_id: string;
  content: string;
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

export function sendMessage(id: number, message: NewMessage): Promise<SentAnswer> {
  return request('POST', `/api/chats/${id}/messages`, message);
}

export interface NewNote {
  client_message_id: string;
  content: string;
  mentions: number[];
}

export function sendNote(id: number, note: NewNote): Promise<SentAnswer> {
  return request('POST', `/api/chats/${id}/notes`, note);
}

export function markRead(id: number, seq: number): Promise<unknown> {
  return request('POST', `/api/chats/${id}/read`, { seq });
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
  return request('POST', '/api/chats', chat);
}

export interface ChatChange {
  version: number;
  subject?: string;
  priority?: Chat['priority'];
  customer?: { name?: string; email?: string; phone?: string };
}

export function changeChat(id: number, change: ChatChange): Promise<ChatAnswer> {
  return request('PATCH', `/api/chats/${id}`, change);
}

export function editMessage(id: number, seq: number, content: string) {
  return request<{ message: ChatMessage }>('PATCH', `/api/chats/${id}/messages/${seq}`, {
    content,
  });
}

export function transcriptUrl(id: number, format: 'txt' | 'json' | 'html', language: string) {
  return `/api/chats/${id}/transcript?format=${format}&language=${language}`;
}
