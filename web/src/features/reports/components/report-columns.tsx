import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataColumn } from '@/components/ui/data-table';
import { DeliveryChip, OrderStatusChip, OutcomeChip } from '@/components/ui/state-chip';
import type { ReportDelivery, ReportInteraction, ReportOrder } from '@/lib/api';
import { formatDateTime, formatMoney, formatNumber, formatTimer } from '@/lib/format';

/** A column may be left out where the screen is narrow, but not from the cards of a phone. */
export interface ReportColumn<Row> extends DataColumn<Row> {
  wide?: boolean;
}

const DASH = '–';
/* As wide as a day and a time are, in both languages. */
const WHEN = 172;

function Words({ text }: { text: string | null | undefined }) {
  return (
    <bdi title={text ?? undefined} className="truncate">
      {text || DASH}
    </bdi>
  );
}

function Code({ code }: { code: string | null }) {
  return <bdi className="ltr num">{code ?? DASH}</bdi>;
}

function Moment({ at }: { at: string | null }) {
  return <span className="num truncate">{at ? formatDateTime(at) : DASH}</span>;
}

export function useOrderColumns(): ReportColumn<ReportOrder>[] {
  const { t } = useTranslation('reports');
  return useMemo(
    () => [
      {
        id: 'order',
        label: t('column.order'),
        size: 104,
        cell: ({ short_code }) => <Code code={short_code} />,
      },
      {
        id: 'created',
        label: t('column.created'),
        size: WHEN,
        cell: ({ created_at }) => <Moment at={created_at} />,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 100,
        grow: 2,
        cell: ({ customer_name }) => <Words text={customer_name} />,
      },
      {
        id: 'product',
        label: t('column.product'),
        size: 100,
        grow: 2,
        cell: ({ product_name }) => <Words text={product_name} />,
      },
      {
        id: 'seller',
        label: t('column.seller'),
        size: 100,
        wide: true,
        grow: 1,
        cell: ({ seller_name }) => <Words text={seller_name} />,
      },
      {
        id: 'area',
        label: t('column.area'),
        size: 96,
        wide: true,
        grow: 1,
        cell: ({ area }) => <Words text={area} />,
      },
      {
        id: 'price',
        label: t('column.price'),
        size: 100,
        align: 'end',
        cell: ({ price_minor, currency }) => (
          <span className="num">{formatMoney(price_minor, currency)}</span>
        ),
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 120,
        cell: ({ status }) => <OrderStatusChip status={status} />,
      },
      {
        id: 'outcome',
        label: t('column.outcome'),
        size: 120,
        cell: ({ outcome }) => (outcome ? <OutcomeChip outcome={outcome} /> : DASH),
      },
      {
        id: 'agent',
        label: t('column.agent'),
        size: 100,
        wide: true,
        grow: 1,
        cell: ({ assigned_agent }) => <Words text={assigned_agent?.name} />,
      },
    ],
    [t],
  );
}

export function useInteractionColumns(): ReportColumn<ReportInteraction>[] {
  const { t, i18n } = useTranslation('reports');
  return useMemo(() => {
    // A word that is newer than this page is shown as it came.
    const word = (group: string, value: string | null) =>
      value && i18n.exists(`reports:${group}.${value}`) ? t(`${group}.${value}`) : value;
    return [
      {
        id: 'at',
        label: t('column.at'),
        size: WHEN,
        cell: ({ at }) => <Moment at={at} />,
      },
      {
        id: 'kind',
        label: t('column.kind'),
        size: 100,
        cell: ({ kind }) => <Words text={word('kind', kind)} />,
      },
      {
        id: 'result',
        label: t('column.result'),
        size: 104,
        cell: ({ outcome }) => <Words text={word('call_outcome', outcome)} />,
      },
      {
        id: 'resolution',
        label: t('column.resolution'),
        size: 112,
        cell: ({ resolution_status }) => <Words text={word('resolution', resolution_status)} />,
      },
      {
        id: 'duration',
        label: t('column.duration'),
        size: 84,
        align: 'end',
        cell: ({ duration_seconds: seconds }) => (
          <span className="num">{seconds > 0 ? formatTimer(seconds) : DASH}</span>
        ),
      },
      {
        id: 'rating',
        label: t('column.rating'),
        size: 72,
        align: 'end',
        cell: ({ rating }) => (
          <span className="num">{rating === null ? DASH : formatNumber(rating)}</span>
        ),
      },
      {
        id: 'order',
        label: t('column.order'),
        size: 104,
        cell: ({ short_code }) => <Code code={short_code} />,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 92,
        grow: 1,
        cell: ({ customer_name }) => <Words text={customer_name} />,
      },
      {
        id: 'agent',
        label: t('column.agent'),
        size: 100,
        wide: true,
        grow: 1,
        cell: ({ agent }) => <Words text={agent?.name} />,
      },
      {
        id: 'text',
        label: t('column.text'),
        size: 140,
        wide: true,
        grow: 2,
        cell: ({ text }) => <Words text={text} />,
      },
    ];
  }, [t, i18n]);
}

export function useDeliveryColumns(): ReportColumn<ReportDelivery>[] {
  const { t } = useTranslation('reports');
  return useMemo(
    () => [
      {
        id: 'created',
        label: t('column.created'),
        size: WHEN,
        cell: ({ created_at }) => <Moment at={created_at} />,
      },
      {
        id: 'order',
        label: t('column.order'),
        size: 104,
        cell: ({ short_code }) => <Code code={short_code} />,
      },
      {
        id: 'tracking',
        label: t('column.tracking'),
        size: 124,
        grow: 1,
        cell: ({ tracking_number }) => <bdi className="ltr num truncate">{tracking_number}</bdi>,
      },
      {
        id: 'courier',
        label: t('column.courier'),
        size: 100,
        grow: 1,
        cell: ({ courier }) => <Words text={courier} />,
      },
      {
        id: 'status',
        label: t('column.status'),
        size: 140,
        cell: ({ status }) => <DeliveryChip status={status} />,
      },
      {
        id: 'delivered',
        label: t('column.delivered'),
        size: WHEN,
        wide: true,
        cell: ({ delivered_at }) => <Moment at={delivered_at} />,
      },
      {
        id: 'customer',
        label: t('column.customer'),
        size: 100,
        grow: 1,
        cell: ({ customer_name }) => <Words text={customer_name} />,
      },
      {
        id: 'product',
        label: t('column.product'),
        size: 100,
        wide: true,
        grow: 1,
        cell: ({ product_name }) => <Words text={product_name} />,
      },
      {
        id: 'price',
        label: t('column.price'),
        size: 100,
        align: 'end',
        cell: ({ price_minor, currency }) => (
          <span className="num">{formatMoney(price_minor, currency)}</span>
        ),
      },
      {
        id: 'agent',
        label: t('column.agent'),
        size: 100,
        wide: true,
        grow: 1,
        cell: ({ agent }) => <Words text={agent?.name} />,
      },
    ],
    [t],
  );
}
