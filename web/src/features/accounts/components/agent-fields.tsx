import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import { Select } from '@/components/ui/select';
import { type PersonDraft, teamsOf } from '../people-api';
import type { PersonFormProps } from './person-form';
import { SkillsField } from './skills-field';

/* A select has no empty value. */
const NONE = 'none';

/** The agent's side of a person; nothing but its box while the person is no agent. */
export function AgentFields(props: PersonFormProps) {
  const { t } = useTranslation('admin');
  const { user, draft, onChange } = props;
  const leaves = !draft.agent && user?.agent?.active && user.agent.open_orders > 0;
  return (
    <fieldset className="flex flex-col gap-4 border-t border-line pt-4">
      <legend className="sr-only">{t('person.agent')}</legend>
      <Checkbox
        checked={draft.agent}
        onChange={(agent) => onChange({ agent })}
        hint={t(leaves ? 'person.leaves_orders' : 'person.works_hint')}
      >
        {t('person.works')}
      </Checkbox>
      {draft.agent && (
        <>
          <Places {...props} />
          <Work {...props} />
          <SkillsField {...props} />
          <Badge {...props} />
        </>
      )}
    </fieldset>
  );
}

function Places({ draft, choices, problem, onChange }: PersonFormProps) {
  const { t } = useTranslation('admin');
  const none = { value: NONE, label: t('person.none') };
  const teams = teamsOf(choices, draft.department);
  return (
    <>
      <Field label={t('users.department')} error={problem?.field('department')}>
        {(control) => (
          <Select
            {...control}
            value={draft.department || NONE}
            onChange={(value) => {
              const department = value === NONE ? '' : value;
              const stays = teamsOf(choices, department).some(
                ({ id }) => String(id) === draft.team,
              );
              onChange({ department, ...(stays ? {} : { team: '0' }) });
            }}
            options={[
              none,
              ...choices.departments.map(({ code, name }) => ({ value: code, label: name })),
            ]}
          />
        )}
      </Field>
      <Field label={t('users.team')} error={problem?.field('team_id')}>
        {(control) => (
          <Select
            {...control}
            value={draft.team === '0' ? NONE : draft.team}
            onChange={(value) => onChange({ team: value === NONE ? '0' : value })}
            options={[none, ...teams.map(({ id, name }) => ({ value: String(id), label: name }))]}
          />
        )}
      </Field>
    </>
  );
}

function Work({ draft, problem, onChange }: PersonFormProps) {
  const { t } = useTranslation('admin');
  return (
    <>
      <Field label={t('person.level')} error={problem?.field('level')}>
        {(control) => (
          <Select
            {...control}
            value={draft.level}
            onChange={(value) => onChange({ level: value as PersonDraft['level'] })}
            options={(['agent', 'senior', 'supervisor', 'manager'] as const).map((value) => ({
              value,
              label: t(`person.level_${value}`),
            }))}
          />
        )}
      </Field>
      <Checkbox checked={draft.takesOrders} onChange={(takesOrders) => onChange({ takesOrders })}>
        {t('person.takes_orders')}
      </Checkbox>
      <Field
        label={t('person.capacity')}
        hint={t('person.capacity_hint')}
        error={problem?.field('order_capacity')}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={0}
            max={1000}
            dir="ltr"
            value={draft.capacity}
            onChange={(event) => onChange({ capacity: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('person.chats')}
        hint={t('person.chats_hint')}
        error={problem?.field('chat_capacity')}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={0}
            max={200}
            dir="ltr"
            value={draft.chats}
            onChange={(event) => onChange({ chats: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Badge({ user, draft, problem, onChange }: PersonFormProps) {
  const { t } = useTranslation('admin');
  const set = user?.agent?.has_badge ?? false;
  return (
    <>
      <Field
        label={t('person.badge')}
        hint={t(set ? 'person.badge_set' : 'person.badge_hint')}
        error={problem?.field('badge_code')}
      >
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="off"
            value={draft.badge}
            disabled={draft.removeBadge}
            onChange={(event) => onChange({ badge: event.target.value })}
          />
        )}
      </Field>
      {set && (
        <Checkbox checked={draft.removeBadge} onChange={(removeBadge) => onChange({ removeBadge })}>
          {t('person.badge_remove')}
        </Checkbox>
      )}
    </>
  );
}
