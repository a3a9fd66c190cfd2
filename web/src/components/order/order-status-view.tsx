import { CloudUpload, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { type OrderEntry, type Saving, useEntry } from '@/lib/orders/entries';

export function OrderStatusView({ id }: { id: number }) {
  const entry = useEntry(id);
  return entry ? <StatusNow entry={entry} /> : null;
}

/**
 * The status of an order as it really is: the chip of what the server has, and beside it the one
 * that is still on its way there.
 */
export function StatusNow({ entry: { order, saving } }: { entry: OrderEntry }) {
  if (!saving) return <OrderStatusChip status={order.status} />;
  return <StatusOnItsWay saving={saving} />;
}

function StatusOnItsWay({ saving }: { saving: Saving }) {
  const { t } = useTranslation('orders');
  const Icon = saving.phase === 'queued' ? CloudUpload : LoaderCircle;
  const text = saving.phase === 'queued' ? t('outbox.row') : t('row.saving');
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <OrderStatusChip status={saving.status} />
      <span className="inline-flex min-w-0 items-center gap-1 text-xs text-ink-3" title={text}>
        <Icon
          aria-hidden
          size={12}
          className={saving.phase === 'sending' ? 'shrink-0 animate-spin' : 'shrink-0'}
        />
        <span className="truncate">{text}</span>
      </span>
    </span>
  );
}
