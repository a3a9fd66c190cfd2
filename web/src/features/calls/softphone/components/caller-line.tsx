import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Phone } from '@/components/ui/phone';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { useCallerOrders } from '../api';
import type { PhoneCall } from '../model';

/** Whose number it is, and their newest orders, of those that the agent may see. */
export function CallerLine({ call }: { call: PhoneCall }) {
  const { t } = useTranslation('softphone');
  const orders = useCallerOrders(call.number).data ?? [];
  const [newest] = orders;
  const name = newest?.customer_name ?? (call.name === call.number ? '' : call.name);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {name && <bdi className="match truncate text-lg font-semibold">{name}</bdi>}
      <Phone number={call.number} className={name ? 'text-sm text-ink-2' : 'text-lg'} />
      {newest && (
        <ul aria-label={t('orders')} className="flex flex-col gap-1">
          {orders.slice(0, 2).map((order) => (
            <li key={order.id} className="flex items-center gap-2 text-sm">
              <Link
                to={`/call-center-panel/orders/${order.id}`}
                className="num ltr text-accent underline-offset-2 hover:underline"
              >
                {order.short_code}
              </Link>
              <OrderStatusChip status={order.status} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
