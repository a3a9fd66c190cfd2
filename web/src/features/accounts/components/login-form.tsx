import { LogIn, ScanLine } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';
import { asApiError } from '@/lib/api';
import { type LoginKind, signIn } from '../api';
import { useLoginErrorText } from '../use-login-error-text';

interface LoginFormProps {
  kind: LoginKind;
  place: { company: string; workstation: string; setCompany: (code: string) => void };
  askCompany: boolean;
  onCompanyRequired: () => void;
  onDone: (remembered: boolean) => Promise<void>;
  onForgot: (login: string) => void;
  /** Undefined where badges are not used. */
  onBadge?: () => void;
}

export function LoginForm({
  kind,
  place,
  askCompany,
  onCompanyRequired,
  onDone,
  onForgot,
  onBadge,
}: LoginFormProps) {
  const { t } = useTranslation('accounts');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [company, setCompany] = useState(place.company);
  const [remember, setRemember] = useState(false);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const errorText = useLoginErrorText();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const incomplete = !login.trim() || !password;
    setMissing(incomplete);
    setFailure(null);
    if (incomplete) return;
    setBusy(true);
    try {
      const from = { login: login.trim(), password, company: company.trim(), remember };
      await signIn(kind, { ...from, workstation: place.workstation });
      place.setCompany(from.company);
      await onDone(remember);
    } catch (error) {
      setFailure(error);
      setPassword('');
      if (asApiError(error).code === 'company_required') onCompanyRequired();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure !== null && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      {askCompany && (
        <Field label={t('login.company')} hint={t('login.company_hint')}>
          {(control) => (
            <Input
              {...control}
              name="company"
              autoComplete="organization"
              autoCapitalize="off"
              dir="ltr"
              className="match"
              value={company}
              onChange={(event) => setCompany(event.target.value)}
              onBlur={() => place.setCompany(company.trim())}
            />
          )}
        </Field>
      )}
      <Field
        label={t(`login.${kind}.login`)}
        error={missing && !login.trim() ? t(`login.${kind}.login_missing`) : undefined}
      >
        {(control) => (
          <Input
            {...control}
            name="username"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus
            dir="ltr"
            className="match"
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('login.password')}
        error={missing && !password ? t('login.password_missing') : undefined}
      >
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Checkbox checked={remember} onChange={setRemember}>
          {t('login.remember')}
        </Checkbox>
        <button
          type="button"
          onClick={() => onForgot(login.trim())}
          className="rounded-sm font-semibold text-accent underline-offset-2 hover:underline"
        >
          {t('login.forgot')}
        </button>
      </div>
      <Button type="submit" variant="primary" icon={LogIn} flipIcon busy={busy} className="h-10">
        {t(`login.${kind}.submit`)}
      </Button>
      {onBadge && (
        <>
          <p className="flex items-center gap-3 text-xs text-ink-3">
            <span aria-hidden className="h-px flex-1 bg-line" />
            {t('login.or')}
            <span aria-hidden className="h-px flex-1 bg-line" />
          </p>
          <Button icon={ScanLine} onClick={onBadge} className="h-10">
            {t('login.badge')}
          </Button>
        </>
      )}
    </form>
  );
}
