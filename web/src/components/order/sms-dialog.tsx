import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, type Order } from '@/lib/api';
import { useDraft } from '@/lib/storage/use-draft';
import { CopyNumber } from './copy-number';
import { OrderLine } from './order-line';
import { noteSms, useSmsState } from './sms-state';

const LONGEST = 1_000;

/** A text message to the customer. The draft stays until it was really taken for sending. */
export function SmsDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [message, setMessage, clearMessage] = useDraft(`order:${order.id}:sms`);
  const configured = useSmsState((state) => state.configured);
  const send = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/agent/communication/sms', {
          body: { order_id: order.id, message: message.trim() },
        }),
      ),
    onSuccess: () => {
      noteSms('queued');
      clearMessage();
      void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      toast.success(t('sms.queued', { code: order.short_code }));
      onClose();
    },
    onError: (error) => {
      if (asApiError(error).code === 'not_configured') noteSms('not_configured');
    },
  });
  const failure = send.error ? asApiError(send.error) : null;
  const notSetUp = configured === false || failure?.code === 'not_configured';

  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          {t('sms.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={message.trim() === ''}
            onClick={() => send.mutate()}
          >
            {t('sms.send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OrderLine order={order} />
        {notSetUp && (
          <>
            <Notice tone="info" alert={failure !== null}>
              {t('sms.not_set_up')}
            </Notice>
            <CopyNumber number={order.customer_phone} />
          </>
        )}
        <Field label={t('sms.message')} error={failure?.field('message')}>
          {(control) => (
            <Textarea
              {...control}
              value={message}
              maxLength={LONGEST}
              onChange={(event) => setMessage(event.target.value)}
            />
          )}
        </Field>
        {failure && failure.code !== 'not_configured' && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
