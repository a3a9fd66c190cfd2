import { ChartColumn, ChartPie } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartSeries, Donut } from '@/components/ui/chart';
import { Empty } from '@/components/ui/empty';
import type { CallGroup, CallStatistics } from '@/lib/api';
import { formatDay, formatWeekday } from '@/lib/format';
import { callStates, type Tone } from '@/lib/states';
import { type Address, historyOf } from './address';
import { busyHours, hourLabel, OUTCOMES, outcomesOf } from './model';

const DIRECTIONS = ['incoming', 'outgoing', 'internal'] as const;
type Direction = (typeof DIRECTIONS)[number];

const directionTones: Record<Direction, Tone | undefined> = {
  incoming: undefined,
  outgoing: 'info',
  internal: 'neutral',
};

const outcomeTones: Record<(typeof OUTCOMES)[number], Tone> = {
  answered: 'success',
  missed: 'danger',
  not_reached: 'warning',
};

function callsOf(shown: CallStatistics, direction: Direction): number {
  return shown.directions?.find(({ key }) => key === direction)?.total ?? 0;
}

interface ChartsProps {
  address: Address;
  shown: CallStatistics;
}

/** Which way calls went and how they ended, and when they came. */
export function Charts({ address, shown }: ChartsProps) {
  const { t } = useTranslation(['call_stats', 'common']);
  const days = shown.days ?? [];
  const nothing = <Empty icon={ChartPie} title={t('empty')} />;
  return (
    <div className="grid grid-cols-2 items-stretch gap-4 max-xl:grid-cols-1">
      <Donut
        title={t('chart.direction')}
        of={t('chart.direction_of')}
        counted={t('chart.calls')}
        empty={nothing}
        rows={DIRECTIONS.map((direction) => ({
          id: direction,
          label: t(`common:call_direction.${direction}`),
          value: callsOf(shown, direction),
          tone: directionTones[direction],
          to: historyOf(address, { direction }),
        })).filter(({ value }) => value > 0)}
      />
      <Donut
        title={t('chart.status')}
        of={t('chart.result')}
        counted={t('chart.calls')}
        empty={nothing}
        rows={(shown.statuses ?? []).map(({ status, total }) => ({
          id: status,
          label: t(`common:${callStates[status].label}`),
          value: total,
          tone: callStates[status].tone,
          to: historyOf(address, { status }),
        }))}
      />
      <StatusByDirection address={address} shown={shown} />
      <Hours shown={shown} />
      {days.length > 1 && <Days address={address} days={days} />}
    </div>
  );
}

function StatusByDirection({ address, shown }: ChartsProps) {
  const { t } = useTranslation(['call_stats', 'common']);
  const there = DIRECTIONS.filter((direction) => callsOf(shown, direction) > 0);
  return (
    <Chart
      title={t('chart.status_by_direction')}
      axis={t('chart.result')}
      empty={<Empty icon={ChartColumn} title={t('empty')} />}
      data={{
        series: there.map((direction) => ({
          id: direction,
          label: t(`common:call_direction.${direction}`),
          tone: directionTones[direction],
        })),
        points: (shown.statuses ?? []).map(({ status, incoming, outgoing, internal }) => ({
          id: status,
          label: t(`common:${callStates[status].label}`),
          values: { incoming, outgoing, internal },
          to: historyOf(address, { status }),
        })),
      }}
    />
  );
}

function useOutcomes(): ChartSeries[] {
  const { t } = useTranslation('call_stats');
  return OUTCOMES.map((id) => ({ id, label: t(`measure.${id}`), tone: outcomeTones[id] }));
}

function Hours({ shown }: { shown: CallStatistics }) {
  const { t } = useTranslation('call_stats');
  return (
    <Chart
      title={t('chart.hours')}
      axis={t('chart.hour')}
      empty={<Empty icon={ChartColumn} title={t('empty')} />}
      data={{
        series: useOutcomes(),
        points: busyHours(shown.hours ?? []).map((hour) => ({
          id: hour.key,
          label: hourLabel(hour.key),
          title: `${hourLabel(hour.key)}:00`,
          values: outcomesOf(hour),
        })),
      }}
    />
  );
}

function Days({ address, days }: { address: Address; days: CallGroup[] }) {
  const { t } = useTranslation('call_stats');
  return (
    <div className="col-span-full">
      <Chart
        title={t('chart.days')}
        axis={t('chart.day')}
        empty={<Empty icon={ChartColumn} title={t('empty')} />}
        data={{
          series: useOutcomes(),
          points: days.map((day) => ({
            id: day.key,
            label: formatDay(day.key).replace(/\s\S+$/, ''),
            title: `${formatWeekday(day.key)}, ${formatDay(day.key)}`,
            values: outcomesOf(day),
            to: historyOf(address, { day: day.key }),
          })),
        }}
      />
    </div>
  );
}
