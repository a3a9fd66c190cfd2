import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { RadioGroup } from '@/components/ui/radio-group';
import { SearchInput } from '@/components/ui/search-input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { PresenceChip } from '@/components/ui/state-chip';
import type { TeamMember } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useTeam } from './team';

export const AUTOMATIC = 'auto';

interface ColleagueListProps {
  value: string;
  onChange: (value: string) => void;
  /** Whom to leave out: the one who has the order already. */
  without?: number | null;
  error?: string;
}

/** Whom to give an order to: present and free colleagues first. */
export function ColleagueList({ value, onChange, without, error }: ColleagueListProps) {
  const { t } = useTranslation('orders');
  const team = useTeam(true);
  const [search, setSearch] = useState('');
  if (team.isPending) return <SkeletonRows rows={4} />;
  if (team.isError) {
    return (
      <ErrorState
        title={t('reassign.team_failed')}
        error={team.error}
        onRetry={() => void team.refetch()}
      />
    );
  }
  const needle = search.trim().toLocaleLowerCase();
  const found = byReadiness(team.data).filter(
    (agent) =>
      agent.id !== without && `${agent.name} ${agent.code}`.toLocaleLowerCase().includes(needle),
  );
  return (
    <div className="flex flex-col gap-2">
      {team.data.length > 8 && (
        <SearchInput label={t('reassign.search')} value={search} onChange={setSearch} />
      )}
      <RadioGroup
        label={t('reassign.to')}
        required
        value={value}
        onChange={onChange}
        error={error}
        className="[&_[role=radiogroup]]:max-h-64 [&_[role=radiogroup]]:overflow-y-auto"
        options={[
          { value: AUTOMATIC, label: t('reassign.auto'), hint: t('reassign.auto_hint') },
          ...found.map((agent) => ({
            value: String(agent.id),
            label: <Colleague agent={agent} />,
          })),
        ]}
      />
    </div>
  );
}

function Colleague({ agent }: { agent: TeamMember }) {
  const { t } = useTranslation('orders');
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <bdi className="font-semibold">{agent.name}</bdi>
      <PresenceChip presence={agent.presence} />
      <span className="num text-xs text-ink-3">
        {t('reassign.load', {
          count: agent.active_orders,
          shown: formatNumber(agent.active_orders),
        })}
      </span>
    </span>
  );
}

function byReadiness(agents: TeamMember[]): TeamMember[] {
  const rank = (agent: TeamMember) =>
    agent.presence === 'available' ? 0 : agent.presence === 'offline' ? 2 : 1;
  return [...agents].sort(
    (a, b) =>
      rank(a) - rank(b) || a.active_orders - b.active_orders || a.name.localeCompare(b.name),
  );
}
