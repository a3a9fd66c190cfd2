import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { OrderFlag } from '@/components/order/order-flag';
import type { DataColumn } from '@/components/ui/data-table';
import { AgentCell, CodeCell, type OrderRow, PriceCell, StatusCell, TextCell } from './cells';

/** The columns of ALL ASSIGNED ORDERS; who looks at more than own orders sees whose they are. */
export function useOrderColumns(withAgent: boolean, sortable: boolean): DataColumn<OrderRow>[] {
  const { t } = useTranslation('orders');
  return useMemo(() => {
    const columns: DataColumn<OrderRow>[] = [
      {
        id: 'created_at',
        label: t('column.code'),
        size: 112,
        sortable,
        cell: (row) => <CodeCell row={row} />,
      },
      {
        id: 'seller',
        label: t('column.seller'),
        size: 104,
        grow: 1.5,
        cell: ({ entry }) => <TextCell text={entry?.order.seller_name} />,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 114,
        grow: 2,
        cell: ({ entry }) => (
          <>
            <TextCell text={entry?.order.customer_name} />
            <OrderFlag of={entry?.order} flag="refuser" />
          </>
        ),
      },
      {
        id: 'product',
        label: t('column.product'),
        size: 114,
        grow: 2,
        cell: ({ entry }) => (
          <>
            <TextCell text={entry?.order.product_name} />
            <OrderFlag of={entry?.order} flag="duplicate" />
          </>
        ),
      },
      {
        id: 'address',
        label: t('column.address'),
        size: 102,
        grow: 2,
        cell: ({ entry }) => (
          <TextCell text={entry?.order.area || entry?.order.address} title={entry?.order.address} />
        ),
      },
      {
        id: 'price',
        label: t('column.price'),
        size: 110,
        align: 'end',
        cell: (row) => <PriceCell row={row} />,
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 136,
        grow: 2,
        cell: (row) => <StatusCell row={row} />,
      },
    ];
    if (withAgent) {
      columns.push({
        id: 'agent',
        label: t('column.agent'),
        size: 112,
        grow: 1,
        cell: (row) => <AgentCell row={row} />,
      });
    }
    return columns;
  }, [t, withAgent, sortable]);
}
