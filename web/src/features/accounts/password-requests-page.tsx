import { CircleCheck, CircleX, Clock, KeyRound, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { PasswordRequest } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { usePasswordRequests } from './api';
import { ResolveDialog } from './components/resolve-dialog';

const looks: Record<PasswordRequest['status'], { tone: Tone; icon: LucideIcon }> = {
  open: { tone: 'warning', icon: Clock },
  resolved: { tone: 'success', icon: CircleCheck },
  refused: { tone: 'danger', icon: CircleX },
};

interface Decision {
  request: PasswordRequest;
  action: 'resolved' | 'refused';
}

/** What agents asked for with "Forgot Password?"; IT sets a temporary one here. */
export function PasswordRequestsPage() {
  const { t } = useTranslation('accounts');
  const [parameters, setParameters] = useSearchParams();
  const status = parameters.get('status') === 'all' ? 'all' : 'open';
  const requests = usePasswordRequests(status);
  const [decision, setDecision] = useState<Decision | null>(null);
  const filter = (
    <Select
      aria-label={t('requests.filter')}
      value={status}
      onChange={(value) => setParameters(value === 'all' ? { status: 'all' } : {})}
      options={[
        { value: 'open', label: t('requests.filter_open') },
        { value: 'all', label: t('requests.filter_all') },
      ]}
    />
  );
  return (
    <Page title={t('requests.title')} actions={filter}>
      {requests.isPending && <SkeletonRows rows={4} rowClassName="h-16" />}
      {requests.isError && (
        <ErrorState
          title={t('requests.failed')}
          error={requests.error}
          onRetry={() => void requests.refetch()}
        />
      )}
      {requests.data?.length === 0 && (
        <Empty icon={KeyRound} title={t('requests.empty')} text={t('requests.empty_text')} />
      )}
      {requests.data && requests.data.length > 0 && (
        <ul className="mx-4 mb-4 max-w-3xl rounded-lg border border-line bg-surface">
          {requests.data.map((request) => (
            <RequestRow
              key={request.id}
              request={request}
              onDecide={(action) => setDecision({ request, action })}
            />
          ))}
        </ul>
      )}
      {decision && <ResolveDialog {...decision} onClose={() => setDecision(null)} />}
    </Page>
  );
}

interface RequestRowProps {
  request: PasswordRequest;
  onDecide: (action: 'resolved' | 'refused') => void;
}

function RequestRow({ request, onDecide }: RequestRowProps) {
  const { t } = useTranslation('accounts');
  const look = looks[request.status];
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <Avatar name={request.agent.name} src={request.agent.avatar_url} />
      <div className="min-w-0 flex-1 max-md:basis-60">
        <p className="flex flex-wrap items-center gap-x-2">
          <bdi className="font-semibold">{request.agent.name}</bdi>
          <bdi className="ltr num text-ink-3">{request.agent.code}</bdi>
          <Chip tone={look.tone} icon={look.icon}>
            {t(`requests.status.${request.status}`)}
          </Chip>
        </p>
        {request.note && (
          <p dir="auto" className="match text-ink-2">
            {request.note}
          </p>
        )}
        <p className="text-xs text-ink-3">
          {t('requests.asked')} <RelativeTime at={request.created_at} />
          {request.resolved_at &&
            ` · ${t('requests.closed', { date: formatDateTime(request.resolved_at) })}`}
        </p>
      </div>
      {request.status === 'open' && (
        <div className="flex gap-2 max-md:w-full max-md:justify-end">
          <Button variant="ghost" onClick={() => onDecide('refused')}>
            {t('requests.refuse')}
          </Button>
          <Button icon={KeyRound} onClick={() => onDecide('resolved')}>
            {t('requests.resolve')}
          </Button>
        </div>
      )}
    </li>
  );
}
