import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Department, errorText, type Team } from '@/lib/api';
import { type UnitDraft, type UnitKind, useRemoveUnit, useSaveUnit } from '../org-api';

/* A select has no empty value. */
const NONE = 'none';

interface UnitDialogProps {
  kind: UnitKind;
  /** Null makes a new one. */
  row: Department | Team | null;
  departments: Department[];
  onClose: () => void;
}

function draftOf(row: Department | Team | null): UnitDraft {
  if (!row) return { code: '', name: '', department: '', active: true };
  const { name, is_active } = row;
  return 'slug' in row
    ? { code: row.slug, name, department: row.department?.code ?? '', active: is_active }
    : { code: row.code, name, department: '', active: is_active };
}

export function UnitDialog({ kind, row, departments, onClose }: UnitDialogProps) {
  const { t } = useTranslation(['admin', 'common']);
  const [draft, setDraft] = useState(() => draftOf(row));
  const save = useSaveUnit(kind, row);
  const remove = useRemoveUnit(kind);
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  const change = (part: Partial<UnitDraft>) => setDraft((before) => ({ ...before, ...part }));
  async function finish(work: Promise<unknown>, words: string) {
    try {
      await work;
      toast.success(words);
      onClose();
    } catch {
      // Shown below, from the state of the mutation.
    }
  }
  const { name } = draft;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={row ? t('org.edit_label', { name: row.name }) : t(`org.new_${kind}`)}
      footer={
        <>
          {row && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={remove.isPending}
              onClick={() =>
                void finish(remove.mutateAsync(row.id), t('org.removed', { name: row.name }))
              }
            >
              {t('org.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            onClick={() => void finish(save.mutateAsync(draft), t('org.saved', { name }))}
          >
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('users.name')} required error={problem?.field('name')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              value={name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t(kind === 'team' ? 'org.slug' : 'org.code')}
          hint={t(kind === 'team' ? 'org.slug_hint' : 'org.code_hint')}
          required={kind === 'department'}
          error={problem?.field(kind === 'team' ? 'slug' : 'code')}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              autoCapitalize="none"
              value={draft.code}
              onChange={(event) => change({ code: event.target.value })}
            />
          )}
        </Field>
        {kind === 'team' && (
          <Field label={t('users.department')} error={problem?.field('department')}>
            {(control) => (
              <Select
                {...control}
                value={draft.department || NONE}
                onChange={(value) => change({ department: value === NONE ? '' : value })}
                options={[
                  { value: NONE, label: t('person.none') },
                  ...departments.map(({ code, name: label }) => ({ value: code, label })),
                ]}
              />
            )}
          </Field>
        )}
        {row && (
          <Checkbox
            checked={draft.active}
            onChange={(active) => change({ active })}
            hint={t('org.in_use_hint')}
          >
            {t('org.in_use')}
          </Checkbox>
        )}
        {problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
