import type { Chat, ChatMessage } from '@/lib/api';

/** A chat as the server tells it, with what a test wants otherwise. */
export function chatOf(change: Partial<Chat> = {}): Chat {
  const id = change.id ?? 1;
  return {
    id,
    code: `conv_${id}`,
    state: 'active',
    version: 1,
    department: { id: 1, code: 'sales', name: 'Sales' },
    agent: { id: 1, code: 'AGT-001', name: 'Sarah Ahmed' },
    offered_to: null,
    offer_until: null,
    customer: {
      id: null,
      code: null,
      name: 'Nora Lind',
      email: null,
      phone: null,
      blocked: false,
      verified: true,
    },
    subject: null,
    language: 'en',
    source: 'widget',
    offline: false,
    tags: [],
    priority: 'normal',
    last_message: null,
    last_seq: 0,
    message_count: 0,
    customer_delivered_seq: 0,
    customer_read_seq: 0,
    agent_read_seq: 0,
    created_at: '2026-11-22T10:00:00Z',
    updated_at: '2026-11-22T10:00:00Z',
    queued_at: null,
    assigned_at: null,
    first_response_at: null,
    closed_at: null,
    waiting_since: null,
    wait_seconds: 0,
    position: null,
    close_reason: null,
    alert: null,
    visitor: null,
    rating: null,
    ...change,
  };
}

export function messageOf(change: Partial<ChatMessage> = {}): ChatMessage {
  const seq = change.seq ?? 1;
  return {
    seq,
    chat_id: 1,
    conversation_id: 'conv_1',
    speaker: 'customer',
    kind: 'text',
    content: `Message ${seq}`,
    language: 'en',
    internal: false,
    author: null,
    client_message_id: null,
    reply_to: null,
    files: [],
    mentions: [],
    sent_at: '2026-11-22T10:00:00Z',
    edited_at: null,
    event: null,
    ...change,
  };
}
