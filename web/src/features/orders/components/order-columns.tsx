import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataColumn } from '@/components/ui/data-table';
import {
  AddressCell,
  AgentCell,
  CodeCell,
  type OrderRow,
  PriceCell,
  StatusCell,
  TextCell,
} from './cells';

/** The columns of ALL ASSIGNED ORDERS; who looks at more than own orders sees whose they are. */
export function useOrderColumns(withAgent: boolean): DataColumn<OrderRow>[] {
  const { t } = useTranslation('orders');
  return useMemo(() => {
    const columns: DataColumn<OrderRow>[] = [
      {
        id: 'created_at',
        label: t('column.code'),
        size: 116,
        sortable: true,
        cell: ({ id }) => <CodeCell id={id} />,
      },
      {
        id: 'seller',
        label: t('column.seller'),
        size: 112,
        grow: 1,
        cell: ({ id }) => <TextCell id={id} field="seller_name" />,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 128,
        grow: 2,
        cell: ({ id }) => <TextCell id={id} field="customer_name" />,
      },
      {
        id: 'product',
        label: t('column.product'),
        size: 128,
        grow: 2,
        cell: ({ id }) => <TextCell id={id} field="product_name" />,
      },
      {
        id: 'address',
        label: t('column.address'),
        size: 112,
        grow: 2,
        cell: ({ id }) => <AddressCell id={id} />,
      },
      {
        id: 'price',
        label: t('column.price'),
        size: 112,
        align: 'end',
        cell: ({ id }) => <PriceCell id={id} />,
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 132,
        grow: 1,
        cell: ({ id }) => <StatusCell id={id} />,
      },
    ];
    if (withAgent) {
      columns.push({
        id: 'agent',
        label: t('column.agent'),
        size: 112,
        grow: 1,
        cell: ({ id }) => <AgentCell id={id} />,
      });
    }
    return columns;
  }, [t, withAgent]);
}
