import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { WorkLine } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { orderState } from '@/lib/states';
import type { Figure } from '../analytics';
import { useRowsLink } from './analytics-view';

interface WorkTableProps {
  title: string;
  lines: WorkLine[];
  /** How many there are, when not all are here, and the way to all of them. */
  total?: number;
  onAll?: () => void;
  /** Which rows are those of a line. */
  of: (line: WorkLine) => Figure;
  /** Orders do not come in for an agent. */
  of_agents?: boolean;
  /** Where a line's calls are; nobody calls for an area or a product. */
  calls?: (line: WorkLine) => string;
}

const statuses = ['confirmed', 'cancelled', 'no_response', 'postponed'] as const;

/** One line an agent, area or product; each figure opens its rows. */
export function WorkTable({
  title,
  lines,
  total = lines.length,
  onAll,
  of,
  of_agents = false,
  calls,
}: WorkTableProps) {
  const { t } = useTranslation(['team', 'common']);
  const link = useRowsLink();
  const columns = [
    ...(of_agents ? [] : [{ id: 'in' as const, label: t('figure.in'), status: 'in' }]),
    { id: 'handled' as const, label: t('figure.handled'), status: undefined },
    ...statuses.map((status) => ({
      id: status,
      label: t(`common:${orderState(status).label}`),
      status: status as string,
    })),
  ];
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 className="text-base font-semibold">{title}</h2>
      {lines.length === 0 && <Empty icon={ChartColumn} title={t('analytics.empty')} />}
      {lines.length > 0 && (
        <ScrollRegion label={title} className="max-h-96">
          <table className="w-full text-sm">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="text-ink-2">
                <th scope="col" className="px-2 py-1 text-start font-semibold">
                  {t('analytics.name')}
                </th>
                {columns.map((column) => (
                  <th key={column.id} scope="col" className="px-2 py-1 text-end font-semibold">
                    {column.label}
                  </th>
                ))}
                {calls && (
                  <th scope="col" className="px-2 py-1 text-end font-semibold">
                    {t('figure.calls')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id ?? line.name} className="border-t border-line">
                  <th scope="row" className="px-2 py-1 text-start font-normal">
                    <bdi>{line.name || t('analytics.unnamed')}</bdi>
                  </th>
                  {columns.map((column) => (
                    <td key={column.id} className="num px-2 py-1 text-end">
                      <CountLink
                        count={line[column.id]}
                        to={link({ ...of(line), status: column.status })}
                      />
                    </td>
                  ))}
                  {calls && (
                    <td className="num px-2 py-1 text-end">
                      <CountLink count={line.calls} to={calls(line)} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {total > lines.length && (
        <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
          <span className="num">
            {t('analytics.first', {
              shown: formatNumber(lines.length),
              total: formatNumber(total),
            })}
          </span>
          <Button aria-label={`${t('analytics.all')}: ${title}`} onClick={onAll}>
            {t('analytics.all')}
          </Button>
        </p>
      )}
    </div>
  );
}

function CountLink({ count, to }: { count: number; to: string }) {
  if (count === 0) return formatNumber(0);
  return (
    <Link to={to} className="text-accent underline">
      {formatNumber(count)}
    </Link>
  );
}
