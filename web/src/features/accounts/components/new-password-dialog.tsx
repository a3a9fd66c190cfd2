import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { errorText, type ManagedUser } from '@/lib/api';
import { useNewPassword } from '../people-api';
import { TemporaryPassword } from './temporary-password';

interface NewPasswordDialogProps {
  user: ManagedUser;
  onClose: () => void;
  /** After the password was shown. */
  onDone: () => void;
}

export function NewPasswordDialog({ user, onClose, onDone }: NewPasswordDialogProps) {
  const { t } = useTranslation(['admin', 'common']);
  const make = useNewPassword();
  const { name } = user;
  if (make.data) {
    return (
      <TemporaryPassword name={name} password={make.data.temporary_password} onClose={onDone} />
    );
  }
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('person.password_title', { name })}
      description={t('person.password_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={make.isPending} onClick={() => make.mutate(user.id)}>
            {t('person.password_action')}
          </Button>
        </>
      }
    >
      {make.isError && (
        <Notice tone="danger" alert>
          {errorText(make.error)}
        </Notice>
      )}
    </Dialog>
  );
}
