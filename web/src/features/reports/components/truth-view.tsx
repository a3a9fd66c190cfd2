import { Coins, PackageCheck, PackageX, Percent, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chart, type ChartData } from '@/components/ui/chart';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import type { ConfirmationRow, ConfirmationTotal, ConfirmationTruth } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatList, formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { outcomeState } from '@/lib/states';
import { useTruth } from '../api';
import { ordersBehind, type ReportFilters, TRUTH_BY, type TruthBy } from '../filters';
import { FlagRulesDialog } from './flag-rules-dialog';
import { PeriodFilter } from './report-filters';
import { TruthTable } from './truth-table';

const CHART_ROWS = 10;

interface TruthViewProps {
  filters: ReportFilters;
  onChange: (change: Partial<ReportFilters>) => void;
}

/** Of what was confirmed, how much arrived, and what it was worth. */
export function TruthView({ filters, onChange }: TruthViewProps) {
  const { t } = useTranslation('reports');
  const truth = useTruth(filters);
  const mayManage = useCan('policies.manage');
  const [rules, setRules] = useState(false);
  return (
    <div className="flex flex-col gap-3 px-4 py-3 max-md:px-3">
      <p className="text-sm text-ink-2">{t('truth.intro')}</p>
      <section aria-label={t('filter.label')} className="flex flex-wrap gap-2">
        <PeriodFilter filters={filters} onChange={onChange} withAll={false} />
        <Select
          aria-label={t('truth.by')}
          value={filters.by}
          onChange={(by) => onChange({ by: by as TruthBy })}
          options={TRUTH_BY.map((value) => ({ value, label: t(`truth.${value}`) }))}
          className="max-md:flex-1"
        />
        {mayManage && (
          <Button icon={SlidersHorizontal} className="ms-auto" onClick={() => setRules(true)}>
            {t('truth.rules')}
          </Button>
        )}
      </section>
      {truth.isPending && <SkeletonRows rows={8} />}
      {truth.isError && !truth.data && (
        <ErrorState
          title={t('truth.failed')}
          error={truth.error}
          onRetry={() => void truth.refetch()}
        />
      )}
      {truth.data && <Figures truth={truth.data} filters={filters} />}
      {rules && <FlagRulesDialog onClose={() => setRules(false)} />}
    </div>
  );
}

function moneyOf(
  total: ConfirmationTotal,
  of: 'confirmed_minor' | 'delivered_minor' | 'lost_minor',
): string | null {
  if (total.money.length === 0) return null;
  return formatList(total.money.map((money) => formatMoney(money[of], money.currency)));
}

export function lostOf(row: ConfirmationTotal): number {
  return row.returned + row.failed + row.cancelled;
}

function Figures({ truth, filters }: { truth: ConfirmationTruth; filters: ReportFilters }) {
  const { t } = useTranslation(['reports', 'common']);
  const nameOf = useNames(filters.by);
  const { total } = truth;
  const behind = (outcome: string) => ordersBehind(filters, null, outcome);
  const chart: ChartData = {
    series: [
      {
        id: 'delivered',
        label: t(`common:${outcomeState('delivered').label}`),
        tone: 'success',
      },
      { id: 'open', label: t('truth.open'), tone: 'info' },
      { id: 'lost', label: t('truth.lost'), tone: 'danger' },
    ],
    points: truth.rows.slice(0, CHART_ROWS).map((row) => ({
      id: row.key,
      label: nameOf(row),
      isName: row.key !== '',
      values: {
        delivered: row.delivered,
        open: row.on_the_way + row.no_parcel + row.reopened,
        lost: lostOf(row),
      },
      to: ordersBehind(filters, row, ''),
    })),
  };
  return (
    <>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-2">
        <StatCard
          label={t('truth.confirmed')}
          value={total.confirmed}
          icon={PackageCheck}
          to={behind('')}
          hint={moneyOf(total, 'confirmed_minor') ?? undefined}
        />
        <StatCard
          label={t('truth.delivered_value')}
          value={moneyOf(total, 'delivered_minor')}
          icon={Coins}
          tone="success"
          to={behind('delivered')}
          hint={t('truth.orders', { number: formatNumber(total.delivered) })}
        />
        <StatCard
          label={t('truth.lost_value')}
          value={moneyOf(total, 'lost_minor')}
          icon={PackageX}
          tone="danger"
          to={behind('returned,failed,cancelled')}
          hint={t('truth.orders', { number: formatNumber(lostOf(total)) })}
        />
        <StatCard
          label={t('truth.share')}
          value={
            total.delivered_percent === null ? null : formatPercent(total.delivered_percent / 100)
          }
          icon={Percent}
          hint={t('truth.share_of', {
            above: formatNumber(total.delivered),
            below: formatNumber(total.delivered + lostOf(total)),
          })}
        />
      </div>
      <Chart
        title={t('truth.chart')}
        axis={t(`truth.${filters.by}`)}
        data={chart}
        empty={<Empty icon={PackageX} title={t('truth.empty')} />}
      />
      {truth.rows.length > 0 && <TruthTable truth={truth} filters={filters} nameOf={nameOf} />}
      {truth.left_out > 0 && (
        <p className="num text-sm text-ink-3">
          {t('truth.left_out', { number: formatNumber(truth.left_out) })}
        </p>
      )}
    </>
  );
}

function useNames(by: TruthBy): (row: ConfirmationRow) => string {
  const { t } = useTranslation('reports');
  return (row) =>
    row.label || t(by === 'agent' && row.key === '0' ? 'truth.nobody' : 'truth.unknown');
}
