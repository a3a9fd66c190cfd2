import { useQueryClient } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { PerformanceGroup, PerformanceMember } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useShortcut } from '@/lib/shortcuts';
import { useAddress } from './address';
import { useCompanyPerformance, usePerformanceLive, useTeamPerformance } from './api';
import { FigureCards } from './components/figure-cards';
import { KpiTable } from './components/kpi-table';
import { PeriodPicker } from './components/period-picker';
import { Trend } from './components/trend';
import { ValuesTable } from './components/values-table';
import type { FigureName } from './figures';

/** Figures of one's team; for managers of the company, its departments and teams too. */
export function TeamPerformancePage() {
  const { t } = useTranslation('performance');
  const queryClient = useQueryClient();
  const everyone = useCan('orders.read_all');
  const { address, team, set, setTeam } = useTeamAddress();
  const company = useCompanyPerformance(address.period, everyone);
  const whole = useTeamPerformance(address.period, team);
  const shown = whole.data;
  usePerformanceLive();
  useShortcut(
    'list.refresh',
    () => void queryClient.invalidateQueries({ queryKey: ['performance'] }),
  );
  return (
    <Page
      title={t('team.title')}
      actions={
        <>
          {everyone && (
            <Select
              aria-label={t('team.team')}
              value={team || 'all'}
              onChange={(value) => setTeam(value === 'all' ? null : value)}
              options={[
                { value: 'all', label: t('team.everyone') },
                ...(company.data?.teams ?? [])
                  .filter((row) => row.id !== null)
                  .map((row) => ({ value: String(row.id), label: row.name ?? '' })),
              ]}
            />
          )}
          <PeriodPicker value={address.period} onChange={(period) => set({ period })} />
        </>
      }
    >
      {whole.isError && !shown && (
        <ErrorState title={t('failed')} error={whole.error} onRetry={() => void whole.refetch()} />
      )}
      {!shown && !whole.isError && <SkeletonRows rows={6} rowClassName="h-24" />}
      {shown && shown.agents.length === 0 && (
        <Empty icon={Users} title={t('team.empty')} text={t('team.empty_text')} />
      )}
      {shown && shown.agents.length > 0 && (
        <div className="flex flex-col gap-4 px-4 pb-4 max-md:px-3">
          <FigureCards figures={shown.figures} />
          <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
            <Trend days={shown.trend} />
            <KpiTable kpis={shown.kpis} />
          </div>
          <ValuesTable
            title={t('team.agents')}
            of={t('team.agent')}
            rows={shown.agents.map((row) => memberRow(row, address.period))}
          />
          {everyone && !team && company.data && (
            <>
              <ValuesTable
                title={t('team.teams')}
                of={t('team.team')}
                rows={teamRows(company.data.teams, address.period, t('team.none'))}
              />
              <ValuesTable
                title={t('team.departments')}
                of={t('team.department')}
                rows={groupRows(company.data.departments, t('team.none'))}
              />
            </>
          )}
        </div>
      )}
    </Page>
  );
}

const nameLook = 'font-semibold text-accent hover:underline';

function memberRow(row: PerformanceMember, period: string) {
  const page = `/call-center-panel/performance?agent=${row.agent_id}&period=${period}`;
  return {
    id: row.agent_id,
    name: (
      <Link to={page} className={nameLook}>
        <bdi>{row.name}</bdi>
      </Link>
    ),
    values: row.values,
    behind: (figure: FigureName) => `${page}&rows=${figure}`,
    whose: row.name,
  };
}

/* A team's figures are those of its agents: they are on this page, one press away. */
function teamRows(groups: PerformanceGroup[], period: string, none: string) {
  return groups.map((row) => ({
    id: String(row.id),
    name:
      row.id === null ? (
        <bdi>{row.name ?? none}</bdi>
      ) : (
        <Link
          to={`/call-center-panel/performance/team?team=${row.id}&period=${period}`}
          className={nameLook}
        >
          <bdi>{row.name ?? none}</bdi>
        </Link>
      ),
    values: row.values,
  }));
}

function groupRows(groups: PerformanceGroup[], none: string) {
  return groups.map((row) => ({
    id: String(row.id),
    name: <bdi>{row.name ?? none}</bdi>,
    values: row.values,
  }));
}

function useTeamAddress() {
  const { address, set, params } = useAddress();
  return {
    address,
    set,
    team: params.get('team') ?? '',
    setTeam: (team: string | null) => set({ team }),
  };
}
