import { Coffee, Hourglass, ListOrdered, Timer as TimerIcon, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import type { BreakSum } from '@/lib/api';
import { formatTimer } from '@/lib/format';
import { useShortcut } from '@/lib/shortcuts';
import { useAddressParams } from '@/lib/use-address-params';
import { PERIODS, totalsOf, useBreakSums, useBreaksLive } from './breaks-api';
import { BreakRows } from './components/break-rows';
import { BreaksTable } from './components/breaks-table';

/** How long the agents whom one leads were on a break, by agent and day (S1-PROF-15). */
export function BreaksPage() {
  const { t } = useTranslation('breaks');
  const [address, change] = useAddressParams();
  const date = PERIODS.find((one) => one === address.get('date')) ?? 'today';
  const sums = useBreakSums(date);
  useBreaksLive();
  useShortcut('list.refresh', () => void sums.refetch());
  const set = (part: Record<string, string>, replace = true) =>
    change((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(part))
        if (value) next.set(name, value);
        else next.delete(name);
      return next;
    }, replace);
  const agents = sums.data ?? [];
  const open = agents.find(({ code }) => code === address.get('agent'));
  const period = (
    <Select
      aria-label={t('period')}
      value={date}
      onChange={(next) => set({ date: next === 'today' ? '' : next, agent: '', day: '' })}
      options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
    />
  );
  return (
    <Page title={t('title')} actions={period}>
      {sums.isPending && <SkeletonRows rows={6} rowClassName="h-12" />}
      {sums.isError && !sums.data && (
        <ErrorState title={t('failed')} error={sums.error} onRetry={() => void sums.refetch()} />
      )}
      {sums.data && agents.length === 0 && (
        <Empty icon={Users} title={t('nobody')} text={t('nobody_text')} />
      )}
      {agents.length > 0 && (
        <div className="flex flex-col gap-4 px-4 pb-4 max-md:px-3">
          <Totals agents={agents} />
          <BreaksTable
            agents={agents}
            onOpen={(agent, day) => set({ agent, day: day ?? '' }, false)}
          />
        </div>
      )}
      {open && (
        <BreakRows
          key={`${open.code} ${address.get('day') ?? ''}`}
          agent={open}
          date={date}
          day={address.get('day') ?? ''}
          onClose={() => set({ agent: '', day: '' })}
        />
      )}
    </Page>
  );
}

function Totals({ agents }: { agents: BreakSum[] }) {
  const { t } = useTranslation('breaks');
  const totals = totalsOf(agents);
  return (
    <div className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
      <StatCard
        label={t('now')}
        value={totals.onBreak}
        icon={Coffee}
        tone={totals.onBreak > 0 ? 'warning' : 'neutral'}
      />
      <StatCard label={t('breaks')} value={totals.breaks} icon={ListOrdered} />
      <StatCard label={t('total')} value={formatTimer(totals.seconds)} icon={Hourglass} />
      <StatCard label={t('longest')} value={formatTimer(totals.longest)} icon={TimerIcon} />
    </div>
  );
}
