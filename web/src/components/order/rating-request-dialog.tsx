import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey, type Order } from '@/lib/api';
import { OrderLine } from './order-line';
import { useOrder } from './use-order';

/** Sends the customer a link to rate the service by; it works once. */
export function RatingRequestDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [channel, setChannel] = useState<'sms' | 'email'>('sms');
  const [key] = useState(newIdempotencyKey);
  const email = useOrder(order.id).data?.customer.email;
  const ask = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/agent/orders/{id}/rating-request', {
          params: { path: { id: String(order.id) }, header: { 'Idempotency-Key': key } },
          body: { channel },
        }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      toast.success(t('rating_request.sent', { code: order.short_code }));
      onClose();
    },
  });
  const failure = ask.error ? asApiError(ask.error) : null;
  const notSetUp = failure?.code === 'not_configured';
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          {t('rating_request.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      description={t('rating_request.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={ask.isPending} onClick={() => ask.mutate()}>
            {t('rating_request.send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OrderLine order={order} />
        <RadioGroup
          label={t('rating_request.channel')}
          value={channel}
          onChange={(next) => setChannel(next === 'email' ? 'email' : 'sms')}
          error={failure?.field('channel')}
          options={[
            { value: 'sms', label: t('rating_request.sms') },
            {
              value: 'email',
              label: t('rating_request.email'),
              disabled: !email,
              hint: email ? undefined : t('rating_request.no_email'),
            },
          ]}
        />
        {notSetUp && (
          <Notice tone="info" alert>
            {t(`${channel}.not_set_up`)}
          </Notice>
        )}
        {failure && !notSetUp && !failure.field('channel') && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
