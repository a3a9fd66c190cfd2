import { Tag } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNameOf } from '@/components/customer/words';
import { Checkbox } from '@/components/ui/checkbox';
import { Chip } from '@/components/ui/chip';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type CustomerTag } from '@/lib/api';
import { useRemoveTag, useSaveTag } from './api';
import { ChoiceDialog } from './choice-dialog';
import { checkTag, draftOfTag, type Problems, type TagDraft, TONES } from './draft';
import { NameFields } from './name-fields';

interface TagDialogProps {
  /** Null makes a new one. */
  tag: CustomerTag | null;
  onClose: () => void;
}

export function TagDialog({ tag, onClose }: TagDialogProps) {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const [draft, setDraft] = useState(() => draftOfTag(tag));
  const [problems, setProblems] = useState<Problems>({});
  const save = useSaveTag(tag);
  const remove = useRemoveTag();
  const error = save.error ?? remove.error;
  const failure = error ? asApiError(error) : null;
  const change = (part: Partial<TagDraft>) => setDraft((before) => ({ ...before, ...part }));
  const done = (word: 'saved' | 'removed') => () => {
    toast.success(t(`admin.${word}`));
    onClose();
  };
  const submit = () => {
    const found = checkTag(draft);
    setProblems(found);
    if (Object.keys(found).length === 0) save.mutate(draft, { onSuccess: done('saved') });
  };
  const shown = nameOf(draft).trim() || draft.name_en.trim() || draft.name_ar.trim();
  return (
    <ChoiceDialog
      title={tag ? nameOf(tag) : t('admin.add_tag')}
      busy={save.isPending}
      removing={remove.isPending}
      error={error}
      named={['name_en', 'code']}
      onRemove={tag ? () => remove.mutate(tag.code, { onSuccess: done('removed') }) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <NameFields
        draft={draft}
        code={draft.code}
        codeLabel={t('admin.code')}
        fixed={tag !== null}
        errors={{
          name: problems.name_en ? t('admin.need_name') : failure?.field('name_en'),
          code: problems.key ? t('admin.need_key') : failure?.field('code'),
        }}
        onNames={(names, code) => change({ ...names, code })}
      />
      <Field label={t('admin.tone.label')}>
        {(control) => (
          <div className="flex items-center gap-3">
            <Select
              {...control}
              value={draft.tone}
              onChange={(tone) => change({ tone: tone as TagDraft['tone'] })}
              options={TONES.map((value) => ({ value, label: t(`admin.tone.${value}`) }))}
              className="w-40"
            />
            {shown && (
              <Chip tone={draft.tone} icon={Tag}>
                <bdi>{shown}</bdi>
              </Chip>
            )}
          </div>
        )}
      </Field>
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
