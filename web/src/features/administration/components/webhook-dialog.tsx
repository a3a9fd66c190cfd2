import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveProblem } from '@/components/save-problem';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { toast } from '@/components/ui/toast-store';
import { asApiError, type Webhook, type WebhookEventType } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { useWords } from '../use-words';
import {
  draftOf,
  useNewSecret,
  useRemoveWebhook,
  useSaveWebhook,
  type WebhookDraft,
} from '../webhooks-api';
import { EditActions } from './edit-parts';

interface WebhookDialogProps {
  /** Null makes a new one. */
  webhook: Webhook | null;
  types: WebhookEventType[];
  onClose: () => void;
}

export function WebhookDialog({ webhook, types, onClose }: WebhookDialogProps) {
  const { t } = useTranslation(['administration', 'common']);
  const [seen, setSeen] = useState(webhook);
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const [secret, setSecret] = useState<{ text: string; fresh: boolean } | null>(null);
  const save = useSaveWebhook(seen);
  const remove = useRemoveWebhook();
  const rotate = useNewSecret();
  const failure = save.error ?? remove.error ?? rotate.error;
  const problem = failure ? asApiError(failure) : null;
  const { name } = draft;
  const change = (part: Partial<WebhookDraft>) => setDraft((before) => ({ ...before, ...part }));
  const finish = (words: string) => {
    toast.success(words);
    onClose();
  };
  const saved = (row: Webhook) => {
    if (row.secret) setSecret({ text: row.secret, fresh: true });
    else finish(t('webhooks.saved', { name }));
  };
  if (secret) {
    return (
      <SecretDialog
        title={t('webhooks.secret_title', { name })}
        text={t('webhooks.secret_text')}
        label={t('webhooks.secret')}
        secret={secret.text}
        note={secret.fresh ? undefined : t('webhooks.secret_old')}
        done={t('webhooks.secret_kept')}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={seen ? t('webhooks.edit_title', { name: seen.name }) : t('webhooks.add')}
      footer={
        <EditActions
          remove={
            seen
              ? {
                  label: t('webhooks.remove'),
                  busy: remove.isPending,
                  onPress: () =>
                    remove.mutate(seen.id, {
                      onSuccess: () => finish(t('webhooks.removed', { name })),
                    }),
                }
              : undefined
          }
          saveLabel={t('common:save')}
          saving={save.isPending}
          onSave={() => save.mutate(draft, { onSuccess: saved })}
          onClose={onClose}
        />
      }
    >
      <div className="flex flex-col gap-4">
        <SaveProblem<Webhook>
          problem={problem}
          onLoad={(current) => {
            setSeen(current);
            setDraft(draftOf(current));
            save.reset();
          }}
        />
        <Field label={t('webhooks.name')} required error={problem?.field('name')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={100}
              value={name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('webhooks.url')}
          required
          hint={t('webhooks.url_hint')}
          error={problem?.field('url')}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              type="url"
              value={draft.url}
              onChange={(event) => change({ url: event.target.value.trim() })}
            />
          )}
        </Field>
        <EventChoice
          draft={draft}
          types={types}
          error={problem?.field('events')}
          onChange={change}
        />
        {seen && (
          <>
            <Checkbox
              checked={draft.active}
              onChange={(active) => change({ active })}
              hint={t('webhooks.active_hint')}
            >
              {t('webhooks.active')}
            </Checkbox>
            <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3 text-sm">
              <Button
                busy={rotate.isPending}
                onClick={() =>
                  rotate.mutate(seen.id, {
                    onSuccess: (row) => setSecret({ text: row.secret ?? '', fresh: false }),
                  })
                }
              >
                {t('webhooks.secret_new')}
              </Button>
              {seen.old_secret_until && Date.parse(seen.old_secret_until) > Date.now() && (
                <span className="text-ink-2">
                  {t('webhooks.old_secret')} {formatDateTime(seen.old_secret_until)}
                </span>
              )}
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

interface EventChoiceProps {
  draft: WebhookDraft;
  types: WebhookEventType[];
  error: string | undefined;
  onChange: (part: Partial<WebhookDraft>) => void;
}

function EventChoice({ draft, types, error, onChange }: EventChoiceProps) {
  const { t } = useTranslation('administration');
  const words = useWords();
  const toggle = (type: string, on: boolean) => {
    const events = new Set(draft.events);
    if (on) events.add(type);
    else events.delete(type);
    onChange({ events });
  };
  return (
    <>
      <RadioGroup
        label={t('webhooks.events')}
        columns={2}
        value={draft.all ? 'all' : 'some'}
        onChange={(value) => onChange({ all: value === 'all' })}
        options={[
          { value: 'all', label: t('webhooks.all_events') },
          { value: 'some', label: t('webhooks.chosen_events') },
        ]}
      />
      {error && <p className="text-xs text-danger">{error}</p>}
      {!draft.all && (
        <div className="grid gap-1.5 sm:grid-cols-2">
          {types.map(({ type, about }) => (
            <Checkbox
              key={type}
              checked={draft.events.has(type)}
              onChange={(on) => toggle(type, on)}
              hint={<bdi className="ltr">{type}</bdi>}
            >
              {words.event(type, about)}
            </Checkbox>
          ))}
        </div>
      )}
    </>
  );
}
