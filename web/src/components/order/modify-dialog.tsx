import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, useState } from 'react';
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
import { isolate } from '@/lib/bidi';
import { putOrder } from '@/lib/orders/entries';
import { useDraft } from '@/lib/storage/use-draft';
import { valueText } from './change-list';
import { useMayChange } from './modifications';
import {
  changedFields,
  changesOf,
  checkModify,
  draftOfOrder,
  type ModifyDraft,
  type ModifyField,
} from './modify-draft';

function useModify(order: Order, onClose: () => void) {
  const { t } = useTranslation('orders');
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { changes: Record<string, unknown>; reason: string; version: number }) =>
      call(
        api.POST('/api/agent/orders/{id}/modifications', {
          params: {
            path: { id: String(order.id) },
            header: { 'Idempotency-Key': newIdempotencyKey() },
          },
          body,
        }),
      ),
    onSuccess: ({ modification, order: after }) => {
      putOrder(after);
      void queryClient.invalidateQueries({ queryKey: ['order', order.id] });
      const code = order.short_code;
      toast.success(
        modification.status === 'pending'
          ? t('modify.asked', { code })
          : t('modify.done', { code }),
      );
      onClose();
    },
    onError: (error) => {
      const { code, current } = asApiError(error);
      if (code === 'conflict' && current) putOrder(current as Order);
    },
  });
}

/** An agent says what should read otherwise and why; who may correct orders does it at once. */
export function ModifyDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation(['orders', 'common']);
  const mayChange = useMayChange();
  // As it was when the dialog opened: what is not touched is not asked for.
  const [base] = useState(() => draftOfOrder(order));
  const [seen, setSeen] = useState(order.version);
  const [draft, setDraft] = useState(base);
  const [reason, setReason, clearReason] = useDraft(`order:${order.id}:modify`);
  const [errors, setErrors] = useState<Partial<Record<ModifyField | 'reason', string>>>({});
  const save = useModify(order, () => {
    clearReason();
    onClose();
  });
  const failure = save.error ? asApiError(save.error) : null;
  const changed = changedFields(base, draft);
  const waits = order.pending_changes.includes('change') && !mayChange;
  const set = (field: ModifyField, value: string) =>
    setDraft((before) => ({ ...before, [field]: value }));

  function submit() {
    const found: typeof errors = checkModify(draft, changed);
    if (!reason.trim()) found.reason = 'modify.error.reason';
    setErrors(found);
    if (Object.keys(found).length > 0 || changed.length === 0) return;
    save.mutate({ changes: changesOf(draft, changed), reason: reason.trim(), version: seen });
    setSeen(order.version);
  }

  const inputs: FieldInputProps[] = [
    { field: 'customer_name', label: t('field.customer_name') },
    { field: 'customer_phone', label: t('field.phone'), type: 'tel', dir: 'ltr' },
    { field: 'address', label: t('field.address') },
    { field: 'area', label: t('field.area') },
    { field: 'landmark', label: t('field.landmark') },
    { field: 'product_name', label: t('field.product') },
    { field: 'quantity', label: t('field.quantity'), inputMode: 'numeric' },
    {
      field: 'price',
      label: t('field.price_in', { currency: order.currency }),
      inputMode: 'decimal',
    },
    { field: 'expected_at', label: t('field.expected_at'), type: 'datetime-local' },
    { field: 'expected_delivery', label: t('field.expected_delivery'), type: 'date' },
  ];
  const errorOf = (field: ModifyField) => {
    const own = errors[field];
    return own ? t(own) : failure?.field(field);
  };
  return (
    <Dialog
      open
      drafted
      onClose={onClose}
      width="large"
      dismissable={changed.length === 0 && reason === ''}
      title={
        <>
          {mayChange ? t('action.modify') : t('action.ask_modify')} –{' '}
          <bdi className="ltr num">{order.short_code}</bdi>
        </>
      }
      description={mayChange ? t('modify.text_done') : t('modify.text_ask')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={changed.length === 0 || waits}
            onClick={submit}
          >
            {mayChange ? t('modify.save') : t('modify.send')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="grid grid-cols-2 gap-3 max-md:grid-cols-1"
      >
        {waits && (
          <Notice tone="warning" className="col-span-full">
            {t('modify.waits')}
          </Notice>
        )}
        {inputs.map((input) => (
          <FieldInput
            key={input.field}
            {...input}
            value={draft[input.field]}
            before={changed.includes(input.field) ? beforeText(base, input.field) : undefined}
            error={errorOf(input.field)}
            onValue={(value) => set(input.field, value)}
          />
        ))}
        <Field
          label={t('filter.priority')}
          hint={
            changed.includes('priority')
              ? t('modify.was', { value: valueText(t, 'priority', base.priority) })
              : undefined
          }
        >
          {(control) => (
            <Select
              {...control}
              value={draft.priority}
              onChange={(value) => set('priority', value)}
              options={(['normal', 'high'] as const).map((value) => ({
                value,
                label: t(`priority.${value}`),
              }))}
              className="w-full"
            />
          )}
        </Field>
        <Field
          label={t('modify.reason')}
          required
          className="col-span-full"
          error={errors.reason ? t(errors.reason) : failure?.field('reason')}
        >
          {(control) => (
            <Textarea
              {...control}
              value={reason}
              maxLength={1000}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {failure && (
          <Notice tone="danger" alert className="col-span-full">
            {failure.code === 'conflict' && failure.current
              ? t('modify.changed_meanwhile')
              : errorText(failure)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('modify.send')}
        </button>
      </form>
    </Dialog>
  );
}

function beforeText(base: ModifyDraft, field: ModifyField): string {
  return base[field].replace('T', ' ') || '–';
}

interface FieldInputProps extends Pick<ComponentProps<typeof Input>, 'type' | 'dir' | 'inputMode'> {
  field: ModifyField;
  label: string;
}

interface FieldInputState {
  value: string;
  /** What it was, once it is not that any more. */
  before: string | undefined;
  error: string | undefined;
  onValue: (value: string) => void;
}

function FieldInput({
  field: _field,
  label,
  value,
  before,
  error,
  onValue,
  ...props
}: FieldInputProps & FieldInputState) {
  const { t } = useTranslation('orders');
  return (
    <Field
      label={label}
      error={error}
      hint={before !== undefined && <bdi>{t('modify.was', { value: isolate(before) })}</bdi>}
    >
      {(control) => (
        <Input
          dir="auto"
          {...control}
          {...props}
          value={value}
          className={props.type || props.inputMode ? 'num match' : undefined}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}
