import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';

export interface NewPassword {
  password: string;
  again: string;
}

export const noNewPassword: NewPassword = { password: '', again: '' };

/** Key of what is wrong with the pair, or null. The server judges the strength. */
export function newPasswordProblem(entered: NewPassword): 'missing' | 'differs' | null {
  if (!entered.password) return 'missing';
  return entered.password === entered.again ? null : 'differs';
}

interface NewPasswordFieldsProps {
  value: NewPassword;
  onChange: (value: NewPassword) => void;
  problem: 'missing' | 'differs' | null;
  /** What the server found wrong with the password. */
  serverError?: string;
  /** Says so at the labels, where other fields say it too. */
  required?: boolean;
}

export function NewPasswordFields({
  value,
  onChange,
  problem,
  serverError,
  required,
}: NewPasswordFieldsProps) {
  const { t } = useTranslation('accounts');
  return (
    <>
      <Field
        label={t('password.new')}
        required={required}
        hint={t('password.hint')}
        error={problem === 'missing' ? t('password.missing') : serverError}
      >
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="new-password"
            value={value.password}
            onChange={(event) => onChange({ ...value, password: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('password.again')}
        required={required}
        error={problem === 'differs' ? t('password.differs') : undefined}
      >
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="new-password"
            value={value.again}
            onChange={(event) => onChange({ ...value, again: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
