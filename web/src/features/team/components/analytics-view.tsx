import {
  ChartColumn,
  CircleCheck,
  CircleX,
  Inbox,
  ListChecks,
  Phone,
  PhoneMissed,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'react-router';
import { Breakdown, Chart } from '@/components/ui/chart';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import type { Analytics } from '@/lib/api';
import { formatDay, formatNumber, formatTime } from '@/lib/format';
import { orderState } from '@/lib/states';
import {
  callsLink,
  PERIODS,
  type Place,
  placeOf,
  readFigure,
  readPeriod,
  writeFigure,
} from '../analytics';
import { useAnalytics, useAnalyticsLive } from '../analytics-api';
import { RowsDrawer } from './rows-drawer';
import { WorkTable } from './work-table';

const ALL = 'all';

/** What came in and was done in a period; each figure opens the rows behind it. */
export function AnalyticsView() {
  const { t } = useTranslation('team');
  const [address, setAddress] = useSearchParams();
  const period = readPeriod(address);
  const figure = readFigure(address.get('rows'));
  const analytics = useAnalytics(period, address.get('lines') === 'all', useAnalyticsLive());
  const { data } = analytics;
  const set = (part: Record<string, string>) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(part))
        if (value) next.set(key, value);
        else next.delete(key);
      return next;
    });
  return (
    <div className="flex flex-col gap-4 p-4 max-md:px-3">
      <Choices data={data} address={address} onChange={set} />
      {analytics.isPending && <SkeletonRows rows={8} />}
      {analytics.isError && !data && (
        <ErrorState
          title={t('analytics.failed')}
          error={analytics.error}
          onRetry={() => void analytics.refetch()}
        />
      )}
      {data && <Figures data={data} onAll={() => set({ lines: 'all' })} />}
      {figure && <RowsDrawer period={period} figure={figure} onClose={() => set({ rows: '' })} />}
    </div>
  );
}

interface ChoicesProps {
  data: Analytics | undefined;
  address: URLSearchParams;
  onChange: (part: Record<string, string>) => void;
}

function Choices({ data, address, onChange }: ChoicesProps) {
  const { t } = useTranslation('team');
  const read = (value: string) => (value === ALL ? '' : value);
  const department = address.get('department') ?? '';
  const teams = (data?.choices_teams ?? []).filter(
    (team) => department === '' || String(team.department_id) === department,
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t('analytics.period')}
        value={address.get('date') ?? '30d'}
        onChange={(date) => onChange({ date, rows: '' })}
        options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
      />
      {(data?.choices_departments.length ?? 0) > 0 && (
        <Select
          aria-label={t('analytics.department')}
          value={department || ALL}
          onChange={(value) => onChange({ department: read(value), team: '', rows: '' })}
          options={[
            { value: ALL, label: t('analytics.all_departments') },
            ...(data?.choices_departments ?? []).map((unit) => ({
              value: String(unit.id),
              label: unit.name,
            })),
          ]}
        />
      )}
      {(data?.choices_teams.length ?? 0) > 1 && (
        <Select
          aria-label={t('analytics.team')}
          value={address.get('team') || ALL}
          onChange={(value) => onChange({ team: read(value), rows: '' })}
          options={[
            { value: ALL, label: t('board.all_teams') },
            ...teams.map((unit) => ({ value: String(unit.id), label: unit.name })),
          ]}
        />
      )}
      {data && (
        <p className="ms-auto text-xs text-ink-3">
          {data.as_of
            ? t('analytics.as_of', { time: formatTime(data.as_of) })
            : t('analytics.not_yet')}
        </p>
      )}
    </div>
  );
}

/** Where the calls of the period are. */
function useCallsLink(): (outcome: string | undefined, place: Place) => string {
  const { search } = useLocation();
  const period = readPeriod(new URLSearchParams(search));
  return (outcome, place) => callsLink(period, place, outcome);
}

/** The address of the page with the rows of a figure beside it. */
export function useRowsLink(): (figure: Parameters<typeof writeFigure>[0]) => string {
  const { pathname, search } = useLocation();
  return (figure) => {
    const query = new URLSearchParams(search);
    query.set('rows', writeFigure(figure));
    return `${pathname}?${query}`;
  };
}

