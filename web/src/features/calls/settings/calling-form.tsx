import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Part } from '@/components/ui/part';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type CallSettings, errorText } from '@/lib/api';
import { draftOf, SETTINGS, type SettingsDraft, saveCallSettings } from './api';
import { DialExample } from './dial-example';
import { RoutesTable } from './routes-table';

interface CallingFormProps {
  settings: CallSettings;
  /** Somebody else was first: begin again with what is there now. */
  onAgain: () => void;
}

export function CallingForm({ settings, onAgain }: CallingFormProps) {
  const { t } = useTranslation(['call_stats', 'common']);
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [version, setVersion] = useState(settings.version);
  const change = (part: Partial<SettingsDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => saveCallSettings(draft, version),
    onSuccess: (after) => {
      cache.setQueryData(SETTINGS, after);
      setDraft(draftOf(after));
      setVersion(after.version);
      toast.success(t('settings.saved'));
    },
  });
  const problem = save.error ? asApiError(save.error) : null;
  const seconds = (field: 'wrapUp' | 'offer', name: string, label: string, hint: string) => (
    <Field label={label} hint={hint} error={problem?.field(name)}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          className="num max-w-28"
          value={draft[field]}
          onChange={(event) =>
            change({ [field]: event.target.value.replace(/\D/g, '').slice(0, 4) })
          }
        />
      )}
    </Field>
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
      <Part
        title={t('settings.dialling')}
        text={t('settings.dialling_text')}
        aside={<DialExample context={draft.dialContext} prefix={draft.dialPrefix} />}
      >
        <Field
          label={t('settings.context')}
          hint={t('settings.context_hint')}
          required
          error={problem?.field('dial_context')}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              autoCapitalize="none"
              className="max-w-80"
              value={draft.dialContext}
              onChange={(event) => change({ dialContext: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('settings.prefix')}
          hint={t('settings.prefix_hint')}
          error={problem?.field('dial_prefix')}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              className="num max-w-40"
              value={draft.dialPrefix}
              onChange={(event) => change({ dialPrefix: event.target.value })}
            />
          )}
        </Field>
      </Part>
      <Part title={t('settings.after')} text={t('settings.after_text')}>
        {seconds('wrapUp', 'wrap_up_seconds', t('settings.wrap_up'), t('settings.wrap_up_hint'))}
        {seconds('offer', 'offer_seconds', t('settings.offer'), t('settings.offer_hint'))}
      </Part>
      <RoutesTable
        names={new Map(settings.routes.map(({ department, name }) => [department, name]))}
        routes={draft.routes}
        error={problem?.field('routes')}
        onChange={(routes) => change({ routes })}
      />
      {problem?.code === 'conflict' && !problem.field('routes') ? (
        <Notice tone="warning" alert>
          <span className="flex flex-wrap items-center gap-2">
            {t('settings.changed')}
            <Button onClick={onAgain}>{t('settings.load')}</Button>
          </span>
        </Notice>
      ) : (
        problem && (
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        )
      )}
      <div>
        <Button variant="primary" type="submit" busy={save.isPending}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  );
}
