import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { AnalyticsQuery, WorkRow } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { type Figure, rowsQuery } from '../analytics';
import { useWorkRows } from '../analytics-api';

interface RowsDrawerProps {
  period: AnalyticsQuery;
  figure: Figure;
  onClose: () => void;
}

/** The changes and orders behind a figure, newest first. */
export function RowsDrawer({ period, figure, onClose }: RowsDrawerProps) {
  const { t } = useTranslation('team');
  const query = useWorkRows(rowsQuery(period, figure), true);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Drawer open modal={false} onClose={onClose} title={t('rows.title')}>
      {query.isPending && <SkeletonRows rows={8} />}
      {query.isError && rows.length === 0 && (
        <ErrorState
          title={t('rows.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isSuccess && rows.length === 0 && <Empty icon={ListChecks} title={t('rows.empty')} />}
      <ul aria-label={t('rows.title')}>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="flex justify-center p-3">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('rows.more')}
          </Button>
        </div>
      )}
    </Drawer>
  );
}

function Row({ row }: { row: WorkRow }) {
  const { t } = useTranslation(['team', 'orders']);
  return (
    <li className="flex flex-col gap-1 border-b border-line px-4 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to={`/call-center-panel/orders/${row.order_id}`}
          className="ltr num text-accent underline"
        >
          {row.order_code}
        </Link>
        {row.from && <OrderStatusChip status={row.from} />}
        {row.from && <span className="sr-only">{t('rows.then')}</span>}
        <OrderStatusChip status={row.to} />
        <time dateTime={row.at} className="ms-auto text-xs text-ink-3">
          {formatDateTime(row.at)}
        </time>
      </div>
      <p className="truncate text-ink-2">
        <bdi>{row.customer_name}</bdi>
        {row.from && (
          <>
            {' · '}
            <bdi>{row.by}</bdi>
          </>
        )}
        {row.reason && ` · ${t(`orders:reason.${row.reason}`)}`}
      </p>
    </li>
  );
}
