import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { PerformanceDay } from '@/lib/api';
import { formatDay, formatNumber, formatWeekday } from '@/lib/format';
import { type FigureName, formatFigure, type Unit } from '../figures';

const columns: { key: keyof PerformanceDay; figure: FigureName; unit: Unit }[] = [
  { key: 'total_orders_handled', figure: 'orders_handled', unit: 'count' },
  { key: 'orders_confirmed', figure: 'orders_confirmed', unit: 'count' },
  { key: 'orders_postponed', figure: 'orders_postponed', unit: 'count' },
  { key: 'orders_cancelled', figure: 'orders_cancelled', unit: 'count' },
  { key: 'success_rate', figure: 'success_rate', unit: 'percent' },
  { key: 'calls', figure: 'calls', unit: 'count' },
  { key: 'average_call_seconds', figure: 'average_call_seconds', unit: 'seconds' },
  { key: 'customer_satisfaction_avg', figure: 'customer_rating', unit: 'stars' },
  { key: 'resolution_rate', figure: 'resolution_rate', unit: 'percent' },
  { key: 'first_call_resolution_rate', figure: 'first_call_resolution', unit: 'percent' },
];

interface DaysTableProps {
  days: PerformanceDay[];
  caption: string;
  /** Opens the rows of a figure on one day. */
  onRows: (figure: FigureName, day: string) => void;
}

/** Every day of a period, the newest first. */
export function DaysTable({ days, caption, onRows }: DaysTableProps) {
  const { t } = useTranslation('performance');
  return (
    <ScrollRegion label={caption} className="rounded-lg border border-line bg-surface">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-ink-2">
            <th scope="col" className="px-3 py-2 text-start font-semibold">
              {t('trend.day')}
            </th>
            {columns.map(({ key, figure }) => (
              <th key={key} scope="col" className="px-3 py-2 text-end font-semibold">
                {t(`figure.${figure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map((day) => (
            <tr key={day.date} className="border-t border-line">
              <th scope="row" className="px-3 py-1.5 text-start font-normal whitespace-nowrap">
                {formatWeekday(day.date)}, <span className="num">{formatDay(day.date)}</span>
              </th>
              {columns.map(({ key, figure, unit }) => (
                <td key={key} className="num px-3 py-1.5 text-end">
                  <Cell
                    label={t('rows.open', {
                      figure: t(`figure.${figure}`),
                      value: formatDay(day.date),
                    })}
                    text={formatFigure(unit, day[key] as number | null)}
                    onRows={
                      hasRows(unit, day[key] as number | null)
                        ? () => onRows(figure, day.date)
                        : null
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t border-line px-3 py-2 text-xs text-ink-3">
        {t('days.count', { shown: formatNumber(days.length) })}
      </p>
    </ScrollRegion>
  );
}

/* A share of nothing is a dash; one of 0 % has rows. */
function hasRows(unit: Unit, value: number | null): boolean {
  return value !== null && (unit !== 'count' || value > 0);
}

interface CellProps {
  label: string;
  text: string;
  onRows: (() => void) | null;
}

function Cell({ label, text, onRows }: CellProps) {
  if (!onRows) return text;
  return (
    <button
      type="button"
      className="text-accent underline"
      aria-label={`${text}, ${label}`}
      onClick={onRows}
    >
      {text}
    </button>
  );
}
