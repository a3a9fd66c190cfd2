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
import { asApiError, errorText, type SlaPolicy } from '@/lib/api';
import { useRemoveLevel, useSaveLevel } from '../api';
import {
  bodyOfLevel,
  checkLevel,
  draftOfLevel,
  durationText,
  type LevelDraft,
  type LevelErrors,
  usualHours,
} from '../draft';
import { HoursEditor } from './hours-editor';

interface LevelDialogProps {
  /** Null makes a new one. */
  level: SlaPolicy | null;
  departments: { id: number; name: string }[];
  onClose: () => void;
}

export function LevelDialog({ level, departments, onClose }: LevelDialogProps) {
  const { t } = useTranslation(['policies', 'common']);
  const [draft, setDraft] = useState(() => draftOfLevel(level));
  const [errors, setErrors] = useState<LevelErrors>({});
  const save = useSaveLevel(level);
  const remove = useRemoveLevel();
  const problem = save.error ?? remove.error;
  const failure = problem ? asApiError(problem) : null;
  const change = (part: Partial<LevelDraft>) => setDraft((before) => ({ ...before, ...part }));
  const errorOf = (field: keyof LevelDraft) => {
    const own = errors[field];
    return own ? t(`sla.error.${own}`) : failure?.field(field);
  };

  const which = draft.company_hours ? 'company' : draft.hours ? 'own' : 'all';

  function submit() {
    const found = checkLevel(draft);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    save.mutate(bodyOfLevel(draft), {
      onSuccess: () => {
        toast.success(t('sla.saved'));
        onClose();
      },
    });
  }

  function drop() {
    if (!level) return;
    remove.mutate(level.id, {
      onSuccess: () => {
        toast.success(t('sla.removed'));
        onClose();
      },
    });
  }

  const minutes = (field: 'response_minutes' | 'resolution_minutes', label: string) => (
    <Field
      label={label}
      hint={
        /^[1-9]\d{0,4}$/.test(draft[field]) ? durationText(Number(draft[field])) : t('sla.no_limit')
      }
      error={errorOf(field)}
    >
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          value={draft[field]}
          onChange={(event) => change({ [field]: event.target.value })}
          className="num max-w-32"
        />
      )}
    </Field>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={level ? t('sla.edit_title') : t('sla.new')}
      description={t('sla.from_now_on')}
      footer={
        <>
          {level && (
            <Button variant="ghost" className="me-auto" busy={remove.isPending} onClick={drop}>
              {t('sla.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="flex flex-col gap-4"
      >
        <Field label={t('sla.name')} required error={errorOf('name')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={100}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <Field label={t('sla.priority.label')}>
            {(control) => (
              <Select
                {...control}
                value={draft.priority}
                onChange={(value) => change({ priority: value as LevelDraft['priority'] })}
                options={(['any', 'high', 'normal'] as const).map((value) => ({
                  value,
                  label: t(`sla.priority.${value}`),
                }))}
                className="w-full"
              />
            )}
          </Field>
          <Field label={t('sla.department.label')} error={failure?.field('department_id')}>
            {(control) => (
              <Select
                {...control}
                value={draft.department}
                onChange={(value) => change({ department: value })}
                options={[
                  { value: 'any', label: t('sla.department.any') },
                  ...departments.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
                className="w-full"
              />
            )}
          </Field>
          {minutes('response_minutes', t('sla.response_minutes'))}
          {minutes('resolution_minutes', t('sla.resolution_minutes'))}
        </div>
        <Field label={t('sla.which.label')} hint={t('sla.hours_hint')}>
          {(control) => (
            <Select
              {...control}
              value={which}
              onChange={(value) =>
                change({
                  hours: value === 'own' ? usualHours : null,
                  company_hours: value === 'company',
                })
              }
              options={(['all', 'own', 'company'] as const).map((value) => ({
                value,
                label: t(`sla.which.${value}`),
              }))}
              className="w-full"
            />
          )}
        </Field>
        {draft.hours && <HoursEditor hours={draft.hours} onChange={(hours) => change({ hours })} />}
        {failure?.field('business_hours') && (
          <p className="text-xs text-danger">{failure.field('business_hours')}</p>
        )}
        <Checkbox checked={draft.is_active} onChange={(is_active) => change({ is_active })}>
          {t('sla.use')}
        </Checkbox>
        {failure && (
          <Notice tone="danger" alert>
            {errorText(failure)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('common:save')}
        </button>
      </form>
    </Dialog>
  );
}
