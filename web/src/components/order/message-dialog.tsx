import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey, type Order } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useDraft } from '@/lib/storage/use-draft';
import { CopyNumber } from './copy-number';
import { fillTemplate, useSmsLength, useTemplateCodes } from './message-templates';
import { OrderLine } from './order-line';
import { noteSms, useSmsState } from './sms-state';

const LONGEST = { sms: 1_600, email: 20_000 };

interface MessageDialogProps {
  order: Order;
  channel: 'sms' | 'email';
  onClose: () => void;
}

/** A message to the customer. The draft stays until it was really taken for sending. */
export function MessageDialog({ order, channel, onClose }: MessageDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const [subject, setSubject, clearSubject] = useDraft(`order:${order.id}:subject`);
  const [message, setMessage, clearMessage] = useDraft(`order:${order.id}:${channel}`);
  const configured = useSmsState((state) => state.configured);
  const send = useSend(order, channel, () => {
    clearMessage();
    clearSubject();
    onClose();
  });
  const failure = send.error ? asApiError(send.error) : null;
  const notSetUp =
    failure?.code === 'not_configured' || (channel === 'sms' && configured === false);
  const empty = message.trim() === '' || (channel === 'email' && subject.trim() === '');
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      title={
        <>
          {t(`${channel}.title`)} – <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={empty}
            onClick={() => send.mutate({ message: message.trim(), subject: subject.trim() })}
          >
            {t(`${channel}.send`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OrderLine order={order} />
        {notSetUp && (
          <>
            <Notice tone="info" alert={failure !== null}>
              {t(`${channel}.not_set_up`)}
            </Notice>
            {channel === 'sms' && <CopyNumber number={order.customer_phone} />}
          </>
        )}
        <TemplatePicker
          order={order}
          channel={channel}
          onFilled={(text) => {
            setMessage(text.text);
            setSubject(text.subject);
          }}
        />
        {channel === 'email' && (
          <Field label={t('email.subject')} required error={failure?.field('subject')}>
            {(control) => (
              <Input
                {...control}
                dir="auto"
                value={subject}
                maxLength={200}
                onChange={(event) => setSubject(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={t(`${channel}.message`)}
          required
          error={failure?.field('message')}
          hint={channel === 'sms' ? <SmsCount text={message} /> : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              value={message}
              maxLength={LONGEST[channel]}
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

function useSend(order: Order, channel: 'sms' | 'email', onSent: () => void) {
  const { t } = useTranslation('orders');
  const queryClient = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: ({ message, subject }: { message: string; subject: string }) => {
      const params = { header: { 'Idempotency-Key': key } };
      if (channel === 'email') {
        const body = { order_id: order.id, message, subject };
        return call(api.POST('/api/agent/communication/email', { params, body }));
      }
      const body = { order_id: order.id, message };
      return call(api.POST('/api/agent/communication/sms', { params, body }));
    },
    onSuccess: () => {
      if (channel === 'sms') noteSms('queued');
      void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      toast.success(t(`${channel}.queued`, { code: order.short_code }));
      onSent();
    },
    onError: (error) => {
      if (channel === 'sms' && asApiError(error).code === 'not_configured')
        noteSms('not_configured');
    },
  });
}

interface TemplatePickerProps {
  order: Order;
  channel: 'sms' | 'email';
  onFilled: (text: { text: string; subject: string }) => void;
}

function TemplatePicker({ order, channel, onFilled }: TemplatePickerProps) {
  const { t, i18n } = useTranslation('orders');
  const codes = useTemplateCodes(channel);
  const [code, setCode] = useState('');
  const [language, setLanguage] = useState<'en' | 'ar'>(i18n.language === 'ar' ? 'ar' : 'en');
  const fill = (nextCode: string, nextLanguage: 'en' | 'ar') => {
    setCode(nextCode);
    setLanguage(nextLanguage);
    if (nextCode === '') return;
    fillTemplate(channel, nextCode, order.id, nextLanguage)
      .then(onFilled)
      .catch((error: unknown) => toast.error(errorText(asApiError(error))));
  };
  const nameOf = (one: string) => t(`template.${one}`, { defaultValue: one.replaceAll('_', ' ') });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={t('template.label')} className="min-w-56 flex-1">
        {(control) => (
          <Select
            {...control}
            value={code}
            onChange={(value) => fill(value, language)}
            placeholder={t('template.none')}
            options={(codes.data ?? []).map((value) => ({ value, label: nameOf(value) }))}
          />
        )}
      </Field>
      <Field label={t('template.language')}>
        {(control) => (
          <Select
            {...control}
            value={language}
            onChange={(value) => fill(code, value === 'ar' ? 'ar' : 'en')}
            options={[
              { value: 'en', label: t('template.en') },
              { value: 'ar', label: t('template.ar') },
            ]}
          />
        )}
      </Field>
    </div>
  );
}

/** An SMS is paid by its parts; Arabic letters make them shorter. */
function SmsCount({ text }: { text: string }) {
  const { t } = useTranslation('orders');
  const length = useSmsLength(text);
  if (!length) return <>{t('sms.count_none')}</>;
  return (
    <>
      {t('sms.count', {
        count: length.segments,
        shown: formatNumber(length.segments),
        left: formatNumber(length.left),
      })}
    </>
  );
}
