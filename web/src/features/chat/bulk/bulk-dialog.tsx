import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { type BulkDeed, doWithMany } from '../api';
import { putChat } from '../store/chats';
import { setSelected, stopSelecting } from '../store/selection';
import { targetOf } from '../thread/targets';
import { type BulkDraft, BulkFields } from './bulk-fields';
import { BulkResults, type Failure } from './bulk-results';

export type BulkKind = 'close' | 'tag' | 'assign';

interface BulkDialogProps {
  kind: BulkKind;
  ids: readonly number[];
  onClose: () => void;
}

/** The same for several chats; what could not be done is told by name, with the reason. */
export function BulkDialog({ kind, ids: given, onClose }: BulkDialogProps) {
  const { t } = useTranslation(['chat', 'common']);
  // Those that are closed leave the list under the dialog.
  const [ids] = useState(given);
  const [draft, setDraft] = useState<BulkDraft>({ reason: '', tags: [], to: '', note: '' });
  const [isMissing, setMissing] = useState(false);
  const [failures, setFailures] = useState<Failure[] | null>(null);
  const count = ids.length;
  const amount = (number: number) => ({ count: number, shown: formatNumber(number) });
  const run = useMutation({
    mutationFn: (deed: BulkDeed) => doWithMany(ids, deed),
    onSuccess: (results) => {
      const done = results.flatMap(({ chat }) => chat ?? []);
      for (const chat of done) putChat(chat);
      if (done.length > 0) toast.success(t(`bulk.done.${kind}`, amount(done.length)));
      const failed = results.filter(({ ok }) => !ok);
      if (failed.length === 0) {
        stopSelecting();
        onClose();
        return;
      }
      setSelected(failed.map(({ id }) => Number(id)));
      setFailures(failed.map(({ id, error }) => ({ id: Number(id), text: error ?? '' })));
    },
  });
  const submit = () => {
    const deed = deedOf(kind, draft);
    setMissing(!deed);
    if (deed) run.mutate(deed);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`bulk.title.${kind}`, amount(count))}
      footer={
        failures ? (
          <Button variant="primary" onClick={onClose}>
            {t('common:close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('common:cancel')}</Button>
            <Button variant="primary" busy={run.isPending} onClick={submit}>
              {t(`bulk.submit.${kind}`)}
            </Button>
          </>
        )
      }
    >
      {failures ? (
        <BulkResults failures={failures} />
      ) : (
        <div className="flex flex-col gap-4">
          <BulkFields kind={kind} draft={draft} onChange={setDraft} isMissing={isMissing} />
          {run.error && (
            <Notice tone="danger" alert>
              {errorText(run.error)}
            </Notice>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** Null while something is missing. */
export function deedOf(kind: BulkKind, { reason, tags, to, note }: BulkDraft): BulkDeed | null {
  switch (kind) {
    case 'close':
      return { action: 'close', ...(reason.trim() ? { reason: reason.trim() } : {}) };
    case 'tag':
      return tags.length > 0 ? { action: 'tag', tags: [...tags], beside: true } : null;
    case 'assign':
      return to ? { action: 'assign', note: note.trim(), ...targetOf(to) } : null;
  }
}
