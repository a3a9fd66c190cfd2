import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Department, errorText, type Team } from '@/lib/api';
import { type UnitDraft, type UnitKind, useRemoveUnit, useSaveUnit } from '../org-api';
import { TeamColor } from './team-color';

/* A select has no empty value. */
const NONE = 'none';

interface UnitDialogProps {
  kind: UnitKind;
  /** Null makes a new one. */
  row: Department | Team | null;
  departments: Department[];
  onClose: () => void;
}

const blank: UnitDraft = {
  code: '',
  name: '',
  department: '',
  description: '',
  color: '',
  active: true,
};

function draftOf(row: Department | Team | null): UnitDraft {
  if (!row) return blank;
  const { name, is_active: active } = row;
  if (!('slug' in row)) return { ...blank, code: row.code, name, active };
  return {
    code: row.slug,
    name,
    department: row.department?.code ?? '',
    description: row.description ?? '',
    color: row.color ?? '',
    active,
  };
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
  /* Who would be without a team: asked before it is removed. */
  const left = kind === 'team' && row ? row.agents_count : 0;
  const [asking, setAsking] = useState(false);
  function press(id: number) {
    if (left > 0 && !asking) setAsking(true);
    else void finish(remove.mutateAsync(id), t('org.removed', { name }));
  }
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
              onClick={() => press(row.id)}
            >
              {t(asking ? 'org.remove_anyway' : 'org.remove')}
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
          <Field label={t('org.description')} error={problem?.field('description')}>
            {(control) => (
              <Textarea
                {...control}
                maxLength={500}
                rows={2}
                value={draft.description}
                onChange={(event) => change({ description: event.target.value })}
              />
            )}
          </Field>
        )}
        {kind === 'team' && (
          <TeamColor color={draft.color} onChange={(color) => change({ color })} />
        )}
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
        {asking && (
          <Notice tone="warning" alert>
            {t('org.remove_leaves', { count: left })}
          </Notice>
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
