import { useMutation } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { asApiError, type Call, errorText, type Order } from '@/lib/api';
import { can } from '@/lib/auth/use-can';
import { CallLogForm } from './call-log-form';
import { CopyNumber } from './copy-number';
import { LiveCall } from './live-call';
import { beginCall, isPbxConnected, settleByHand, useLiveCall } from './order-call';
import { OrderLine } from './order-line';

interface CallDialogProps {
  order: Order;
  /** The order's if not said. */
  number?: string | undefined;
  onClose: () => void;
}

/**
 * Calls the customer by the PBX and follows the call. Without one it says so, gives the number,
 * and lets the agent write down the attempt made by other means.
 */
export function CallDialog({ order, number = order.customer_phone, onClose }: CallDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const live = useLiveCall(order);
  const [logging, setLogging] = useState(false);
  /** Of a call that no PBX places. */
  const row = useRef<Promise<Call> | null>(null);
  // True: it goes through the PBX; false: the person dials.
  const dial = useMutation({
    mutationFn: async () => {
      if (!can('calls.make') || !(await isPbxConnected())) return false;
      const call = await beginCall(order, number);
      if (call.source === 'manual') row.current = Promise.resolve(call);
      live.show(call);
      return call.source === 'pbx';
    },
  });
  const { mutate } = dial;
  useEffect(() => mutate(), [mutate]);
  const leave = () => {
    // A call that was begun by hand and came to nothing; where this does not arrive it stays open.
    void row.current?.then((call) => settleByHand(call, null, 0)).catch(() => {});
    onClose();
  };
  const byHand = dial.data === false || dial.isError;
  const isLive = dial.data === true && live.call !== null;
  return (
    <Dialog
      open
      onClose={leave}
      dismissable={!logging && !isLive}
      title={
        <>
          {t('call.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={
        logging || (isLive && !live.call?.is_active) ? undefined : (
          <Button onClick={leave}>{t('common:close')}</Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col items-start gap-2 rounded-md bg-sunken px-3 py-2">
          <OrderStatusChip status={order.status} />
          <OrderLine order={order} />
        </div>
        <div role="status">
          {dial.isPending && <p>{t('call.asking')}</p>}
          {dial.data === false && <Notice tone="info">{t('call.not_set_up')}</Notice>}
        </div>
        {dial.error && (
          <Notice tone="danger" alert>
            {errorText(asApiError(dial.error))}
          </Notice>
        )}
        {isLive && live.call && (
          <LiveCall
            order={order}
            number={number}
            call={live.call}
            refusal={live.refusal}
            onDone={onClose}
          />
        )}
        {byHand && (
          <ByHand
            order={order}
            number={number}
            logging={logging}
            row={row}
            onLog={() => setLogging(true)}
            onRetry={dial.isError ? () => mutate() : undefined}
            onLeave={leave}
            onDone={onClose}
          />
        )}
      </div>
    </Dialog>
  );
}

interface ByHandProps {
  order: Order;
  number: string;
  logging: boolean;
  row: RefObject<Promise<Call> | null>;
  onLog: () => void;
  onRetry: (() => void) | undefined;
  onLeave: () => void;
  onDone: () => void;
}

/** The number, and the form for what came of dialling it; the call has a row from then on. */
function ByHand({ order, number, logging, row, onLog, onRetry, onLeave, onDone }: ByHandProps) {
  const { t } = useTranslation(['orders', 'common']);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const start = () => {
    if (can('calls.make')) {
      row.current ??= beginCall(order, number);
      // The form tells of it when it is saved.
      row.current.catch(() => {});
    }
    onLog();
  };
  return (
    <>
      <CopyNumber number={number} />
      {logging ? (
        <CallLogForm order={order} number={number} begun={row} onCancel={onLeave} onDone={onDone} />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button ref={next} variant="primary" onClick={start}>
            {t('call.log_this')}
          </Button>
          {onRetry && <Button onClick={onRetry}>{t('common:retry')}</Button>}
        </div>
      )}
    </>
  );
}
