import { useMutation, useQueryClient } from '@tanstack/react-query';
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
import { type ApiError, asApiError, type Extension, errorText } from '@/lib/api';
import {
  type ExtensionDraft,
  removeExtension,
  saveExtension,
  useAgentChoices,
  useTeamChoices,
} from '../api';

function draftOf(extension: Extension | null): ExtensionDraft {
  return {
    extension: extension?.extension ?? '',
    endpoint: extension?.endpoint ?? '',
    agent_name: extension && !extension.agent_id ? (extension.agent_name ?? '') : '',
    team_id: extension?.team_id ?? 0,
    agent_id: extension?.agent_id ?? 0,
    is_active: extension?.is_active ?? true,
  };
}

interface ExtensionDialogProps {
  /** Null makes a new one. */
  extension: Extension | null;
  onClose: () => void;
}

export function ExtensionDialog({ extension, onClose }: ExtensionDialogProps) {
  const { t } = useTranslation(['telephony', 'common']);
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(extension));
  const change = (part: Partial<ExtensionDraft>) => setDraft((before) => ({ ...before, ...part }));
  const done = (words: string) => {
    void cache.invalidateQueries({ queryKey: ['telephony', 'extensions'] });
    toast.success(words);
    onClose();
  };
  const save = useMutation({
    mutationFn: () => saveExtension(draft, extension),
    onSuccess: ({ data }) => done(t('extensions.saved', { number: data.extension })),
  });
  const remove = useMutation({
    mutationFn: () => removeExtension(extension?.id ?? 0),
    onSuccess: () => done(t('extensions.removed', { number: extension?.extension })),
  });
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={
        extension
          ? t('extensions.edit_label', { number: extension.extension })
          : t('extensions.new')
      }
      footer={
        <>
          {extension && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('extensions.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={draft.extension.trim() === ''}
            onClick={() => save.mutate()}
          >
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <PhoneFields draft={draft} problem={problem} onChange={change} />
        <PersonFields draft={draft} problem={problem} onChange={change} />
        <Checkbox checked={draft.is_active} onChange={(is_active) => change({ is_active })}>
          {t('extensions.active')}
        </Checkbox>
        {problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

interface PartProps {
  draft: ExtensionDraft;
  problem: ApiError | null;
  onChange: (part: Partial<ExtensionDraft>) => void;
}

function PhoneFields({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('telephony');
  return (
    <>
      <Field
        label={t('extensions.number')}
        hint={t('extensions.number_hint')}
        required
        error={problem?.field('extension')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            inputMode="tel"
            className="num max-w-40"
            value={draft.extension}
            onChange={(event) => onChange({ extension: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('extensions.endpoint')}
        hint={t('extensions.endpoint_hint')}
        error={problem?.field('endpoint')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoCapitalize="none"
            value={draft.endpoint}
            onChange={(event) => onChange({ endpoint: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function PersonFields({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('telephony');
  const agents = useAgentChoices();
  const teams = useTeamChoices();
  const none = { value: '0', label: t('extensions.none') };
  return (
    <>
      <Field label={t('extensions.agent')} error={problem?.field('agent_id')}>
        {(control) => (
          <Select
            {...control}
            value={String(draft.agent_id)}
            onChange={(value) => onChange({ agent_id: Number(value) })}
            options={[
              none,
              ...(agents.data ?? []).map(({ id, name, code }) => ({
                value: String(id),
                label: `${name} (${code})`,
              })),
            ]}
          />
        )}
      </Field>
      {draft.agent_id === 0 && (
        <Field
          label={t('extensions.name')}
          hint={t('extensions.name_hint')}
          error={problem?.field('agent_name')}
        >
          {(control) => (
            <Input
              {...control}
              dir="auto"
              value={draft.agent_name}
              onChange={(event) => onChange({ agent_name: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field label={t('extensions.team')} error={problem?.field('team_id')}>
        {(control) => (
          <Select
            {...control}
            value={String(draft.team_id)}
            onChange={(value) => onChange({ team_id: Number(value) })}
            options={[
              none,
              ...(teams.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
        )}
      </Field>
    </>
  );
}
