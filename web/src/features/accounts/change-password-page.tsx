import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PasswordInput } from '@/components/ui/password-input';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText } from '@/lib/api';
import { safeReturnPath } from '@/lib/auth/return-path';
import { loadSession, useSession } from '@/lib/auth/session';
import { changePassword } from './api';
import {
  NewPasswordFields,
  newPasswordProblem,
  noNewPassword,
} from './components/new-password-fields';

/** One's own password; after a temporary one there is no way around this page. */
export function ChangePasswordPage() {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const forced = useSession((state) => state.user?.must_change_password ?? false);
  const [current, setCurrent] = useState('');
  const [entered, setEntered] = useState(noNewPassword);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const refusal = failure === null ? null : asApiError(failure);
  const currentError = refusal?.field('current_password');
  const passwordError = refusal?.field('password');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!current || newPasswordProblem(entered) || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await changePassword(current, entered.password);
      await loadSession();
      toast.success(t('password.changed'));
      navigate(safeReturnPath(parameters.get('next')), { replace: true });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page title={t('password.title')}>
      <form noValidate onSubmit={submit} className="flex max-w-md flex-col gap-4 px-4 pb-4">
        {forced && <Notice tone="warning">{t('password.forced')}</Notice>}
        {failure !== null && !currentError && !passwordError && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
        <Field
          label={t('password.current')}
          error={tried && !current ? t('password.current_missing') : currentError}
        >
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <NewPasswordFields
          value={entered}
          onChange={setEntered}
          problem={tried ? newPasswordProblem(entered) : null}
          serverError={passwordError}
        />
        <Button type="submit" variant="primary" busy={busy} className="self-start">
          {t('password.submit')}
        </Button>
      </form>
    </Page>
  );
}
