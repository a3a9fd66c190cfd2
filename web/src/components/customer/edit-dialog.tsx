import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { asApiError, type CustomerCard } from '@/lib/api';
import { useChangeCustomer } from './api';
import { PersonDialog } from './person-dialog';

const NOT_KNOWN = 'unknown';
type Spoken = NonNullable<CustomerCard['language']>;

/** What one knows better of the customer. Orders keep what they were sent. */
export function EditDialog({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const [draft, setDraft] = useState({
    name: card.name,
    phone: card.phone ?? '',
    email: card.email ?? '',
    language: (card.language ?? NOT_KNOWN) as Spoken | typeof NOT_KNOWN,
  });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useChangeCustomer(card);
  const problem = save.error ? asApiError(save.error) : null;
  const submit = () => {
    const { language, ...rest } = draft;
    const known = language === NOT_KNOWN ? undefined : language;
    save.mutate({ ...rest, language: known }, { onSuccess: onClose });
  };
  return (
    <PersonDialog
      title={
        <>
          {t('edit.title')} – <bdi className="ltr num">{card.code}</bdi>
        </>
      }
      description={t('edit.text')}
      person={draft}
      busy={save.isPending}
      error={save.error}
      onChange={change}
      onSave={submit}
      onClose={onClose}
    >
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
    </PersonDialog>
  );
}
