import { CircleCheck, CircleSlash, KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { ManagedUser, ManagedUserChoices } from '@/lib/api';

/** Built-in roles have words of ours, the company's own roles the company's. */
export function useRoleName(choices: ManagedUserChoices | undefined) {
  const { t, i18n } = useTranslation('admin');
  return (code: string) => {
    if (i18n.exists(`admin:role.${code}`)) return t(`role.${code}`);
    return choices?.roles.find((role) => role.code === code)?.name ?? code;
  };
}

export function PersonState({ user }: { user: ManagedUser }) {
  const { t } = useTranslation('admin');
  if (user.status === 'disabled') {
    return (
      <Chip tone="neutral" icon={CircleSlash}>
        {t('users.disabled')}
      </Chip>
    );
  }
  if (user.must_change_password) {
    return (
      <Chip tone="info" icon={KeyRound}>
        {t('users.first_login')}
      </Chip>
    );
  }
  return (
    <Chip tone="success" icon={CircleCheck}>
      {t('users.active')}
    </Chip>
  );
}
