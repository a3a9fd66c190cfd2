import { useTranslation } from 'react-i18next';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { OrderHistoryRow } from '@/lib/api';
import { formatDateTime, formatSmart } from '@/lib/format';

/** The way of an order through its statuses, the present one first. */
export function StatusHistory({ rows }: { rows: OrderHistoryRow[] }) {
  const { t } = useTranslation('orders');
  if (rows.length === 0) return <p className="text-ink-3">{t('history.none')}</p>;
  const newestFirst = [...rows].sort((a, b) => b.id - a.id);
  return (
    <ol className="flex flex-col">
      {newestFirst.map((row) => (
        <li key={row.id} className="relative flex gap-3 pb-3 last:pb-0">
          <span aria-hidden className="flex w-2 flex-col items-center pt-1.5">
            <span className="size-2 shrink-0 rounded-full bg-line-strong" />
            <span className="-mb-3 w-px flex-1 bg-line" />
          </span>
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <OrderStatusChip status={row.new_status} />
              <time
                dateTime={row.change_timestamp}
                title={formatDateTime(row.change_timestamp)}
                className="num text-xs text-ink-3"
              >
                {formatSmart(row.change_timestamp)}
              </time>
              <bdi className="text-xs text-ink-3">{row.agent?.name ?? t('note.system')}</bdi>
            </p>
            {row.cancellation_reason && <p>{t(`reason.${row.cancellation_reason}`)}</p>}
            {row.cancellation_details && (
              <p dir="auto" className="match wrap-anywhere text-ink-2">
                {row.cancellation_details}
              </p>
            )}
            {row.status_change_reason && (
              <p dir="auto" className="match wrap-anywhere text-ink-2">
                {row.status_change_reason}
              </p>
            )}
            {row.customer_notified && (
              <p className="text-xs text-ink-3">{t('history.customer_notified')}</p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
