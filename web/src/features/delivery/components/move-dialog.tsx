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
import { asApiError, type Delivery, errorText } from '@/lib/api';
import { fromWall, toWall } from '@/lib/orders/wall-time';
import { deliveryState } from '@/lib/states';
import { moveDelivery } from '../api';

const KEEP = 'keep';

/** The next status of a parcel by hand, and when it is expected. */
export function MoveDialog({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useTranslation(['delivery', 'common']);
  const queryClient = useQueryClient();
  const before = delivery.estimated_delivery ? toWall(delivery.estimated_delivery) : '';
  const [status, setStatus] = useState<string>(KEEP);
  const [note, setNote] = useState('');
  const [estimated, setEstimated] = useState(before);
  const again = () => {
    for (const key of ['deliveries', 'delivery-track'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const save = useMutation({
    mutationFn: () => {
      const expected = estimated !== before ? fromWall(estimated) : null;
      return moveDelivery(delivery, {
        ...(status === KEEP ? {} : { status: status as Delivery['status'] }),
        ...(status !== KEEP && note.trim() ? { description: note.trim() } : {}),
        ...(expected ? { estimated_delivery: expected } : {}),
      });
    },
    onSuccess: () => {
      again();
      toast.success(t('move.saved'));
      onClose();
    },
    onError: again,
  });
  const problem = save.error ? asApiError(save.error) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={
        <>
          {t('move.title')} – <bdi className="ltr num">{delivery.tracking_number}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={status === KEEP && estimated === before}
            onClick={() => save.mutate()}
          >
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('move.status')} error={problem?.field('status')}>
          {(control) => (
            <Select
              {...control}
              value={status}
              onChange={setStatus}
              options={[
                { value: KEEP, label: t('move.keep') },
                ...delivery.allowed_statuses.map((value) => ({
                  value,
                  label: t(`common:${deliveryState(value).label}`),
                  icon: deliveryState(value).icon,
                })),
              ]}
            />
          )}
        </Field>
        {status !== KEEP && (
          <Field label={t('move.note')} error={problem?.field('description')}>
            {(control) => (
              <Input
                {...control}
                dir="auto"
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('move.estimated')} error={problem?.field('estimated_delivery')}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={estimated}
              onChange={(event) => setEstimated(event.target.value)}
              className="num max-w-60"
            />
          )}
        </Field>
        {problem && !problem.field('status') && (
          <Notice tone="danger" alert>
            {problem.code === 'conflict' ? t('move.changed') : errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
