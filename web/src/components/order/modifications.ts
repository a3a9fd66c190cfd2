import { api, call, newIdempotencyKey, type Order, type StatusChange } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { i18n } from '@/lib/i18n';
import { putOrder } from '@/lib/orders/entries';

/** Those who may correct orders, or approve what others ask for, need nobody's approval. */
export function useMayChange(): boolean {
  const mayCorrect = useCan('orders.create');
  const mayApprove = useCan('orders.approve');
  return mayCorrect || mayApprove;
}

/** Asks a supervisor to cancel an order, with what was entered when it was refused. */
export async function askCancellation(base: Order, change: StatusChange): Promise<void> {
  const reason = change.cancellation_reason ?? 'other';
  const answer = await call(
    api.POST('/api/agent/orders/{id}/modifications', {
      params: {
        path: { id: String(base.id) },
        header: { 'Idempotency-Key': newIdempotencyKey() },
      },
      body: {
        kind: 'cancellation',
        cancellation_reason: reason,
        ...(change.cancellation_details
          ? { cancellation_details: change.cancellation_details }
          : {}),
        reason: change.notes || change.cancellation_details || i18n.t(`orders:reason.${reason}`),
      },
    }),
  );
  putOrder(answer.order);
}
