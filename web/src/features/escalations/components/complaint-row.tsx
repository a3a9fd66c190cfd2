import { Check, Play, RotateCcw, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EscalateDialog } from '@/components/order/escalate-dialog';
import { PriorityFlag } from '@/components/order/priority-flag';
import { ReasonDialog } from '@/components/reason-dialog';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { ComplaintChip, EscalationChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { type Complaint, errorText } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { isolate } from '@/lib/bidi';
import { useDraft } from '@/lib/storage/use-draft';
import { useChangeComplaint } from '../api';

export function ComplaintRow({ complaint }: { complaint: Complaint }) {
  const { t } = useTranslation(['escalations', 'common']);
  const mayWrite = useCan('orders.write');
  return (
    <li
      data-complaint-id={complaint.id}
      className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0"
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <bdi className="ltr num font-semibold">{complaint.code}</bdi>
        {complaint.order_id && (
          <Link
            to={`/call-center-panel/orders?order=${complaint.order_id}&date=all`}
            className="ltr num font-semibold text-accent hover:underline"
          >
            {complaint.short_code}
          </Link>
        )}
        <bdi>{complaint.customer.name}</bdi>
        {complaint.priority === 'high' && <PriorityFlag />}
        <span className="ms-auto flex flex-wrap items-center gap-2">
          {complaint.escalation_status && complaint.escalation_level && (
            <>
              <span className="text-xs text-ink-2">
                {t(`common:level.${complaint.escalation_level}`)}
              </span>
              <EscalationChip status={complaint.escalation_status} />
            </>
          )}
          <ComplaintChip status={complaint.status} />
          <RelativeTime at={complaint.created_at} className="text-xs text-ink-3" />
        </span>
      </p>
      <p dir="auto" className="match wrap-anywhere font-semibold">
        {complaint.subject}
      </p>
      {complaint.description && (
        <p dir="auto" className="match wrap-anywhere whitespace-pre-line">
          {complaint.description}
        </p>
      )}
      {complaint.resolution && (
        <p dir="auto" className="match wrap-anywhere rounded-md bg-sunken px-3 py-2">
          {complaint.resolution}
        </p>
      )}
      <p className="text-sm text-ink-3">
        {t('written_by', { name: isolate(complaint.created_by) })}
      </p>
      {mayWrite && <Actions complaint={complaint} />}
    </li>
  );
}

function Actions({ complaint }: { complaint: Complaint }) {
  const { t } = useTranslation('escalations');
  const [dialog, setDialog] = useState<'resolve' | 'escalate' | null>(null);
  const change = useChangeComplaint(() =>
    toast.success(t('complaint.changed', { code: complaint.code })),
  );
  const may = (status: Complaint['status']) => complaint.allowed_statuses.includes(status);
  const reopening = complaint.status === 'resolved';
  return (
    <div className="flex flex-wrap gap-2">
      {may('in_progress') && (
        <Button
          icon={reopening ? RotateCcw : Play}
          busy={change.isPending}
          onClick={() =>
            change.mutate(
              { complaint, change: { status: 'in_progress' } },
              { onError: (error) => toast.error(errorText(error), { detail: complaint.code }) },
            )
          }
        >
          {t(reopening ? 'complaint.reopen' : 'complaint.start')}
        </Button>
      )}
      {may('resolved') && (
        <Button icon={Check} onClick={() => setDialog('resolve')}>
          {t('complaint.resolve')}
        </Button>
      )}
      {!complaint.escalation_id && complaint.status !== 'resolved' && (
        <Button icon={ShieldAlert} onClick={() => setDialog('escalate')}>
          {t('complaint.escalate')}
        </Button>
      )}
      {dialog === 'resolve' && (
        <ResolveDialog complaint={complaint} onClose={() => setDialog(null)} />
      )}
      {dialog === 'escalate' && (
        <EscalateDialog
          subject={{ type: 'complaint', id: complaint.id, code: complaint.code }}
          onClose={() => setDialog(null)}
        >
          <p dir="auto" className="match wrap-anywhere font-semibold">
            {complaint.subject}
          </p>
        </EscalateDialog>
      )}
    </div>
  );
}

function ResolveDialog({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const { t } = useTranslation('escalations');
  const [text, setText, clearText] = useDraft(`complaint:${complaint.id}:resolve`);
  const change = useChangeComplaint(() => {
    clearText();
    toast.success(t('complaint.resolved', { code: complaint.code }));
    onClose();
  });
  return (
    <ReasonDialog
      title={t('complaint.resolve_title')}
      code={complaint.code}
      label={t('text.resolve')}
      missing={t('error.resolution')}
      fields={['resolution']}
      saveLabel={t('submit.resolve')}
      busy={change.isPending}
      error={change.error}
      text={text}
      onText={setText}
      onSave={() =>
        change.mutate({ complaint, change: { status: 'resolved', resolution: text.trim() } })
      }
      onClose={onClose}
    >
      <p dir="auto" className="match wrap-anywhere font-semibold">
        {complaint.subject}
      </p>
    </ReasonDialog>
  );
}
