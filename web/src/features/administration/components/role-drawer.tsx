import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SaveProblem } from '@/components/save-problem';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Permission, type Role } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { draftOf, type RoleDraft, useRemoveRole, useRolePeople, useSaveRole } from '../roles-api';
import { useWords } from '../use-words';
import { EditActions } from './edit-parts';
import { PermissionPicker } from './permission-picker';

interface RoleDrawerProps {
  /** Null makes a new one. */
  role: Role | null;
  permissions: Permission[];
  onClose: () => void;
}

export function RoleDrawer({ role, permissions, onClose }: RoleDrawerProps) {
  const { t } = useTranslation(['administration', 'common']);
  const words = useWords();
  // The role as it was when the form was filled: its version goes with the change.
  const [seen, setSeen] = useState(role);
  const [draft, setDraft] = useState(() => draftOf(role));
  const save = useSaveRole(seen);
  const remove = useRemoveRole();
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  const change = (part: Partial<RoleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const name = seen ? words.role(seen.code, seen.name) : draft.name;
  const editable = seen?.editable ?? true;
  const mine = new Set(permissions.filter(({ mine: own }) => own).map(({ name: one }) => one));
  const fixed = (one: string) => {
    if (!editable) return '';
    if (seen?.standard.includes(one)) return '';
    if (!mine.has(one)) return t('roles.lacking_hint');
    return undefined;
  };
  const finish = (words: string) => {
    toast.success(words);
    onClose();
  };
  return (
    <Drawer
      open
      keeps
      onClose={onClose}
      title={seen ? t('roles.edit', { name }) : t('roles.add')}
      footer={
        editable && (
          <EditActions
            remove={
              seen && !seen.built_in
                ? {
                    label: t('roles.remove'),
                    busy: remove.isPending,
                    onPress: () =>
                      remove.mutate(seen.id, {
                        onSuccess: () => finish(t('roles.removed', { name })),
                      }),
                  }
                : undefined
            }
            saveLabel={t('common:save')}
            saving={save.isPending}
            onSave={() =>
              save.mutate(draft, { onSuccess: () => finish(t('roles.saved', { name })) })
            }
            onClose={onClose}
          />
        )
      }
    >
      <div className="flex flex-col gap-4 p-4">
        {!editable && (
          <Notice tone="info">{t(seen?.code === 'admin' ? 'roles.locked' : 'roles.above')}</Notice>
        )}
        <SaveProblem<Role>
          problem={problem}
          onLoad={(current) => {
            setSeen(current);
            setDraft(draftOf(current));
            save.reset();
          }}
        />
        <Field
          label={t('roles.name')}
          required={!seen?.built_in}
          hint={seen?.built_in ? t('roles.built_in_name') : undefined}
          error={problem?.field('name')}
        >
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={60}
              value={seen?.built_in ? name : draft.name}
              disabled={!editable || seen?.built_in}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('roles.scope_label')}
          hint={t('roles.scope_hint')}
          error={problem?.field('scope')}
        >
          {(control) => (
            <Select
              {...control}
              value={draft.scope}
              disabled={!editable}
              onChange={(scope) => change({ scope: scope as Role['scope'] })}
              options={(['own', 'team', 'company'] as const).map((value) => ({
                value,
                label: t(`scope.${value}`),
              }))}
            />
          )}
        </Field>
        {seen && <RolePeople role={seen} />}
        {editable && seen?.built_in && (
          <p className="text-sm text-ink-2">{t('roles.standard_hint')}</p>
        )}
        <PermissionPicker
          names={permissions.map(({ name: one }) => one)}
          chosen={draft.permissions}
          fixed={fixed}
          onChange={(chosen) => change({ permissions: chosen })}
        />
      </div>
    </Drawer>
  );
}

function RolePeople({ role }: { role: Role }) {
  const { t } = useTranslation('administration');
  const people = useRolePeople(role.id);
  const mayManage = useCan('agents.manage');
  return (
    <section>
      <h3 className="text-sm font-semibold">{t('roles.people')}</h3>
      {people.data?.length === 0 && <p className="text-sm text-ink-3">{t('roles.nobody')}</p>}
      {people.data && people.data.length > 0 && (
        <p className="text-sm">
          {people.data.map((person, at) => (
            <span key={person.id} className={person.active ? undefined : 'text-ink-3'}>
              {at > 0 && ' · '}
              <bdi>{person.name}</bdi>
            </span>
          ))}
        </p>
      )}
      {mayManage && role.users_count > 0 && (
        <Link
          to={`/admin/users?role=${role.code}`}
          className="text-sm text-accent underline-offset-2 hover:underline"
        >
          {t('roles.all_people')}
        </Link>
      )}
    </section>
  );
}
