import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { type Draft, type Wrong, wrongIn } from '../form';
import type { FieldName, Need } from '../types';
import { MESSAGE_MOST } from './composer';
import { useChatState, useSurroundings } from './context';
import { Field } from './field';

const inputs = [
  { name: 'name', type: 'text', autocomplete: 'name', dir: 'auto' },
  { name: 'email', type: 'email', autocomplete: 'email', dir: 'ltr' },
  { name: 'phone', type: 'tel', autocomplete: 'tel', dir: 'ltr' },
] as const;

interface ContactFormProps {
  /** What is asked, and how much it matters. */
  fields: Record<FieldName, Need>;
  intro: string;
  submit: string;
  messageLabel: string;
  /** What was refused before. */
  refused?: string | null;
  onSubmit: (draft: Draft) => Promise<void>;
}

/** Who writes, and the first message: before a chat, or for later when nobody is there. */
export function ContactForm(props: ContactFormProps) {
  const { chat, t } = useSurroundings();
  const { visitor, settings } = useChatState();
  const { person } = chat;
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [wrong, setWrong] = useState<Wrong>({});
  const [draft, setDraft] = useState<Draft>(() => ({
    name: visitor?.name ?? person.name ?? '',
    email: visitor?.email ?? person.email ?? '',
    phone: visitor?.phone ?? person.phone ?? '',
    department: '',
    message: chat.storage.get('draft') ?? '',
  }));
  const departments = props.fields.department === 'off' ? [] : (settings?.departments ?? []);
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    if (part.message !== undefined) chat.storage.set('draft', part.message || null);
  };
  /* What a signed token says is not asked again. */
  const known = (name: FieldName) =>
    visitor?.identified && name !== 'department' && Boolean(visitor[name]);
  const errorOf = (name: keyof Draft) => {
    const own = wrong[name];
    return own ? t(own) : failure?.fields[name]?.[0];
  };
  const submit = async () => {
    const found = wrongIn(draft, props.fields, departments);
    setWrong(found);
    setFailure(null);
    if (Object.keys(found).length === 0) {
      setBusy(true);
      try {
        await props.onSubmit(draft);
        chat.storage.set('draft', null);
        return;
      } catch (error) {
        setFailure(error instanceof ApiError ? error : new ApiError(500, '', ''));
      } finally {
        setBusy(false);
      }
    }
    requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    });
  };
  const general =
    failure && Object.keys(failure.fields).length === 0
      ? failure.message || t(failure.status === 0 ? 'network' : 'failed')
      : null;
  return (
    <form
      class="contact"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <p class="intro" dir="auto">
        {props.intro}
      </p>
      {inputs.map(({ name, type, autocomplete, dir }) =>
        props.fields[name] === 'off' || known(name) ? null : (
          <Field
            key={name}
            label={t(name)}
            required={props.fields[name] === 'required'}
            error={errorOf(name)}
          >
            {(control) => (
              <input
                {...control}
                // The types know an input by its one type.
                type={type as 'text'}
                dir={dir}
                maxLength={200}
                autocomplete={autocomplete}
                value={draft[name]}
                onInput={(event) => change({ [name]: event.currentTarget.value })}
              />
            )}
          </Field>
        ),
      )}
      {departments.length > 0 && (
        <Field
          label={t('department')}
          required={props.fields.department === 'required'}
          error={errorOf('department')}
        >
          {(control) => (
            <select
              {...control}
              value={draft.department}
              onChange={(event) => change({ department: event.currentTarget.value })}
            >
              <option value="">{t('department_any')}</option>
              {departments.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={props.messageLabel} required error={errorOf('message')}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            dir="auto"
            maxLength={MESSAGE_MOST}
            value={draft.message}
            onInput={(event) => change({ message: event.currentTarget.value })}
          />
        )}
      </Field>
      {(general ?? props.refused) && (
        <p class="wrong" role="alert">
          {general ?? props.refused}
        </p>
      )}
      <button type="submit" class="primary" aria-disabled={busy}>
        {props.submit}
      </button>
    </form>
  );
}
