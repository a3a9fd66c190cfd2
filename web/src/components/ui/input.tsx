import type { InputHTMLAttributes, Ref } from 'react';
import { cx } from '@/lib/cx';

export const controlLook =
  'w-full rounded-md border bg-surface px-2.5 text-base text-ink disabled:bg-sunken disabled:text-ink-3 read-only:bg-sunken';

export function borderLook(invalid: unknown): string {
  return invalid ? 'border-danger' : 'border-line-strong';
}

export interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  ref?: Ref<HTMLInputElement>;
}

export function Input({ className, ...props }: InputProps) {
  return (
    <input
      className={cx(controlLook, 'h-(--ctl-h)', borderLook(props['aria-invalid']), className)}
      {...props}
    />
  );
}
