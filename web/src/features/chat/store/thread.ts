import type { ChatMessage } from '@/lib/api';

/** What is loaded of one conversation: an unbroken piece of it, up to its end. */
export interface Thread {
  /** In their order. */
  messages: readonly ChatMessage[];
  /** Older ones are on the server. */
  hasMore: boolean;
  /** Newer ones are there that were not loaded: an event told of one beyond the next. */
  isBehind: boolean;
}

export const emptyThread: Thread = { messages: [], hasMore: false, isBehind: false };

export function lastSeqOf({ messages }: Thread): number {
  return messages.at(-1)?.seq ?? 0;
}

export function firstSeqOf({ messages }: Thread): number {
  return messages[0]?.seq ?? 0;
}

/** The newest page, as it stands alone. */
export function opened(page: readonly ChatMessage[], hasMore: boolean): Thread {
  return { messages: page, hasMore, isBehind: false };
}

/** A page of older messages before what is there. */
export function withOlder(thread: Thread, page: readonly ChatMessage[], hasMore: boolean): Thread {
  const first = firstSeqOf(thread);
  const older = page.filter(({ seq }) => seq < first);
  return { ...thread, messages: [...older, ...thread.messages], hasMore };
}

/** A message from an event. One that leaves a gap is not taken: the thread is behind then. */
export function withNext(thread: Thread, message: ChatMessage): Thread {
  const last = lastSeqOf(thread);
  if (message.seq <= last) return thread;
  if (message.seq > last + 1) return thread.isBehind ? thread : { ...thread, isBehind: true };
  return { ...thread, messages: [...thread.messages, message] };
}

/** What the server has after the last one known; `isAll` unless there was more than one page. */
export function withNewer(thread: Thread, page: readonly ChatMessage[], isAll: boolean): Thread {
  const last = lastSeqOf(thread);
  const news = page.filter(({ seq }) => seq > last);
  return { ...thread, messages: [...thread.messages, ...news], isBehind: !isAll };
}

/** A message was edited, or its files were read in meanwhile. */
export function withChanged(thread: Thread, changed: ChatMessage): Thread {
  const at = indexOfSeq(thread, changed.seq);
  if (at < 0) return thread;
  return { ...thread, messages: thread.messages.with(at, changed) };
}

/** Where a message stands, or -1. */
export function indexOfSeq({ messages }: Thread, seq: number): number {
  let low = 0;
  let high = messages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = messages[middle]?.seq ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
