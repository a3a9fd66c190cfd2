import { useCallback, useSyncExternalStore } from 'react';
import type { Call } from '@/lib/api';

type Listener = () => void;

/** What a call counts as while it goes on. */
export const LIVE_KINDS = ['waiting', 'ringing', 'talking'] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];
type Lists = Record<LiveKind | 'all', readonly number[]>;

/*
 * The calls that go on, each with listeners of its own: an event draws the row of that call and no
 * other. New ones come last and nothing else moves. Answers and events race each other: each entry
 * knows the event it is true up to, and so does each call that ended or left one's sight.
 */
const calls = new Map<number, { call: Call; seq: number }>();
const gone = new Map<number, number>();
const rowListeners = new Map<number, Set<Listener>>();
const listListeners = new Set<Listener>();
let lists: Lists = { all: [], waiting: [], ringing: [], talking: [] };
/** The event that the last whole answer was true up to. */
let loadedSeq = 0;

export function kindOf(call: Call): LiveKind {
  if (call.status === 'queued' || call.status === 'ivr') return 'waiting';
  return call.status === 'initiated' || call.status === 'ringing' ? 'ringing' : 'talking';
}

/* The lists hear of a call that came, went, or counts as something else now. */
function tellLists(): void {
  const next = { all: [], waiting: [], ringing: [], talking: [] } as Record<keyof Lists, number[]>;
  for (const [id, { call }] of calls) {
    next.all.push(id);
    next[kindOf(call)].push(id);
  }
  // A list that stays as it was keeps its identity, and is not drawn.
  for (const kind of Object.keys(next) as (keyof Lists)[]) {
    if (next[kind].join() !== lists[kind].join()) lists = { ...lists, [kind]: next[kind] };
  }
  for (const listener of listListeners) listener();
}

function tellRow(id: number): void {
  for (const listener of rowListeners.get(id) ?? []) listener();
}

/** Takes over a call as an event tells it; one that is over leaves (S4-RT-12). */
export function putCall(call: Call, seq: number): void {
  if (!call.is_active) {
    dropCall(call.id, seq);
    return;
  }
  const known = calls.get(call.id);
  if (known && (known.seq >= seq || known.call.version > call.version)) return;
  if ((gone.get(call.id) ?? -1) >= seq) return;
  gone.delete(call.id);
  calls.set(call.id, { call, seq });
  tellRow(call.id);
  if (!known || kindOf(known.call) !== kindOf(call)) tellLists();
}

/** It ended, or is no longer ours to see. */
export function dropCall(id: number, seq: number): void {
  gone.set(id, seq);
  if (!calls.delete(id)) return;
  tellRow(id);
  tellLists();
}

/** The whole answer of the server, true up to `seq`: what events said since then is kept. */
export function loadCalls(answer: readonly Call[], seq: number): void {
  if (seq < loadedSeq) return;
  loadedSeq = seq;
  const answered = new Set(answer.map((call) => call.id));
  const touched: number[] = [];
  for (const [id, entry] of calls) {
    if (answered.has(id) || entry.seq > seq) continue;
    calls.delete(id);
    touched.push(id);
  }
  for (const call of inOrder(answer)) {
    const known = calls.get(call.id);
    if ((known && known.seq > seq) || (gone.get(call.id) ?? -1) > seq) continue;
    if (known?.call.version === call.version) {
      known.seq = seq;
      continue;
    }
    calls.set(call.id, { call, seq });
    touched.push(call.id);
  }
  for (const [id, at] of gone) if (at <= seq) gone.delete(id);
  for (const id of touched) tellRow(id);
  if (touched.length > 0) tellLists();
}

function inOrder(answer: readonly Call[]): Call[] {
  return [...answer].sort((a, b) => a.started_at.localeCompare(b.started_at) || a.id - b.id);
}

/** Nobody looks any more: what is kept would be old by the next time. */
export function forgetCalls(): void {
  calls.clear();
  gone.clear();
  lists = { all: [], waiting: [], ringing: [], talking: [] };
  loadedSeq = 0;
}

export function readCall(id: number): Call | undefined {
  return calls.get(id)?.call;
}

function watchList(listener: Listener): () => void {
  listListeners.add(listener);
  return () => {
    listListeners.delete(listener);
  };
}

function watchRow(id: number, listener: Listener): () => void {
  const set = rowListeners.get(id) ?? new Set<Listener>();
  rowListeners.set(id, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0) rowListeners.delete(id);
  };
}

/** The calls that go on, the oldest first; changes only when one comes or goes. */
export function useLiveIds(kind: keyof Lists = 'all'): readonly number[] {
  return useSyncExternalStore(watchList, () => lists[kind]);
}

/** Draws again when this call changes, and only then. */
export function useLiveCall(id: number): Call | undefined {
  const watch = useCallback((listener: Listener) => watchRow(id, listener), [id]);
  return useSyncExternalStore(watch, () => calls.get(id)?.call);
}
