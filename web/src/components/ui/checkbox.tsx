import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from '@/lib/cx';

interface CheckboxProps
  extends Omit<ComponentProps<typeof Radix.Root>, 'onCheckedChange' | 'onChange' | 'children'> {
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
  /** Text beside the box; a box without text needs an aria-label. */
  children?: ReactNode;
  hint?: ReactNode;
}

export function Checkbox({
  checked,
  onChange,
  children,
  hint,
  className,
  ...props
}: CheckboxProps) {
  const id = useId();
  const box = (
    <Radix.Root
      id={id}
      checked={checked}
      onCheckedChange={(state) => onChange(state === true)}
      aria-describedby={hint ? `${id}-hint` : undefined}
      className="relative grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface text-accent-fg disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent before:absolute before:-inset-1.5 before:content-['']"
      {...props}
    >
      <Radix.Indicator>
        {checked === 'indeterminate' ? (
          <Minus aria-hidden size={12} strokeWidth={3} />
        ) : (
          <Check aria-hidden size={12} strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
  if (!children) return box;
  return (
    <div className={cx('flex items-start gap-2', className)}>
      <span className="mt-0.5 inline-flex">{box}</span>
      <span>
        <label htmlFor={id}>{children}</label>
        {hint && (
          <span id={`${id}-hint`} className="block text-xs text-ink-3">
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
