import { Coffee } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Timer } from '@/components/ui/timer';
import type { AgentBreak, BreakSum } from '@/lib/api';
import { formatDay, formatSmart, formatTime, formatTimer } from '@/lib/format';
import { useBreakRows } from '../breaks-api';

interface BreakRowsProps {
  agent: BreakSum;
  date: string;
  /** Empty for the whole period. */
  day: string;
  onClose: () => void;
}

/** The breaks that a sum is made of, the newest first. */
export function BreakRows({ agent, date, day, onClose }: BreakRowsProps) {
  const { t } = useTranslation('breaks');
  const rows = useBreakRows(agent.code, date, day);
  return (
    <Drawer
      open
      modal={false}
      width="small"
      onClose={onClose}
      title={<bdi>{agent.name}</bdi>}
      header={
        <span className="text-sm text-ink-2">{day ? formatDay(day) : t(`periods.${date}`)}</span>
      }
    >
      {rows.isPending && <SkeletonRows rows={4} rowClassName="h-14" />}
      {rows.isError && !rows.data && (
        <ErrorState
          title={t('rows_failed')}
          error={rows.error}
          onRetry={() => void rows.refetch()}
        />
      )}
      {rows.data && (
        <>
          <p className="border-b border-line px-4 py-2 text-sm text-ink-2">
            {t('total')}:{' '}
            <span className="num font-semibold">{formatTimer(rows.data.seconds)}</span>
            {rows.data.more && ` · ${t('more')}`}
          </p>
          {rows.data.breaks.length === 0 && <Empty icon={Coffee} title={t('none')} />}
          <ul>
            {rows.data.breaks.map((one) => (
              <BreakRow key={one.id} row={one} />
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}

function BreakRow({ row }: { row: AgentBreak }) {
  const { t } = useTranslation('breaks');
  return (
    <li data-break={row.id} className="flex items-center gap-3 border-b border-line px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="num">
          {formatSmart(row.started_at)}
          {row.ended_at && <> – {formatTime(row.ended_at)}</>}
        </p>
        <p dir="auto" className="match wrap-anywhere text-sm text-ink-2">
          {row.reason ?? t('no_reason')}
        </p>
      </div>
      {row.ended_at ? (
        <span className="num font-semibold">{formatTimer(row.seconds)}</span>
      ) : (
        <Chip tone="warning" icon={Coffee}>
          <Timer since={row.started_at} />
        </Chip>
      )}
    </li>
  );
}
