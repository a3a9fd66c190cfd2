import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataColumn } from '@/components/ui/data-table';
import { StockChip } from '@/components/ui/state-chip';
import type { StockProduct } from '@/lib/api';
import { formatNumber } from '@/lib/format';

/** Where most of a product lies, and in how many places more. */
export function Place({ product }: { product: StockProduct }) {
  const { t } = useTranslation('inventory');
  const more = product.locations.length - 1;
  if (!product.location) return <span className="text-ink-3">{t('no_place')}</span>;
  return (
    <span className="truncate">
      <bdi className="ltr num">{product.location}</bdi>
      {more > 0 && <span className="text-ink-3"> {t('more_places', { count: more })}</span>}
    </span>
  );
}

export function useStockColumns(): DataColumn<StockProduct>[] {
  const { t } = useTranslation('inventory');
  return useMemo(
    () => [
      {
        id: 'name',
        label: t('column.name'),
        size: 180,
        grow: 3,
        cell: ({ name }) => (
          <bdi title={name} className="truncate">
            {name}
          </bdi>
        ),
      },
      {
        id: 'code',
        label: t('column.code'),
        size: 110,
        grow: 1,
        cell: ({ code }) => <bdi className="ltr num truncate">{code}</bdi>,
      },
      {
        id: 'stock',
        label: t('column.stock'),
        size: 88,
        align: 'end',
        cell: ({ quantity }) => <span className="num">{formatNumber(quantity)}</span>,
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 150,
        cell: ({ status }) => <StockChip status={status} />,
      },
      {
        id: 'location',
        label: t('column.location'),
        size: 150,
        grow: 2,
        cell: (product) => <Place product={product} />,
      },
    ],
    [t],
  );
}
