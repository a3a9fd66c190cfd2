import { CircleAlert, Star } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';

interface StarsProps {
  label: string;
  /** 1 to 5; 0 for none yet. */
  value: number;
  onChange: (value: number) => void;
  /** What each number of stars says, from one star on. */
  names: readonly string[];
  required?: boolean;
  error?: string;
  large?: boolean;
}

/** A rating of one to five: one choice for keys and screen readers, a row of stars for the eye. */
export function Stars({ label, value, onChange, names, required, error, large }: StarsProps) {
  const id = useId();
  const { t } = useTranslation('common');
  const size = large ? 36 : 22;
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="flex flex-col gap-1">
      <legend className={cx('pb-1 font-semibold', large ? 'text-base' : 'text-sm')}>
        {label}
        {required && <span className="font-normal text-ink-3"> ({t('field.required')})</span>}
      </legend>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="flex">
          {names.map((name, index) => {
            const score = index + 1;
            return (
              <label
                key={name}
                title={name}
                className={cx(
                  'grid cursor-pointer place-items-center rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent',
                  large ? 'size-12' : 'size-9 pointer-coarse:size-11',
                  score <= value ? 'text-warning' : 'text-ink-3 hover:text-ink',
                )}
              >
                <input
                  type="radio"
                  name={id}
                  value={score}
                  checked={score === value}
                  onChange={() => onChange(score)}
                  className="sr-only"
                />
                <Star
                  aria-hidden
                  size={size}
                  strokeWidth={1.5}
                  className={score <= value ? 'fill-current' : undefined}
                />
                <span className="sr-only">{name}</span>
              </label>
            );
          })}
        </div>
        <span aria-hidden className="min-h-5 text-sm text-ink-2">
          {names[value - 1] ?? ''}
        </span>
      </div>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden size={13} className="mt-px shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
