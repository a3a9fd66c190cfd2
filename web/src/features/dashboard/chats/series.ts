import type { TFunction } from 'i18next';
import type { ChartData, ChartPoint } from '@/components/ui/chart';
import type { ChatStatsDay } from '@/lib/api';
import { formatDay, formatNumber, formatShortDay, formatTimer, formatWeekday } from '@/lib/format';
import { endedLink } from './links';

export const MEASURES = ['ended', 'first_response', 'resolution', 'csat'] as const;
export type Measure = (typeof MEASURES)[number];

const values: Record<Measure, (day: ChatStatsDay) => ChartPoint['values']> = {
  ended: ({ closed, lost }) => ({ closed, lost }),
  first_response: (day) => ({ first_response: day.average_first_response_seconds }),
  resolution: (day) => ({ resolution: day.average_resolution_seconds }),
  csat: (day) => ({ csat: day.csat.average }),
};

/* Which of the chats that ended a point is made of. */
const behind: Record<Measure, Record<string, string>> = {
  ended: {},
  first_response: { with: 'answered' },
  resolution: { state: 'closed' },
  csat: { with: 'rated' },
};

const formats: Record<Measure, (value: number) => string> = {
  ended: formatNumber,
  first_response: formatTimer,
  resolution: formatTimer,
  csat: (value) => formatNumber(value, { maximumFractionDigits: 1 }),
};

function seriesOf(measure: Measure, t: TFunction): ChartData['series'] {
  if (measure !== 'ended')
    return [{ id: measure, label: t(`dashboard:chart.measures.${measure}`) }];
  return [
    { id: 'closed', label: t('dashboard:chart.closed'), tone: 'success' },
    { id: 'lost', label: t('dashboard:chart.lost'), tone: 'danger' },
  ];
}

/** A day by its name, a week by its first day. */
function pointOf(day: ChatStatsDay, measure: Measure): ChartPoint {
  const { date, date_to } = day;
  const isDay = date === date_to;
  return {
    id: date,
    label: isDay ? formatWeekday(date) : formatShortDay(date),
    title: isDay
      ? `${formatWeekday(date)}, ${formatDay(date)}`
      : `${formatDay(date)} – ${formatDay(date_to)}`,
    values: values[measure](day),
    to: endedLink(date, date_to, behind[measure]),
  };
}

export function chartOf(days: readonly ChatStatsDay[], measure: Measure, t: TFunction): ChartData {
  return {
    series: seriesOf(measure, t),
    format: (value) => formats[measure](value),
    points: days.map((day) => pointOf(day, measure)),
  };
}
