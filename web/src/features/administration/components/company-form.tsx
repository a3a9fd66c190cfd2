import { type ReactNode, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveProblem } from '@/components/save-problem';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ChoiceField } from '@/components/ui/choice-field';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { toast } from '@/components/ui/toast-store';
import { type ApiError, asApiError, type CompanySettings } from '@/lib/api';
import { countries, currencies, timeZones } from '@/lib/places';
import { type CompanyDraft, draftOf, useSaveCompany } from '../company-api';
import { HoursPart } from './hours-part';
import { LogoField } from './logo-field';

export interface PartProps {
  draft: CompanyDraft;
  problem: ApiError | null;
  onChange: (part: Partial<CompanyDraft>) => void;
}

export function CompanyForm({ company }: { company: CompanySettings }) {
  const { t } = useTranslation(['administration', 'common']);
  // What the form was filled with: its version goes with the change.
  const [seen, setSeen] = useState(company);
  const [draft, setDraft] = useState(() => draftOf(company));
  const save = useSaveCompany(seen.version);
  const problem = save.error ? asApiError(save.error) : null;
  const fill = (current: CompanySettings) => {
    setSeen(current);
    setDraft(draftOf(current));
    save.reset();
  };
  const touched = JSON.stringify(draft) !== JSON.stringify(draftOf(seen));
  // Somebody else saved while nothing was typed here: the form follows.
  if (company.version > seen.version && !touched && !save.isPending) fill(company);
  const part: PartProps = {
    draft,
    problem,
    onChange: (change) => setDraft((before) => ({ ...before, ...change })),
  };
  return (
    <form
      noValidate
      className="flex max-w-3xl flex-col gap-4 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft, {
          onSuccess: (current) => {
            fill(current);
            toast.success(t('company.saved'));
          },
        });
      }}
    >
      <Section title={t('company.look')}>
        <LookPart {...part} company={seen} />
      </Section>
      <Section title={t('company.place')}>
        <PlacePart {...part} />
      </Section>
      <Section title={t('business_hours.hours')}>
        <HoursPart {...part} />
      </Section>
      <Section title={t('company.login')}>
        <LoginPart {...part} />
      </Section>
      <SaveProblem<CompanySettings> problem={problem} onLoad={fill} />
      <div className="sticky bottom-0 flex flex-wrap justify-end gap-2 border-t border-line bg-canvas py-3">
        {touched && <Button onClick={() => fill(seen)}>{t('company.reset')}</Button>}
        <Button variant="primary" type="submit" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface p-4">
      <h2 id={id} className="pb-3 font-semibold">
        {title}
      </h2>
      <div className="flex flex-col gap-4">{children}</div>
    </section>
  );
}

function LookPart({ draft, problem, onChange, company }: PartProps & { company: CompanySettings }) {
  const { t } = useTranslation('administration');
  return (
    <>
      <Field label={t('company.name')} required error={problem?.field('name')}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            maxLength={120}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <LogoField
        url={company.logo_url}
        version={company.version}
        logo={draft.logo}
        error={problem?.field('logo_svg')}
        onChange={(logo) => onChange({ logo })}
      />
      <RadioGroup
        label={t('company.theme')}
        columns={3}
        value={draft.theme}
        onChange={(value) => onChange({ theme: value as CompanyDraft['theme'] })}
        options={(['light', 'dark', 'system'] as const).map((value) => ({
          value,
          label: t(`company.theme_${value}`),
        }))}
      />
      <p className="-mt-3 text-xs text-ink-3">{t('company.theme_hint')}</p>
      <Field
        label={t('company.domain')}
        hint={t('company.domain_hint')}
        error={problem?.field('domain')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoCapitalize="none"
            value={draft.domain}
            onChange={(event) => onChange({ domain: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function PlacePart({ draft, problem, onChange }: PartProps) {
  const { t, i18n } = useTranslation('administration');
  const choices = useMemo(
    () => ({
      zones: timeZones(),
      currencies: currencies(i18n.language),
      countries: countries(i18n.language),
    }),
    [i18n.language],
  );
  return (
    <>
      <ChoiceField
        label={t('company.time_zone')}
        name="time_zone"
        value={draft.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
        choices={choices.zones}
        error={problem?.field('time_zone')}
      />
      <ChoiceField
        label={t('company.country')}
        name="default_country"
        value={draft.country}
        onChange={(country) => onChange({ country })}
        choices={choices.countries}
        error={problem?.field('default_country')}
      />
      <ChoiceField
        label={t('company.currency')}
        hint={t('company.currency_hint')}
        name="currency"
        value={draft.currency}
        onChange={(currency) => onChange({ currency })}
        choices={choices.currencies}
        error={problem?.field('currency')}
      />
      <RadioGroup
        label={t('company.language')}
        columns={2}
        value={draft.language}
        onChange={(value) => onChange({ language: value as CompanyDraft['language'] })}
        options={[
          { value: 'ar', label: t('company.language_ar') },
          { value: 'en', label: t('company.language_en') },
        ]}
      />
      <p className="-mt-3 text-xs text-ink-3">{t('company.language_hint')}</p>
    </>
  );
}

function LoginPart({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('administration');
  const texts = [
    { name: 'itExt', label: 'company.it_ext', field: 'it_support_ext' },
    { name: 'helpExt', label: 'company.help_ext', field: 'help_desk_ext' },
  ] as const;
  const spans = [
    {
      name: 'idleMinutes',
      label: 'company.idle',
      hint: 'company.idle_hint',
      field: 'idle_timeout_s',
      min: 0,
      max: 1440,
    },
    {
      name: 'awayMinutes',
      label: 'company.away',
      hint: 'company.away_hint',
      field: 'away_after_s',
      min: 0,
      max: 1440,
    },
    {
      name: 'passwordHours',
      label: 'company.temporary',
      hint: 'company.temporary_hint',
      field: 'temporary_password_hours',
      min: 1,
      max: 720,
    },
  ] as const;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {texts.map(({ name, label, field }) => (
          <Field key={name} label={t(label)} error={problem?.field(field)}>
            {(control) => (
              <Input
                {...control}
                dir="ltr"
                maxLength={16}
                value={draft[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <RadioGroup
        label={t('company.recovery')}
        columns={3}
        value={draft.recovery}
        onChange={(value) => onChange({ recovery: value as CompanyDraft['recovery'] })}
        options={(['it_support', 'email', 'both'] as const).map((value) => ({
          value,
          label: t(`company.recovery_${value}`),
        }))}
      />
      <Checkbox
        checked={draft.badge}
        onChange={(badge) => onChange({ badge })}
        hint={t('company.badge_hint')}
      >
        {t('company.badge')}
      </Checkbox>
      <Checkbox
        checked={draft.ownNames}
        onChange={(ownNames) => onChange({ ownNames })}
        hint={t('company.own_names_hint')}
      >
        {t('company.own_names')}
      </Checkbox>
      <div className="grid gap-4 sm:grid-cols-2">
        {spans.map(({ name, label, hint, field, min, max }) => (
          <Field key={name} label={t(label)} hint={t(hint)} error={problem?.field(field)}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={min}
                max={max}
                inputMode="numeric"
                className="num max-w-40"
                value={draft[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  );
}
