import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { api, asApiError, call, errorText, type Order } from '@/lib/api';
import { CallLogForm } from './call-log-form';
import { CopyNumber } from './copy-number';
import { OrderLine } from './order-line';

interface CallDialogProps {
  order: Order;
  /** The order's if not said. */
  number?: string | undefined;
  onClose: () => void;
}

/**
 * Asks the server to call the customer. Without a telephone system it says so, gives the number,
 * and lets the agent write down the attempt made by other means.
 */
export function CallDialog({ order, number = order.customer_phone, onClose }: CallDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const [logging, setLogging] = useState(false);
  const dial = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/agent/communication/click-to-call', {
          body: { order_id: order.id, phone_number: number },
        }),
      ),
  });
  const { mutate } = dial;
  useEffect(() => mutate(), [mutate]);

  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (dial.isError) next.current?.focus();
  }, [dial.isError]);

  const failure = dial.error ? asApiError(dial.error) : null;
  const noPhone = failure?.code === 'not_configured';
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      dismissable={!logging}
      title={
        <>
          {t('call.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={logging ? undefined : <Button onClick={onClose}>{t('common:close')}</Button>}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col items-start gap-2 rounded-md bg-sunken px-3 py-2">
          <OrderStatusChip status={order.status} />
          <OrderLine order={order} />
        </div>
        <div role="status">
          {dial.isPending && <p>{t('call.asking')}</p>}
          {dial.isSuccess && <Notice tone="success">{t('call.started')}</Notice>}
          {noPhone && <Notice tone="info">{t('call.not_set_up')}</Notice>}
        </div>
        {failure && !noPhone && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
        {dial.isError && (
          <>
            <CopyNumber number={number} />
            {logging ? (
              <CallLogForm order={order} number={number} onDone={onClose} />
            ) : (
              <div className="flex flex-wrap gap-2">
                <Button ref={next} variant="primary" onClick={() => setLogging(true)}>
                  {t('call.log_this')}
                </Button>
                {!noPhone && <Button onClick={() => mutate()}>{t('common:retry')}</Button>}
              </div>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
