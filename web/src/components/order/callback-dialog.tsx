import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey, type Order } from '@/lib/api';
import { formatSmart } from '@/lib/format';
import { fromWall, wallAfter } from '@/lib/orders/wall-time';
import { useDraft } from '@/lib/storage/use-draft';
import { CallbackBar, CallbackHours } from './call-policies';
import { OrderLine } from './order-line';
import { WhenField } from './when-field';

const FIELDS = ['callback_at', 'phone_number', 'notes'];

/** The customer asked to be called at a certain time. */
export function CallbackDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  const [when, setWhen] = useState(() => wallAfter(120));
  const [phone, setPhone] = useState(order.customer_phone);
  const [notes, setNotes, clearNotes] = useDraft(`order:${order.id}:callback`);
  const [past, setPast] = useState(false);
  const schedule = useMutation({
    mutationFn: (callbackAt: string) =>
      call(
        api.POST('/api/agent/callbacks', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            order_id: order.id,
            callback_at: callbackAt,
            phone_number: phone.trim(),
            ...(notes.trim() ? { notes: notes.trim() } : {}),
          },
        }),
      ),
    onSuccess: ({ callback }) => {
      clearNotes();
      for (const queryKey of [['order', order.id], ['callbacks'], ['dashboard']]) {
        void queryClient.invalidateQueries({ queryKey });
      }
      toast.success(t('callback.saved', { when: formatSmart(callback.callback_at) }));
      onClose();
    },
  });
  const failure = schedule.error ? asApiError(schedule.error) : null;
  const isBesideField = FIELDS.some((field) => failure?.field(field));

  function submit() {
    const at = fromWall(when);
    const isPast = !at || Date.parse(at) <= Date.now();
    setPast(isPast);
    if (at && !isPast) schedule.mutate(at);
  }

  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      title={
        <>
          {t('callback.title')} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={schedule.isPending} onClick={submit}>
            {t('callback.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OrderLine order={order} />
        <WhenField
          label={t('callback.when')}
          required
          value={when}
          onChange={setWhen}
          error={past ? t('error.past') : failure?.field('callback_at')}
        />
        <CallbackHours />
        <CallbackBar wall={when} />
        <Field label={t('field.phone')} error={failure?.field('phone_number')}>
          {(control) => (
            <Input
              {...control}
              type="tel"
              dir="ltr"
              value={phone}
              onChange={(event) => setPhone(event.target.value)}
              className="num match max-w-60"
            />
          )}
        </Field>
        <Field label={t('field.notes')} error={failure?.field('notes')}>
          {(control) => (
            <Textarea
              {...control}
              value={notes}
              maxLength={2000}
              onChange={(event) => setNotes(event.target.value)}
            />
          )}
        </Field>
        {failure && !isBesideField && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
