import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from '@/lib/cx';
import { ariaCombo } from '@/lib/shortcuts/keys';
import { Tooltip } from './tooltip';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  /** Name for screen readers and the tooltip. */
  label: string;
  shortcut?: string;
  flip?: boolean;
  tone?: 'quiet' | 'danger';
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon: Icon,
  label,
  shortcut,
  flip,
  tone = 'quiet',
  className,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={shortcut ? ariaCombo(shortcut) : undefined}
        className={cx(
          'inline-grid size-8 shrink-0 place-items-center rounded-md disabled:opacity-50 pointer-coarse:size-11',
          tone === 'danger'
            ? 'text-danger hover:bg-danger-bg'
            : 'text-ink-2 hover:bg-sunken hover:text-ink aria-pressed:bg-selected aria-pressed:text-accent',
          className,
        )}
        {...props}
      >
        <Icon aria-hidden size={17} strokeWidth={1.75} className={flip ? 'flip' : undefined} />
      </button>
    </Tooltip>
  );
}
