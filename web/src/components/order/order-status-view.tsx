import { CloudUpload, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { useEntry } from '@/lib/orders/entries';

/**
 * The status of an order as it really is: the chip of what the server has, and beside it the one
 * that is still on its way there.
 */
export function OrderStatusView({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const entry = useEntry(id);
  if (!entry) return null;
  const { order, saving } = entry;
  if (!saving) return <OrderStatusChip status={order.status} />;
  const Icon = saving.phase === 'queued' ? CloudUpload : LoaderCircle;
  const text = saving.phase === 'queued' ? t('outbox.row') : t('row.saving');
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <OrderStatusChip status={saving.status} className="opacity-80" />
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
