import { toast } from '@/components/ui/toast-store';
import { type ApiError, errorText, type Order, type StatusChange } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { formatSmart } from '@/lib/format';
import { i18n } from '@/lib/i18n';
import { putOrder, setSaving } from '@/lib/orders/entries';
import { keepForLater, type OutboxHooks, sendWaiting } from '@/lib/orders/outbox';
import { type SaveResult, saveStatus } from '@/lib/orders/save-status';
import { undoOf } from '@/lib/orders/status';
import { orderState } from '@/lib/states';
import { askCancellation } from './modifications';
import { addConflict, openOrderDialog, tellSaved } from './order-dialogs-store';
import { noteSms } from './sms-state';

function statusWord(status: string): string {
  return i18n.t(`common:${orderState(status).label}`, { value: status });
}

/**
 * Saves one change of status and tells how it went: the row shows the change on its way, a lost
 * line keeps it on this device, somebody else's change asks the person, a refusal opens the dialog
 * again with what was entered.
 */
export async function applyStatus(base: Order, change: StatusChange): Promise<SaveResult> {
  setSaving(base.id, { status: change.status, phase: 'sending' });
  const result = await saveStatus(base, change);
  switch (result.outcome) {
    case 'saved':
      setSaving(base.id, null);
      putOrder(result.order);
      tellResult(base, change, result);
      tellSaved(base.id);
      break;
    case 'lost':
      await keepForLater(base, change);
      toast.warning(i18n.t('orders:outbox.kept', { code: base.short_code }));
      break;
    case 'conflict':
      setSaving(base.id, null);
      putOrder(result.current);
      addConflict({ base, mine: change, theirs: result.current });
      break;
    case 'refused':
      setSaving(base.id, null);
      if (await askInstead(base, change, result.error)) break;
      openOrderDialog({ kind: 'status', id: base.id, preset: change, problem: result.error });
      break;
  }
  return result;
}

/**
 * The parcel of the order is on its way: an agent does not cancel it, but asks for that. What was
 * entered says why, so that nothing has to be entered again.
 */
async function askInstead(base: Order, change: StatusChange, error: ApiError): Promise<boolean> {
  if (error.code !== 'approval_required' || !change.cancellation_reason) return false;
  try {
    await askCancellation(base, change);
    toast.success(i18n.t('orders:modify.cancellation_asked', { code: base.short_code }));
    return true;
  } catch (failure) {
    toast.error(errorText(failure), { detail: base.short_code });
    return true;
  }
}

function tellResult(
  base: Order,
  change: StatusChange,
  { answer, order }: Extract<SaveResult, { outcome: 'saved' }>,
): void {
  const permissions = useSession.getState().user?.permissions ?? [];
  const undo = undoOf(base, order.status, permissions);
  const text = i18n.t('orders:status.saved', {
    code: base.short_code,
    status: statusWord(order.status),
  });
  const detail =
    order.status === 'no_response' && order.next_attempt_at
      ? i18n.t('orders:status.next_attempt', { when: formatSmart(order.next_attempt_at) })
      : undefined;
  const action = undo && {
    label: i18n.t('common:undo'),
    run: () => void applyStatus(order, undo),
  };
  toast.success(text, { detail, durationMs: 8_000, ...(action ? { action } : {}) });

  const sms = answer?.notification;
  if (sms) noteSms(sms.state);
  if (change.notify_customer && sms?.state === 'not_configured') {
    toast.warning(i18n.t('orders:sms.not_sent', { code: base.short_code }));
  }
  if (sms?.state === 'no_phone') {
    toast.warning(i18n.t('orders:sms.no_phone', { code: base.short_code }));
  }
}

/** What happens to changes that waited for the line. */
const outboxHooks: OutboxHooks = {
  onSaved: ({ base }, order) => {
    const status = statusWord(order.status);
    toast.success(i18n.t('orders:outbox.sent', { code: base.short_code, status }));
  },
  onConflict: ({ base, change }, current) => addConflict({ base, mine: change, theirs: current }),
  onRefused: async ({ base, change }, error) => {
    if (await askInstead(base, change, error)) return;
    toast.error(errorText(error), { detail: base.short_code });
    openOrderDialog({ kind: 'status', id: base.id, preset: change, problem: error });
  },
};

export function sendOutbox(): Promise<void> {
  return sendWaiting(outboxHooks);
}