function Figures({ data, onAll }: { data: Analytics; onAll: () => void }) {
  const { t } = useTranslation(['team', 'common', 'orders']);
  const link = useRowsLink();
  const calls = useCallsLink();
  const place = placeOf(readPeriod(useSearchParams()[0]), data);
  const { totals } = data;
  const word = (status: string) => t(`common:${orderState(status).label}`, { value: status });
  return (
    <>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        <StatCard
          label={t('figure.in')}
          value={totals.in}
          icon={Inbox}
          to={link({ status: 'in' })}
        />
        <StatCard
          label={t('figure.handled')}
          value={totals.handled}
          icon={ListChecks}
          tone="info"
          to={link({})}
        />
        <StatCard
          label={word('confirmed')}
          value={totals.confirmed}
          icon={CircleCheck}
          tone="success"
          to={link({ status: 'confirmed' })}
        />
        <StatCard
          label={word('cancelled')}
          value={totals.cancelled}
          icon={CircleX}
          tone="danger"
          to={link({ status: 'cancelled' })}
        />
        <StatCard
          label={word('no_response')}
          value={totals.no_response}
          icon={PhoneMissed}
          tone="warning"
          to={link({ status: 'no_response' })}
        />
        <StatCard
          label={t('figure.calls')}
          value={totals.calls}
          icon={Phone}
          to={calls(undefined, place)}
        />
      </div>
      <Chart
        title={t('analytics.by_day')}
        axis={t('analytics.day')}
        empty={<Empty icon={ChartColumn} title={t('analytics.empty')} />}
        data={{
          series: [
            { id: 'in', label: t('figure.in') },
            { id: 'handled', label: t('figure.handled'), tone: 'info' },
            { id: 'confirmed', label: word('confirmed'), tone: 'success' },
          ],
          points: data.days.map((row) => ({
            id: row.day,
            label: formatNumber(Number(row.day.slice(8, 10))),
            title: formatDay(row.day),
            values: { in: row.in, handled: row.handled, confirmed: row.confirmed },
            to: link({ day: row.day }),
          })),
        }}
      />
      <Chart
        title={t('analytics.by_hour')}
        axis={t('analytics.hour')}
        empty={<Empty icon={ChartColumn} title={t('analytics.empty')} />}
        data={{
          series: [
            { id: 'in', label: t('figure.in') },
            { id: 'handled', label: t('figure.handled'), tone: 'info' },
          ],
          points: data.hours.map((row) => ({
            id: String(row.hour),
            label: formatNumber(row.hour, { minimumIntegerDigits: 2 }),
            title: t('analytics.hour_of', {
              hour: formatNumber(row.hour, { minimumIntegerDigits: 2 }),
            }),
            values: { in: row.in, handled: row.handled },
            to: link({ hour: String(row.hour) }),
          })),
        }}
      />
      <div className="grid gap-4 lg:grid-cols-3">
        <Part title={t('analytics.flow')}>
          <Breakdown
            label={t('analytics.flow')}
            rows={[...data.flow]
              .sort((a, b) => b.count - a.count)
              .map((row) => ({
                id: `${row.from}-${row.to}`,
                label: t('analytics.from_to', { from: word(row.from), to: word(row.to) }),
                value: row.count,
                tone: orderState(row.to).tone,
                to: link({ from: row.from, status: row.to }),
              }))}
            total={totals.handled}
          />
        </Part>
        <Part title={t('analytics.reasons')}>
          <Breakdown
            label={t('analytics.reasons')}
            rows={data.cancellation_reasons.map((row) => ({
              id: row.word,
              label: t(`orders:reason.${row.word}`),
              value: row.count,
              tone: 'danger' as const,
              to: link({ status: 'cancelled', reason: row.word }),
            }))}
          />
        </Part>
        <Part title={t('analytics.outcomes')}>
          <Breakdown
            label={t('analytics.outcomes')}
            rows={data.contact_outcomes.map((row) => ({
              id: row.word,
              label: t(`orders:outcome.${row.word}`),
              value: row.count,
              to: calls(row.word, place),
            }))}
          />
        </Part>
      </div>
      <p className="text-sm text-ink-3">{t('analytics.rule')}</p>
      <WorkTable
        title={t('analytics.agents')}
        lines={data.agents}
        of={(line) => ({ agent: line.code ?? '' })}
        calls={(line) => calls(undefined, { ...place, agent: line.code ?? '' })}
        of_agents
      />
      {data.departments.length > 0 && (
        <WorkTable
          title={t('analytics.departments')}
          lines={data.departments}
          of={(line) => ({ department: String(line.id) })}
          calls={(line) => calls(undefined, { department_id: line.id ?? 0 })}
        />
      )}
      {data.teams.length > 0 && (
        <WorkTable
          title={t('analytics.teams')}
          lines={data.teams}
          of={(line) => ({ team: String(line.id) })}
          calls={(line) => calls(undefined, { team_id: line.id ?? 0 })}
        />
      )}
      <WorkTable
        title={t('analytics.areas')}
        lines={data.areas}
        total={data.areas_total}
        onAll={onAll}
        of={(line) => ({ area: line.name })}
      />
      <WorkTable
        title={t('analytics.products')}
        lines={data.products}
        total={data.products_total}
        onAll={onAll}
        of={(line) => ({ product: line.name })}
      />
    </>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
