import type { Ref } from './types';

/** A chat as lists, its own page and events tell it; in events `unread` is left out. */
export interface Chat {
  id: number;
  /** "conv_123" */
  code: string;
  state: ChatState;
  version: number;
  department: { id: number; code: string; name: string } | null;
  agent: Ref | null;
  offered_to: Ref | null;
  offer_until: string | null;
  customer: ChatCustomer;
  subject: string | null;
  language: string;
  source: 'widget' | 'agent' | 'api';
  offline: boolean;
  tags: string[];
  priority: 'normal' | 'high';
  last_message: LastMessage | null;
  last_seq: number;
  message_count: number;
  unread?: number;
  customer_delivered_seq: number;
  customer_read_seq: number;
  agent_read_seq: number;
  created_at: string;
  updated_at: string;
  queued_at: string | null;
  assigned_at: string | null;
  first_response_at: string | null;
  closed_at: string | null;
  /** Since when the customer waits for an answer. */
  waiting_since: string | null;
  wait_seconds: number;
  position: number | null;
  close_reason: string | null;
  alert: 'waiting' | 'unseen' | null;
  visitor: ChatVisitor | null;
  rating: { score: number; comment: string | null } | null;
}

export type ChatState = 'waiting' | 'offered' | 'active' | 'closed' | 'missed' | 'abandoned';

export interface ChatCustomer {
  id: number | null;
  code: string | null;
  name: string;
  email: string | null;
  phone: string | null;
  blocked: boolean;
}

export interface LastMessage {
  seq: number;
  speaker: Speaker;
  kind: MessageKind;
  preview: string;
  at: string;
}

export interface ChatVisitor {
  online: boolean;
  page_url: string | null;
  page_title: string | null;
  referrer: string | null;
  browser: string | null;
  system: string | null;
  ip: string | null;
  country: string | null;
  city: string | null;
}

export type Speaker = 'customer' | 'agent' | 'bot' | 'system';
export type MessageKind = 'text' | 'file' | 'note' | 'event';

export interface ChatMessage {
  seq: number;
  chat_id: number;
  conversation_id: string;
  speaker: Speaker;
  kind: MessageKind;
  content: string;
  language: string | null;
  internal: boolean;
  author: { user_id: number; agent_id: number | null; name: string } | null;
  client_message_id: string | null;
  reply_to: { seq: number; speaker: Speaker; preview: string } | null;
  mentions: number[];
  sent_at: string;
  edited_at: string | null;
  event: ChatEvent | null;
}

/** What happened in the chat; members beside `type` are of that type. */
export interface ChatEvent {
  type: string;
  [member: string]: unknown;
}

export interface ChatCounts {
  waiting: number;
  mine: number;
  active: number;
  unread: number;
}
