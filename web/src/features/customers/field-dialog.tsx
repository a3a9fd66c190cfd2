import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNameOf } from '@/components/customer/words';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type CustomerField } from '@/lib/api';
import { useRemoveField, useSaveField } from './api';
import { ChoiceDialog } from './choice-dialog';
import {
  checkField,
  draftOfField,
  FIELD_TYPES,
  type FieldDraft,
  newOption,
  type OptionDraft,
  type Problems,
} from './draft';
import { NameFields } from './name-fields';

interface FieldDialogProps {
  /** Null makes a new one. */
  field: CustomerField | null;
  /** The largest position that there is. */
  last: number;
  onClose: () => void;
}

export function FieldDialog({ field, last, onClose }: FieldDialogProps) {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const [draft, setDraft] = useState(() => draftOfField(field, last));
  const [problems, setProblems] = useState<Problems>({});
  const save = useSaveField(field);
  const remove = useRemoveField();
  const error = save.error ?? remove.error;
  const failure = error ? asApiError(error) : null;
  const told = (name: keyof Problems) => {
    const own = problems[name];
    return own ? t(`admin.${own}`) : failure?.field(name);
  };
  const change = (part: Partial<FieldDraft>) => setDraft((before) => ({ ...before, ...part }));
  const done = (word: 'saved' | 'removed') => () => {
    toast.success(t(`admin.${word}`));
    onClose();
  };
  const submit = () => {
    const found = checkField(draft);
    setProblems(found);
    if (Object.keys(found).length === 0) save.mutate(draft, { onSuccess: done('saved') });
  };
  return (
    <ChoiceDialog
      title={field ? nameOf(field) : t('admin.add_field')}
      busy={save.isPending}
      removing={remove.isPending}
      error={error}
      named={['name_en', 'key', 'options']}
      onRemove={field ? () => remove.mutate(field.key, { onSuccess: done('removed') }) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <NameFields
        draft={draft}
        code={draft.key}
        codeLabel={t('admin.key')}
        fixed={field !== null}
        errors={{ name: told('name_en'), code: told('key') }}
        onNames={(names, key) => change({ ...names, key })}
      />
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Field label={t('admin.type.label')}>
          {(control) => (
            <Select
              {...control}
              disabled={field !== null}
              value={draft.type}
              onChange={(type) => change({ type: type as FieldDraft['type'] })}
              options={FIELD_TYPES.map((value) => ({ value, label: t(`admin.type.${value}`) }))}
              className="w-full"
            />
          )}
        </Field>
        <Field label={t('admin.position')} hint={t('admin.position_hint')}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              dir="ltr"
              value={draft.position}
              onChange={(event) => change({ position: event.target.value })}
              className="num max-w-28"
            />
          )}
        </Field>
      </div>
      {draft.type === 'choice' && (
        <Options
          options={draft.options}
          error={told('options')}
          onChange={(options) => change({ options })}
        />
      )}
      <Checkbox checked={draft.required} onChange={(required) => change({ required })}>
        {t('admin.is_required')}
      </Checkbox>
      <Checkbox
        checked={draft.active}
        hint={t('admin.is_active_hint')}
        onChange={(active) => change({ active })}
      >
        {t('admin.is_active')}
      </Checkbox>
    </ChoiceDialog>
  );
}

interface OptionsProps {
  options: OptionDraft[];
  error: string | undefined;
  onChange: (options: OptionDraft[]) => void;
}

function Options({ options, error, onChange }: OptionsProps) {
  const { t } = useTranslation('customers');
  const name = (at: number, key: 'name_en' | 'name_ar', label: string) => (
    <Input
      aria-label={label}
      placeholder={t(`admin.${key}`)}
      dir={key === 'name_ar' ? 'rtl' : 'ltr'}
      maxLength={60}
      value={options[at]?.[key] ?? ''}
      onChange={(event) =>
        onChange(options.map((one, i) => (i === at ? { ...one, [key]: event.target.value } : one)))
      }
    />
  );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm font-semibold">{t('admin.options')}</legend>
      {options.map((option, at) => (
        <div key={option.id} className="flex items-center gap-2">
          {name(at, 'name_en', t('admin.option_en', { n: at + 1 }))}
          {name(at, 'name_ar', t('admin.option_ar', { n: at + 1 }))}
          <IconButton
            icon={X}
            label={t('admin.option_drop', { n: at + 1 })}
            onClick={() => onChange(options.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <Button
        icon={Plus}
        className="self-start"
        onClick={() => onChange([...options, newOption()])}
      >
        {t('admin.option_add')}
      </Button>
    </fieldset>
  );
}
