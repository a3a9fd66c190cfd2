import { useMemo } from 'react';
import { Field } from '@/components/ui/field';
import { borderLook } from '@/components/ui/input';
import { cx } from '@/lib/cx';
import type { Choice } from '@/lib/places';

interface ChoiceFieldProps {
  label: string;
  hint?: string;
  error?: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  choices: Choice[];
}

/** One of several hundred: the browser's own list finds by typing and fits a telephone. */
export function ChoiceField({
  label,
  hint,
  error,
  name,
  value,
  onChange,
  choices,
}: ChoiceFieldProps) {
  // Made once: a key pressed in another field draws none of them again.
  const options = useMemo(
    () =>
      choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      )),
    [choices],
  );
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...control}
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={cx(
            'h-(--ctl-h) w-full rounded-md border bg-surface px-2.5 text-base text-ink hover:bg-sunken',
            borderLook(control['aria-invalid']),
          )}
        >
          {options}
        </select>
      )}
    </Field>
  );
}
