import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { asApiError, errorText, type MessageProvider } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { testProvider } from '../api';

interface Outcome {
  ok: boolean;
  error: string | null;
}

/** Sends one message for real and waits for the provider's word. */
export function ProviderTestDialog({
  provider,
  onClose,
}: {
  provider: MessageProvider;
  onClose: () => void;
}) {
  const { t } = useTranslation(['messaging', 'common']);
  const [to, setTo] = useState('');
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const send = useMutation({ mutationFn: () => testProvider(provider.id, to) });
  useEvent('provider:tested', ({ test, ok, error }) =>
    setOutcomes((before) => ({ ...before, [test]: { ok, error } })),
  );
  const outcome = send.data ? outcomes[send.data.test] : undefined;
  const problem = send.error ? asApiError(send.error) : null;
  const waiting = send.isPending || (send.data !== undefined && !outcome);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('providers.test_title', { name: provider.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common:close')}</Button>
          <Button
            variant="primary"
            busy={waiting}
            disabled={to.trim() === ''}
            onClick={() => send.mutate()}
          >
            {t('providers.test_send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t(provider.channel === 'sms' ? 'providers.test_phone' : 'providers.test_email')}
          required
          error={problem?.field('to')}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
        {waiting && <Notice tone="info">{t('providers.test_waiting')}</Notice>}
        {outcome?.ok && (
          <Notice tone="success" alert>
            {t('providers.test_ok')}
          </Notice>
        )}
        {outcome && !outcome.ok && (
          <Notice tone="danger" alert>
            {t('providers.test_failed')} {outcome.error}
          </Notice>
        )}
        {problem && !problem.field('to') && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
