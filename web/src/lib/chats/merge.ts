import type { Chat } from '../api';

export const CHAT_MARKS = [
  'customer_delivered_seq',
  'customer_read_seq',
  'agent_read_seq',
] as const;

/**
 * What is known of a chat with what was said of it now. Answers and events race each other: the
 * row of the higher version counts, marks only ever rise, and of two last messages the later stays.
 */
export function mergeChat(known: Chat, said: Chat): Chat {
  const merged = said.version >= known.version ? { ...known, ...said } : { ...known };
  for (const mark of CHAT_MARKS) merged[mark] = Math.max(known[mark], said[mark]);
  const later = said.last_seq >= known.last_seq ? said : known;
  merged.last_seq = later.last_seq;
  merged.last_message = later.last_message;
  merged.message_count = Math.max(known.message_count, said.message_count);
  return merged;
}

/** The few members of a chat that change with each message, as `chat:message` tells them. */
export type ChatAdvance = Pick<
  Chat,
  'id' | 'last_seq' | 'last_message' | 'message_count' | 'state' | 'version'
>;
