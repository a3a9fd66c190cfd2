import { useTranslation } from 'react-i18next';
import type { OrderDetails } from '@/lib/api';
import { formatNumber } from '@/lib/format';

/** "3 (2 completed, 1 cancelled)"; what is zero is left out. */
export function PreviousOrders({ of }: { of: OrderDetails['customer']['previous_orders'] }) {
  const { t, i18n } = useTranslation('orders');
  if (of.total === 0) return t('details.first_order');
  const parts = (['completed', 'cancelled', 'open'] as const)
    .filter((kind) => of[kind] > 0)
    .map((kind) => t(`previous.${kind}`, { count: of[kind] }));
  return (
    <>
      <span className="num">{formatNumber(of.total)}</span>
      {parts.length > 0 && ` (${parts.join(i18n.language === 'ar' ? '، ' : ', ')})`}
    </>
  );
}
