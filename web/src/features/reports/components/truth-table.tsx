import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { ConfirmationRow, ConfirmationTotal, ConfirmationTruth } from '@/lib/api';
import { formatList, formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { OUTCOMES } from '@/lib/orders/filters';
import { outcomeState } from '@/lib/states';
import { ordersBehind, type ReportFilters } from '../filters';

const MONEY = ['confirmed', 'delivered', 'lost'] as const;

interface TruthTableProps {
  truth: ConfirmationTruth;
  filters: ReportFilters;
  nameOf: (row: ConfirmationRow) => string;
}

/** Every figure with the orders behind it. */
export function TruthTable({ truth, filters, nameOf }: TruthTableProps) {
  const { t } = useTranslation(['reports', 'common']);
  return (
    <ScrollRegion
      label={t('truth.table')}
      className="overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full text-sm">
        <caption className="sr-only">{t('truth.table')}</caption>
        <thead>
          <tr className="text-ink-2">
            <th scope="col" className="px-3 py-2 text-start font-semibold">
              {t(`truth.${filters.by}`)}
            </th>
            <Heading>{t('truth.confirmed')}</Heading>
            {OUTCOMES.map((outcome) => (
              <Heading key={outcome}>{t(`common:${outcomeState(outcome).label}`)}</Heading>
            ))}
            <Heading>{t('truth.share')}</Heading>
            {MONEY.map((kind) => (
              <Heading key={kind}>{t(`truth.${kind}_value`)}</Heading>
            ))}
          </tr>
        </thead>
        <tbody>
          {truth.rows.map((row) => (
            <Line key={row.key} name={nameOf(row)} figures={row} of={row} {...{ filters }} />
          ))}
        </tbody>
        <tfoot>
          <Line name={t('truth.total')} figures={truth.total} of={null} filters={filters} />
        </tfoot>
      </table>
    </ScrollRegion>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <th scope="col" className="px-3 py-2 text-end font-semibold whitespace-nowrap">
      {children}
    </th>
  );
}

interface LineProps {
  name: string;
  figures: ConfirmationTotal;
  /** Null for the sum. */
  of: ConfirmationRow | null;
  filters: ReportFilters;
}

function Line({ name, figures, of, filters }: LineProps) {
  const { t } = useTranslation(['reports', 'common']);
  return (
    <tr
      data-key={of?.key}
      className={of ? 'border-t border-line' : 'border-t border-line-strong font-semibold'}
    >
      <th scope="row" className="px-3 py-1.5 text-start font-normal whitespace-nowrap">
        <bdi>{name}</bdi>
      </th>
      <Figure
        value={figures.confirmed}
        of={`${t('truth.confirmed')}, ${name}`}
        to={ordersBehind(filters, of, '')}
      />
      {OUTCOMES.map((outcome) => (
        <Figure
          key={outcome}
          value={figures[outcome]}
          of={`${t(`common:${outcomeState(outcome).label}`)}, ${name}`}
          to={ordersBehind(filters, of, outcome)}
        />
      ))}
      <td className="num px-3 py-1.5 text-end">
        {figures.delivered_percent === null ? '–' : formatPercent(figures.delivered_percent / 100)}
      </td>
      {MONEY.map((kind) => (
        <td key={kind} className="num px-3 py-1.5 text-end whitespace-nowrap">
          {figures.money.length === 0
            ? '–'
            : formatList(
                figures.money.map((money) => formatMoney(money[`${kind}_minor`], money.currency)),
              )}
        </td>
      ))}
    </tr>
  );
}

/* `of`: what it is of, for who hears the links one by one. */
function Figure({ value, of, to }: { value: number; of: string; to: string }) {
  return (
    <td className="num px-3 py-1.5 text-end">
      {value > 0 ? (
        <Link
          to={to}
          className="text-accent underline"
          aria-label={`${formatNumber(value)}, ${of}`}
        >
          {formatNumber(value)}
        </Link>
      ) : (
        formatNumber(value)
      )}
    </td>
  );
}
