import { Link } from 'react-router';
import { formatNumber, formatPercent } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { colourOf } from './fills';

export interface BreakdownRow {
  id: string;
  label: string;
  value: number;
  tone?: Tone;
  to?: string;
}

interface BreakdownProps {
  label: string;
  rows: BreakdownRow[];
  /** What the shares are of; the sum of the rows where left out. */
  total?: number;
}

/** Parts of a whole: a word, its number, its share, and a bar as long as that share. */
export function Breakdown({ label, rows, total }: BreakdownProps) {
  const whole = total ?? rows.reduce((sum, row) => sum + row.value, 0);
  return (
    <ul aria-label={label} className="flex flex-col gap-2 text-sm">
      {rows.map((row) => {
        const share = whole > 0 ? row.value / whole : 0;
        return (
          <li key={row.id} className="flex flex-col gap-1">
            <span className="flex items-baseline gap-2">
              {row.to ? (
                <Link to={row.to} className="min-w-0 truncate text-accent underline">
                  {row.label}
                </Link>
              ) : (
                <span className="min-w-0 truncate">{row.label}</span>
              )}
              <span className="num ms-auto font-semibold">{formatNumber(row.value)}</span>
              <span className="num w-10 text-end text-ink-3">{formatPercent(share)}</span>
            </span>
            <svg aria-hidden className="h-1.5 w-full rounded-sm bg-sunken">
              <rect
                width={`${share * 100}%`}
                x={document.documentElement.dir === 'rtl' ? `${(1 - share) * 100}%` : 0}
                height="100%"
                fill={colourOf(row.tone)}
              />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
