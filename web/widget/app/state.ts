/* What the chat knows, and how answers and events change it. Nothing in here asks anybody. */
import type { Outgoing } from './outbox';
import type { Session, Settings, Visitor, WidgetChat, WidgetMessage } from './types';

export type Connection = 'connecting' | 'live' | 'asking' | 'lost';

export interface Typing {
  name: string;
  until: number;
}

export interface State {
  settings: Settings | null;
  visitor: Visitor | null;
  chat: WidgetChat | null;
  /** By their number. */
  messages: readonly WidgetMessage[];
  /** What lies before the first of them has not been asked for. */
  hasEarlier: boolean;
  outgoing: readonly Outgoing[];
  typing: Typing | null;
  connection: Connection;
  open: boolean;
  /** It was opened by itself: the focus stays where it is. */
  quietly: boolean;
  /** By the page: no button either. */
  hidden: boolean;
  /** The number up to which somebody looked, in any tab. */
  readSeq: number;
  /** A sentence why there is no chat. */
  problem: string | null;
}

export const nothing: State = {
  settings: null,
  visitor: null,
  chat: null,
  messages: [],
  hasEarlier: false,
  outgoing: [],
  typing: null,
  connection: 'connecting',
  open: false,
  quietly: false,
  hidden: false,
  readSeq: 0,
  problem: null,
};

/** Each message once, in order; one that came again is what it says now. */
export function withMessages(
  known: readonly WidgetMessage[],
  come: readonly WidgetMessage[],
): readonly WidgetMessage[] {
  if (come.length === 0) return known;
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of come) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Another chat than before begins with no messages. */
export function withChat(state: State, chat: WidgetChat | null): State {
  if (!chat) return { ...state, chat, messages: [], hasEarlier: false };
  if (chat.id !== state.chat?.id) {
    return { ...state, chat, messages: [], hasEarlier: false, typing: null, readSeq: 0 };
  }
  const { last_seq, delivered_seq, read_seq } = state.chat;
  // Marks only rise, whichever of two answers is read first.
  return {
    ...state,
    chat: {
      ...chat,
      last_seq: Math.max(chat.last_seq, last_seq),
      delivered_seq: Math.max(chat.delivered_seq, delivered_seq),
      read_seq: Math.max(chat.read_seq, read_seq),
    },
  };
}

export function withSession(state: State, { settings, visitor, chat }: Session): State {
  return withChat({ ...state, settings, visitor, problem: null }, chat);
}

/** Theirs that came with a message of ours in it: it is no longer on its way. */
export function acknowledged(outgoing: readonly Outgoing[], come: readonly WidgetMessage[]) {
  const ids = new Set(come.map(({ client_message_id }) => client_message_id));
  return outgoing.filter(({ id }) => ids.has(id));
}

export const isTheirs = ({ speaker }: WidgetMessage) => speaker !== 'customer';

export function unreadOf({ messages, readSeq }: State): WidgetMessage[] {
  return messages.filter((message) => isTheirs(message) && message.seq > readSeq);
}

export const lastSeqOf = (messages: readonly WidgetMessage[]) => messages.at(-1)?.seq ?? 0;

/** Somebody who works there answered, so that there is something to rate. */
export function wasAnswered({ messages }: State): boolean {
  return messages.some(({ speaker }) => speaker === 'agent');
}

export function isOver({ chat }: State): boolean {
  return chat?.state === 'closed';
}
