import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, newIdempotencyKey, type Order } from '@/lib/api';
import { useDraft } from '@/lib/storage/use-draft';
import { OrderLine } from './order-line';

interface ComplaintDialogProps {
  /** Without one its number is asked for. */
  order?: Order;
  onClose: () => void;
}

/** Writes down what a customer complains of. */
export function ComplaintDialog({ order, onClose }: ComplaintDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const [code, setCode] = useState('');
  const drafts = order ? `order:${order.id}` : 'complaint';
  const [subject, setSubject, clearSubject] = useDraft(`${drafts}:complaint`);
  const [description, setDescription, clearDescription] = useDraft(`${drafts}:complaint-text`);
  const [high, setHigh] = useState(false);
  const [tried, setTried] = useState(false);
  const [key] = useState(newIdempotencyKey);
  const noSubject = subject.trim() === '';
  const noOrder = !order && code.trim() === '';
  const add = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/agent/complaints', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            order_id: order ? order.id : code.trim(),
            subject: subject.trim(),
            priority: high ? 'high' : 'normal',
            ...(description.trim() ? { description: description.trim() } : {}),
          },
        }),
      ),
    onSuccess: ({ complaint }) => {
      clearSubject();
      clearDescription();
      void queryClient.invalidateQueries({ queryKey: ['complaints'] });
      toast.success(t('complaint.saved', { code: complaint.code }));
      onClose();
    },
  });
  const failure = add.error ? asApiError(add.error) : null;
  const noSuchOrder = failure?.code === 'not_found';
  const needed = (missing: boolean) => (tried && missing ? t('error.needed') : undefined);
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      dismissable={noSubject && description === ''}
      title={
        <>
          {t('complaint.title')}
          {order && (
            <>
              {' – '}
              <bdi className="ltr num">{order.short_code}</bdi>
            </>
          )}
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={add.isPending}
            onClick={() => {
              setTried(true);
              if (!noSubject && !noOrder) add.mutate();
            }}
          >
            {t('complaint.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {order ? (
          <OrderLine order={order} />
        ) : (
          <Field
            label={t('complaint.order')}
            required
            error={needed(noOrder) ?? (noSuchOrder ? errorText(failure) : undefined)}
          >
            {(control) => (
              <Input
                {...control}
                dir="ltr"
                value={code}
                maxLength={40}
                onChange={(event) => setCode(event.target.value)}
                className="num match max-w-56"
              />
            )}
          </Field>
        )}
        <Field
          label={t('complaint.subject')}
          required
          error={failure?.field('subject') ?? needed(noSubject)}
        >
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
        <Field label={t('complaint.description')} error={failure?.field('description')}>
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              value={description}
              maxLength={4000}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <Checkbox checked={high} onChange={setHigh}>
          {t('priority.high')}
        </Checkbox>
        {failure && !noSuchOrder && !failure.field('subject') && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
