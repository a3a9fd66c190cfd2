import { useTranslation } from 'react-i18next';
import { Phone } from '@/components/ui/phone';
import type { Order } from '@/lib/api';
import { formatMoney } from '@/lib/format';

/** Who and what an order is about, at the head of each dialog. */
export function OrderLine({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      <dt className="text-ink-3">{t('field.customer')}</dt>
      <dd>
        <bdi>{order.customer_name}</bdi> (<Phone number={order.customer_phone} />)
      </dd>
      <dt className="text-ink-3">{t('field.product')}</dt>
      <dd>
        <bdi>{order.product_name}</bdi> –{' '}
        <bdi className="num">{formatMoney(order.price_minor, order.currency)}</bdi>
      </dd>
    </dl>
  );
}
