import { create } from 'zustand';
import type { EventMap, EventType, LiveEvent, LiveState } from './types';

interface LiveStore {
  state: LiveState;
  /** When data was last known to be current; the offline bar tells it. */
  lastLiveAt: number | null;
}

export const useLive = create<LiveStore>()(() => ({ state: 'idle', lastLiveAt: null }));

export function setLiveState(state: LiveState): void {
  const before = useLive.getState();
  if (before.state === state) return;
  const wasLive = before.state === 'live';
  useLive.setState({ state, lastLiveAt: wasLive ? Date.now() : before.lastLiveAt });
}

type Handler = (event: LiveEvent) => void;
const handlers = new Map<EventType, Set<Handler>>();

/** Calls `run` for each event of that type, in order. Returns the way to stop. */
export function onEvent<T extends EventType>(
  type: T,
  run: (data: EventMap[T], event: { seq: number; at: string }) => void,
): () => void {
  const handler: Handler = (event) => run(event.data as EventMap[T], event);
  const set = handlers.get(type) ?? new Set<Handler>();
  handlers.set(type, set.add(handler));
  return () => {
    set.delete(handler);
  };
}

const listeners = new Set<Handler>();

/** Calls `run` for every event, whatever its type. Returns the way to stop. */
export function onEveryEvent(run: Handler): () => void {
  listeners.add(run);
  return () => {
    listeners.delete(run);
  };
}

export function dispatchEvents(events: LiveEvent[]): void {
  for (const event of events) {
    for (const handler of handlers.get(event.type) ?? []) handler(event);
    for (const listener of listeners) listener(event);
  }
}
