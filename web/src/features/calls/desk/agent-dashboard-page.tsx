import { PhoneCall, PhoneOutgoing } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { type CallCenterAPI, useCallCenterAPI } from '@/hooks/useCallCenterAPI';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { useLiveCalls } from '../api';
import { useLiveIds } from '../live';
import { ActiveCall } from './active-call';
import { useTellQueue } from './api';
import { LineState } from './line-state';
import { OwnQueue } from './own-queue';
import { OwnStatus } from './own-status';

/** An agent's calls as they go on, the queue of the department, and the agent's own status. */
export function AgentDashboardPage() {
  const { t } = useTranslation('call_stats');
  const client = useCallCenterAPI();
  const tell = useTellQueue();
  const mayCall = useCan('calls.make');
  useEffect(() => client.connectWebSocket(tell), [client, tell]);
  return (
    <Page
      title={t('desk.dashboard_title')}
      meta={<LineState client={client} />}
      actions={
        <>
          <OwnStatus />
          {mayCall && (
            <Link
              to="/callcenter/call"
              className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-semibold text-accent-fg hover:bg-accent-hover"
            >
              <PhoneOutgoing aria-hidden size={16} strokeWidth={1.75} />
              {t('desk.start')}
            </Link>
          )}
        </>
      }
    >
      {client.error && (
        <Notice tone="danger" alert className="mx-4 mb-3">
          {t('desk.error', { text: client.error })}
        </Notice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_26rem] items-start gap-4 px-4 pb-4 max-xl:grid-cols-1 max-md:px-3">
        <ActiveCalls client={client} />
        <OwnQueue client={client} />
      </div>
    </Page>
  );
}

function ActiveCalls({ client }: { client: CallCenterAPI }) {
  const { t } = useTranslation('call_stats');
  const live = useLiveCalls();
  const ids = useLiveIds();
  return (
    <section aria-labelledby="active-calls" className="flex min-w-0 flex-col gap-2">
      <h2 id="active-calls" className="text-lg font-semibold">
        <span role="status">{t('desk.active', { shown: formatNumber(ids.length) })}</span>
      </h2>
      {live.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {live.isError && !live.data && (
        <ErrorState
          title={t('desk.calls_failed')}
          error={live.error}
          onRetry={() => void live.refetch()}
        />
      )}
      {live.data && ids.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <Empty icon={PhoneCall} title={t('desk.no_calls')} text={t('desk.no_calls_text')} />
        </div>
      )}
      <ul className="flex flex-col gap-2">
        {ids.map((id) => (
          <ActiveCall key={id} id={id} client={client} />
        ))}
      </ul>
    </section>
  );
}
