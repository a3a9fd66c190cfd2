import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { PerformanceValues } from '@/lib/api';
import { type FigureName, formatFigure, units } from '../figures';

const COLUMNS: FigureName[] = [
  'orders_handled',
  'success_rate',
  'confirmation_rate',
  'cancellation_rate',
  'calls',
  'average_call_seconds',
  'customer_rating',
  'resolution_rate',
  'first_call_resolution',
];

export interface ValuesRow {
  id: string;
  name: ReactNode;
  values: PerformanceValues;
  /** Where the rows behind one of its figures are, and whose they are. */
  behind?: (figure: FigureName) => string;
  whose?: string;
}

interface ValuesTableProps {
  title: string;
  /** Heading of the first column. */
  of: string;
  rows: ValuesRow[];
}

/** Agents, teams or departments side by side. */
export function ValuesTable({ title, of, rows }: ValuesTableProps) {
  const { t } = useTranslation('performance');
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">{title}</h2>
      <ScrollRegion label={title} className="rounded-lg border border-line bg-surface">
        <table className="w-full text-sm">
          <thead>
            <tr className="text-ink-2">
              <th scope="col" className="px-3 py-2 text-start font-semibold">
                {of}
              </th>
              {COLUMNS.map((figure) => (
                <th key={figure} scope="col" className="px-3 py-2 text-end font-semibold">
                  {t(`figure.${figure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="border-t border-line">
                <th scope="row" className="px-3 py-2 text-start font-normal whitespace-nowrap">
                  {row.name}
                </th>
                {COLUMNS.map((figure) => (
                  <td key={figure} className="num px-3 py-2 text-end">
                    <Value figure={figure} row={row} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function Value({ figure, row }: { figure: FigureName; row: ValuesRow }) {
  const { t } = useTranslation('performance');
  const value = row.values[figure];
  const shown = formatFigure(units[figure], value);
  const nothing = value === null || (units[figure] === 'count' && value === 0);
  if (!row.behind || nothing) return shown;
  return (
    <Link
      to={row.behind(figure)}
      className="text-accent underline"
      aria-label={`${shown}, ${t('rows.open', { figure: t(`figure.${figure}`), value: row.whose })}`}
    >
      {shown}
    </Link>
  );
}
