import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from '@/lib/cx';
import { ariaCombo } from '@/lib/shortcuts/keys';
import { Kbd } from './kbd';

export type ButtonVariant = 'primary' | 'outline' | 'ghost' | 'danger';

const looks: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-fg hover:bg-accent-hover',
  outline: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  ghost: 'text-ink-2 hover:bg-sunken hover:text-ink',
  danger: 'bg-danger-solid text-danger-fg hover:brightness-110',
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  icon?: LucideIcon;
  /** Mirrors the icon in right-to-left pages; for icons that point somewhere. */
  flipIcon?: boolean;
  /** While true the button stays in place, refuses presses, and tells that it is busy. */
  busy?: boolean;
  shortcut?: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  variant = 'outline',
  icon: Icon,
  flipIcon,
  busy = false,
  shortcut,
  disabled,
  className,
  children,
  onClick,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      aria-keyshortcuts={shortcut ? ariaCombo(shortcut) : undefined}
      disabled={disabled}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(
        'inline-flex h-(--ctl-h) shrink-0 items-center justify-center gap-1.5 rounded-md px-3 text-sm font-semibold whitespace-nowrap transition-opacity duration-120',
        disabled ? 'cursor-not-allowed opacity-50' : busy ? 'cursor-progress opacity-75' : '',
        looks[variant],
        className,
      )}
      {...props}
    >
      {Icon && (
        <Icon aria-hidden size={16} strokeWidth={1.75} className={flipIcon ? 'flip' : undefined} />
      )}
      {children}
      {shortcut && <Kbd keys={shortcut} className="ms-1 max-md:hidden" />}
    </button>
  );
}
