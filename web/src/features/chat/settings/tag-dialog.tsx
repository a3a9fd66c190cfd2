import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TagMark } from '@/components/chat/tag-mark';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { asApiError, type ChatTag, errorText } from '@/lib/api';
import { addTag, changeTag, codeFrom, TAGS, type TagDraft } from './api';

/* Two of the server's colours look the same here; the second is offered to who has it. */
const COLORS = ['gray', 'green', 'teal', 'blue', 'violet', 'amber', 'red'] as const;

interface TagDialogProps {
  /** null: a new one. */
  tag: ChatTag | null;
  onClose: () => void;
}

export function TagDialog({ tag, onClose }: TagDialogProps) {
  const { t } = useTranslation(['chat_settings', 'common']);
  const cache = useQueryClient();
  const [draft, setDraft] = useState<TagDraft>({
    code: tag?.code ?? '',
    name: tag?.name ?? '',
    name_ar: tag?.name_ar ?? '',
    color: tag?.color ?? 'gray',
  });
  const [ownCode, setOwnCode] = useState(false);
  const change = (part: Partial<TagDraft>) => setDraft((before) => ({ ...before, ...part }));
  const code = tag || ownCode ? draft.code : codeFrom(draft.name);
  const save = useMutation({
    mutationFn: () => {
      const { code: _, ...rest } = draft;
      return tag ? changeTag(tag, rest) : addTag({ ...rest, code });
    },
    onSuccess: onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: TAGS }),
  });
  const problem = save.error ? asApiError(save.error) : null;
  const isNamed = ['name', 'name_ar', 'code', 'color'].some((field) => problem?.field(field));
  const colors = tag && !COLORS.some((one) => one === tag.color) ? [...COLORS, tag.color] : COLORS;
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={tag ? t('tags.edit_title') : t('tags.add')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Name
          label={t('tags.name_en')}
          dir="ltr"
          value={draft.name}
          error={problem?.field('name')}
          onChange={(name) => change({ name })}
        />
        <Name
          label={t('tags.name_ar')}
          hint={t('tags.name_ar_hint')}
          dir="rtl"
          value={draft.name_ar}
          error={problem?.field('name_ar')}
          onChange={(name_ar) => change({ name_ar })}
        />
        {!tag && (
          <Field label={t('tags.code')} hint={t('tags.code_hint')} error={problem?.field('code')}>
            {(control) => (
              <Input
                {...control}
                dir="ltr"
                autoCapitalize="none"
                value={code}
                maxLength={32}
                onChange={(event) => {
                  setOwnCode(true);
                  change({ code: event.target.value });
                }}
              />
            )}
          </Field>
        )}
        <RadioGroup
          label={t('tags.color')}
          columns={3}
          value={draft.color}
          onChange={(color) => change({ color: color as ChatTag['color'] })}
          options={colors.map((value) => ({
            value,
            label: (
              <span className="inline-flex items-center gap-1.5">
                <TagMark color={value} />
                {t(`tags.colors.${value}`)}
              </span>
            ),
          }))}
        />
        {problem && !isNamed && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

interface NameProps {
  label: string;
  hint?: string;
  dir: 'ltr' | 'rtl';
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

function Name({ label, hint, dir, value, error, onChange }: NameProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          dir={dir}
          value={value}
          maxLength={60}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
