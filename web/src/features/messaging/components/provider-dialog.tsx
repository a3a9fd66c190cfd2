import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type MessageProvider } from '@/lib/api';
import { type ProviderDraft, removeProvider, saveProvider } from '../api';
import { type ProviderKind, providerFields, standardSettings } from '../provider-fields';

interface ProviderDialogProps {
  /** Null makes a new one. */
  provider: MessageProvider | null;
  onClose: () => void;
}

function draftOf(provider: MessageProvider | null): ProviderDraft {
  if (!provider) {
    return {
      channel: 'sms',
      kind: 'twilio',
      name: '',
      settings: standardSettings('twilio'),
      secret: '',
      active: true,
    };
  }
  const { channel, kind, name, active } = provider;
  const settings = { ...(provider.settings as Record<string, string>) };
  return { channel, kind, name, settings, secret: '', active };
}

/* Hints speak of {{to}} and the like, which are the gateway's variables, not ours. */
const asWritten = { interpolation: { prefix: '[[', suffix: ']]' } };

export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const { t, i18n } = useTranslation(['messaging', 'common']);
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(provider));
  const done = (words: string) => {
    void queryClient.invalidateQueries({ queryKey: ['message-providers'] });
    toast.success(words);
    onClose();
  };
  const save = useMutation({
    mutationFn: () => saveProvider(draft, provider),
    onSuccess: () => done(t('providers.saved')),
  });
  const remove = useMutation({
    mutationFn: () => removeProvider(provider?.id ?? 0),
    onSuccess: () => done(t('providers.removed')),
  });
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  const change = (part: Partial<ProviderDraft>) => setDraft((before) => ({ ...before, ...part }));
  const hintOf = (name: string) => {
    const key = `messaging:providers.hint.${draft.kind}_${name}`;
    return i18n.exists(key) ? t(key, asWritten) : undefined;
  };
  const choose = (kind: ProviderKind) =>
    change({
      kind,
      channel: kind === 'smtp' ? 'email' : 'sms',
      settings: standardSettings(kind),
    });
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={provider ? t('providers.edit_title') : t('providers.new')}
      footer={
        <>
          {provider && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('providers.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!provider && (
          <Field label={t('providers.kind_label')} required error={problem?.field('kind')}>
            {(control) => (
              <Select
                {...control}
                value={draft.kind}
                onChange={(value) => choose(value as ProviderKind)}
                options={(['twilio', 'http', 'smtp'] as const).map((value) => ({
                  value,
                  label: t(`providers.kind.${value}`),
                }))}
              />
            )}
          </Field>
        )}
        <Field label={t('providers.name')} required error={problem?.field('name')}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        {providerFields[draft.kind].map(({ name }) => (
          <Field
            key={name}
            label={t(`providers.field.${name}`)}
            hint={hintOf(name)}
            error={problem?.field(`settings.${name}`)}
          >
            {(control) => (
              <Input
                {...control}
                dir="ltr"
                value={draft.settings[name] ?? ''}
                onChange={(event) =>
                  change({ settings: { ...draft.settings, [name]: event.target.value } })
                }
              />
            )}
          </Field>
        ))}
        <Field
          label={t('providers.secret')}
          hint={t(provider?.has_secret ? 'providers.secret_kept' : 'providers.secret_hint')}
          error={problem?.field('secret')}
        >
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="off"
              value={draft.secret}
              onChange={(event) => change({ secret: event.target.value })}
            />
          )}
        </Field>
        <Checkbox checked={draft.active} onChange={(active) => change({ active })}>
          {t('providers.use')}
        </Checkbox>
        {provider?.callback_secret && (
          <p className="text-xs text-ink-3">
            {t('providers.callback_secret')}{' '}
            <bdi className="ltr break-all">{provider.callback_secret}</bdi>
          </p>
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
