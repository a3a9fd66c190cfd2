import type { CancellationReason, Order, StatusChange } from '../api';
import type { OrderStatus } from '../states';

/** The statuses an agent may set, in the order of the dialog; the place is also the key: 1 to 6. */
export const SETTABLE = [
  'confirmed',
  'no_response',
  'closed',
  'postponed',
  'under_review',
  'cancelled',
] as const satisfies readonly StatusChange['status'][];

/** Any status but new, which an order is only once. */
export type SettableStatus = StatusChange['status'];

export const CANCELLATION_REASONS: readonly CancellationReason[] = [
  'customer_changed_mind',
  'price_concerns',
  'better_offer',
  'financial_constraints',
  'not_as_described',
  'delivery_issues',
  'other',
];

/* Only used where the server did not say what is allowed; it decides again in any case. */
const MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  new: ['confirmed', 'no_response', 'postponed', 'under_review', 'cancelled'],
  no_response: ['no_response', 'confirmed', 'postponed', 'under_review', 'cancelled', 'closed'],
  postponed: ['confirmed', 'no_response', 'under_review', 'cancelled', 'closed'],
  under_review: ['confirmed', 'postponed', 'no_response', 'cancelled', 'closed'],
  confirmed: ['closed', 'under_review', 'postponed', 'cancelled'],
  cancelled: ['under_review'],
  closed: ['under_review'],
};

const REOPENING: Partial<Record<OrderStatus, string>> = {
  cancelled: 'orders.reopen',
  closed: 'orders.reopen_closed',
};

/** What an order of that status may become, for a person of these permissions. */
export function movesFrom(status: OrderStatus, permissions: readonly string[]): OrderStatus[] {
  const needed = REOPENING[status];
  if (!permissions.includes('orders.write')) return [];
  if (needed && !permissions.includes(needed)) return [];
  return [...(MOVES[status] ?? [])];
}

/** Work is still to be done on it. */
export function isOpen(status: OrderStatus): boolean {
  return status !== 'confirmed' && status !== 'cancelled' && status !== 'closed';
}

/**
 * The change that takes `next` back to what the order was, or null where the rules have no way
 * back: nothing becomes new again, and an attempt that was made stays made.
 */
export function undoOf(
  before: Order,
  next: OrderStatus,
  permissions: readonly string[],
): Omit<StatusChange, 'version'> | null {
  if (before.status === next) return null;
  if (!movesFrom(next, permissions).includes(before.status)) return null;
  if (before.status === 'postponed') {
    return before.next_attempt_at
      ? { status: 'postponed', postponed_until: before.next_attempt_at }
      : null;
  }
  if (before.status === 'cancelled' || before.status === 'new') return null;
  return { status: before.status };
}

/** Set by a key alone; the others need a date or a reason. */
export function isPlain(status: SettableStatus): boolean {
  return status !== 'postponed' && status !== 'cancelled';
}
