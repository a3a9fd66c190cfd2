import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { CustomerCard, CustomerOrder, CustomerWhich } from '@/lib/api';
import { formatMoney, formatNumber, formatSmart } from '@/lib/format';
import { useCustomerOrders } from './api';

interface OrdersDialogProps {
  card: CustomerCard;
  which: CustomerWhich;
  onClose: () => void;
}

/** The orders behind a figure: those that the reader sees. */
export function OrdersDialog({ card, which, onClose }: OrdersDialogProps) {
  const { t } = useTranslation('customers');
  const orders = useCustomerOrders(card.id, which);
  const count = card.value?.[which === 'all' ? 'orders' : which] ?? 0;
  const hidden = orders.data ? count - orders.data.length : 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          {t(`orders.title.${which}`)} – <bdi>{card.name}</bdi>
        </>
      }
    >
      {orders.isPending && <SkeletonRows rows={4} rowClassName="h-11" />}
      {orders.isError && (
        <ErrorState
          title={t('orders.failed')}
          error={orders.error}
          onRetry={() => void orders.refetch()}
        />
      )}
      {orders.data && (
        <div className="flex flex-col gap-3">
          <ul className="flex flex-col">
            {orders.data.map((order) => (
              <Row key={order.id} order={order} onOpen={onClose} />
            ))}
          </ul>
          {hidden > 0 && (
            <p className="text-sm text-ink-2">
              {t('orders.hidden', { count: hidden, shown: formatNumber(hidden) })}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Row({ order, onOpen }: { order: CustomerOrder; onOpen: () => void }) {
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        to={`/call-center-panel/orders?order=${order.id}&date=all`}
        onClick={onOpen}
        className="flex items-center gap-3 px-1 py-2 -outline-offset-2 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1">
          <span dir="auto" className="match block truncate">
            {order.product_name}
          </span>
          <span className="text-xs text-ink-3">
            <bdi className="ltr num">{order.order_id}</bdi>
            {' · '}
            <time dateTime={order.created_at} className="num">
              {formatSmart(order.created_at)}
            </time>
          </span>
        </span>
        <span className="num shrink-0 text-sm">
          {formatMoney(order.price_minor, order.currency)}
        </span>
        <OrderStatusChip status={order.status} />
      </Link>
    </li>
  );
}
