import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useSurroundings } from './context';

export interface Control {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
  'aria-required': boolean;
}

interface FieldProps {
  label: string;
  required: boolean;
  error: string | undefined;
  children: (control: Control) => ComponentChildren;
}

/** A label, its control, and what is wrong with it. */
export function Field({ label, required, error, children }: FieldProps) {
  const { t } = useSurroundings();
  const id = useId();
  const control: Control = {
    id,
    'aria-invalid': Boolean(error),
    'aria-describedby': error ? `${id}-error` : undefined,
    'aria-required': required,
  };
  return (
    <div class="field">
      <label for={id}>
        {label}
        {!required && <small> ({t('optional')})</small>}
      </label>
      {children(control)}
      {error && (
        <p class="wrong" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
