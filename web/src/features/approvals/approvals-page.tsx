import { ArrowUp, ClipboardCheck, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { MODIFICATION_STATUSES, type ModificationStatus, modificationStates } from '@/lib/states';
import { useModifications, useReassignRequests } from './api';
import { ModificationRow } from './components/modification-row';
import { ReassignRow } from './components/reassign-row';

type Show = 'changes' | 'handover';

/** Everything that agents ask for and a supervisor decides, in one place. */
export function ApprovalsPage() {
  const { t } = useTranslation('approvals');
  const [parameters, setParameters] = useSearchParams();
  const mayReassign = useCan('orders.reassign');
  const show: Show = parameters.get('show') === 'handover' && mayReassign ? 'handover' : 'changes';
  const tabs = [
    { id: 'changes', label: t('tab.changes'), content: <Changes /> },
    ...(mayReassign ? [{ id: 'handover', label: t('tab.handover'), content: <Handover /> }] : []),
  ];
  return (
    <Page title={t('title')}>
      <Tabs
        label={t('title')}
        tabs={tabs}
        value={show}
        onChange={(id) => setParameters(id === 'handover' ? { show: 'handover' } : {})}
      />
    </Page>
  );
}

const list = 'mx-4 my-3 max-w-5xl rounded-lg border border-line bg-surface';

function statusOf(text: string | null): ModificationStatus {
  return MODIFICATION_STATUSES.find((status) => status === text) ?? 'pending';
}

function Changes() {
  const { t } = useTranslation(['approvals', 'common']);
  const [parameters, setParameters] = useSearchParams();
  const status = statusOf(parameters.get('status'));
  const { query, rows, total, fresh, show } = useModifications(status);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-4 pt-3">
        <Select
          aria-label={t('filter')}
          value={status}
          onChange={(value) => setParameters(value === 'pending' ? {} : { status: value })}
          options={MODIFICATION_STATUSES.map((value) => ({
            value,
            label: t(`common:${modificationStates[value].label}`),
            icon: modificationStates[value].icon,
          }))}
        />
        {query.isSuccess && (
          <span className="num text-ink-3">
            {t('count', { count: total, shown: formatNumber(total) })}
          </span>
        )}
      </div>
      <div role="status">
        {fresh > 0 && (
          <Button icon={ArrowUp} onClick={show} className="mx-4 mt-3">
            {t('fresh', { count: fresh, shown: formatNumber(fresh) })}
          </Button>
        )}
      </div>
      {query.isPending && <SkeletonRows rows={4} rowClassName="h-28" />}
      {query.isError && (
        <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && rows.length === 0 && (
        <Empty
          icon={ClipboardCheck}
          title={status === 'pending' ? t('empty') : t('empty_status')}
          text={status === 'pending' ? t('empty_text') : undefined}
        />
      )}
      {rows.length > 0 && (
        <ul aria-label={t('tab.changes')} className={list}>
          {rows.map((row) => (
            <ModificationRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          className="mx-4 mb-4"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}

function Handover() {
  const { t } = useTranslation(['approvals', 'orders']);
  const { data, isPending, isError, error, refetch } = useReassignRequests();
  return (
    <>
      {isPending && <SkeletonRows rows={4} rowClassName="h-20" />}
      {isError && (
        <ErrorState
          title={t('orders:requests.failed')}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {data?.length === 0 && (
        <Empty
          icon={UserCheck}
          title={t('orders:requests.empty')}
          text={t('orders:requests.empty_text')}
        />
      )}
      {data && data.length > 0 && (
        <ul aria-label={t('tab.handover')} className={list}>
          {data.map((request) => (
            <ReassignRow key={request.id} request={request} />
          ))}
        </ul>
      )}
    </>
  );
}
