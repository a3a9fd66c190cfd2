import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import {
  api,
  asApiError,
  call,
  errorText,
  newIdempotencyKey,
  type StockAdjustment,
  type StockProduct,
} from '@/lib/api';
import { useLocations, useTakeProduct } from '../api';

type Mode = 'add' | 'remove' | 'count' | 'threshold';
const MODES: Mode[] = ['add', 'remove', 'count', 'threshold'];
const WHOLE = /^\d{1,10}$/;

function bodyOf(mode: Mode, count: number, location: string, reason: string): StockAdjustment {
  if (mode === 'threshold') return { low_stock_threshold: count };
  const what = mode === 'count' ? { quantity: count } : { delta: mode === 'add' ? count : -count };
  return { ...what, location, reason };
}

/** Corrects the stock at one place, or from which number on it is low. */
export function AdjustForm({ product }: { product: StockProduct }) {
  const { t } = useTranslation('inventory');
  const take = useTakeProduct();
  const locations = useLocations(true);
  const [mode, setMode] = useState<Mode>('add');
  const [amount, setAmount] = useState('');
  const [location, setLocation] = useState(product.location ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);

  const save = useMutation({
    mutationFn: async (body: StockAdjustment) => {
      const answer = await call(
        api.PATCH('/api/inventory/{product_id}', {
          params: { path: { product_id: String(product.id) } },
          headers: { 'Idempotency-Key': newIdempotencyKey() },
          body: { ...body, version: product.version },
        }),
      );
      return answer.product;
    },
    onSuccess: (changed) => {
      take(changed);
      toast.success(t('adjust.done', { name: changed.name }));
      setAmount('');
      setReason('');
      setTried(false);
    },
    onError: (error) => {
      // Somebody was first: show what is there now, and let the person press again.
      const { code, current } = asApiError(error);
      if (code === 'conflict' && current) take(current as StockProduct);
    },
  });

  const moves = mode !== 'threshold';
  const needed = t('adjust.error.needed');
  const faults = {
    amount:
      WHOLE.test(amount) && !((mode === 'add' || mode === 'remove') && Number(amount) === 0)
        ? undefined
        : t('adjust.error.amount'),
    location: moves && !location ? needed : undefined,
    reason: moves && !reason.trim() ? needed : undefined,
  };
  const refused = save.isError ? asApiError(save.error) : null;
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (faults.amount || faults.location || faults.reason) return;
    save.mutate(bodyOf(mode, Number(amount), location, reason.trim()));
  }

  const known = new Set((locations.data ?? []).map(({ code }) => code));
  const places = [
    ...product.locations.map(({ code }) => code).filter((code) => !known.has(code)),
    ...known,
  ];
  return (
    <form
      aria-labelledby="product-adjust"
      onSubmit={submit}
      className="flex flex-col gap-3 rounded-lg border border-line p-3"
    >
      <h3 id="product-adjust" className="font-semibold">
        {t('adjust.title')}
      </h3>
      <RadioGroup
        label={t('adjust.mode')}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
        columns={2}
        options={MODES.map((value) => ({ value, label: t(`adjust.modes.${value}`) }))}
      />
      {moves && (
        <Field label={t('column.location')} required error={tried ? faults.location : undefined}>
          {(control) => (
            <Select
              {...control}
              value={location}
              onChange={setLocation}
              placeholder={t('adjust.choose_place')}
              options={places.map((code) => ({ value: code, label: code }))}
              className="w-full"
            />
          )}
        </Field>
      )}
      <Field
        label={t(`adjust.amounts.${mode}`)}
        required
        error={
          (tried ? faults.amount : undefined) ??
          refused?.field('delta') ??
          refused?.field('quantity') ??
          refused?.field('low_stock_threshold')
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={amount}
            onChange={(event) => setAmount(event.target.value.trim())}
            className="ltr num w-32"
          />
        )}
      </Field>
      {moves && (
        <Field
          label={t('adjust.reason')}
          required
          hint={t('adjust.reason_hint')}
          error={(tried ? faults.reason : undefined) ?? refused?.field('reason')}
        >
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
      {refused && (
        <Notice tone="danger" alert>
          {refused.code === 'conflict' ? t('adjust.conflict') : errorText(refused)}
        </Notice>
      )}
      <Button type="submit" variant="primary" busy={save.isPending} className="self-start">
        {t('adjust.save')}
      </Button>
    </form>
  );
}
