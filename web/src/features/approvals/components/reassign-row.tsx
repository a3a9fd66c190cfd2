import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AUTOMATIC, ColleagueList } from '@/components/order/colleague-list';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { errorText, type ReassignRequest } from '@/lib/api';
import { isolate } from '@/lib/bidi';
import { useDecideReassign } from '../api';

/** An agent asks to give an order away. */
export function ReassignRow({ request }: { request: ReassignRequest }) {
  const { t } = useTranslation(['orders', 'common']);
  const [mode, setMode] = useState<'closed' | 'approve' | 'reject'>('closed');
  const [to, setTo] = useState(request.wanted_agent ? String(request.wanted_agent.id) : AUTOMATIC);
  const [reason, setReason] = useState('');
  const decide = useDecideReassign(request);
  const code = request.order.short_code;

  function submit() {
    const decision = mode === 'approve' ? 'approved' : 'rejected';
    decide.mutate(
      {
        decision,
        ...(mode === 'approve' ? { agent_id: to === AUTOMATIC ? null : Number(to) } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      },
      {
        onSuccess: () => toast.success(t(`requests.${decision}`, { code })),
        onError: (error) => toast.error(errorText(error), { detail: code }),
      },
    );
  }

  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0">
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
            <Button variant="primary" busy={decide.isPending} onClick={submit}>
              {mode === 'approve' ? t('requests.approve') : t('requests.reject')}
            </Button>
            <Button onClick={() => setMode('closed')}>{t('common:cancel')}</Button>
          </>
        )}
      </div>
    </li>
  );
}
