import { ArrowUpFromLine, Check, UserCheck, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { EscalationChip, OrderStatusChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { type Escalation, errorText } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { isolate } from '@/lib/bidi';
import { useDecide } from '../api';
import { DecideDialog, type DecideKind } from './decide-dialog';

interface EscalationRowProps {
  escalation: Escalation;
  /** In lists of those who decide. */
  decides: boolean;
}

export function EscalationRow({ escalation, decides }: EscalationRowProps) {
  const { t } = useTranslation(['escalations', 'common']);
  const handles = useCan(
    escalation.level === 'manager' ? 'escalations.executive' : 'escalations.handle',
  );
  const open = escalation.status === 'raised' || escalation.status === 'assigned';
  return (
    <li
      data-escalation-id={escalation.id}
      className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0"
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Subject escalation={escalation} />
        {escalation.customer_name && <bdi>{escalation.customer_name}</bdi>}
        {escalation.order_status && <OrderStatusChip status={escalation.order_status} />}
        <span className="ms-auto flex flex-wrap items-center gap-2">
          <span className="text-xs text-ink-2">{t(`common:level.${escalation.level}`)}</span>
          <EscalationChip status={escalation.status} />
          <RelativeTime at={escalation.created_at} className="text-xs text-ink-3" />
        </span>
      </p>
      {escalation.subject && (
        <p dir="auto" className="match wrap-anywhere font-semibold">
          {escalation.subject}
        </p>
      )}
      <p dir="auto" className="match wrap-anywhere whitespace-pre-line">
        {escalation.reason}
      </p>
      {escalation.resolution && (
        <div className="rounded-md bg-sunken px-3 py-2">
          <p className="text-xs text-ink-3">
            {t(open ? 'answer' : `over.${escalation.status}`, {
              name: isolate(escalation.resolved_by ?? ''),
            })}
          </p>
          <p dir="auto" className="match wrap-anywhere whitespace-pre-line">
            {escalation.resolution}
          </p>
        </div>
      )}
      <p className="text-sm text-ink-3">
        {t('raised_by', { name: isolate(escalation.raised_by) })}
        {escalation.assigned_to && ` · ${t('with', { name: isolate(escalation.assigned_to) })}`}
      </p>
      {decides && handles && open && <Actions escalation={escalation} />}
    </li>
  );
}

function Subject({ escalation }: { escalation: Escalation }) {
  const code = <bdi className="ltr num font-semibold">{escalation.subject_code}</bdi>;
  if (!escalation.order_id) return code;
  return (
    <>
      {escalation.subject_type === 'complaint' && code}
      <Link
        to={`/call-center-panel/orders?order=${escalation.order_id}&date=all`}
        className="ltr num font-semibold text-accent hover:underline"
      >
        {escalation.short_code}
      </Link>
    </>
  );
}

function Actions({ escalation }: { escalation: Escalation }) {
  const { t } = useTranslation('escalations');
  const me = useSession((state) => state.user?.id);
  const [dialog, setDialog] = useState<DecideKind | null>(null);
  const take = useDecide(() => toast.success(t('done.assign', { code: escalation.code })));
  return (
    <div className="flex flex-wrap gap-2">
      {escalation.assigned_to_id !== me && (
        <Button
          icon={UserCheck}
          busy={take.isPending}
          onClick={() =>
            take.mutate(
              { escalation, decision: { action: 'assign' } },
              { onError: (error) => toast.error(errorText(error), { detail: escalation.code }) },
            )
          }
        >
          {t('action.take')}
        </Button>
      )}
      <Button icon={Users} onClick={() => setDialog('assign')}>
        {t('action.assign')}
      </Button>
      <Button icon={Check} onClick={() => setDialog('resolve')}>
        {t('action.resolve')}
      </Button>
      {escalation.level === 'supervisor' && (
        <Button icon={ArrowUpFromLine} onClick={() => setDialog('escalate_to_manager')}>
          {t('action.hand_up')}
        </Button>
      )}
      {dialog && (
        <DecideDialog kind={dialog} escalation={escalation} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}
