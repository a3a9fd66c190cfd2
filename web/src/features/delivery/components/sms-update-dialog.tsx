import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import {
  asApiError,
  type Delivery,
  type DeliveryTrack,
  errorText,
  newIdempotencyKey,
} from '@/lib/api';
import { sendSms } from '../api';

interface SmsUpdateDialogProps {
  delivery: Delivery;
  update: NonNullable<DeliveryTrack['sms_update']>;
  onClose: () => void;
}

/** SMS UPDATE: the text in the customer's language, which may be changed before it leaves. */
export function SmsUpdateDialog({ delivery, update, onClose }: SmsUpdateDialogProps) {
  const { t } = useTranslation(['delivery', 'common']);
  const [text, setText] = useState(update.text);
  const [key] = useState(newIdempotencyKey);
  const send = useMutation({
    mutationFn: () => sendSms(delivery.order_id, text.trim(), key),
    onSuccess: () => {
      toast.success(t('sms.sent'));
      onClose();
    },
  });
  const problem = send.error ? asApiError(send.error) : null;
  const notSetUp = !update.configured || problem?.code === 'not_configured';
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={text === update.text}
      title={
        <>
          {t('sms.title')} – <bdi className="ltr num">{delivery.short_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={text.trim() === '' || !update.configured}
            onClick={() => send.mutate()}
          >
            {t('sms.send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {notSetUp && (
          <Notice tone="info" alert={problem !== null}>
            {t('sms.not_set_up')}
          </Notice>
        )}
        <Field label={t('sms.text')} required error={problem?.field('message')}>
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              rows={5}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {problem && !notSetUp && !problem.field('message') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
