import { create } from 'zustand';
import type { ApiError, Order, StatusChange } from '@/lib/api';

/** Which dialog about orders is open; lists, cards, details and keys all open the same ones. */
export type OrderDialog =
  | { kind: 'status'; id: number; preset?: Partial<StatusChange>; problem?: ApiError }
  /** The number is said where it is not the order's, as a callback may ask for. */
  | { kind: 'call'; id: number; number?: string }
  | { kind: 'sms' | 'email'; id: number }
  | { kind: 'note'; id: number }
  | { kind: 'interaction' | 'rating_request' | 'escalate' | 'complaint'; id: number }
  | { kind: 'callback'; id: number }
  | { kind: 'modify'; id: number }
  | { kind: 'bulk'; ids: number[] }
  | { kind: 'reassign'; ids: number[]; self?: boolean };

/** Our change met somebody else's: both are shown, and the person chooses. */
export interface StatusConflict {
  base: Order;
  mine: StatusChange;
  theirs: Order;
}

interface OrderDialogsStore {
  dialog: OrderDialog | null;
  conflicts: StatusConflict[];
  /** The order whose status was saved last, for lists that move the focus on. */
  saved: { id: number } | null;
}

export const useOrderDialogs = create<OrderDialogsStore>()(() => ({
  dialog: null,
  conflicts: [],
  saved: null,
}));

export function openOrderDialog(dialog: OrderDialog): void {
  useOrderDialogs.setState({ dialog });
}

export function closeOrderDialog(): void {
  useOrderDialogs.setState({ dialog: null });
}

export function addConflict(conflict: StatusConflict): void {
  useOrderDialogs.setState(({ conflicts }) => ({ conflicts: [...conflicts, conflict] }));
}

export function closeConflict(): void {
  useOrderDialogs.setState(({ conflicts }) => ({ conflicts: conflicts.slice(1) }));
}

export function tellSaved(id: number): void {
  useOrderDialogs.setState({ saved: { id } });
}
