import {
  type FormEvent,
  type InputHTMLAttributes,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ChoiceField } from '@/components/ui/choice-field';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { asApiError, errorText } from '@/lib/api';
import { countries, currencies, placeHere, placeOf, timeZones } from '@/lib/places';
import {
  checkSetup,
  codeOf,
  type SetupDraft,
  type SetupField,
  setUp,
  setupErrorsFrom,
} from '../setup';
import { NewPasswordFields, newPasswordProblem, noNewPassword } from './new-password-fields';

function firstDraft(): SetupDraft {
  const { timeZone, currency, country } = placeHere();
  const blank = { company: '', code: '', language: '', name: '', username: '', email: '' };
  return { ...blank, timeZone, currency, country };
}

interface SetupFormProps {
  token: string;
  onDone: (code: string) => void;
}

export function SetupForm({ token, onDone }: SetupFormProps) {
  const { t, i18n } = useTranslation(['accounts', 'shell']);
  const [entered, setEntered] = useState(firstDraft);
  const [chosen, setChosen] = useState<ReadonlySet<SetupField>>(new Set());
  const draft = chosen.has('language') ? entered : { ...entered, language: i18n.language };
  const [password, setPassword] = useState(noNewPassword);
  const [problems, setProblems] = useState<Partial<Record<SetupField, string>>>({});
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const lists = useMemo(
    () => ({
      zones: timeZones(),
      currencies: currencies(i18n.language),
      countries: countries(i18n.language),
    }),
    [i18n.language],
  );

  const errors: Partial<Record<SetupField, string>> =
    failure === null
      ? Object.fromEntries(Object.entries(problems).map(([field, key]) => [field, t(key)]))
      : setupErrorsFrom(asApiError(failure).fields);
  const atFields = Object.keys(errors).length > 0;

  // Another link was opened in this tab: what was wrong with the former one no longer counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is what it waits for
  useEffect(() => setFailure(null), [token]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt leads to what is wrong with it
  useEffect(() => {
    if (tried) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [failure, problems, tried]);

  /** What follows from an entry is suggested until the person enters it. */
  function set(field: keyof SetupDraft, value: string) {
    const mine = new Set(chosen).add(field);
    const next = { ...draft, [field]: value };
    if (field === 'company' && !mine.has('code')) next.code = codeOf(value);
    if (field === 'timeZone') {
      const place = placeOf(value);
      if (!mine.has('country')) next.country = place.country;
      if (!mine.has('currency')) next.currency = place.currency;
    }
    setChosen(mine);
    setEntered(next);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    setFailure(null);
    const found = checkSetup(draft);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    if (newPasswordProblem(password)) return;
    setBusy(true);
    try {
      const { company } = await setUp(token, draft, password.password);
      onDone(company.code);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  const text = (field: keyof SetupDraft, more: InputHTMLAttributes<HTMLInputElement> = {}) => (
    <Field
      label={t(`setup.field.${field}`)}
      hint={i18n.exists(`accounts:setup.hint.${field}`) ? t(`setup.hint.${field}`) : undefined}
      error={errors[field]}
      required={field !== 'email'}
    >
      {(control) => (
        <Input
          {...control}
          name={field}
          maxLength={120}
          {...more}
          value={draft[field]}
          onChange={(event) => set(field, event.target.value)}
        />
      )}
    </Field>
  );
  const choice = (field: keyof SetupDraft, choices: { value: string; label: string }[]) => (
    <ChoiceField
      label={t(`setup.field.${field}`)}
      hint={i18n.exists(`accounts:setup.hint.${field}`) ? t(`setup.hint.${field}`) : undefined}
      error={errors[field]}
      name={field}
      value={draft[field]}
      onChange={(value) => set(field, value)}
      choices={choices}
    />
  );
  const latin = { dir: 'ltr', className: 'match', autoCapitalize: 'off', spellCheck: false };

  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-6">
      {failure !== null && !atFields && (
        <Notice tone="danger" alert>
          {asApiError(failure).status === 404 ? t('setup.used') : errorText(failure)}
        </Notice>
      )}
      <fieldset className="flex flex-col gap-4">
        <legend className="pb-3 text-base font-semibold">{t('setup.company')}</legend>
        {text('company', { autoComplete: 'organization', autoFocus: true })}
        {text('code', { ...latin, maxLength: 32, autoComplete: 'off' })}
        {choice('timeZone', lists.zones)}
        {choice('country', lists.countries)}
        {choice('currency', lists.currencies)}
        {choice('language', [
          { value: 'en', label: t('shell:settings.language_en') },
          { value: 'ar', label: t('shell:settings.language_ar') },
        ])}
      </fieldset>
      <fieldset className="flex flex-col gap-4">
        <legend className="pb-3 text-base font-semibold">{t('setup.administrator')}</legend>
        {text('name', { autoComplete: 'name' })}
        {text('username', { ...latin, maxLength: 64, autoComplete: 'username' })}
        {text('email', { ...latin, type: 'email', maxLength: 254, autoComplete: 'email' })}
        <NewPasswordFields
          required
          value={password}
          onChange={setPassword}
          problem={tried ? newPasswordProblem(password) : null}
          serverError={errors.password}
        />
      </fieldset>
      <Button type="submit" variant="primary" busy={busy} className="h-10">
        {t('setup.submit')}
      </Button>
    </form>
  );
}
