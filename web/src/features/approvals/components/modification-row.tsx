import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ChangeList } from '@/components/order/change-list';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { ModificationChip, OrderStatusChip } from '@/components/ui/state-chip';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type Order, type OrderModification } from '@/lib/api';
import { isolate } from '@/lib/bidi';
import { useDecide } from '../api';
import { presentOf } from '../present';

/** One change that somebody asks for: what was, what is to be, why, and the decision. */
export function ModificationRow({ row }: { row: OrderModification }) {
  const { t } = useTranslation(['approvals', 'orders']);
  const [newer, setNewer] = useState<Order | null>(null);
  const { order } = row;
  return (
    <li
      data-modification-id={row.id}
      className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0"
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          to={`/call-center-panel/orders?order=${order.id}`}
          className="ltr num font-semibold text-accent underline-offset-2 hover:underline"
        >
          {order.short_code}
        </Link>
        <bdi>{order.customer_name}</bdi>
        <OrderStatusChip status={order.status} />
        <span className="font-semibold">{t(`kind.${row.kind}`)}</span>
        {row.status !== 'pending' && <ModificationChip status={row.status} />}
        <RelativeTime at={row.created_at} className="ms-auto text-xs text-ink-3" />
      </p>
      <p className="text-ink-2">
        {t('orders:modify.by', { name: isolate(row.requested_by.name) })}
      </p>
      <ChangeList changes={row.changes} now={newer ? presentOf(newer, row.changes) : undefined} />
      <p dir="auto" className="match wrap-anywhere">
        {row.reason}
      </p>
      {row.status === 'pending' ? (
        <DecisionForm row={row} newer={newer} onNewer={setNewer} />
      ) : (
        row.decided_by && (
          <p className="text-ink-2">
            {t(`orders:modify.decided.${row.status}`, { name: isolate(row.decided_by) })}
            {row.decision_reason && <bdi>: {row.decision_reason}</bdi>}
          </p>
        )
      )}
    </li>
  );
}

interface DecisionFormProps {
  row: OrderModification;
  newer: Order | null;
  onNewer: (order: Order) => void;
}

function DecisionForm({ row, newer, onNewer }: DecisionFormProps) {
  const { t } = useTranslation(['approvals', 'common', 'orders']);
  const [mode, setMode] = useState<'closed' | 'approve' | 'reject'>('closed');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const decide = useDecide(row);
  const failure = decide.error ? asApiError(decide.error) : null;
  const code = row.order.short_code;

  function submit() {
    const approve = mode === 'approve';
    setMissing(!approve && !reason.trim());
    if (!approve && !reason.trim()) return;
    decide.mutate(
      { approve, reason: reason.trim(), orderVersion: newer?.version },
      {
        onSuccess: () => toast.success(t(approve ? 'approved' : 'rejected', { code })),
        onError: (error) => {
          const { current } = asApiError(error);
          const both = current as { order?: Order } | undefined;
          if (both?.order) onNewer(both.order);
        },
      },
    );
  }

  if (mode === 'closed') {
    return (
      <div className="flex flex-wrap gap-2">
        <Button
          icon={Check}
          aria-label={t('approve_about', { code })}
          onClick={() => setMode('approve')}
        >
          {t('approve')}
        </Button>
        <Button icon={X} aria-label={t('reject_about', { code })} onClick={() => setMode('reject')}>
          {t('reject')}
        </Button>
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="flex flex-col gap-2"
    >
      <Field
        label={mode === 'approve' ? t('reason_optional') : t('reason')}
        required={mode === 'reject'}
        error={missing ? t('reason_missing') : failure?.field('reason')}
        className="max-w-xl"
      >
        {(control) => (
          <Input
            {...control}
            dir="auto"
            autoFocus
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {failure && (
        <Notice tone={newer ? 'warning' : 'danger'} alert className="max-w-xl">
          {newer ? t('changed_meanwhile') : errorText(failure)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={decide.isPending}>
          {mode === 'reject' ? t('reject') : newer ? t('approve_anyway') : t('approve')}
        </Button>
        <Button
          onClick={() => {
            decide.reset();
            setMode('closed');
          }}
        >
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
