import { AlarmClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useCallbacks, useChangeCallback } from '../tasks';
import { TaskRow } from './task-row';

/** Customers who asked to be called at a certain time, the next one first. */
export function CallbackTasks({ onOpen }: { onOpen: (order: number) => void }) {
  const { t } = useTranslation('dashboard');
  const callbacks = useCallbacks();
  const change = useChangeCallback();
  if (callbacks.isPending) return <SkeletonRows rows={4} rowClassName="h-28" />;
  if (callbacks.isError) {
    return (
      <ErrorState
        title={t('callbacks.failed')}
        error={callbacks.error}
        onRetry={() => void callbacks.refetch()}
      />
    );
  }
  if (callbacks.data.length === 0) {
    return (
      <Empty icon={AlarmClock} title={t('callbacks.empty')} text={t('callbacks.empty_text')} />
    );
  }
  return (
    <ul>
      {callbacks.data.map((callback) => (
        <TaskRow
          key={callback.id}
          at={callback.callback_at}
          code={callback.order.short_code}
          customer={callback.order.customer_name}
          status={callback.order.status}
          notes={callback.notes}
          phone={callback.phone_number}
          busy={change.isPending && change.variables.callback.id === callback.id}
          onOpen={() => onOpen(callback.order.id)}
          onCall={() =>
            openOrderDialog({
              kind: 'call',
              id: callback.order.id,
              number: callback.phone_number,
            })
          }
          onDone={() => change.mutate({ callback, status: 'done' })}
          onMissed={() => change.mutate({ callback, status: 'missed' })}
          onReschedule={(at) => change.mutate({ callback, status: 'rescheduled', at })}
        />
      ))}
    </ul>
  );
}
