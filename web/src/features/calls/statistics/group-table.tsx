import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { CallGroup } from '@/lib/api';
import type { Rows } from './address';
import { formatFigure, MEASURES, type Measure, measured, measures } from './figures';

interface GroupTableProps {
  title: string;
  /** Heading of the first column. */
  of: string;
  /** The name of what has none. */
  nobody: string;
  /** Instead of a table without rows. */
  empty: string;
  groups: CallGroup[];
  /** Where the calls behind a figure of that group are; null where they cannot be listed. */
  rowsOf: (group: CallGroup, rows: Rows) => string | null;
}

/** Agents, teams or queues side by side. */
export function GroupTable({ title, of, nobody, empty, groups, rowsOf }: GroupTableProps) {
  const { t } = useTranslation('call_stats');
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">{title}</h2>
      {groups.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-3 py-4 text-sm text-ink-3">
          {empty}
        </p>
      ) : (
        <ScrollRegion label={title} className="rounded-lg border border-line bg-surface">
          <table className="w-full text-sm">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="text-ink-2">
                <th scope="col" className="px-3 py-2 text-start font-semibold">
                  {of}
                </th>
                {MEASURES.map((measure) => (
                  <th key={measure} scope="col" className="px-3 py-2 text-end font-semibold">
                    {t(`measure.${measure}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <Row key={group.key} group={group} nobody={nobody} rowsOf={rowsOf} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

interface RowProps {
  group: CallGroup;
  nobody: string;
  rowsOf: GroupTableProps['rowsOf'];
}

function Row({ group, nobody, rowsOf }: RowProps) {
  const name = group.name ?? (group.key || nobody);
  return (
    <tr className="border-t border-line" data-group={group.key}>
      <th scope="row" className="px-3 py-1.5 text-start font-normal whitespace-nowrap">
        <bdi>{name}</bdi>
      </th>
      {MEASURES.map((measure) => (
        <td key={measure} className="num px-3 py-1.5 text-end">
          <Cell measure={measure} name={name} group={group} rowsOf={rowsOf} />
        </td>
      ))}
    </tr>
  );
}

interface CellProps extends Omit<RowProps, 'nobody'> {
  measure: Measure;
  name: string;
}

function Cell({ measure, name, group, rowsOf }: CellProps) {
  const { t } = useTranslation('call_stats');
  const value = group[measure];
  const text = formatFigure(measures[measure].unit, value);
  const to = value ? rowsOf(group, measured[measure]) : null;
  if (!to) return text;
  return (
    <Link
      to={to}
      aria-label={t('table.open', { name, measure: t(`measure.${measure}`), value: text })}
      className="text-accent underline-offset-2 hover:underline"
    >
      {text}
    </Link>
  );
}
