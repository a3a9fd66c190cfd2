import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { ORDER_STATUSES, orderState } from '@/lib/states';
import { type FollowUpSpan, useChangeFollowUp, useFollowUps } from '../tasks';
import { TaskRow } from './task-row';

const SPANS: FollowUpSpan[] = ['today', 'all'];

/** Orders that need another word with the customer: today's, or all, the earliest first. */
export function FollowUpTasks({ onOpen }: { onOpen: (order: number) => void }) {
  const { t } = useTranslation('dashboard');
  const [span, setSpan] = useState<FollowUpSpan>('today');
  return (
    <>
      <div className="border-b border-line px-4 py-2">
        <Select
          aria-label={t('follow_ups.span')}
          value={span}
          onChange={(value) => setSpan(value as FollowUpSpan)}
          options={SPANS.map((value) => ({ value, label: t(`follow_ups.${value}`) }))}
        />
      </div>
      <FollowUpList span={span} onOpen={onOpen} />
    </>
  );
}

/** Where nobody gave a reason it is the status that the order had got. */
function useReason() {
  const { t } = useTranslation(['dashboard', 'common']);
  return (reason: string) =>
    ORDER_STATUSES.some((status) => status === reason)
      ? t('follow_ups.after', { status: t(`common:${orderState(reason).label}`) })
      : reason;
}

interface FollowUpListProps {
  span: FollowUpSpan;
  onOpen: (order: number) => void;
}

function FollowUpList({ span, onOpen }: FollowUpListProps) {
  const { t } = useTranslation('dashboard');
  const reasonOf = useReason();
  const followUps = useFollowUps(span);
  const change = useChangeFollowUp();
  if (followUps.isPending) return <SkeletonRows rows={4} rowClassName="h-28" />;
  if (followUps.isError) {
    return (
      <ErrorState
        title={t('follow_ups.failed')}
        error={followUps.error}
        onRetry={() => void followUps.refetch()}
      />
    );
  }
  if (followUps.data.length === 0) {
    return (
      <Empty icon={CalendarClock} title={t('follow_ups.empty')} text={t('follow_ups.empty_text')} />
    );
  }
  return (
    <ul>
      {followUps.data.map((followUp) => (
        <TaskRow
          key={followUp.id}
          at={followUp.due_at}
          code={followUp.order.short_code}
          customer={followUp.order.customer_name}
          status={followUp.order.status}
          notes={reasonOf(followUp.reason)}
          phone={followUp.order.customer_phone}
          busy={change.isPending && change.variables.followUp.id === followUp.id}
          onOpen={() => onOpen(followUp.order.id)}
          onCall={() => openOrderDialog({ kind: 'call', id: followUp.order.id })}
          onDone={() => change.mutate({ followUp, status: 'done' })}
          onReschedule={(at) => change.mutate({ followUp, at })}
        />
      ))}
    </ul>
  );
}
