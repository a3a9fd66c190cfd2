import { create } from 'zustand';
import type { ApiError, Order, StatusChange } from '../api';
import { deleteDraft, draftsUnder, putDraft } from '../storage/idb';
import { putOrder, readEntry, setSaving } from './entries';
import { saveStatus } from './save-status';

/** A change of status that could not be sent; it lives in IndexedDB until the server has it. */
export interface WaitingChange {
  key: string;
  /** The order as it was when the change was made. */
  base: Order;
  change: StatusChange;
  at: string;
}

export interface OutboxHooks {
  onSaved(waiting: WaitingChange, order: Order): void;
  onConflict(waiting: WaitingChange, current: Order): void;
  onRefused(waiting: WaitingChange, error: ApiError): void | Promise<void>;
}

export const useOutbox = create<{ waiting: WaitingChange[] }>()(() => ({ waiting: [] }));

const prefixOf = (user: number) => `outbox:${user}:`;
let owner: number | null = null;
let sending: Promise<void> | null = null;

function show(waiting: WaitingChange[]): void {
  useOutbox.setState({ waiting });
}

/** What an earlier page of the same person left behind. Never that of somebody else. */
export async function openOutbox(user: number): Promise<void> {
  owner = user;
  const waiting = await draftsUnder<WaitingChange>(prefixOf(user));
  if (owner !== user) return;
  show(waiting);
  for (const { base, change } of waiting) {
    if (!readEntry(base.id)) putOrder(base);
    setSaving(base.id, { status: change.status, phase: 'queued' });
  }
}

/** Keeps one change for an order; a newer one takes the place of an older one. */
export async function keepForLater(base: Order, change: StatusChange): Promise<void> {
  if (owner === null) return;
  const key = `${prefixOf(owner)}${base.id}`;
  const earlier = useOutbox.getState().waiting.find((item) => item.key === key);
  const item = { key, base: earlier?.base ?? base, change, at: new Date().toISOString() };
  item.change = { ...change, version: item.base.version };
  show([...useOutbox.getState().waiting.filter((other) => other.key !== key), item]);
  setSaving(base.id, { status: change.status, phase: 'queued' });
  await putDraft(key, item);
}

export async function dropWaiting(key: string): Promise<void> {
  const dropped = useOutbox.getState().waiting.find((item) => item.key === key);
  show(useOutbox.getState().waiting.filter((item) => item.key !== key));
  if (dropped) setSaving(dropped.base.id, null);
  await deleteDraft(key);
}

/** Sends what waits, oldest first, and stops at the first sign that the line is still down. */
export function sendWaiting(hooks: OutboxHooks): Promise<void> {
  sending ??= oneTabOnly(() => sendAll(hooks)).finally(() => {
    sending = null;
  });
  return sending;
}

/* Two tabs of one person share the stored changes; only one of them may send. */
async function oneTabOnly(run: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return run();
  await navigator.locks.request('hatif.outbox', { ifAvailable: true }, async (lock) => {
    if (lock) await run();
  });
}

async function sendAll(hooks: OutboxHooks): Promise<void> {
  for (const item of [...useOutbox.getState().waiting]) {
    setSaving(item.base.id, { status: item.change.status, phase: 'sending' });
    const result = await saveStatus(item.base, item.change, true);
    if (result.outcome === 'lost') {
      setSaving(item.base.id, { status: item.change.status, phase: 'queued' });
      return;
    }
    await dropWaiting(item.key);
    if (result.outcome === 'saved') {
      putOrder(result.order);
      hooks.onSaved(item, result.order);
    } else if (result.outcome === 'conflict') {
      putOrder(result.current);
      hooks.onConflict(item, result.current);
    } else {
      await hooks.onRefused(item, result.error);
    }
  }
}
