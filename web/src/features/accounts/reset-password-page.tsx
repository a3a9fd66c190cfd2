import { Link2Off } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import { asApiError } from '@/lib/api';
import { usePageTitle } from '@/lib/page-title';
import { resetPassword, useBranding } from './api';
import {
  NewPasswordFields,
  newPasswordProblem,
  noNewPassword,
} from './components/new-password-fields';
import { SignInLayout } from './components/sign-in-layout';
import { useLoginErrorText } from './use-login-error-text';
import { useLoginPlace } from './use-login-place';

/** Behind the link of the e-mail. */
export function ResetPasswordPage() {
  const { t } = useTranslation('accounts');
  const [parameters] = useSearchParams();
  const token = parameters.get('token')?.trim() ?? '';
  const place = useLoginPlace();
  const branding = useBranding(place.company);
  usePageTitle(t('reset.title'));
  return (
    <SignInLayout company={branding.data?.company ?? null} title={t('reset.title')}>
      {token ? (
        <ResetForm token={token} />
      ) : (
        <Empty icon={Link2Off} title={t('reset.no_token')} text={t('reset.no_token_text')}>
          <LoginLink />
        </Empty>
      )}
    </SignInLayout>
  );
}

function LoginLink() {
  const { t } = useTranslation('accounts');
  return (
    <Link to="/login" className="font-semibold text-accent underline-offset-2 hover:underline">
      {t('reset.to_login')}
    </Link>
  );
}

function ResetForm({ token }: { token: string }) {
  const { t } = useTranslation('accounts');
  const [entered, setEntered] = useState(noNewPassword);
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<'asking' | 'sending' | 'done'>('asking');
  const [failure, setFailure] = useState<unknown>(null);
  const errorText = useLoginErrorText();
  const problem = tried ? newPasswordProblem(entered) : null;
  const fieldError = failure === null ? undefined : asApiError(failure).field('password');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (newPasswordProblem(entered) || state === 'sending') return;
    setState('sending');
    setFailure(null);
    try {
      await resetPassword(token, entered.password);
      setState('done');
    } catch (error) {
      setFailure(error);
      setState('asking');
    }
  }

  if (state === 'done') {
    return (
      <div className="flex flex-col items-center gap-4">
        <Notice tone="success" alert>
          {t('reset.done')}
        </Notice>
        <LoginLink />
      </div>
    );
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure !== null && !fieldError && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <NewPasswordFields
        value={entered}
        onChange={setEntered}
        problem={problem}
        serverError={fieldError}
      />
      <Button type="submit" variant="primary" busy={state === 'sending'} className="h-10">
        {t('reset.submit')}
      </Button>
    </form>
  );
}
