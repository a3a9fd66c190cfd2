import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type Schedule } from '@/lib/api';
import { KINDS, type Kind, kindLooks } from '../kinds';
import { REACHES, type Reach, useRemoveEntry, useSaveEntry } from '../schedule-api';
import type { EntryDraft } from '../week';
import type { Planned } from './week-grid';

interface EntryDialogProps {
  /** Null makes a new one. */
  entry: Schedule | null;
  draft: EntryDraft;
  agents: Planned[];
  onClose: () => void;
}

export function EntryDialog({ entry, draft: first, agents, onClose }: EntryDialogProps) {
  const { t } = useTranslation(['team', 'common']);
  const [draft, setDraft] = useState(first);
  const [reach, setReach] = useState<Reach>('one');
  const save = useSaveEntry(entry);
  const remove = useRemoveEntry(entry);
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  const change = (part: Partial<EntryDraft>) => setDraft((before) => ({ ...before, ...part }));
  async function finish(work: Promise<unknown>, words: string) {
    try {
      await work;
      toast.success(words);
      onClose();
    } catch {
      // Shown below, from the state of the mutation.
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t(entry ? 'entry.edit' : 'entry.new')}
      footer={
        <>
          {entry && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={remove.isPending}
              onClick={() => void finish(remove.mutateAsync(reach), t('entry.removed'))}
            >
              {t(`entry.removes.${reach}`)}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            onClick={() => void finish(save.mutateAsync({ draft, reach }), t('entry.saved'))}
          >
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('entry.agent')} required error={problem?.field('agent_id')}>
          {(control) => (
            <Select
              {...control}
              value={draft.agent}
              disabled={entry !== null}
              onChange={(agent) => change({ agent })}
              options={agents.map((agent) => ({
                value: String(agent.agent_id),
                label: agent.agent_name,
              }))}
            />
          )}
        </Field>
        <RadioGroup
          label={t('entry.kind')}
          required
          columns={2}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as Kind })}
          options={KINDS.map((kind) => ({
            value: kind,
            label: t(kindLooks[kind].label),
            icon: kindLooks[kind].icon,
          }))}
        />
        <div className="flex flex-wrap gap-4">
          <Field label={t('entry.from')} required error={problem?.field('starts_at')}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft.from}
                onChange={(event) => change({ from: event.target.value })}
                className="num max-w-60"
              />
            )}
          </Field>
          <Field label={t('entry.to')} required error={problem?.field('ends_at')}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft.to}
                onChange={(event) => change({ to: event.target.value })}
                className="num max-w-60"
              />
            )}
          </Field>
        </div>
        {!entry && (
          <Field
            label={t('entry.repeat')}
            hint={t('entry.repeat_hint')}
            error={problem?.field('repeat_until')}
          >
            {(control) => (
              <Input
                {...control}
                type="date"
                value={draft.repeatUntil}
                onChange={(event) => change({ repeatUntil: event.target.value })}
                className="num max-w-60"
              />
            )}
          </Field>
        )}
        <Field label={t('entry.note')} error={problem?.field('note')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={500}
              value={draft.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          )}
        </Field>
        {entry && entry.series_id !== null && (
          <RadioGroup
            label={t('entry.reach')}
            value={reach}
            onChange={(to) => setReach(to as Reach)}
            options={REACHES.map((one) => ({
              value: one,
              label: t(`entry.reaches.${one}`),
              hint: t(`entry.reaches.${one}_hint`),
            }))}
          />
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
