import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { asApiError, type Courier, errorText } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { testCourier } from '../api';

interface Outcome {
  ok: boolean;
  events: number;
  error: string | null;
}

/** Asks the courier about one parcel for real and waits for its word. */
export function CourierTestDialog({ courier, onClose }: { courier: Courier; onClose: () => void }) {
  const { t } = useTranslation(['delivery', 'common']);
  const [number, setNumber] = useState('');
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const ask = useMutation({ mutationFn: () => testCourier(courier.id, number.trim()) });
  useEvent('courier:tested', ({ test, ok, events, error }) =>
    setOutcomes((before) => ({ ...before, [test]: { ok, events, error } })),
  );
  const outcome = ask.data ? outcomes[ask.data.test] : undefined;
  const problem = ask.error ? asApiError(ask.error) : null;
  const waiting = ask.isPending || (ask.data !== undefined && !outcome);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('couriers.test_title', { name: courier.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common:close')}</Button>
          <Button
            variant="primary"
            busy={waiting}
            disabled={number.trim() === ''}
            onClick={() => ask.mutate()}
          >
            {t('couriers.test_send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('couriers.test_number')} required error={problem?.field('tracking_number')}>
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              value={number}
              onChange={(event) => setNumber(event.target.value)}
            />
          )}
        </Field>
        {waiting && <Notice tone="info">{t('couriers.test_waiting')}</Notice>}
        {outcome?.ok && (
          <Notice tone="success" alert>
            {t('couriers.test_ok', { count: outcome.events })}
          </Notice>
        )}
        {outcome && !outcome.ok && (
          <Notice tone="danger" alert>
            {t('couriers.test_failed')} {outcome.error}
          </Notice>
        )}
        {problem && !problem.field('tracking_number') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
