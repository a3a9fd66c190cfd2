import { ChartColumn, Table } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Bars } from './bars';
import { Figures } from './figures';
import { FillDefinition, fillOf } from './fills';
import type { ChartData } from './types';

interface ChartProps {
  title: string;
  /** Heading of the table's first column, such as "Day". */
  axis: string;
  data: ChartData;
  /** Choices of what is drawn, at the end of the title line. */
  aside?: ReactNode;
  /** Shown in place of a chart that has nothing to draw. */
  empty: ReactNode;
}

/** A chart with its legend, and the same figures as a table one press away. */
export function Chart({ title, axis, data, aside, empty }: ChartProps) {
  const { t } = useTranslation('common');
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  const drawable = data.points.some((point) =>
    Object.values(point.values).some((value) => value !== null && value !== 0),
  );
  return (
    <section
      aria-labelledby={heading}
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id={heading} className="text-base font-semibold">
          {title}
        </h2>
        {data.series.length > 1 && !asTable && <Legend data={data} />}
        <div className="ms-auto flex flex-wrap items-center gap-2">
          {drawable && (
            <Button
              variant="ghost"
              icon={asTable ? ChartColumn : Table}
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
            >
              {t('chart.as_table')}
            </Button>
          )}
          {aside}
        </div>
      </div>
      {!drawable && empty}
      {drawable && asTable && <Figures data={data} caption={title} axis={axis} />}
      {drawable && !asTable && (
        <>
          <Bars data={data} />
          <div className="sr-only">
            <Figures data={data} caption={title} axis={axis} links={false} />
          </div>
        </>
      )}
    </section>
  );
}

function Legend({ data }: { data: ChartData }) {
  const prefix = useId();
  return (
    <ul className="flex flex-wrap gap-x-3 text-xs text-ink-2">
      {data.series.map(({ id, label, tone }, index) => {
        const fill = { id: `${prefix}-${index}`, tone, index };
        return (
          <li key={id} className="flex items-center gap-1.5">
            <svg aria-hidden width={14} height={14}>
              <defs>
                <FillDefinition {...fill} />
              </defs>
              <rect width={14} height={14} fill={fillOf(fill)} />
            </svg>
            {label}
          </li>
        );
      })}
    </ul>
  );
}
