import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chart } from '@/components/ui/chart';
import { Empty } from '@/components/ui/empty';
import type { PerformanceDay } from '@/lib/api';
import { formatDay, formatWeekday } from '@/lib/format';

/** Orders handled on each of seven days. */
export function Trend({ days }: { days: PerformanceDay[] }) {
  const { t } = useTranslation('performance');
  return (
    <Chart
      title={t('trend.title')}
      axis={t('trend.day')}
      empty={<Empty icon={ChartColumn} title={t('trend.empty')} text={t('trend.empty_text')} />}
      data={{
        series: [
          { id: 'confirmed', label: t('figure.orders_confirmed'), tone: 'success' },
          { id: 'postponed', label: t('figure.orders_postponed'), tone: 'warning' },
          { id: 'cancelled', label: t('figure.orders_cancelled'), tone: 'danger' },
        ],
        points: days.map((day) => ({
          id: day.date,
          label: formatWeekday(day.date),
          title: `${formatWeekday(day.date)}, ${formatDay(day.date)}`,
          values: {
            confirmed: day.orders_confirmed,
            postponed: day.orders_postponed,
            cancelled: day.orders_cancelled,
          },
        })),
      }}
    />
  );
}
