import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ChoiceField } from '@/components/ui/choice-field';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type Profile } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { timeZones } from '@/lib/places';
import { changesOf, draftOf, type ProfileDraft, useSaveProfile } from '../api';

const FIELDS = ['name', 'email', 'phone', 'time_zone', 'bio', 'signature', 'current_password'];

/** What one says of oneself. The name too, where the company lets people change theirs. */
export function AboutForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation(['profile', 'common']);
  const [draft, setDraft] = useState(() => draftOf(profile));
  const save = useSaveProfile(profile);
  const refusal = save.isError ? asApiError(save.error) : null;
  const isChanged = Object.keys(changesOf(draft, profile)).length > 0;
  const isElsewhere = refusal !== null && !FIELDS.some((name) => refusal.field(name));
  const put = (part: Partial<ProfileDraft>) => setDraft((before) => ({ ...before, ...part }));

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(draft, {
      onSuccess: (answer) => {
        setDraft(draftOf(answer));
        toast.success(t('about.saved'));
      },
    });
  }

  return (
    <form noValidate onSubmit={submit} className="flex max-w-xl flex-col gap-4">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
        {!profile.may_rename && (
          <>
            <dt className="text-ink-3">{t('about.name')}</dt>
            <dd>
              <bdi>{profile.name}</bdi>
            </dd>
          </>
        )}
        <dt className="text-ink-3">{t('about.username')}</dt>
        <dd>
          <bdi className="ltr">{profile.username}</bdi>
        </dd>
      </dl>
      <p className="-mt-2 text-xs text-ink-3">
        {t(profile.may_rename ? 'about.username_hint' : 'about.name_hint')}
      </p>
      {isElsewhere && (
        <Notice tone="danger" alert>
          {errorText(refusal)}
        </Notice>
      )}
      {profile.may_rename && (
        <Field label={t('about.name')} error={refusal?.field('name')} required>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              autoComplete="name"
              maxLength={120}
              value={draft.name}
              onChange={(event) => put({ name: event.target.value })}
            />
          )}
        </Field>
      )}
      <EmailFields draft={draft} put={put} profile={profile} refusal={refusal} />
      <Field label={t('about.phone')} error={refusal?.field('phone')}>
        {(control) => (
          <Input
            {...control}
            type="tel"
            dir="ltr"
            autoComplete="tel"
            value={draft.phone}
            onChange={(event) => put({ phone: event.target.value })}
          />
        )}
      </Field>
      <ZoneField draft={draft} put={put} error={refusal?.field('time_zone')} />
      <Field label={t('about.bio')} hint={t('about.bio_hint')} error={refusal?.field('bio')}>
        {(control) => (
          <Textarea
            {...control}
            dir="auto"
            rows={2}
            maxLength={500}
            value={draft.bio}
            onChange={(event) => put({ bio: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('about.signature')}
        hint={t('about.signature_hint')}
        error={refusal?.field('signature')}
      >
        {(control) => (
          <Textarea
            {...control}
            dir="auto"
            rows={3}
            maxLength={500}
            value={draft.signature}
            onChange={(event) => put({ signature: event.target.value })}
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        busy={save.isPending}
        disabled={!isChanged}
        className="self-start"
      >
        {t('common:save')}
      </Button>
    </form>
  );
}

interface PartProps {
  draft: ProfileDraft;
  put: (part: Partial<ProfileDraft>) => void;
}

function EmailFields({
  draft,
  put,
  profile,
  refusal,
}: PartProps & { profile: Profile; refusal: ReturnType<typeof asApiError> | null }) {
  const { t } = useTranslation('profile');
  const isAnother = draft.email.trim() !== (profile.email ?? '');
  return (
    <>
      <Field label={t('about.email')} error={refusal?.field('email')}>
        {(control) => (
          <Input
            {...control}
            type="email"
            dir="ltr"
            autoComplete="email"
            value={draft.email}
            onChange={(event) => put({ email: event.target.value })}
          />
        )}
      </Field>
      {isAnother && (
        <Field
          label={t('about.current_password')}
          hint={t('about.current_password_hint')}
          error={refusal?.field('current_password')}
          required
        >
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              value={draft.current_password}
              onChange={(event) => put({ current_password: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

function ZoneField({ draft, put, error }: PartProps & { error: string | undefined }) {
  const { t } = useTranslation('profile');
  const companyZone = useSession((state) => state.company?.time_zone ?? '');
  const zones = useMemo(
    () => [{ value: '', label: t('about.company_zone', { zone: companyZone }) }, ...timeZones()],
    [t, companyZone],
  );
  return (
    <ChoiceField
      label={t('about.time_zone')}
      hint={t('about.time_zone_hint')}
      error={error}
      name="time_zone"
      value={draft.time_zone}
      onChange={(time_zone) => put({ time_zone })}
      choices={zones}
    />
  );
}
