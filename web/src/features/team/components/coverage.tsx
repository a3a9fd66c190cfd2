import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chart } from '@/components/ui/chart';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { formatDay, formatNumber } from '@/lib/format';
import { useCoverage } from '../schedule-api';

/** Hour by hour: who should be there and who was, and how many orders that was for. */
export function Coverage({ day }: { day: string }) {
  const { t } = useTranslation('team');
  const coverage = useCoverage(day);
  if (coverage.isPending) return <SkeletonRows rows={5} />;
  if (coverage.isError && !coverage.data)
    return (
      <ErrorState
        title={t('coverage.failed')}
        error={coverage.error}
        onRetry={() => void coverage.refetch()}
      />
    );
  const points = coverage.data.map((row) => {
    const hour = formatNumber(row.hour, { minimumIntegerDigits: 2 });
    return {
      id: String(row.hour),
      label: hour,
      title: t('analytics.hour_of', { hour }),
      values: {
        scheduled: row.scheduled,
        present: row.present,
        orders: row.orders,
        usual: row.usual_orders,
      },
    };
  });
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Chart
        title={t('coverage.title', { day: formatDay(day) })}
        axis={t('analytics.hour')}
        empty={<Empty icon={ChartColumn} title={t('coverage.empty')} />}
        data={{
          series: [
            { id: 'scheduled', label: t('coverage.scheduled') },
            { id: 'present', label: t('coverage.present'), tone: 'success' },
          ],
          points,
        }}
      />
      <Chart
        title={t('coverage.orders_title', { day: formatDay(day) })}
        axis={t('analytics.hour')}
        empty={<Empty icon={ChartColumn} title={t('coverage.no_orders')} />}
        data={{
          series: [
            { id: 'usual', label: t('coverage.usual') },
            { id: 'orders', label: t('coverage.orders'), tone: 'info' },
          ],
          points,
        }}
      />
    </div>
  );
}
