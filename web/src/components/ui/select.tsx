import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { cx } from '@/lib/cx';
import { borderLook } from './input';
import { keepMovedFocus } from './use-focus-back';
import { useLandmark } from './use-landmark';

export interface SelectOption {
  value: string;
  label: string;
  icon?: LucideIcon;
  disabled?: boolean;
}

interface SelectProps {
  value: string;
  onChange: (value: string) => void;
  options: SelectOption[];
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

/** One of a list. Inside <Field> the label comes from there; alone it needs an aria-label. */
export function Select({
  value,
  onChange,
  options,
  placeholder,
  disabled,
  className,
  ...aria
}: SelectProps) {
  const [ref, landmark] = useLandmark();
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger
        {...aria}
        ref={ref}
        className={cx(
          'inline-flex h-(--ctl-h) items-center justify-between gap-2 rounded-md border bg-surface px-2.5 text-sm text-ink hover:bg-sunken disabled:opacity-50 data-placeholder:text-ink-3',
          borderLook(aria['aria-invalid']),
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden size={14} className="shrink-0 text-ink-3" />
      </Radix.Trigger>
      <Radix.Portal container={landmark}>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={keepMovedFocus}
          className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line bg-surface shadow-lg"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <SelectItem key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function SelectItem({ option }: { option: SelectOption }) {
  const Icon = option.icon;
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled}
      className="flex min-h-8 items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken pointer-coarse:min-h-11"
    >
      {Icon && <Icon aria-hidden size={15} className="text-ink-3" />}
      <Radix.ItemText>{option.label}</Radix.ItemText>
      <Radix.ItemIndicator className="ms-auto ps-2">
        <Check aria-hidden size={14} />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
