import { useRef, useState } from 'preact/hooks';
import { type Draft, type Wrong, wrongIn } from '../form';
import type { FieldName, Fields } from '../types';
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
  fields: Fields;
  intro: string;
  submit: string;
  messageLabel: string;
  /** Of one that was refused: what was written, and why. */
  message?: string | undefined;
  refused?: string | null | undefined;
  onSubmit: (draft: Draft) => void;
}

/** Who writes, and the first message: before a chat, or for later when nobody is there. */
export function ContactForm(props: ContactFormProps) {
  const { chat, t } = useSurroundings();
  const { visitor, settings } = useChatState();
  const { person } = chat;
  const form = useRef<HTMLFormElement>(null);
  const [wrong, setWrong] = useState<Wrong>({});
  const [draft, setDraft] = useState<Draft>(() => ({
    name: visitor?.name || person.name || '',
    email: visitor?.email ?? person.email ?? '',
    phone: visitor?.phone ?? person.phone ?? '',
    department: '',
    message: props.message || (chat.storage.get('draft') ?? ''),
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
    const what = wrong[name];
    return what && t(what);
  };
  const submit = () => {
    const found = wrongIn(draft, props.fields, departments);
    setWrong(found);
    if (Object.keys(found).length === 0) {
      chat.storage.set('draft', null);
      props.onSubmit(draft);
      return;
    }
    requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    });
  };
  return (
    <form
      class="contact"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
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
      {props.refused && (
        <p class="wrong" role="alert">
          {props.refused}
        </p>
      )}
      <button type="submit" class="primary">
        {props.submit}
      </button>
    </form>
  );
}
