import { useQueryClient } from '@tanstack/react-query';
import { CalendarRange, ChartColumn, FileChartColumn, Flag, Undo2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Page } from '@/components/ui/page';
import { useSession } from '@/lib/auth/session';
import { dayOf } from '@/lib/format';
import { useShortcut } from '@/lib/shortcuts';
import { type Address, shownDays, useAddress } from './address';
import { useGoals, usePerformanceLive } from './api';
import { AgentPicker } from './components/agent-picker';
import { GoalsDialog } from './components/goals-dialog';
import { Overview } from './components/overview';
import { PeriodPicker } from './components/period-picker';
import { DetailedReport, MonthlyReport } from './components/reports';
import { RowsDrawer } from './components/rows-drawer';
import type { FigureName } from './figures';

/** MY PERFORMANCE: a period at a glance, day by day, or a month. */
export function PerformancePage() {
  const { t } = useTranslation('performance');
  const queryClient = useQueryClient();
  const { address, set } = useAddress();
  const own = useSession((state) => state.agent?.agent_id ?? null);
  const [settingGoals, setSettingGoals] = useState(false);
  const mine = address.agent === '';
  const someone = !mine || own !== null;
  usePerformanceLive();
  useShortcut(
    'list.refresh',
    () => void queryClient.invalidateQueries({ queryKey: ['performance'] }),
  );
  const openRows = (figure: FigureName, day = '') => set({ rows: figure, day });
  return (
    <Page
      title={t(mine ? 'title' : 'title_of_agent')}
      actions={
        <>
          <AgentPicker
            value={address.agent}
            onChange={(agent) => set({ agent: agent || null, rows: null, day: null })}
          />
          {someone && <Views address={address} set={set} />}
          {mine && own && (
            <Button icon={Flag} onClick={() => setSettingGoals(true)}>
              {t('goal.set')}
            </Button>
          )}
        </>
      }
    >
      {!someone && <Nobody />}
      {someone && address.view === 'overview' && (
        <Overview
          address={address}
          onRows={openRows}
          onGoals={mine ? () => setSettingGoals(true) : null}
        />
      )}
      {someone && address.view === 'detailed' && (
        <DetailedReport address={address} set={set} onRows={openRows} />
      )}
      {someone && address.view === 'monthly' && (
        <MonthlyReport address={address} set={set} onRows={openRows} />
      )}
      {someone && address.rows && (
        <RowsDrawer
          figure={address.rows}
          asked={askedFor(address)}
          onClose={() => set({ rows: null, day: null })}
        />
      )}
      {settingGoals && <OwnGoals onClose={() => setSettingGoals(false)} />}
    </Page>
  );
}

/* The rows are those of the days on screen, or of the one that was pressed. */
function askedFor(address: Address) {
  const days = address.day
    ? { date_from: address.day, date_to: address.day }
    : shownDays(address, dayOf(new Date()));
  return { ...days, agent: address.agent };
}

interface ViewsProps {
  address: Address;
  set: ReturnType<typeof useAddress>['set'];
}

function Views({ address, set }: ViewsProps) {
  const { t } = useTranslation('performance');
  if (address.view !== 'overview')
    return (
      <Button icon={Undo2} onClick={() => set({ view: null, from: null, to: null, month: null })}>
        {t('view.overview')}
      </Button>
    );
  return (
    <>
      <PeriodPicker value={address.period} onChange={(period) => set({ period })} />
      <Button icon={FileChartColumn} onClick={() => set({ view: 'detailed' })}>
        {t('view.detailed')}
      </Button>
      <Button icon={CalendarRange} onClick={() => set({ view: 'monthly' })}>
        {t('view.monthly')}
      </Button>
    </>
  );
}

function OwnGoals({ onClose }: { onClose: () => void }) {
  const goals = useGoals('');
  return <GoalsDialog goals={goals.data ?? []} onClose={onClose} />;
}

/** Who is no agent has no figures of their own. */
function Nobody() {
  const { t } = useTranslation('performance');
  return (
    <Empty icon={ChartColumn} title={t('nobody')} text={t('nobody_text')}>
      <Link
        to="/call-center-panel/performance/team"
        className="inline-flex items-center gap-1.5 font-semibold text-accent hover:underline"
      >
        <Users aria-hidden size={16} />
        {t('team.title')}
      </Link>
    </Empty>
  );
}
