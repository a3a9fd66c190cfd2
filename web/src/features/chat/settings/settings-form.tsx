import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { Part } from '@/components/ui/part';
import { RadioGroup } from '@/components/ui/radio-group';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type ChatSettings, errorText } from '@/lib/api';
import { AnswersPart } from './answers-part';
import { draftOf, type NumberName, SETTINGS, type SettingsDraft, saveSettings } from './api';
import { NumberField } from './number-field';

interface SettingsFormProps {
  settings: ChatSettings;
  /** Somebody else was first: begin again with what is there now. */
  onAgain: () => void;
}

export function SettingsForm({ settings, onAgain }: SettingsFormProps) {
  const { t } = useTranslation(['chat_settings', 'common']);
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [version, setVersion] = useState(settings.version);
  const change = (part: Partial<SettingsDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => saveSettings(draft, version),
    onSuccess: (after) => {
      cache.setQueryData(SETTINGS, after);
      setDraft(draftOf(after));
      setVersion(after.version);
      toast.success(t('saved'));
    },
  });
  const problem = save.error ? asApiError(save.error) : null;
  const number = (name: NumberName, unit: 'seconds' | 'minutes' | 'chats') => (
    <NumberField
      label={t(`number.${name}`)}
      hint={t(`hint.${name}`)}
      unit={t(`unit.${unit}`)}
      error={problem?.field(name)}
      value={draft.numbers[name]}
      onChange={(value) => change({ numbers: { ...draft.numbers, [name]: value } })}
    />
  );
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Part title={t('routing.title')} text={t('routing.text')}>
        <RadioGroup
          label={t('routing.label')}
          value={draft.routing}
          onChange={(routing) => change({ routing: routing as SettingsDraft['routing'] })}
          options={(['manual', 'auto'] as const).map((value) => ({
            value,
            label: t(`routing.${value}`),
            hint: t(`routing.${value}_hint`),
          }))}
        />
        {draft.routing === 'auto' && number('offer_seconds', 'seconds')}
        {number('capacity_default', 'chats')}
      </Part>
      <Part title={t('alerts.title')} text={t('alerts.text')}>
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          {number('waiting_alert_seconds', 'seconds')}
          {number('unseen_alert_seconds', 'seconds')}
          {number('disconnect_grace_seconds', 'seconds')}
          {number('abandon_minutes', 'minutes')}
        </div>
      </Part>
      <Part title={t('receipts.title')} text={t('receipts.text')}>
        <Checkbox checked={draft.receipts} onChange={(receipts) => change({ receipts })}>
          {t('receipts.label')}
        </Checkbox>
      </Part>
      <AnswersPart
        answers={draft.answers}
        onChange={(answers) => change({ answers })}
        error={problem?.field('answers') ?? problem?.field('en') ?? problem?.field('ar')}
      />
      {problem && <Refusal problem={problem} onAgain={onAgain} />}
      <div>
        <Button variant="primary" type="submit" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}

interface RefusalProps {
  problem: ReturnType<typeof asApiError>;
  onAgain: () => void;
}

/** Why it was not saved; of two who change it at once the second sees what the first did. */
function Refusal({ problem, onAgain }: RefusalProps) {
  const { t } = useTranslation('chat_settings');
  if (problem.code !== 'conflict') {
    return (
      <Notice tone="danger" alert>
        {errorText(problem)}
      </Notice>
    );
  }
  return (
    <Notice tone="warning" alert>
      <span className="flex flex-wrap items-center gap-2">
        {t('changed')}
        <Button onClick={onAgain}>{t('load')}</Button>
      </span>
    </Notice>
  );
}
