import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import type { OrderSource } from '@/lib/api';
import { useNewSecret } from '../api';
import { changeError } from '../change-error';
import { ConnectDialog } from './connect-dialog';
import { secretFault } from './source-fields';

interface NewSecretDialogProps {
  source: OrderSource;
  onClose: () => void;
}

/** Shopify signs with a secret of its own, which is typed in here; for the others one is made. */
export function NewSecretDialog({ source, onClose }: NewSecretDialogProps) {
  const { t } = useTranslation(['intake', 'common']);
  const renew = useNewSecret();
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<OrderSource | null>(null);
  const typed = source.kind === 'shopify';
  const fault = typed && secret === '' ? 'form.error.secret' : secretFault(secret);

  async function save() {
    setTried(true);
    if (fault) return;
    try {
      const answer = await renew.mutateAsync({ source, ...(typed ? { secret } : {}) });
      if (typed) {
        toast.success(t('secret.saved', { name: source.name }));
        onClose();
      } else setMade(answer.order_source);
    } catch {
      // Shown below, from the state of the mutation.
    }
  }

  if (made) return <ConnectDialog source={made} given={false} onClose={onClose} />;
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('secret.title', { name: source.name })}
      description={t(typed ? 'secret.text_typed' : 'secret.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={renew.isPending} onClick={() => void save()}>
            {t(typed ? 'common:save' : 'secret.make')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {typed && (
          <Field
            label={t('form.secret')}
            required
            hint={t('form.secret_hint')}
            error={tried && fault ? t(fault) : undefined}
          >
            {(control) => (
              <Input
                {...control}
                value={secret}
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setSecret(event.target.value.trim())}
                className="ltr"
              />
            )}
          </Field>
        )}
        {renew.isError && (
          <Notice tone="danger" alert>
            {changeError(renew.error)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
