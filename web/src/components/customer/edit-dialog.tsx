import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { asApiError, type CustomerCard, errorText } from '@/lib/api';
import { useChangeCustomer } from './api';

const NOT_KNOWN = 'unknown';
type Spoken = NonNullable<CustomerCard['language']>;

/** What one knows better of the customer. Orders keep what they were sent. */
export function EditDialog({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation(['customers', 'common']);
  const [draft, setDraft] = useState({
    name: card.name,
    phone: card.phone ?? '',
    email: card.email ?? '',
    language: (card.language ?? NOT_KNOWN) as Spoken | typeof NOT_KNOWN,
  });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useChangeCustomer(card);
  const problem = save.error ? asApiError(save.error) : null;
  const isNamed = ['name', 'phone', 'email'].some((field) => problem?.field(field));
  const submit = () => {
    const { language, ...rest } = draft;
    const known = language === NOT_KNOWN ? undefined : language;
    save.mutate({ ...rest, language: known }, { onSuccess: onClose });
  };
  const text = (field: 'name' | 'phone' | 'email', dir: 'auto' | 'ltr', maxLength: number) => (
    <Field label={t(`who.${field}`)} required={field === 'name'} error={problem?.field(field)}>
      {(control) => (
        <Input
          {...control}
          dir={dir}
          type={{ name: 'text', phone: 'tel', email: 'email' }[field]}
          value={draft[field]}
          maxLength={maxLength}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      open
      width="small"
      dismissable={false}
      onClose={onClose}
      title={
        <>
          {t('edit.title')} – <bdi className="ltr num">{card.code}</bdi>
        </>
      }
      description={t('edit.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {text('name', 'auto', 200)}
        {text('phone', 'ltr', 40)}
        {text('email', 'ltr', 254)}
        <Field label={t('who.language')} error={problem?.field('language')}>
          {(control) => (
            <Select
              {...control}
              value={draft.language}
              onChange={(language) => change({ language: language as typeof draft.language })}
              options={[
                ...(card.language ? [] : [{ value: NOT_KNOWN, label: t('language.unknown') }]),
                { value: 'ar', label: t('language.ar') },
                { value: 'en', label: t('language.en') },
              ]}
              className="w-full"
            />
          )}
        </Field>
        {problem && !isNamed && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('common:save')}
        </button>
      </form>
    </Dialog>
  );
}
