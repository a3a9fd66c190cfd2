import { useMutation } from '@tanstack/react-query';
import { Hourglass, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { CallStatusChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import { asApiError, type Call, errorText, type Order } from '@/lib/api';
import { formatTimer } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { CallLogForm } from './call-log-form';
import { endCall, endWrapUp, resultOf, useWrapUp } from './order-call';

interface LiveCallProps {
  order: Order;
  number: string;
  call: Call;
  /** Why the PBX did not do as asked. */
  refusal: string | null;
  onDone: () => void;
}

/** A call of the PBX as it goes on, and afterwards what is to be written down of it. */
export function LiveCall({ order, number, call, refusal, onDone }: LiveCallProps) {
  const { t } = useTranslation('orders');
  const end = useMutation({ mutationFn: () => endCall(call) });
  const waits = call.is_active && call.answered_at === null;
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className="flex flex-wrap items-center gap-2">
        <CallStatusChip status={call.on_hold ? 'on_hold' : call.status} />
        {call.is_active && call.answered_at && (
          <Timer since={call.answered_at} className="text-sm text-ink-2" />
        )}
        {!call.is_active && (
          <span className="num ltr text-sm text-ink-2">
            {formatTimer(call.times.talk + call.times.hold)}
          </span>
        )}
        {waits && <span className="text-sm text-ink-2">{t('call.started')}</span>}
      </div>
      {(refusal || end.error) && (
        <Notice tone="danger" alert>
          {refusal ?? errorText(asApiError(end.error))}
        </Notice>
      )}
      {call.is_active ? (
        <div>
          <Button
            variant="danger"
            icon={PhoneOff}
            busy={end.isPending}
            onClick={() => end.mutate()}
          >
            {t('call.hang_up')}
          </Button>
        </div>
      ) : (
        <AfterCall order={order} number={number} call={call} onDone={onDone} />
      )}
    </div>
  );
}

function AfterCall({ order, number, call, onDone }: Omit<LiveCallProps, 'refusal'>) {
  const { t } = useTranslation('orders');
  const until = useWrapUp(call);
  const finish = () => {
    // The time ends by itself where this does not arrive.
    if (until) void endWrapUp(call).catch(() => {});
    onDone();
  };
  return (
    <>
      {until && (
        <div className="flex flex-wrap items-center gap-2 rounded-md bg-sunken px-3 py-2 text-sm">
          <Hourglass aria-hidden size={15} className="text-ink-3" />
          <span>{t('call.wrap_up')}</span>
          <TimeLeft until={until} />
          <Button className="ms-auto" onClick={finish}>
            {t('call.done')}
          </Button>
        </div>
      )}
      <CallLogForm
        order={order}
        number={number}
        call={call}
        result={resultOf(call)}
        onDone={finish}
      />
    </>
  );
}

function TimeLeft({ until }: { until: string }) {
  const now = useNow('second');
  const seconds = Math.max(0, (Date.parse(until) - now) / 1_000);
  return <span className="num ltr font-semibold">{formatTimer(seconds)}</span>;
}
