import type { Chat, ChatMessage } from '@/lib/api';
import { type ChatAdvance, mergeChat } from '@/lib/chats/merge';

/** So many rows the widget has; the rest is a link away. */
export const RECENT_CHATS = 7;

export type RecentRows = readonly Chat[];

export const isKnown = (rows: RecentRows, id: number): boolean => rows.some((row) => row.id === id);

const changeRow = (rows: RecentRows, id: number, change: (row: Chat) => Chat): RecentRows =>
  isKnown(rows, id) ? rows.map((row) => (row.id === id ? change(row) : row)) : rows;

/** A chat as it is now, in its place; one that is not here comes first. */
export function withChat(rows: RecentRows, said: Chat): RecentRows {
  if (!isKnown(rows, said.id)) return [said, ...rows].slice(0, RECENT_CHATS);
  return changeRow(rows, said.id, (row) => mergeChat(row, said));
}

/** A message came: the row goes on with it. */
export function withMessage(
  rows: RecentRows,
  said: ChatAdvance,
  { seq, speaker }: Pick<ChatMessage, 'seq' | 'speaker'>,
): RecentRows {
  return changeRow(rows, said.id, (row) => {
    if (seq <= row.last_seq) return row;
    const { state, version } = said.version >= row.version ? said : row;
    const { last_seq, last_message, message_count } = said;
    const unread = (row.unread ?? 0) + Number(speaker === 'customer');
    return { ...row, state, version, last_seq, last_message, message_count, unread };
  });
}

export function withoutChat(rows: RecentRows, id: number): RecentRows {
  return isKnown(rows, id) ? rows.filter((row) => row.id !== id) : rows;
}
