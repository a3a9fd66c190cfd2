import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface NumberFieldProps {
  label: string;
  hint: string;
  /** What it counts, behind the number. */
  unit: string;
  error?: string;
  /** As typed. */
  value: string;
  onChange: (value: string) => void;
}

/** A whole number with its unit. */
export function NumberField({ label, hint, unit, error, value, onChange }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <span className="flex items-center gap-2">
          <Input
            {...control}
            inputMode="numeric"
            dir="ltr"
            className="num max-w-28"
            value={value}
            onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, 6))}
          />
          <span className="text-sm text-ink-2">{unit}</span>
        </span>
      )}
    </Field>
  );
}
