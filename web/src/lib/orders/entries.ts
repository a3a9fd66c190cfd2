import { useCallback, useSyncExternalStore } from 'react';
import type { Order } from '../api';
import { useSession } from '../auth/session';
import type { OrderStatus } from '../states';

/** Who changed the row while it was on screen, for the mark beside it. */
export interface ChangeMark {
  by: string | null;
  at: string;
}

/** A change of ours on its way; `queued` waits on this device for the network. */
export interface Saving {
  status: OrderStatus;
  phase: 'sending' | 'queued';
}

/** An order with what this page knows about its row. */
export interface OrderEntry {
  order: Order;
  mark: ChangeMark | null;
  saving: Saving | null;
  /** The server took it out of our sight; what is shown is the last we knew. */
  removed: boolean;
}

type Listener = () => void;

/*
 * One listener set for each order: an event re-renders the rows of that order and no other, and
 * costs the same with five thousand rows as with five.
 */
const entries = new Map<number, OrderEntry>();
const listeners = new Map<number, Set<Listener>>();

export function readEntry(id: number): OrderEntry | undefined {
  return entries.get(id);
}

function write(id: number, entry: OrderEntry): void {
  entries.set(id, entry);
  for (const listener of listeners.get(id) ?? []) listener();
}

/**
 * Takes over what the server said, unless something newer is known already: answers and events
 * race each other. Returns whether it was taken.
 */
export function putOrder(order: Order, mark: ChangeMark | null = null): boolean {
  const known = entries.get(order.id);
  if (known && known.order.version > order.version) return false;
  if (known && known.order.version === order.version && !mark && !known.removed) {
    // The same row again: keep the object, so that nothing is drawn anew.
    if (looksSame(known.order, order)) return true;
  }
  write(order.id, {
    order: known ? { ...known.order, ...order } : order,
    mark: mark ?? known?.mark ?? null,
    saving: known?.saving ?? null,
    removed: false,
  });
  return true;
}

function looksSame(a: Order, b: Order): boolean {
  return a.status === b.status && a.allowed_statuses?.join() === b.allowed_statuses?.join();
}

export function markRemoved(id: number): void {
  const known = entries.get(id);
  if (known && !known.removed) write(id, { ...known, removed: true });
}

export function setSaving(id: number, saving: Saving | null): void {
  const known = entries.get(id);
  if (known && known.saving !== saving) write(id, { ...known, saving });
}

/** The list was loaded anew: what changed before is no news any more. */
export function clearMarks(ids: Iterable<number>): void {
  for (const id of ids) {
    const known = entries.get(id);
    if (known?.mark) write(id, { ...known, mark: null });
  }
}

/** Forgets everything. */
export function forgetOrders(): void {
  const ids = [...entries.keys()];
  entries.clear();
  for (const id of ids) for (const listener of listeners.get(id) ?? []) listener();
}

function subscribe(id: number, listener: Listener): () => void {
  const set = listeners.get(id) ?? new Set<Listener>();
  listeners.set(id, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(id);
  };
}

/** Re-renders when this order changes, and only then. */
export function useEntry(id: number | null): OrderEntry | undefined {
  const watch = useCallback(
    (listener: Listener) => (id === null ? () => {} : subscribe(id, listener)),
    [id],
  );
  return useSyncExternalStore(watch, () => (id === null ? undefined : entries.get(id)));
}

/* Orders of one person must not be on screen for the next one at this desk. */
useSession.subscribe((now, before) => {
  if (now.user?.id !== before.user?.id) forgetOrders();
});
