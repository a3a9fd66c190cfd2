import { CircleCheck, Clock, MapPin, Package, Tag, User } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CardActions } from '@/components/order/card-actions';
import { ChangedBy } from '@/components/order/changed-by';
import { OrderStatusView } from '@/components/order/order-status-view';
import { PriorityFlag } from '@/components/order/priority-flag';
import { Empty } from '@/components/ui/empty';
import { Phone } from '@/components/ui/phone';
import type { Order } from '@/lib/api';
import { formatMoney, formatSmart } from '@/lib/format';
import { useEntry } from '@/lib/orders/entries';

interface PriorityOrdersProps {
  orders: Order[];
  onDetails: (id: number) => void;
}

/** CURRENT PRIORITY ORDERS */
export function PriorityOrders({ orders, onDetails }: PriorityOrdersProps) {
  const { t } = useTranslation('dashboard');
  return (
    <section aria-labelledby="priority" className="flex flex-col gap-2">
      <h2 id="priority" className="text-lg font-semibold">
        {t('priority.title')}
      </h2>
      {orders.length === 0 ? (
        <Empty
          icon={CircleCheck}
          title={t('priority.empty')}
          text={t('priority.empty_text')}
          className="w-full max-w-none rounded-lg border border-line bg-surface"
        />
      ) : (
        <ul className="flex flex-col gap-3">
          {orders.map((order) => (
            <li key={order.id}>
              <PriorityOrder order={order} onDetails={onDetails} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface PriorityOrderProps {
  order: Order;
  onDetails: (id: number) => void;
}

function PriorityOrder({ order: given, onDetails }: PriorityOrderProps) {
  const { t } = useTranslation(['dashboard', 'orders']);
  const entry = useEntry(given.id);
  const order = entry?.order ?? given;
  return (
    <article
      data-order-id={order.id}
      aria-label={t('orders:row.label', { code: order.code, name: order.customer_name })}
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="inline-flex items-center gap-1.5 text-base font-semibold">
          <Package aria-hidden size={15} className="text-ink-3" />
          <bdi className="ltr num">{order.code}</bdi>
        </span>
        <PriorityFlag />
        {entry?.mark && <ChangedBy mark={entry.mark} />}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="inline-flex min-w-0 items-center gap-1.5">
          <User aria-hidden size={14} className="shrink-0 text-ink-3" />
          <bdi className="truncate font-semibold">{order.customer_name}</bdi>
        </span>
        <Phone number={order.customer_phone} />
      </div>
      <p className="flex items-start gap-1.5 text-ink-2">
        <MapPin aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-3" />
        <span dir="auto" className="match">
          {order.address || order.area}
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="inline-flex items-center gap-1.5">
          <Tag aria-hidden size={14} className="text-ink-3" />
          <span className="num font-semibold">
            {formatMoney(order.price_minor, order.currency)}
          </span>
        </span>
        {order.expected_at && (
          <span className="inline-flex items-center gap-1.5">
            <Clock aria-hidden size={14} className="text-ink-3" />
            <span className="text-ink-2">{t('priority.expected')}</span>
            <span className="num">{formatSmart(order.expected_at)}</span>
          </span>
        )}
        <span className="inline-flex items-center gap-1.5">
          <span className="text-ink-2">{t('priority.status')}</span>
          {entry && <OrderStatusView id={order.id} />}
        </span>
      </div>
      <CardActions
        id={order.id}
        onDetails={onDetails}
        callLabel={t('orders:action.call_now')}
        noteLabel={t('orders:action.notes')}
      />
    </article>
  );
}
