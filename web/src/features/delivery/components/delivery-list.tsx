import { BellOff, TimerOff } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import { type DataColumn, DataTable, type DataTableProps } from '@/components/ui/data-table';
import { DeliveryChip } from '@/components/ui/state-chip';
import type { Delivery } from '@/lib/api';
import { useMedia } from '@/lib/use-media';

/** The status, and what is wrong with it. */
export function DeliveryMarks({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('delivery');
  return (
    <span className="flex flex-wrap items-center gap-1">
      <DeliveryChip status={delivery.status} />
      {delivery.stuck_since && (
        <Chip tone="danger" icon={BellOff}>
          {t('mark.stuck')}
        </Chip>
      )}
      {delivery.late && (
        <Chip tone="warning" icon={TimerOff}>
          {t('mark.late')}
        </Chip>
      )}
    </span>
  );
}

function useColumns(): DataColumn<Delivery>[] {
  const { t } = useTranslation('delivery');
  return useMemo(
    () => [
      {
        id: 'order',
        label: t('column.order'),
        size: 110,
        cell: ({ short_code }) => <bdi className="ltr num">{short_code}</bdi>,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 140,
        grow: 2,
        cell: ({ customer }) => <bdi className="truncate">{customer.name}</bdi>,
      },
      {
        id: 'product',
        label: t('column.product'),
        size: 140,
        grow: 2,
        cell: ({ product }) => <bdi className="truncate">{product}</bdi>,
      },
      {
        id: 'courier',
        label: t('column.courier'),
        size: 110,
        grow: 1,
        cell: ({ courier }) => (
          <bdi title={courier.name} className="truncate">
            {courier.short_name}
          </bdi>
        ),
      },
      {
        id: 'track',
        label: t('column.track'),
        size: 130,
        grow: 1,
        cell: ({ tracking_number }) => <bdi className="ltr num truncate">{tracking_number}</bdi>,
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 200,
        grow: 1,
        cell: (delivery) => <DeliveryMarks delivery={delivery} />,
      },
    ],
    [t],
  );
}

interface DeliveryListProps {
  rows: Delivery[];
  openId: number | null;
  onOpen: (orderId: number) => void;
  onMore?: () => void;
  loadingMore: boolean;
  handle?: DataTableProps<Delivery>['handle'];
}

/** ACTIVE DELIVERIES as a table; on a phone as cards. */
export function DeliveryList({
  rows,
  openId,
  onOpen,
  onMore,
  loadingMore,
  handle,
}: DeliveryListProps) {
  const { t } = useTranslation('delivery');
  const phone = useMedia('(max-width: 767px)');
  const columns = useColumns();
  if (phone) return <DeliveryCards rows={rows} onOpen={onOpen} />;
  const open = rows.find((row) => row.order_id === openId);
  return (
    <DataTable
      id="deliveries"
      label={t('list.label')}
      columns={columns}
      rows={rows}
      getRowId={(row) => String(row.id)}
      getRowLabel={(row) => row.tracking_number}
      onOpen={(row) => onOpen(row.order_id)}
      openId={open ? String(open.id) : null}
      onEndReached={onMore}
      loadingMore={loadingMore}
      handle={handle}
    />
  );
}

function DeliveryCards({ rows, onOpen }: Pick<DeliveryListProps, 'rows' | 'onOpen'>) {
  const { t } = useTranslation('delivery');
  return (
    <ul aria-label={t('list.label')} className="border-y border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            onClick={() => onOpen(row.order_id)}
            className="flex min-h-11 w-full flex-col gap-1 px-3 py-2 text-start hover:bg-sunken"
          >
            <span className="flex w-full flex-wrap items-center gap-2">
              <bdi className="ltr num font-semibold">{row.short_code}</bdi>
              <bdi className="min-w-0 truncate">{row.customer.name}</bdi>
            </span>
            <DeliveryMarks delivery={row} />
            <span className="flex flex-wrap gap-x-2 text-sm text-ink-2">
              <bdi>{row.product}</bdi>
              <bdi>{row.courier.short_name}</bdi>
              <bdi className="ltr num">{row.tracking_number}</bdi>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
