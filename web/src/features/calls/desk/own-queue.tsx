import { Hand, ListOrdered } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Phone } from '@/components/ui/phone';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Timer } from '@/components/ui/timer';
import type { CallCenterAPI } from '@/hooks/useCallCenterAPI';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { useCallQueue, type Waiting } from './api';

/** Who waits for the department, the longest first; one key takes the first of them. */
export function OwnQueue({ client }: { client: CallCenterAPI }) {
  const { t } = useTranslation('call_stats');
  const queue = useCallQueue();
  const keys = useKeys('phone.take');
  const isAgent = useSession((state) => state.agent !== null);
  const mayTake = useCan('calls.make') && isAgent;
  const [taking, setTaking] = useState<string | null>(null);
  const waiting = queue.data ?? [];
  const first = waiting[0];
  async function take(callId: string) {
    if (taking) return;
    setTaking(callId);
    await client.acceptCall(callId);
    setTaking(null);
    // Somebody else may have been first: then it is no longer there.
    void queue.refetch();
  }
  useShortcut('phone.take', () => first && void take(first.call_id), mayTake && !!first);
  return (
    <section
      aria-labelledby="own-queue"
      className="flex min-w-0 flex-col rounded-lg border border-line bg-surface max-xl:order-first"
    >
      <h2 id="own-queue" className="flex items-baseline gap-2 px-4 pt-3 pb-2 font-semibold">
        {t('desk.queue')}
        {queue.data && (
          <span role="status" className="num text-sm font-normal text-ink-3">
            {t('desk.queue_waiting', { shown: formatNumber(waiting.length) })}
          </span>
        )}
      </h2>
      {queue.isPending && <SkeletonRows rows={3} rowClassName="h-14" />}
      {queue.isError && !queue.data && (
        <ErrorState
          title={t('desk.queue_failed')}
          error={queue.error}
          onRetry={() => void queue.refetch()}
        />
      )}
      {queue.data && waiting.length === 0 && (
        <Empty icon={ListOrdered} title={t('desk.queue_empty')} text={t('desk.queue_empty_text')} />
      )}
      <ol>
        {waiting.map((call) => (
          <WaitingRow
            key={call.call_id}
            call={call}
            keys={call === first ? keys : undefined}
            busy={taking === call.call_id}
            onTake={mayTake ? () => void take(call.call_id) : null}
          />
        ))}
      </ol>
    </section>
  );
}

interface WaitingRowProps {
  call: Waiting;
  keys: string | undefined;
  busy: boolean;
  /** Null for whoever may not take calls. */
  onTake: (() => void) | null;
}

function WaitingRow({ call, keys, busy, onTake }: WaitingRowProps) {
  const { t } = useTranslation('call_stats');
  const name = call.customer_name || t('desk.nameless');
  return (
    <li
      data-waiting={call.call_id}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2"
    >
      <span className="num w-6 text-lg font-semibold text-ink-3">
        {call.position === null ? '–' : formatNumber(call.position)}
      </span>
      <div className="min-w-0 flex-1 basis-28">
        <p className="truncate font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="flex flex-wrap gap-x-2 text-xs text-ink-2">
          <Phone number={call.phone_number} />
          <bdi className="text-ink-3">{call.call.department_name ?? call.queue}</bdi>
        </p>
      </div>
      <Timer since={call.since} className="text-sm text-warning" />
      {onTake && (
        <Button
          variant={keys ? 'primary' : 'outline'}
          icon={Hand}
          shortcut={keys}
          busy={busy}
          aria-label={t('desk.take_label', { name })}
          onClick={onTake}
        >
          {t('desk.take')}
        </Button>
      )}
    </li>
  );
}
