import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { type ApiError, errorText, type ManagedUser, type ManagedUserChoices } from '@/lib/api';
import type { PersonDraft } from '../people-api';
import { AgentFields } from './agent-fields';
import { useRoleName } from './person-words';

export interface PersonFormProps {
  user: ManagedUser | null;
  draft: PersonDraft;
  choices: ManagedUserChoices;
  problem: ApiError | null;
  onChange: (part: Partial<PersonDraft>) => void;
}

export function PersonForm(props: PersonFormProps) {
  const { t } = useTranslation('admin');
  const { user, draft, choices, problem, onChange } = props;
  const text = (name: 'username' | 'name' | 'email' | 'phone', ltr: boolean) => ({
    value: draft[name],
    dir: ltr ? 'ltr' : 'auto',
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="flex flex-col gap-4 p-4">
      <Field label={t('users.name')} required error={problem?.field('name')}>
        {(control) => <Input {...control} {...text('name', false)} />}
      </Field>
      {!user && (
        <Field
          label={t('users.username')}
          hint={t('person.username_hint')}
          required
          error={problem?.field('username')}
        >
          {(control) => <Input {...control} {...text('username', true)} />}
        </Field>
      )}
      <Field label={t('person.email')} error={problem?.field('email')}>
        {(control) => <Input {...control} {...text('email', true)} />}
      </Field>
      <Field label={t('person.phone')} error={problem?.field('phone')}>
        {(control) => <Input {...control} {...text('phone', true)} />}
      </Field>
      <Field label={t('person.language')} error={problem?.field('language')}>
        {(control) => (
          <Select
            {...control}
            value={draft.language}
            onChange={(value) => onChange({ language: value as PersonDraft['language'] })}
            options={(['company', 'en', 'ar'] as const).map((value) => ({
              value,
              label: t(`person.language_${value}`),
            }))}
          />
        )}
      </Field>
      <RoleBoxes draft={draft} choices={choices} onChange={onChange} />
      <AgentFields {...props} />
      {problem && problem.status !== 409 && (
        <Notice tone="danger" alert>
          {errorText(problem)}
        </Notice>
      )}
    </div>
  );
}

function RoleBoxes({
  draft,
  choices,
  onChange,
}: Pick<PersonFormProps, 'draft' | 'choices' | 'onChange'>) {
  const { t } = useTranslation('admin');
  const roleName = useRoleName(choices);
  const toggle = (code: string, on: boolean) =>
    onChange({
      roles: on ? [...draft.roles, code] : draft.roles.filter((role) => role !== code),
    });
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-sm font-semibold">{t('users.roles')}</legend>
      {choices.roles.map(({ code }) => (
        <Checkbox
          key={code}
          checked={draft.roles.includes(code)}
          onChange={(on) => toggle(code, on)}
        >
          {roleName(code)}
        </Checkbox>
      ))}
      <p className="text-xs text-ink-3">{t('person.roles_hint')}</p>
    </fieldset>
  );
}
