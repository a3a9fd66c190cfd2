import { Package } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Phone } from '@/components/ui/phone';
import { cx } from '@/lib/cx';
import { formatMoney } from '@/lib/format';
import { useEntry } from '@/lib/orders/entries';
import { ChangedBy } from './changed-by';
import { DueLabel } from './due-label';
import { OrderFlag } from './order-flag';
import { OrderMarks } from './order-marks';
import { OrderStatusView } from './order-status-view';

interface OrderCardProps {
  id: number;
  /** Drawn grey: it does not belong to the list any more. */
  left?: boolean;
  open?: boolean;
  actions?: ReactNode;
}

/** An order in two lines, for the urgent ones and for narrow screens. */
export const OrderCard = memo(function OrderCard({ id, left, open, actions }: OrderCardProps) {
  const { t } = useTranslation('orders');
  const entry = useEntry(id);
  if (!entry) return null;
  const { order, mark, removed } = entry;
  const grey = left || removed;
  return (
    <article
      data-order-id={id}
      aria-label={t('row.label', { code: order.short_code, name: order.customer_name })}
      className={cx(
        '@container relative border-b border-line px-4 py-2',
        open ? 'bg-selected' : mark ? 'bg-info-bg/40' : '',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
          <p className="flex items-center gap-x-3">
            <span className="inline-flex items-center gap-1.5 font-semibold">
              <Package aria-hidden size={14} className="shrink-0 text-ink-3" />
              <bdi className="ltr num whitespace-nowrap">{order.short_code}</bdi>
            </span>
            <bdi className={cx('min-w-0 truncate', grey ? 'text-ink-3' : 'font-semibold')}>
              {order.customer_name}
            </bdi>
            <Phone number={order.customer_phone} className="whitespace-nowrap text-ink-2" />
          </p>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-ink-2 @2xl:flex-nowrap">
            <bdi className="max-w-52 min-w-0 truncate">{order.product_name}</bdi>
            <bdi className="max-w-40 min-w-0 truncate">{order.area || order.address}</bdi>
            <span className="num whitespace-nowrap">
              {formatMoney(order.price_minor, order.currency)}
            </span>
            <OrderStatusView id={id} />
            <OrderMarks order={order} />
            <DueLabel order={order} />
            <OrderFlag of={order} flag="refuser" />
            <OrderFlag of={order} flag="duplicate" />
            {removed ? (
              <span className="text-xs text-ink-3">{t('row.removed')}</span>
            ) : (
              left && <span className="text-xs text-ink-3">{t('row.left')}</span>
            )}
            {mark && <ChangedBy mark={mark} />}
          </p>
        </div>
        {actions}
      </div>
    </article>
  );
});
