import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatMessage } from '@/lib/api';
import { asApiError } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { getMessages } from '../api';
import {
  emptyThread,
  firstSeqOf,
  lastSeqOf,
  opened,
  type Thread,
  withChanged,
  withNewer,
  withNext,
  withOlder,
} from './thread';

export interface ThreadState extends Thread {
  phase: 'empty' | 'loading' | 'ready' | 'failed';
  isLoadingOlder: boolean;
  /** Why it could not be loaded, or older ones could not. */
  error: unknown;
}

const start: ThreadState = { ...emptyThread, phase: 'empty', isLoadingOlder: false, error: null };

/* As many conversations stay in memory; those that were not looked at longest are let go. */
const KEPT = 12;

/* One store a conversation: a message draws that conversation and no other. */
const threads = new Map<number, StoreApi<ThreadState>>();

export function threadOf(id: number): StoreApi<ThreadState> {
  let thread = threads.get(id);
  if (!thread) {
    thread = createStore<ThreadState>(() => start);
    threads.set(id, thread);
  }
  return thread;
}

/* It becomes the last one to be let go. */
function touch(id: number): StoreApi<ThreadState> {
  const thread = threadOf(id);
  threads.delete(id);
  threads.set(id, thread);
  for (const old of threads.keys()) {
    if (threads.size <= KEPT) break;
    threads.delete(old);
  }
  return thread;
}

/** The messages of one conversation: `useMessagesStore(id, (thread) => thread.phase)`. */
export function useMessagesStore<T>(id: number, pick: (thread: ThreadState) => T): T {
  return useStore(threadOf(id), pick);
}

/** Loads the newest page where nothing is there yet, and else what came since. */
export async function openThread(id: number): Promise<void> {
  const thread = touch(id);
  const { phase } = thread.getState();
  if (phase === 'loading') return;
  if (phase === 'ready') return catchUp(id);
  thread.setState({ phase: 'loading', error: null });
  try {
    const answer = await getMessages(id);
    thread.setState({ ...opened(answer.messages, answer.has_more), phase: 'ready' });
  } catch (error) {
    thread.setState({ phase: 'failed', error: asApiError(error) });
  }
}

export async function loadOlder(id: number): Promise<void> {
  const thread = threadOf(id);
  const state = thread.getState();
  if (state.phase !== 'ready' || !state.hasMore || state.isLoadingOlder) return;
  thread.setState({ isLoadingOlder: true, error: null });
  try {
    const answer = await getMessages(id, { before: firstSeqOf(state) });
    thread.setState((now) => withOlder(now, answer.messages, answer.has_more) as ThreadState);
  } catch (error) {
    thread.setState({ error: asApiError(error) });
  } finally {
    thread.setState({ isLoadingOlder: false });
  }
}

const catching = new Map<number, Promise<void>>();

/** Asks for what came after the last message known, however much it is. */
export function catchUp(id: number): Promise<void> {
  const running = catching.get(id);
  if (running) return running;
  const run = askForNewer(id).finally(() => catching.delete(id));
  catching.set(id, run);
  return run;
}

async function askForNewer(id: number): Promise<void> {
  const thread = threads.get(id);
  if (thread?.getState().phase !== 'ready') return;
  let isAll = false;
  while (!isAll) {
    try {
      const answer = await getMessages(id, { after: lastSeqOf(thread.getState()) });
      const before = thread.getState();
      isAll = (answer.messages.at(-1)?.seq ?? 0) >= answer.last_seq;
      const after = withNewer(before, answer.messages, isAll);
      // A page with nothing new would be asked for without end.
      if (lastSeqOf(after) === lastSeqOf(before)) isAll = true;
      thread.setState(after);
    } catch {
      // The line is lost: it is asked again when it is back.
      return;
    }
  }
}

/** A message from an event, or the answer to one of ours. */
export function takeMessage(message: ChatMessage): void {
  const thread = threads.get(message.chat_id);
  if (thread?.getState().phase !== 'ready') return;
  const after = withNext(thread.getState(), message);
  thread.setState(after);
  if (after.isBehind) void catchUp(message.chat_id);
}

export function changeMessage(message: ChatMessage): void {
  const thread = threads.get(message.chat_id);
  if (thread) thread.setState((now) => withChanged(now, message));
}

/** After a gap in the line: the open conversations ask for what they missed. */
export function catchUpAll(): void {
  for (const id of threads.keys()) void catchUp(id);
}

export function forgetThreads(): void {
  threads.clear();
}

useSession.subscribe((now, before) => {
  if (now.user?.id !== before.user?.id) forgetThreads();
});
