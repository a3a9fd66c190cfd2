import { toast } from '@/components/ui/toast-store';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { i18n } from '@/lib/i18n';
import { readEntry } from '@/lib/orders/entries';
import { isPlain, movesFrom, type SettableStatus, undoOf } from '@/lib/orders/status';
import { useShortcut } from '@/lib/shortcuts';
import { orderState } from '@/lib/states';
import { applyStatus } from './apply-status';
import { openOrderDialog } from './order-dialogs-store';
import { reassignAll } from './reassign';

/** The order that a key is about: the one with the focus, otherwise the one whose details are open. */
export function orderInFocus(open: number | null): number | null {
  const near = document.activeElement?.closest<HTMLElement>('[data-order-id],[data-row-id]');
  const id = near?.dataset.orderId ?? near?.dataset.rowId;
  return id !== undefined && /^\d+$/.test(id) ? Number(id) : open;
}

/**
 * A status by one key. Where the rules know a way back it is saved at once, with eight seconds to
 * take it back; otherwise the dialog opens with the status chosen, and Enter saves it.
 */
export function setStatusByKey(id: number, status: SettableStatus): void {
  const entry = readEntry(id);
  if (!entry || entry.saving || entry.removed) return;
  const { order } = entry;
  const permissions = useSession.getState().user?.permissions ?? [];
  const allowed = order.allowed_statuses ?? movesFrom(order.status, permissions);
  const word = (name: string) => i18n.t(`common:${orderState(name).label}`, { value: name });
  if (!allowed.includes(status)) {
    toast.warning(
      i18n.t('orders:status.key_refused', {
        code: order.short_code,
        from: word(order.status),
        to: word(status),
      }),
    );
    return;
  }
  if (isPlain(status) && undoOf(order, status, permissions)) {
    void applyStatus(order, { status, version: order.version });
  } else {
    openOrderDialog({ kind: 'status', id, preset: { status } });
  }
}

/** Supervisors take an order at once; an agent asks for it. */
async function takeOrder(id: number, immediate: boolean): Promise<void> {
  const order = readEntry(id)?.order;
  const own = useSession.getState().agent?.id;
  if (!order || own === undefined || order.assigned_agent?.id === own) return;
  if (!immediate) {
    openOrderDialog({ kind: 'reassign', ids: [id], self: true });
    return;
  }
  const result = await reassignAll([order], own, i18n.t('orders:reassign.taken_reason'));
  const failure = result.failures[0];
  if (failure) toast.error(failure.text, { detail: failure.code });
  else toast.success(i18n.t('orders:reassign.taken', { code: order.short_code }));
}

/** The keys of one order, on every page that shows orders. `open` is the order in the details. */
export function useOrderKeys(open: number | null, onDetails: (id: number) => void): void {
  const mayWrite = useCan('orders.write');
  const mayReassign = useCan('orders.reassign');
  const on = (run: (id: number) => void) => () => {
    const id = orderInFocus(open);
    if (id !== null) run(id);
  };
  useShortcut('order.details', on(onDetails));
  useShortcut(
    'order.call',
    on((id) => openOrderDialog({ kind: 'call', id })),
    mayWrite,
  );
  useShortcut(
    'order.update',
    on((id) => openOrderDialog({ kind: 'status', id })),
    mayWrite,
  );
  useShortcut(
    'order.note',
    on((id) => openOrderDialog({ kind: 'note', id })),
    mayWrite,
  );
  useShortcut(
    'order.callback',
    on((id) => openOrderDialog({ kind: 'callback', id })),
    mayWrite,
  );
  useShortcut(
    'order.reassign',
    on((id) => openOrderDialog({ kind: 'reassign', ids: [id] })),
    mayWrite,
  );
  useShortcut(
    'order.modify',
    on((id) => openOrderDialog({ kind: 'modify', id })),
    mayWrite,
  );
  useShortcut(
    'order.take',
    on((id) => void takeOrder(id, mayReassign)),
    mayWrite,
  );
  useShortcut(
    'order.confirmed',
    on((id) => setStatusByKey(id, 'confirmed')),
    mayWrite,
  );
  useShortcut(
    'order.no_response',
    on((id) => setStatusByKey(id, 'no_response')),
    mayWrite,
  );
  useShortcut(
    'order.closed',
    on((id) => setStatusByKey(id, 'closed')),
    mayWrite,
  );
  useShortcut(
    'order.postponed',
    on((id) => setStatusByKey(id, 'postponed')),
    mayWrite,
  );
  useShortcut(
    'order.under_review',
    on((id) => setStatusByKey(id, 'under_review')),
    mayWrite,
  );
  useShortcut(
    'order.cancelled',
    on((id) => setStatusByKey(id, 'cancelled')),
    mayWrite,
  );
}
