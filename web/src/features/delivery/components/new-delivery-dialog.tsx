import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type DeliveryListAnswer, errorText } from '@/lib/api';
import { fromWall } from '@/lib/orders/wall-time';
import { addDelivery } from '../api';

interface NewDeliveryDialogProps {
  couriers: DeliveryListAnswer['couriers'];
  /** Fills the field of the order. */
  order: string;
  onClose: () => void;
  onAdded: (orderId: number) => void;
}

/** The parcel of an order is entered with its courier and number. */
export function NewDeliveryDialog({ couriers, order, onClose, onAdded }: NewDeliveryDialogProps) {
  const { t } = useTranslation(['delivery', 'common']);
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState({
    order,
    courier: couriers[0] ? String(couriers[0].id) : '',
    number: '',
    estimated: '',
  });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const add = useMutation({
    mutationFn: () => {
      const estimated = draft.estimated ? fromWall(draft.estimated) : null;
      return addDelivery({
        order_id: draft.order.trim(),
        courier_id: Number(draft.courier),
        tracking_number: draft.number.trim(),
        ...(estimated ? { estimated_delivery: estimated } : {}),
      });
    },
    onSuccess: ({ delivery }) => {
      void queryClient.invalidateQueries({ queryKey: ['deliveries'] });
      toast.success(t('new.added'));
      onAdded(delivery.order_id);
    },
  });
  const problem = add.error ? asApiError(add.error) : null;
  const placed = ['order_id', 'courier_id', 'tracking_number', 'estimated_delivery'];
  const ready = draft.order.trim() !== '' && draft.courier !== '' && draft.number.trim() !== '';
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t('new.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={add.isPending}
            disabled={!ready}
            onClick={() => add.mutate()}
          >
            {t('new.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {couriers.length === 0 && <Notice tone="info">{t('new.no_couriers')}</Notice>}
        <Field
          label={t('new.order')}
          hint={t('new.order_hint')}
          required
          error={problem?.field('order_id')}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              value={draft.order}
              onChange={(event) => change({ order: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('new.courier')} required error={problem?.field('courier_id')}>
          {(control) => (
            <Select
              {...control}
              value={draft.courier}
              onChange={(courier) => change({ courier })}
              options={couriers.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          )}
        </Field>
        <Field label={t('new.number')} required error={problem?.field('tracking_number')}>
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              value={draft.number}
              onChange={(event) => change({ number: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('new.estimated')} error={problem?.field('estimated_delivery')}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={draft.estimated}
              onChange={(event) => change({ estimated: event.target.value })}
              className="num max-w-60"
            />
          )}
        </Field>
        {problem && !placed.some((name) => problem.field(name)) && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
