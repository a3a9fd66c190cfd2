import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatNumber, formatPercent } from '@/lib/format';
import { ringPart } from './arc';
import type { BreakdownRow } from './breakdown';
import { FillDefinition, fillOf } from './fills';

const SIZE = 148;
const RADII: [number, number] = [46, 70];

interface DonutProps {
  title: string;
  /** Heading of the words in the table: "Direction", "Status". */
  of: string;
  /** Heading of the numbers, and what the middle counts: "Calls". */
  counted: string;
  rows: BreakdownRow[];
  /** Shown in place of a ring of nothing. */
  empty: ReactNode;
}

/** Parts of a whole as a ring, and beside it the same as a table whose rows lead to what they count. */
export function Donut({ title, of, counted, rows, empty }: DonutProps) {
  const heading = useId();
  const whole = rows.reduce((sum, row) => sum + row.value, 0);
  return (
    <section
      aria-labelledby={heading}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={heading} className="text-base font-semibold">
        {title}
      </h2>
      {whole === 0 ? (
        empty
      ) : (
        <div className="flex flex-1 flex-wrap items-center justify-center gap-x-6 gap-y-3">
          <Ring rows={rows} whole={whole} counted={counted} />
          <Legend title={title} of={of} counted={counted} rows={rows} whole={whole} />
        </div>
      )}
    </section>
  );
}

interface PartsProps {
  rows: BreakdownRow[];
  whole: number;
  counted: string;
}

/* Drawn for eyes only: the table beside it says the same. */
function Ring({ rows, whole, counted }: PartsProps) {
  const { i18n } = useTranslation();
  const prefix = useId();
  const rtl = i18n.dir() === 'rtl';
  let passed = 0;
  return (
    <svg
      aria-hidden
      width={SIZE}
      height={SIZE}
      viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
      className="shrink-0"
    >
      <defs>
        {rows.map(({ id, tone }, index) => (
          <FillDefinition key={id} id={`${prefix}-${index}`} tone={tone} index={index} />
        ))}
      </defs>
      {rows.map(({ id, label, tone, value }, index) => {
        if (value === 0) return null;
        const from = passed;
        passed += value / whole;
        return (
          <path
            key={id}
            d={ringPart(from, passed, RADII, rtl)}
            fill={fillOf({ id: `${prefix}-${index}`, tone, index })}
            className="stroke-surface"
            strokeWidth={2}
          >
            <title>{`${label}: ${formatNumber(value)}`}</title>
          </path>
        );
      })}
      <text textAnchor="middle" y={4} className="num fill-ink text-2xl font-semibold">
        {formatNumber(whole, whole > 9_999 ? { notation: 'compact' } : {})}
      </text>
      <text textAnchor="middle" y={22} className="fill-ink-3 text-xs">
        {counted}
      </text>
    </svg>
  );
}

function Legend({ title, of, counted, rows, whole }: PartsProps & { title: string; of: string }) {
  const prefix = useId();
  return (
    <table className="min-w-0 flex-1 basis-48 text-sm">
      <caption className="sr-only">{title}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">{counted}</th>
          <th scope="col">%</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, label, tone, value, to }, index) => {
          const fill = { id: `${prefix}-${index}`, tone, index };
          return (
            <tr key={id} className="border-t border-line first:border-t-0">
              <th scope="row" className="py-1.5 text-start font-normal">
                <span className="flex items-center gap-2">
                  <svg aria-hidden width={14} height={14} className="shrink-0">
                    <defs>
                      <FillDefinition {...fill} />
                    </defs>
                    <rect width={14} height={14} rx={2} fill={fillOf(fill)} />
                  </svg>
                  {to && value > 0 ? (
                    <Link to={to} className="text-accent underline">
                      {label}
                    </Link>
                  ) : (
                    label
                  )}
                </span>
              </th>
              <td className="num ps-3 text-end font-semibold">{formatNumber(value)}</td>
              <td className="num w-12 text-end text-ink-3">{formatPercent(value / whole)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
