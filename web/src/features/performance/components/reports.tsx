import type { UseQueryResult } from '@tanstack/react-query';
import { FileSpreadsheet } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Menu, MenuItem } from '@/components/ui/menu';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { PerformanceDays } from '@/lib/api';
import { dayOf } from '@/lib/format';
import { type Address, reportUrl, shownDays } from '../address';
import { useDetailed, useMonth } from '../api';
import type { FigureName } from '../figures';
import { DaysTable } from './days-table';
import { FigureCards } from './figure-cards';
import { KpiTable } from './kpi-table';

interface ReportProps {
  address: Address;
  set: (change: Partial<Record<keyof Address, string | null>>) => void;
  onRows: (figure: FigureName, day?: string) => void;
}

/** DETAILED REPORT: day by day between two days. */
export function DetailedReport({ address, set, onRows }: ReportProps) {
  const { t, i18n } = useTranslation('performance');
  const days = shownDays({ ...address, view: 'detailed' }, dayOf(new Date()));
  const { date_from: from = '', date_to: to = '' } = days;
  const report = useDetailed({ ...days, agent: address.agent });
  return (
    <>
      <div className="flex flex-wrap gap-3 px-4 max-md:px-3">
        <Field label={t('days.from')}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={from}
              max={to}
              onChange={(event) => set({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('days.to')}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={to}
              min={from}
              onChange={(event) => set({ to: event.target.value })}
            />
          )}
        </Field>
        <Menu
          trigger={
            <Button icon={FileSpreadsheet} className="self-end">
              {t('days.file')}
            </Button>
          }
        >
          {(['csv', 'xlsx'] as const).map((format) => (
            <MenuItem
              key={format}
              onSelect={() =>
                location.assign(
                  reportUrl({ date_from: from, date_to: to }, address.agent, format, i18n.language),
                )
              }
            >
              {t(`days.${format}`)}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <Days title={t('view.detailed')} report={report} onRows={onRows} />
    </>
  );
}

/** MONTHLY VIEW: a calendar month. */
export function MonthlyReport({ address, set, onRows }: ReportProps) {
  const { t } = useTranslation('performance');
  const month = address.month || dayOf(new Date()).slice(0, 7);
  const report = useMonth(month, address.agent);
  return (
    <>
      <div className="flex px-4 max-md:px-3">
        <Field label={t('days.month')}>
          {(control) => (
            <Input
              {...control}
              type="month"
              value={month}
              onChange={(event) => set({ month: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Days title={t('view.monthly')} report={report} onRows={onRows} />
    </>
  );
}

interface DaysProps {
  title: string;
  report: UseQueryResult<PerformanceDays>;
  onRows: ReportProps['onRows'];
}

function Days({ title, report, onRows }: DaysProps) {
  const { t } = useTranslation('performance');
  if (report.isError)
    return (
      <ErrorState title={t('failed')} error={report.error} onRetry={() => void report.refetch()} />
    );
  if (!report.data) return <SkeletonRows rows={8} />;
  return (
    <div className="flex flex-col gap-4 p-4 max-md:px-3">
      <h2 className="sr-only">{title}</h2>
      <FigureCards figures={report.data.figures} onRows={(figure) => onRows(figure)} />
      <DaysTable days={report.data.days} caption={title} onRows={onRows} />
      <KpiTable kpis={report.data.kpis} onRows={(figure) => onRows(figure)} />
    </div>
  );
}
