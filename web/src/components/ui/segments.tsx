import { cx } from '@/lib/cx';

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: { value: Value; label: string }[];
}

/** One of a few that lie side by side. */
export function Segments<Value extends string>({
  label,
  value,
  onChange,
  options,
}: SegmentsProps<Value>) {
  return (
    <fieldset className="inline-flex rounded-md border border-line-strong bg-surface">
      <legend className="sr-only">{label}</legend>
      {options.map((option, at) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value === option.value}
          onClick={() => onChange(option.value)}
          className={cx(
            'h-[calc(var(--ctl-h)-2px)] px-3 text-sm -outline-offset-2 pointer-coarse:min-h-11',
            at === 0 ? 'rounded-s-[4px]' : 'border-s border-line-strong',
            at === options.length - 1 && 'rounded-e-[4px]',
            value === option.value
              ? 'bg-selected font-semibold text-accent'
              : 'text-ink-2 hover:bg-sunken hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
