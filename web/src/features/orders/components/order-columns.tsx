import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataColumn } from '@/components/ui/data-table';
import { Phone } from '@/components/ui/phone';
import { RelativeTime } from '@/components/ui/relative-time';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { Order } from '@/lib/api';
import { formatMoney } from '@/lib/format';

export function useOrderColumns(): DataColumn<Order>[] {
  const { t } = useTranslation('orders');
  return useMemo(
    () => [
      {
        id: 'code',
        label: t('column.code'),
        size: 120,
        cell: (order) => <bdi className="ltr num font-semibold">{order.short_code}</bdi>,
      },
      {
        id: 'seller',
        label: t('column.seller'),
        size: 140,
        cell: (order) => <bdi className="truncate">{order.seller_name}</bdi>,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 160,
        grow: 2,
        cell: (order) => <bdi className="truncate">{order.customer_name}</bdi>,
      },
      {
        id: 'phone',
        label: t('column.phone'),
        size: 150,
        cell: (order) => <Phone number={order.customer_phone} />,
      },
      {
        id: 'product',
        label: t('column.product'),
        size: 160,
        grow: 2,
        cell: (order) => <bdi className="truncate">{order.product_name}</bdi>,
      },
      {
        id: 'area',
        label: t('column.address'),
        size: 160,
        grow: 2,
        cell: (order) => <bdi className="truncate">{order.area || order.address}</bdi>,
      },
      {
        id: 'price',
        label: t('column.price'),
        size: 120,
        align: 'end',
        cell: (order) => (
          <span className="num">{formatMoney(order.price_minor, order.currency)}</span>
        ),
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 140,
        cell: (order) => <OrderStatusChip status={order.status} />,
      },
      {
        id: 'created_at',
        label: t('column.created'),
        size: 120,
        sortable: true,
        cell: (order) => <RelativeTime at={order.created_at} className="num text-ink-2" />,
      },
    ],
    [t],
  );
}
