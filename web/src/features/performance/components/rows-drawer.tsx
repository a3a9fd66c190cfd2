import { CircleCheck, CircleDashed, ListX, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { PerformanceRow } from '@/lib/api';
import { formatDateTime, formatNumber, formatTimer } from '@/lib/format';
import { type Asked, useRowsBehind } from '../api';
import { type FigureName, units } from '../figures';

interface RowsDrawerProps {
  figure: FigureName;
  asked: Asked;
  onClose: () => void;
}

/** The very rows that a figure was counted from. */
export function RowsDrawer({ figure, asked, onClose }: RowsDrawerProps) {
  const { t } = useTranslation('performance');
  const list = useRowsBehind(figure, asked);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const parted = units[figure] === 'percent';
  const counted = rows.filter((row) => row.counts).length;
  return (
    <Drawer open onClose={onClose} title={t(`figure.${figure}`)}>
      {list.isPending && <SkeletonRows rows={8} rowClassName="h-12" />}
      {list.isError && (
        <ErrorState
          title={t('rows.failed')}
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isSuccess && rows.length === 0 && <Empty icon={ListX} title={t('rows.empty')} />}
      {rows.length > 0 && (
        <>
          <p className="border-b border-line px-4 py-2 text-sm text-ink-2" role="status">
            {t(list.hasNextPage ? 'rows.first' : 'rows.all', { shown: formatNumber(rows.length) })}
            {parted && !list.hasNextPage && (
              <> · {t('rows.of_them', { number: formatNumber(counted) })}</>
            )}
          </p>
          <ul>
            {rows.map((row) => (
              <Row key={`${row.kind}-${row.id}`} row={row} parted={parted} />
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="flex justify-center p-3">
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('rows.older')}
              </Button>
            </div>
          )}
        </>
      )}
    </Drawer>
  );
}

/* `parted`: of a share, each row says on which side it is. */
function Row({ row, parted }: { row: PerformanceRow; parted: boolean }) {
  const { t } = useTranslation('performance');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
      <time dateTime={row.at} className="num w-36 shrink-0 text-sm text-ink-2">
        {formatDateTime(row.at)}
      </time>
      <p className="min-w-40 flex-1">
        {row.order_id !== null && (
          <Link
            to={`/call-center-panel/orders?order=${row.order_id}&date=all`}
            className="ltr num font-semibold text-accent hover:underline"
          >
            {row.short_code}
          </Link>
        )}{' '}
        <bdi>{row.customer_name}</bdi>
      </p>
      <What row={row} />
      {parted && (
        <Chip
          tone={row.counts ? 'success' : 'neutral'}
          icon={row.counts ? CircleCheck : CircleDashed}
        >
          {t(row.counts ? 'rows.counts' : 'rows.counts_not')}
        </Chip>
      )}
    </li>
  );
}

function What({ row }: { row: PerformanceRow }) {
  const { t } = useTranslation(['performance', 'orders']);
  switch (row.kind) {
    case 'order':
      return <OrderStatusChip status={row.status ?? ''} />;
    case 'call':
      return (
        <span className="flex items-center gap-2 text-sm">
          {row.status && t(`orders:outcome.${row.status}`)}
          <span className="num">{formatTimer(row.duration_seconds)}</span>
        </span>
      );
    case 'rating':
      return (
        <span className="flex items-center gap-1 text-sm">
          <Star aria-hidden size={14} className="text-warning" />
          {t('rows.score', { score: formatNumber(row.score ?? 0) })}
        </span>
      );
    default:
      return <span className="text-sm">{t(`contact.${row.status}`)}</span>;
  }
}
