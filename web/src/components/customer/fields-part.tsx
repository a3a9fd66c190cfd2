import { Check, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import {
  asApiError,
  type CustomerCard,
  type CustomerField,
  type CustomerValue,
  errorText,
} from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { cx } from '@/lib/cx';
import { useChangeCustomer, useKnownFields } from './api';
import { type CustomerPart, Fact, Facts } from './part';
import { useNameOf, useValueText } from './words';

interface FieldsPartProps {
  card: CustomerCard;
  part: CustomerPart;
}

/** What the company wants to know of its customers, changed where it stands. */
export function FieldsPart({ card, part: Part }: FieldsPartProps) {
  const { t } = useTranslation('customers');
  const mayWrite = useCan('customers.write');
  const fields = useKnownFields().filter(
    ({ active, key }) => active || card.custom[key] !== undefined,
  );
  if (fields.length === 0) return null;
  return (
    <Part title={t('field.title')}>
      <Facts>
        {fields.map((field) =>
          mayWrite && field.active ? (
            <EditableRow key={field.key} card={card} field={field} />
          ) : (
            <ReadRow key={field.key} field={field} value={card.custom[field.key]} />
          ),
        )}
      </Facts>
    </Part>
  );
}

interface RowProps {
  card: CustomerCard;
  field: CustomerField;
}

function ReadRow({ field, value }: { field: CustomerField; value: CustomerValue | undefined }) {
  const nameOf = useNameOf();
  const textOf = useValueText();
  return (
    <Fact name={<bdi>{nameOf(field)}</bdi>}>
      <bdi>{textOf(field, value)}</bdi>
    </Fact>
  );
}

function EditableRow({ card, field }: RowProps) {
  const nameOf = useNameOf();
  const save = useChangeCustomer(card);
  const value = card.custom[field.key];
  const keep = (next: CustomerValue | null, done?: () => void) =>
    save.mutate({ custom: { [field.key]: next } }, { onSuccess: () => done?.() });
  const problem = save.error ? asApiError(save.error) : null;
  const editor = {
    boolean: () => (
      <Checkbox
        aria-label={nameOf(field)}
        checked={value === true}
        disabled={save.isPending}
        onChange={keep}
      />
    ),
    choice: () => <Choice field={field} value={value} busy={save.isPending} onKeep={keep} />,
    text: () => <Typed field={field} value={value} busy={save.isPending} onKeep={keep} />,
    number: () => <Typed field={field} value={value} busy={save.isPending} onKeep={keep} />,
    date: () => <Typed field={field} value={value} busy={save.isPending} onKeep={keep} />,
  }[field.type];
  return (
    <Fact name={<bdi>{nameOf(field)}</bdi>}>
      {editor()}
      {problem && (
        <p role="alert" className="pt-0.5 text-xs text-danger">
          {problem.field(`custom.${field.key}`) ?? errorText(problem)}
        </p>
      )}
    </Fact>
  );
}

interface EditorProps {
  field: CustomerField;
  value: CustomerValue | undefined;
  busy: boolean;
  onKeep: (next: CustomerValue | null, done?: () => void) => void;
}

const NONE = 'none of them';

function Choice({ field, value, busy, onKeep }: EditorProps) {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const options = field.options.map((option) => ({ value: option.value, label: nameOf(option) }));
  // A choice that the company has taken back stays readable.
  const kept = typeof value === 'string' ? value : NONE;
  if (kept !== NONE && !options.some((option) => option.value === kept))
    options.push({ value: kept, label: kept });
  return (
    <Select
      aria-label={nameOf(field)}
      value={kept}
      disabled={busy}
      onChange={(next) => onKeep(next === NONE ? null : next)}
      options={
        field.required && kept !== NONE
          ? options
          : [{ value: NONE, label: t('field.none') }, ...options]
      }
      className="w-full"
    />
  );
}

function readTyped(field: CustomerField, text: string): CustomerValue | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const isNumber = field.type === 'number' && Number.isFinite(Number(trimmed));
  return isNumber ? Number(trimmed) : trimmed;
}

/* A press on the value makes a field of it; Enter keeps it, Esc leaves it as it was. */
function Typed(props: EditorProps) {
  const { t } = useTranslation('customers');
  const [open, setOpen] = useState(false);
  const wasOpen = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const nameOf = useNameOf();
  const textOf = useValueText();
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  if (open) return <TypedInput {...props} onClose={() => setOpen(false)} />;
  const { field, value } = props;
  const isMissing = value === undefined;
  const shown = isMissing
    ? t(field.required ? 'field.missing' : 'field.add')
    : textOf(field, value);
  return (
    <button
      ref={button}
      type="button"
      aria-label={t('field.edit', { name: nameOf(field), value: shown })}
      onClick={() => setOpen(true)}
      className="-mx-1 max-w-full rounded-sm border-b border-dashed border-transparent px-1 text-start wrap-anywhere hover:border-line-strong hover:bg-sunken pointer-coarse:min-h-9"
    >
      <bdi className={cx(isMissing && 'text-ink-3', !isMissing && field.type !== 'text' && 'num')}>
        {shown}
      </bdi>
    </button>
  );
}

function TypedInput({
  field,
  value,
  busy,
  onKeep,
  onClose,
}: EditorProps & { onClose: () => void }) {
  const { t } = useTranslation('common');
  const nameOf = useNameOf();
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const keep = () => {
    const next = readTyped(field, text);
    if (next === (value ?? null)) onClose();
    else onKeep(next, onClose);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="flex items-center gap-0.5">
      <Input
        ref={input}
        aria-label={nameOf(field)}
        dir={field.type === 'text' ? 'auto' : 'ltr'}
        type={field.type === 'date' ? 'date' : 'text'}
        inputMode={field.type === 'number' ? 'decimal' : undefined}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1 text-sm"
      />
      <IconButton icon={Check} label={t('save')} aria-busy={busy || undefined} onClick={keep} />
      <IconButton icon={X} label={t('cancel')} onClick={onClose} />
    </span>
  );
}
