import { Link } from 'react-router';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { formatNumber } from '@/lib/format';
import type { ChartData, ChartPoint } from './types';

interface FiguresProps {
  data: ChartData;
  caption: string;
  /** Heading of the first column. */
  axis: string;
  /** False where the table is only read out: a link there could be focused without being seen. */
  links?: boolean;
}

/** The figures of a chart as a table; each row opens what lies behind it. */
export function Figures({ data, caption, axis, links = true }: FiguresProps) {
  const write = data.format ?? ((value: number) => formatNumber(value));
  const table = (
    <table className="w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-ink-2">
          <th scope="col" className="px-2 py-1 text-start font-semibold">
            {axis}
          </th>
          {data.series.map((series) => (
            <th key={series.id} scope="col" className="px-2 py-1 text-end font-semibold">
              {series.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.points.map((point) => (
          <tr key={point.id} className="border-t border-line">
            <th scope="row" className="px-2 py-1 text-start font-normal">
              {point.to && links ? (
                <Link to={point.to} className="text-accent underline">
                  <PointName point={point} />
                </Link>
              ) : (
                <PointName point={point} />
              )}
            </th>
            {data.series.map(({ id }) => {
              const value = point.values[id];
              return (
                <td key={id} className="num px-2 py-1 text-end">
                  {value === null || value === undefined ? '–' : write(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return links ? (
    <ScrollRegion label={`${caption} – ${axis}`} className="max-h-64">
      {table}
    </ScrollRegion>
  ) : (
    table
  );
}

function PointName({ point }: { point: ChartPoint }) {
  const name = point.title ?? point.label;
  return point.isName ? <bdi>{name}</bdi> : name;
}
