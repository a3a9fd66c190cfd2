import { CircleAlert, type LucideIcon } from 'lucide-react';
import { RadioGroup as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  icon?: LucideIcon;
  disabled?: boolean;
}

interface RadioGroupProps {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  options: RadioOption[];
  required?: boolean;
  error?: string;
  columns?: 1 | 2 | 3;
  className?: string;
}

const grids = { 1: 'grid-cols-1', 2: 'grid-cols-2', 3: 'grid-cols-3' };

export function RadioGroup({
  label,
  value,
  onChange,
  options,
  required,
  error,
  columns = 1,
  className,
}: RadioGroupProps) {
  const id = useId();
  const { t } = useTranslation('common');
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <span id={`${id}-label`} className="text-sm font-semibold">
        {label}
        {required && <span className="font-normal text-ink-3"> ({t('field.required')})</span>}
      </span>
      <Radix.Root
        value={value}
        onValueChange={onChange}
        required={required}
        aria-labelledby={`${id}-label`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        className={cx('grid gap-x-3 gap-y-1', grids[columns])}
      >
        {options.map((option) => (
          <RadioItem key={option.value} id={`${id}-${option.value}`} option={option} />
        ))}
      </Radix.Root>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden size={13} className="mt-px shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

function RadioItem({ id, option }: { id: string; option: RadioOption }) {
  const Icon = option.icon;
  return (
    <div className="flex min-h-8 items-center gap-2 rounded-md px-1.5 has-data-[state=checked]:bg-selected pointer-coarse:min-h-11">
      <Radix.Item
        id={id}
        value={option.value}
        disabled={option.disabled}
        className="relative grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface disabled:opacity-50 data-[state=checked]:border-accent before:absolute before:-inset-1.5 before:content-['']"
      >
        <Radix.Indicator className="size-2 rounded-full bg-accent" />
      </Radix.Item>
      <label
        htmlFor={id}
        className={cx('flex flex-1 items-center gap-1.5 py-1', option.disabled && 'text-ink-3')}
      >
        {Icon && <Icon aria-hidden size={15} className="shrink-0 text-ink-3" />}
        <span>
          {option.label}
          {option.hint && <span className="block text-xs text-ink-3">{option.hint}</span>}
        </span>
      </label>
    </div>
  );
}
