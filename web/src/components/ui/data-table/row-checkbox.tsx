import { Check } from 'lucide-react';
import { cx } from '@/lib/cx';

interface RowCheckboxProps {
  label: string;
  checked: boolean;
  focusable: boolean;
  onToggle: (range: boolean) => void;
}

/** The box at the start of a row. Lighter than <Checkbox>: a fast scroll draws hundreds of them. */
export function RowCheckbox({ label, checked, focusable, onToggle }: RowCheckboxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      tabIndex={focusable ? 0 : -1}
      onClick={(event) => onToggle(event.shiftKey)}
      className={cx(
        "relative grid size-4 place-items-center rounded-sm border before:absolute before:-inset-1.5 before:content-['']",
        checked ? 'border-accent bg-accent text-accent-fg' : 'border-line-strong bg-surface',
      )}
    >
      {checked && <Check aria-hidden size={12} strokeWidth={3} />}
    </button>
  );
}
