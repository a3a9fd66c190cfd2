import { useQueryClient } from '@tanstack/react-query';
import { Download, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { CallStatistics } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { useShortcut } from '@/lib/shortcuts';
import { type Address, exportOf, historyOf, useAddress } from './address';
import { STATISTICS, useStatistics, useStatisticsLive } from './api';
import { Charts } from './charts';
import { FigureCards } from './figure-cards';
import { measured } from './figures';
import { GroupTable } from './group-table';
import { PeriodPicker } from './period-picker';

/** The calls of a period in figures: each leads to the calls it was counted from. */
export function StatisticsPage() {
  const { t } = useTranslation('call_stats');
  const cache = useQueryClient();
  const { address, set } = useAddress();
  const statistics = useStatistics(address);
  useStatisticsLive();
  useShortcut('list.refresh', () => void cache.invalidateQueries({ queryKey: STATISTICS }));
  const shown = statistics.data;
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <PeriodPicker address={address} onChange={set} />
          <ExportMenu address={address} />
        </>
      }
    >
      {statistics.isError && !shown && (
        <ErrorState
          title={t('failed')}
          error={statistics.error}
          onRetry={() => void statistics.refetch()}
        />
      )}
      {statistics.isPending && <SkeletonRows rows={6} rowClassName="h-24" />}
      {shown && <Content address={address} shown={shown} />}
    </Page>
  );
}

function Content({ address, shown }: { address: Address; shown: CallStatistics }) {
  const { t } = useTranslation('call_stats');
  return (
    <div className="flex flex-col gap-4 px-4 pb-4 max-md:px-3">
      <section aria-labelledby="call-figures" className="flex flex-col gap-2">
        <h2 id="call-figures" className="text-sm text-ink-3">
          {t(`against.${address.period}`)}
        </h2>
        <FigureCards
          now={shown.figures}
          before={shown.previous}
          rowsOf={(measure) => historyOf(address, measured[measure])}
        />
      </section>
      {shown.figures.total === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <Empty icon={PhoneOff} title={t('empty')} text={t('empty_text')} />
        </div>
      ) : (
        <>
          <Charts address={address} shown={shown} />
          <Tables address={address} shown={shown} />
        </>
      )}
    </div>
  );
}

function Tables({ address, shown }: { address: Address; shown: CallStatistics }) {
  const { t } = useTranslation('call_stats');
  return (
    <>
      <GroupTable
        title={t('table.agents')}
        of={t('agent')}
        nobody={t('table.no_agent')}
        empty={t('table.none_agents')}
        groups={shown.agents ?? []}
        rowsOf={({ id, key }, rows) => (id ? historyOf(address, { ...rows, agent: key }) : null)}
      />
      <GroupTable
        title={t('table.teams')}
        of={t('team')}
        nobody={t('table.no_team')}
        empty={t('table.none_teams')}
        groups={shown.teams ?? []}
        rowsOf={({ id }, rows) => (id ? historyOf(address, { ...rows, team: id }) : null)}
      />
      <GroupTable
        title={t('table.queues')}
        of={t('queue')}
        nobody=""
        empty={t('table.none_queues')}
        groups={shown.queues ?? []}
        rowsOf={({ key }, rows) => (key ? historyOf(address, { ...rows, queue: key }) : null)}
      />
    </>
  );
}

function ExportMenu({ address }: { address: Address }) {
  const { t, i18n } = useTranslation('call_stats');
  const mayExport = useCan('calls.export');
  if (!mayExport) return null;
  return (
    <Menu trigger={<Button icon={Download}>{t('export')}</Button>}>
      {(['csv', 'xlsx'] as const).map((format) => (
        <MenuItem
          key={format}
          onSelect={() => location.assign(exportOf(address, format, i18n.language))}
        >
          {t(`export_${format}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
