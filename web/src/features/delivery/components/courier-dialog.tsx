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
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { type ApiError, asApiError, type Courier, errorText } from '@/lib/api';
import { DELIVERY_STATUSES } from '@/lib/states';
import { type CourierDraft, removeCourier, saveCourier } from '../api';
import {
  ADAPTERS,
  type Adapter,
  courierFields,
  mapToText,
  standardSettings,
  textToMap,
} from '../courier-fields';

/** The draft as it stands in the form: the table of words is text there. */
type Form = Omit<CourierDraft, 'status_map'> & { map: string };

function formOf(courier: Courier | null): Form {
  if (!courier) {
    return {
      adapter: 'none',
      name: '',
      short_name: '',
      settings: {},
      secret: '',
      second_secret: '',
      map: '',
      track_url: '',
      poll_minutes: 0,
      stuck_hours: 72,
      active: true,
    };
  }
  const { adapter, name, short_name, poll_minutes, stuck_hours, active } = courier;
  return {
    adapter,
    name,
    short_name,
    settings: { ...(courier.settings as Record<string, string>) },
    secret: '',
    second_secret: '',
    map: mapToText(courier.status_map as Record<string, string>),
    track_url: courier.track_url ?? '',
    poll_minutes,
    stuck_hours,
    active,
  };
}

/* Hints speak of {{tracking_number}}, which is the courier's variable, not ours. */
const asWritten = { interpolation: { prefix: '[[', suffix: ']]' } };

interface CourierDialogProps {
  /** Null makes a new one. */
  courier: Courier | null;
  onClose: () => void;
}

