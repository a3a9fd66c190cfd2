import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, UserCheck, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AUTOMATIC, ColleagueList } from '@/components/order/colleague-list';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { api, call, errorText, type ReassignRequest } from '@/lib/api';
import { isolate } from '@/lib/bidi';

interface ReassignQueueProps {
  requests: UseQueryResult<ReassignRequest[]>;
  onClose: () => void;
}

/** Requests of agents to give an order away; a supervisor decides each. */
export function ReassignQueue({ requests, onClose }: ReassignQueueProps) {
  const { t } = useTranslation('orders');
  const { data, isPending, isError, error, refetch } = requests;
  return (
    <Drawer open onClose={onClose} title={t('requests.title')}>
      {isPending && <SkeletonRows rows={4} rowClassName="h-20" />}
      {isError && (
        <ErrorState title={t('requests.failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data?.length === 0 && (
        <Empty icon={UserCheck} title={t('requests.empty')} text={t('requests.empty_text')} />
      )}
      {data && data.length > 0 && (
        <ul>
          {data.map((request) => (
            <RequestRow key={request.id} request={request} />
          ))}
        </ul>
      )}
    </Drawer>
  );
}

function RequestRow({ request }: { request: ReassignRequest }) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [mode, setMode] = useState<'closed' | 'approve' | 'reject'>('closed');
  const [to, setTo] = useState(request.wanted_agent ? String(request.wanted_agent.id) : AUTOMATIC);
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (decision: 'approved' | 'rejected') =>
      call(
        api.PATCH('/api/supervisor/reassign-requests/{id}', {
          params: { path: { id: String(request.id) } },
          body: {
            decision,
            ...(decision === 'approved' ? { agent_id: to === AUTOMATIC ? null : Number(to) } : {}),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
          },
        }),
      ),
    onSuccess: (_answer, decision) => {
      toast.success(t(`requests.${decision}`, { code: request.order.short_code }));
      void queryClient.invalidateQueries({ queryKey: ['reassign-requests'] });
    },
    onError: (error) => {
      toast.error(errorText(error), { detail: request.order.short_code });
      void queryClient.invalidateQueries({ queryKey: ['reassign-requests'] });
    },
  });
  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <bdi className="ltr num font-semibold">{request.order.short_code}</bdi>
        <bdi>{request.order.customer_name}</bdi>
        <OrderStatusChip status={request.order.status} />
        <RelativeTime at={request.created_at} className="ms-auto text-xs text-ink-3" />
      </p>
      <p className="text-ink-2">
        {t('requests.by', { name: isolate(request.agent?.name ?? t('note.system')) })}
        {request.wanted_agent &&
          ` · ${t('requests.wants', { name: isolate(request.wanted_agent.name) })}`}
      </p>
      <p dir="auto" className="match wrap-anywhere">
        {request.reason}
      </p>
      {mode === 'approve' && (
        <ColleagueList value={to} onChange={setTo} without={request.agent?.id} />
      )}
      {mode !== 'closed' && (
        <Field label={t('requests.answer')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        {mode === 'closed' ? (
          <>
            <Button icon={Check} onClick={() => setMode('approve')}>
              {t('requests.approve')}
            </Button>
            <Button icon={X} onClick={() => setMode('reject')}>
              {t('requests.reject')}
            </Button>
          </>
        ) : (
          <>
            <Button
              variant="primary"
              busy={decide.isPending}
              onClick={() => decide.mutate(mode === 'approve' ? 'approved' : 'rejected')}
            >
              {mode === 'approve' ? t('requests.approve') : t('requests.reject')}
            </Button>
            <Button onClick={() => setMode('closed')}>{t('common:cancel')}</Button>
          </>
        )}
      </div>
    </li>
  );
}
