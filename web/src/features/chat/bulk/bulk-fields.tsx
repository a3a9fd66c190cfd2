import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Textarea } from '@/components/ui/textarea';
import { TagChoice } from '../thread/tag-choice';
import { Targets } from '../thread/targets';
import type { BulkKind } from './bulk-dialog';

export interface BulkDraft {
  reason: string;
  tags: readonly string[];
  /** As <Targets> says it. */
  to: string;
  note: string;
}

interface BulkFieldsProps {
  kind: BulkKind;
  draft: BulkDraft;
  onChange: (draft: BulkDraft) => void;
  isMissing: boolean;
}

export function BulkFields({ kind, draft, onChange, isMissing }: BulkFieldsProps) {
  const { t } = useTranslation('chat');
  const set = (part: Partial<BulkDraft>) => onChange({ ...draft, ...part });
  if (kind === 'close') {
    return (
      <Field label={t('bulk.reason')} hint={t('bulk.reason_hint')}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            value={draft.reason}
            maxLength={200}
            onChange={(event) => set({ reason: event.target.value })}
          />
        )}
      </Field>
    );
  }
  if (kind === 'tag') {
    return (
      <>
        <p className="text-sm text-ink-2">{t('bulk.tags_text')}</p>
        <TagChoice value={draft.tags} onChange={(tags) => set({ tags })} />
        {isMissing && draft.tags.length === 0 && (
          <Notice tone="danger" alert>
            {t('bulk.no_tags')}
          </Notice>
        )}
      </>
    );
  }
  return (
    <>
      <Targets
        value={draft.to}
        onChange={(to) => set({ to })}
        error={isMissing && !draft.to ? t('transfer.missing') : undefined}
      />
      <Field label={t('transfer.note')} hint={t('transfer.note_hint')}>
        {(control) => (
          <Textarea
            {...control}
            value={draft.note}
            maxLength={2000}
            onChange={(event) => set({ note: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
