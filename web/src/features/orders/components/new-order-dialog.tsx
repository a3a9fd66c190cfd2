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
import { api, asApiError, call, errorText, type NewOrder, newIdempotencyKey } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { putOrder } from '@/lib/orders/entries';
import { fromWall } from '@/lib/orders/wall-time';

interface NewOrderDialogProps {
  onClose: () => void;
  onCreated: (id: number) => void;
}

const blank = {
  customer_name: '',
  customer_phone: '',
  customer_email: '',
  product_name: '',
  seller_name: '',
  quantity: '1',
  price: '',
  address: '',
  area: '',
  landmark: '',
  priority: 'normal',
  expected_at: '',
  expected_delivery: '',
  external_code: '',
  notes: '',
};
type Draft = typeof blank;
type DraftField = keyof Draft;

const REQUIRED: DraftField[] = [
  'customer_name',
  'customer_phone',
  'product_name',
  'quantity',
  'price',
  'address',
  'area',
];

/** Keys of texts, by field; the server checks again and better. */
export function checkNewOrder(draft: Draft): Partial<Record<DraftField, string>> {
  const errors: Partial<Record<DraftField, string>> = {};
  for (const field of REQUIRED) if (!draft[field].trim()) errors[field] = 'error.needed';
  if (draft.price.trim() && !/^\d+([.,]\d{1,3})?$/.test(draft.price.trim())) {
    errors.price = 'error.price';
  }
  if (draft.quantity.trim() && !/^[1-9]\d{0,5}$/.test(draft.quantity.trim())) {
    errors.quantity = 'error.quantity';
  }
  return errors;
}

function bodyOf(draft: Draft): NewOrder {
  const text = (field: DraftField) => draft[field].trim() || undefined;
  return {
    customer_name: draft.customer_name.trim(),
    customer_phone: draft.customer_phone.trim(),
    customer_email: text('customer_email'),
    product_name: draft.product_name.trim(),
    seller_name: text('seller_name'),
    quantity: Number(draft.quantity),
    price: Number(draft.price.trim().replace(',', '.')),
    address: draft.address.trim(),
    area: draft.area.trim(),
    landmark: text('landmark'),
    priority: draft.priority === 'high' ? 'high' : 'normal',
    expected_at: fromWall(draft.expected_at) ?? undefined,
    expected_delivery: text('expected_delivery'),
    external_code: text('external_code'),
    notes: text('notes'),
  };
}

/** An order that came by telephone, or by any way that is not a file or a shop. */
export function NewOrderDialog({ onClose, onCreated }: NewOrderDialogProps) {
  const { t } = useTranslation(['orders', 'common']);
  const queryClient = useQueryClient();
  const currency = useSession((state) => state.company?.currency ?? '');
  const [draft, setDraft] = useState(blank);
  const [key, setKey] = useState(newIdempotencyKey);
  const [errors, setErrors] = useState<Partial<Record<DraftField, string>>>({});
  const create = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/orders', {
          params: { header: { 'Idempotency-Key': key } },
          body: bodyOf(draft),
        }),
      ),
    onSuccess: ({ order }) => {
      putOrder(order);
      for (const queryKey of [['orders'], ['orders-head'], ['dashboard']]) {
        void queryClient.invalidateQueries({ queryKey });
      }
      toast.success(t('new.saved', { code: order.short_code }));
      onClose();
      onCreated(order.id);
    },
  });
  const failure = create.error ? asApiError(create.error) : null;
  const errorOf = (field: DraftField) => errors[field] ?? failure?.field(field);

  function set(field: DraftField, value: string) {
    setDraft((before) => ({ ...before, [field]: value }));
    if (create.isError) {
      // What was refused is corrected: a new request, not a repetition of the old one.
      create.reset();
      setKey(newIdempotencyKey());
    }
  }

  function submit() {
    const found = Object.entries(checkNewOrder(draft)).map(([field, text]) => [field, t(text)]);
    setErrors(Object.fromEntries(found));
    if (found.length === 0) create.mutate();
  }

  const input = (
    field: DraftField,
    label: string,
    props: React.ComponentProps<typeof Input> = {},
  ) => (
    <Field label={label} required={REQUIRED.includes(field)} error={errorOf(field)}>
      {(control) => (
        <Input
          dir="auto"
          {...control}
          {...props}
          value={draft[field]}
          onChange={(event) => set(field, event.target.value)}
        />
      )}
    </Field>
  );

  return (
    <Dialog
      open
      onClose={onClose}
      width="large"
      dismissable={draft === blank}
      title={t('new.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={create.isPending} onClick={submit}>
            {t('new.save')}
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
        {input('customer_name', t('field.customer_name'))}
        {input('customer_phone', t('field.phone'), { type: 'tel', dir: 'ltr', className: 'match' })}
        {input('customer_email', t('field.email'), {
          type: 'email',
          dir: 'ltr',
          className: 'match',
        })}
        {input('seller_name', t('field.seller'))}
        {input('product_name', t('field.product'))}
        <div className="grid grid-cols-2 gap-3">
          {input('quantity', t('field.quantity'), { inputMode: 'numeric', className: 'num' })}
          {input('price', t('field.price_in', { currency }), {
            inputMode: 'decimal',
            className: 'num',
          })}
        </div>
        {input('address', t('field.address'))}
        {input('area', t('field.area'))}
        {input('landmark', t('field.landmark'))}
        {input('external_code', t('field.external_code'), { dir: 'ltr', className: 'match' })}
        {input('expected_at', t('field.expected_at'), {
          type: 'datetime-local',
          className: 'num',
        })}
        {input('expected_delivery', t('field.expected_delivery'), {
          type: 'date',
          className: 'num',
        })}
        <Field label={t('filter.priority')}>
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
        <Field label={t('field.notes')} className="col-span-full">
          {(control) => (
            <Textarea
              {...control}
              value={draft.notes}
              maxLength={4000}
              onChange={(event) => set('notes', event.target.value)}
              className="bg-note"
            />
          )}
        </Field>
        {failure && (
          <Notice tone="danger" alert className="col-span-full">
            {errorText(failure)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('new.save')}
        </button>
      </form>
    </Dialog>
  );
}
