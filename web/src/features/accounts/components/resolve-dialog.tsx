import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import { errorText, type PasswordRequest } from '@/lib/api';
import { useResolveRequest } from '../api';
import { TemporaryPassword } from './temporary-password';

interface ResolveDialogProps {
  request: PasswordRequest;
  action: 'resolved' | 'refused';
  onClose: () => void;
}

/** Asks once more, then shows the temporary password this one time. */
export function ResolveDialog({ request, action, onClose }: ResolveDialogProps) {
  const { t } = useTranslation(['accounts', 'common']);
  const resolve = useResolveRequest();
  const [password, setPassword] = useState<string | null>(null);
  const name = request.agent.name;

  async function decide() {
    try {
      const answer = await resolve.mutateAsync({ id: request.id, action });
      if (answer.temporary_password) setPassword(answer.temporary_password);
      else {
        toast.success(t('requests.refused_done', { name }));
        onClose();
      }
    } catch {
      // Shown below, from the state of the mutation.
    }
  }

  if (password !== null) {
    return <TemporaryPassword name={name} password={password} onClose={onClose} />;
  }
  const refusing = action === 'refused';
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t(refusing ? 'requests.refuse_title' : 'requests.resolve_title', { name })}
      description={t(refusing ? 'requests.refuse_text' : 'requests.resolve_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant={refusing ? 'danger' : 'primary'}
            busy={resolve.isPending}
            onClick={() => void decide()}
          >
            {t(refusing ? 'requests.refuse' : 'requests.resolve')}
          </Button>
        </>
      }
    >
      {resolve.isError && (
        <Notice tone="danger" alert>
          {errorText(resolve.error)}
        </Notice>
      )}
    </Dialog>
  );
}
