import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { ExportList } from './components/export-list';
import { ReportView } from './components/report-view';
import { TruthView } from './components/truth-view';
import { isType, type ReportFilters, standard, TABS, type Tab, useAddress } from './filters';

const KEYS = ['report', 'confirmation-truth', 'report-exports', 'report-choices'];

/** Reports of one's scope: rows to look at, figures, and files to take away. */
export function ReportsPage() {
  const { t } = useTranslation(['reports', 'common']);
  const { filters, setFilters } = useAddress();
  const queryClient = useQueryClient();
  const keys = useKeys('list.refresh');
  const refresh = () => {
    for (const key of KEYS) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  useShortcut('list.refresh', refresh);
  return (
    <Page
      title={t('title')}
      actions={
        <Button icon={RotateCw} shortcut={keys} onClick={refresh}>
          {t('common:refresh')}
        </Button>
      }
    >
      <Tabs
        label={t('tabs.label')}
        value={filters.tab}
        onChange={(tab) => setFilters(turnTo(tab as Tab, filters))}
        tabs={TABS.map((tab) => ({
          id: tab,
          label: t(`tabs.${tab}`),
          content: tab === filters.tab ? contentOf(tab, filters, setFilters) : null,
        }))}
      />
    </Page>
  );
}

/* The period goes along; a filter of one report says nothing in another. */
function turnTo(tab: Tab, { date, dateFrom, dateTo }: ReportFilters): ReportFilters {
  return { ...standard, tab, date, dateFrom, dateTo };
}

function contentOf(
  tab: Tab,
  filters: ReportFilters,
  onChange: (change: Partial<ReportFilters>) => void,
): ReactNode {
  if (isType(tab)) return <ReportView type={tab} filters={filters} onChange={onChange} />;
  return tab === 'truth' ? <TruthView filters={filters} onChange={onChange} /> : <ExportList />;
}
