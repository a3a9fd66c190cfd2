import type { CancellationReason, Order, StatusChange } from '@/lib/api';
import type { SettableStatus } from '@/lib/orders/status';
import { fromWall, toWall, wallIn } from '@/lib/orders/wall-time';

/** The status dialog as the person fills it; times are on the company's wall clock. */
export interface StatusDraft {
  status: SettableStatus | '';
  notes: string;
  reason: CancellationReason | '';
  details: string;
  postponedUntil: string;
  nextAttempt: string;
  notify: boolean;
  followUp: boolean;
  followUpAt: string;
}

export type DraftErrors = Partial<
  Record<'status' | 'reason' | 'details' | 'postponedUntil' | 'nextAttempt' | 'followUpAt', string>
>;

/** `postponeHours`: how long the company postpones an order when nobody says; 0 is until tomorrow. */
export function draftOf(
  preset: Partial<StatusChange> = {},
  now = Date.now(),
  postponeHours = 0,
): StatusDraft {
  const later = postponeHours > 0 ? toWall(now + postponeHours * 3_600_000) : '';
  const wall = (moment: string | null | undefined, other: string) =>
    moment ? toWall(moment) : other;
  return {
    status: preset.status ?? '',
    notes: preset.notes ?? '',
    reason: preset.cancellation_reason ?? '',
    details: preset.cancellation_details ?? '',
    postponedUntil: wall(preset.postponed_until, later || wallIn(1, '10:00', now)),
    nextAttempt: wall(preset.next_attempt_at, ''),
    notify: preset.notify_customer ?? true,
    followUp: preset.follow_up_required ?? true,
    followUpAt: wall(preset.follow_up_at, ''),
  };
}

/** Keys of texts, by field. */
export function checkDraft(draft: StatusDraft, now = Date.now()): DraftErrors {
  const errors: DraftErrors = {};
  const isPast = (wall: string) => Date.parse(fromWall(wall) ?? '') <= now;
  if (!draft.status) errors.status = 'status.error.status';
  if (draft.status === 'cancelled') {
    if (!draft.reason) errors.reason = 'status.error.reason';
    if (draft.reason === 'other' && !draft.details.trim()) errors.details = 'status.error.details';
  }
  if (draft.status === 'postponed') {
    if (!fromWall(draft.postponedUntil)) errors.postponedUntil = 'status.error.postponed';
    else if (isPast(draft.postponedUntil)) errors.postponedUntil = 'error.past';
  }
  if (draft.status === 'no_response' && draft.nextAttempt && isPast(draft.nextAttempt)) {
    errors.nextAttempt = 'error.past';
  }
  if (draft.followUp && draft.followUpAt && isPast(draft.followUpAt)) {
    errors.followUpAt = 'error.past';
  }
  return errors;
}

/** Only what belongs to the chosen status is sent. */
export function changeOf(draft: StatusDraft, order?: Order): StatusChange {
  const change: StatusChange = {
    status: draft.status as SettableStatus,
    notify_customer: draft.notify,
    follow_up_required: draft.followUp,
  };
  if (order) change.version = order.version;
  if (draft.notes.trim()) change.notes = draft.notes.trim();
  if (draft.status === 'cancelled') {
    change.cancellation_reason = draft.reason as CancellationReason;
    if (draft.details.trim()) change.cancellation_details = draft.details.trim();
  }
  if (draft.status === 'postponed') {
    change.postponed_until = fromWall(draft.postponedUntil) ?? undefined;
  }
  if (draft.status === 'no_response' && draft.nextAttempt) {
    change.next_attempt_at = fromWall(draft.nextAttempt) ?? undefined;
  }
  if (draft.followUp && draft.followUpAt) {
    change.follow_up_at = fromWall(draft.followUpAt) ?? undefined;
  }
  return change;
}

/** The server's names of fields, for its complaints (422). */
const SERVER_FIELDS: [keyof DraftErrors, string][] = [
  ['status', 'status'],
  ['reason', 'cancellation_reason'],
  ['details', 'cancellation_details'],
  ['postponedUntil', 'postponed_until'],
  ['nextAttempt', 'next_attempt_at'],
  ['followUpAt', 'follow_up_at'],
];

export function errorsFrom(fields: Record<string, string[]>): DraftErrors {
  const errors: DraftErrors = {};
  for (const [own, theirs] of SERVER_FIELDS) {
    const text = fields[theirs]?.[0];
    if (text) errors[own] = text;
  }
  return errors;
}
