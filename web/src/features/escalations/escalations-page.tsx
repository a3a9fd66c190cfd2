import { Flag, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ComplaintDialog } from '@/components/order/complaint-dialog';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Page } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { useCan } from '@/lib/auth/use-can';
import { useComplaints, useEscalationEvents, useEscalations } from './api';
import { ComplaintRow } from './components/complaint-row';
import { EscalationRow } from './components/escalation-row';
import { RowList } from './components/row-list';

/** What agents handed up and what customers complain of, each in the tabs of those whom it concerns. */
export function EscalationsPage() {
  const { t } = useTranslation(['escalations', 'orders', 'common']);
  const [params, setParams] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const mayWrite = useCan('orders.write');
  const handles = useCan('escalations.handle');
  const executive = useCan('escalations.executive');
  const all = params.get('all') === '1';
  const mine = useEscalations('mine', all, true);
  const team = useEscalations('team', all, handles);
  const top = useEscalations('executive', all, executive);
  const complaints = useComplaints(all);
  useEscalationEvents();

  const lists = [
    { id: 'mine', list: mine, shown: true },
    { id: 'team', list: team, shown: handles },
    { id: 'executive', list: top, shown: executive },
  ].filter(({ shown }) => shown);
  const tabs = [
    ...lists.map(({ id, list }) => ({
      id,
      label: t(`tab.${id}`),
      count: list.data?.pages[0]?.open,
      content: (
        <RowList
          query={list}
          icon={ShieldCheck}
          empty={t(all ? 'empty.any' : 'empty.open')}
          text={t(`empty.${id}`)}
          row={(escalation) => (
            <EscalationRow key={escalation.id} escalation={escalation} decides={id !== 'mine'} />
          )}
        />
      ),
    })),
    {
      id: 'complaints',
      label: t('tab.complaints'),
      count: complaints.data?.pages[0]?.open,
      content: (
        <RowList
          query={complaints}
          icon={Flag}
          empty={t(all ? 'empty.no_complaint' : 'empty.no_open_complaint')}
          text={t('empty.complaints')}
          row={(complaint) => <ComplaintRow key={complaint.id} complaint={complaint} />}
        />
      ),
    },
  ];
  const wanted = params.get('tab');
  const tab = tabs.find(({ id }) => id === wanted)?.id ?? (handles ? 'team' : 'mine');
  const go = (next: { tab?: string; all?: boolean }) =>
    setParams({
      tab: next.tab ?? tab,
      ...((next.all ?? all) ? { all: '1' } : {}),
    });
  return (
    <>
      <Page
        title={t('title')}
        actions={
          <>
            <Checkbox checked={all} onChange={(checked) => go({ all: checked })}>
              {t('show_over')}
            </Checkbox>
            {mayWrite && (
              <Button icon={Flag} onClick={() => setAdding(true)}>
                {t('orders:action.complaint')}
              </Button>
            )}
          </>
        }
      >
        <Tabs label={t('title')} value={tab} onChange={(id) => go({ tab: id })} tabs={tabs} />
      </Page>
      {adding && <ComplaintDialog onClose={() => setAdding(false)} />}
    </>
  );
}
