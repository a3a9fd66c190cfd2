import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chart } from '@/components/ui/chart';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Segments } from '@/components/ui/segments';
import { Select } from '@/components/ui/select';
import { useAddressParams } from '@/lib/use-address-params';
import { type ChatSpan, useChatSeries } from './api';
import { chartOf, MEASURES, type Measure } from './series';

/** How chats went, day by day or week by week (S1-DASH-12). */
export function ChatChart() {
  const { t } = useTranslation('dashboard');
  const [address, change] = useAddressParams();
  const span: ChatSpan = address.get('chart') === 'weeks' ? 'weeks' : 'week';
  const measure = MEASURES.find((one) => one === address.get('of')) ?? 'ended';
  const series = useChatSeries(span);
  const set = (name: string, value: string | null) =>
    change((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, true);
  if (series.isError && !series.data) {
    return (
      <ErrorState
        title={t('chart.failed')}
        error={series.error}
        onRetry={() => void series.refetch()}
        className="w-full max-w-none rounded-lg border border-line bg-surface"
      />
    );
  }
  return (
    <Chart
      title={t(`chart.title.${measure}`)}
      axis={t(`chart.axis.${span}`)}
      aside={
        <>
          <Select
            aria-label={t('chart.measure')}
            value={measure}
            onChange={(next) => set('of', next === 'ended' ? null : next)}
            options={MEASURES.map((value) => ({ value, label: t(`chart.measures.${value}`) }))}
          />
          <Segments
            label={t('chart.span')}
            value={span}
            onChange={(next) => set('chart', next === 'week' ? null : next)}
            options={[
              { value: 'week', label: t('chart.daily') },
              { value: 'weeks', label: t('chart.weekly') },
            ]}
          />
        </>
      }
      empty={<Nothing isPending={series.isPending} />}
      data={chartOf(series.data ?? [], measure as Measure, t)}
    />
  );
}

function Nothing({ isPending }: { isPending: boolean }) {
  const { t } = useTranslation('dashboard');
  if (isPending) return <div className="h-55" />;
  return (
    <Empty
      icon={ChartColumn}
      title={t('chart.empty')}
      text={t('chart.empty_text')}
      className="h-55 justify-center"
    />
  );
}