export function CourierDialog({ courier, onClose }: CourierDialogProps) {
  const { t } = useTranslation(['delivery', 'common']);
  const queryClient = useQueryClient();
  const [form, setForm] = useState(() => formOf(courier));
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const done = (words: string) => {
    void queryClient.invalidateQueries({ queryKey: ['couriers'] });
    toast.success(words);
    onClose();
  };
  const map = textToMap(form.map);
  const save = useMutation({
    mutationFn: () => {
      const { map: _text, ...rest } = form;
      return saveCourier({ ...rest, status_map: typeof map === 'number' ? {} : map }, courier);
    },
    onSuccess: () => done(t('couriers.saved')),
  });
  const remove = useMutation({
    mutationFn: () => removeCourier(courier?.id ?? 0),
    onSuccess: () => done(t('couriers.removed')),
  });
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={courier ? t('couriers.edit_title') : t('couriers.new')}
      footer={
        <>
          {courier && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('couriers.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={typeof map === 'number'}
            onClick={() => save.mutate()}
          >
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Who form={form} isNew={!courier} problem={problem} onChange={change} />
        <Speech form={form} courier={courier} problem={problem} onChange={change} />
        <Watch
          form={form}
          badLine={typeof map === 'number' ? map : null}
          problem={problem}
          onChange={change}
        />
        {courier?.callback_secret && (
          <p className="text-xs text-ink-3">
            {t('couriers.callback_secret')}{' '}
            <bdi className="ltr break-all">{courier.callback_secret}</bdi>
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

interface PartProps {
  form: Form;
  problem: ApiError | null;
  onChange: (part: Partial<Form>) => void;
}

function Who({ form, isNew, problem, onChange }: PartProps & { isNew: boolean }) {
  const { t } = useTranslation('delivery');
  const choose = (adapter: Adapter) =>
    onChange({
      adapter,
      settings: standardSettings(adapter),
      ...(adapter === 'none' ? { poll_minutes: 0 } : {}),
    });
  return (
    <>
      {isNew && (
        <Field label={t('couriers.adapter_label')} required error={problem?.field('adapter')}>
          {(control) => (
            <Select
              {...control}
              value={form.adapter}
              onChange={(value) => choose(value as Adapter)}
              options={ADAPTERS.map((value) => ({
                value,
                label: t(`couriers.adapter.${value}`),
              }))}
            />
          )}
        </Field>
      )}
      <Field label={t('couriers.name')} required error={problem?.field('name')}>
        {(control) => (
          <Input
            {...control}
            value={form.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('couriers.short_name')}
        hint={t('couriers.short_hint')}
        error={problem?.field('short_name')}
      >
        {(control) => (
          <Input
            {...control}
            value={form.short_name}
            onChange={(event) => onChange({ short_name: event.target.value })}
          />
        )}
      </Field>
      <Checkbox checked={form.active} onChange={(active) => onChange({ active })}>
        {t('couriers.use')}
      </Checkbox>
    </>
  );
}

/** What the adapter needs to know. */
function Speech({ form, courier, problem, onChange }: PartProps & { courier: Courier | null }) {
  const { t } = useTranslation('delivery');
  if (form.adapter === 'none') return null;
  const second = form.adapter === 'json' ? null : form.adapter;
  return (
    <>
      {courierFields[form.adapter].map(({ name }) => (
        <Field
          key={name}
          label={t(`couriers.field.${name}`)}
          error={problem?.field(`settings.${name}`)}
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              value={form.settings[name] ?? ''}
              onChange={(event) =>
                onChange({ settings: { ...form.settings, [name]: event.target.value } })
              }
            />
          )}
        </Field>
      ))}
      <Secret
        label={t('couriers.secret')}
        kept={courier?.has_secret ?? false}
        value={form.secret}
        error={problem?.field('secret')}
        onChange={(secret) => onChange({ secret })}
      />
      {second && (
        <Secret
          label={t(`couriers.second.${second}`)}
          kept={courier?.has_second_secret ?? false}
          value={form.second_secret}
          error={problem?.field('second_secret')}
          onChange={(second_secret) => onChange({ second_secret })}
        />
      )}
      <NumberField
        label={t('couriers.poll')}
        hint={t('couriers.poll_hint')}
        value={form.poll_minutes}
        error={problem?.field('poll_minutes')}
        onChange={(poll_minutes) => onChange({ poll_minutes })}
      />
    </>
  );
}

interface SecretProps {
  label: string;
  kept: boolean;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

function Secret({ label, kept, value, error, onChange }: SecretProps) {
  const { t } = useTranslation('delivery');
  return (
    <Field
      label={label}
      hint={t(kept ? 'couriers.secret_kept' : 'couriers.secret_hint')}
      error={error}
    >
      {(control) => (
        <PasswordInput
          {...control}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface NumberFieldProps {
  label: string;
  hint?: string;
  value: number;
  error?: string;
  onChange: (value: number) => void;
}

function NumberField({ label, hint, value, error, onChange }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          type="text"
          inputMode="numeric"
          dir="ltr"
          className="num max-w-32"
          value={String(value)}
          onChange={(event) => onChange(Number(event.target.value.replace(/\D/g, '').slice(0, 5)))}
        />
      )}
    </Field>
  );
}

/** When somebody has to look, where customers look, and what the courier's words mean. */
function Watch({ form, badLine, problem, onChange }: PartProps & { badLine: number | null }) {
  const { t } = useTranslation('delivery');
  return (
    <>
      <NumberField
        label={t('couriers.stuck')}
        value={form.stuck_hours}
        error={problem?.field('stuck_hours')}
        onChange={(stuck_hours) => onChange({ stuck_hours })}
      />
      <Field
        label={t('couriers.track_url')}
        hint={t('couriers.track_hint', asWritten)}
        error={problem?.field('track_url')}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            value={form.track_url}
            onChange={(event) => onChange({ track_url: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('couriers.map')}
        hint={t('couriers.map_hint', { statuses: DELIVERY_STATUSES.join(', ') })}
        error={
          badLine === null ? problem?.field('status_map') : t('couriers.map_bad', { line: badLine })
        }
      >
        {(control) => (
          <Textarea
            {...control}
            dir="ltr"
            rows={4}
            value={form.map}
            onChange={(event) => onChange({ map: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
