import { Clock, Headset, ListChecks, PowerOff, ShoppingCart, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import { Tabs } from '@/components/ui/tabs';
import type { TeamLiveAgent } from '@/lib/api';
import { useShortcut } from '@/lib/shortcuts';
import { PRESENCES, presenceStates } from '@/lib/states';
import { useBoard, useBoardLive } from './api';
import { type BoardFilters, shownOf, teamsOf, totalsOf } from './board';
import { AgentCard } from './components/agent-card';
import { AgentPanel } from './components/agent-panel';
import { AnalyticsView } from './components/analytics-view';

const ALL = 'all';

/** Who does what now, and what was done: the supervisor's place. */
export function SupervisorPage() {
  const { t } = useTranslation('team');
  const [address, setAddress] = useSearchParams();
  const view = address.get('view') === 'analytics' ? 'analytics' : 'live';
  const change = (part: Record<string, string>) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(part))
        if (value) next.set(key, value);
        else next.delete(key);
      return next;
    });
  return (
    <Page title={t('board.title')}>
      <Tabs
        label={t('board.views')}
        value={view}
        onChange={(id) => setAddress(id === 'live' ? {} : { view: id })}
        tabs={[
          {
            id: 'live',
            label: t('board.live'),
            content: <Live address={address} onChange={change} />,
          },
          { id: 'analytics', label: t('analytics.title'), content: <AnalyticsView /> },
        ]}
      />
    </Page>
  );
}

interface LiveProps {
  address: URLSearchParams;
  onChange: (part: Record<string, string>) => void;
}

function Live({ address, onChange }: LiveProps) {
  const { t } = useTranslation('team');
  const board = useBoard();
  useBoardLive();
  useShortcut('list.refresh', () => void board.refetch());
  const filters = { team: address.get('team') ?? '', presence: address.get('presence') ?? '' };
  const agents = board.data ?? [];
  const shown = shownOf(agents, filters);
  const open = agents.find((agent) => String(agent.id) === address.get('agent'));
  if (board.isPending) return <SkeletonRows rows={6} rowClassName="h-24" />;
  if (board.isError && !board.data)
    return (
      <ErrorState
        title={t('board.failed')}
        error={board.error}
        onRetry={() => void board.refetch()}
      />
    );
  return (
    <div className="flex flex-col gap-4 p-4 max-md:px-3">
      <Totals agents={shown} />
      <Filters agents={agents} filters={filters} onChange={onChange} />
      {shown.length === 0 && (
        <Empty icon={Users} title={t(agents.length ? 'board.none_fits' : 'board.empty')} />
      )}
      <ul
        aria-label={t('board.agents')}
        className="grid gap-3 [grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr))]"
      >
        {shown.map((agent) => (
          <AgentCard
            key={agent.id}
            agent={agent}
            open={agent.id === open?.id}
            onOpen={() => onChange({ agent: String(agent.id) })}
          />
        ))}
      </ul>
      {open && <AgentPanel key={open.id} agent={open} onClose={() => onChange({ agent: '' })} />}
    </div>
  );
}

function Totals({ agents }: { agents: TeamLiveAgent[] }) {
  const { t } = useTranslation('team');
  const totals = totalsOf(agents);
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <StatCard
        label={t('totals.available')}
        value={totals.available}
        icon={Headset}
        tone="success"
      />
      <StatCard label={t('totals.there')} value={totals.there} icon={Users} tone="info" />
      <StatCard label={t('totals.away')} value={totals.away} icon={PowerOff} />
      <StatCard
        label={t('totals.waiting')}
        value={totals.waiting}
        icon={ShoppingCart}
        tone={totals.waiting ? 'warning' : 'neutral'}
        to="/call-center-panel/orders?orders=all&status=new"
      />
      <StatCard
        label={t('totals.due')}
        value={totals.due}
        icon={Clock}
        tone={totals.due ? 'danger' : 'neutral'}
      />
      <StatCard
        label={t('totals.handled')}
        value={totals.handled}
        icon={ListChecks}
        to="/call-center-panel/supervisor?view=analytics&date=today&rows=handled"
      />
    </div>
  );
}

interface FiltersProps {
  agents: TeamLiveAgent[];
  filters: BoardFilters;
  onChange: (part: Record<string, string>) => void;
}

function Filters({ agents, filters, onChange }: FiltersProps) {
  const { t } = useTranslation(['team', 'common']);
  const teams = teamsOf(agents);
  const read = (value: string) => (value === ALL ? '' : value);
  return (
    <div className="flex flex-wrap gap-2">
      {teams.length > 1 && (
        <Select
          aria-label={t('board.team')}
          value={filters.team || ALL}
          onChange={(team) => onChange({ team: read(team) })}
          options={[
            { value: ALL, label: t('board.all_teams') },
            ...teams.map((team) => ({ value: String(team.id), label: team.name })),
          ]}
        />
      )}
      <Select
        aria-label={t('board.presence')}
        value={filters.presence || ALL}
        onChange={(presence) => onChange({ presence: read(presence) })}
        options={[
          { value: ALL, label: t('board.all_presences') },
          ...PRESENCES.map((presence) => ({
            value: presence,
            label: t(`common:${presenceStates[presence].label}`),
            icon: presenceStates[presence].icon,
          })),
        ]}
      />
    </div>
  );
}
