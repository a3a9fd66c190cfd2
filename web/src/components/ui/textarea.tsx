import type { Ref, TextareaHTMLAttributes } from 'react';
import { cx } from '@/lib/cx';
import { borderLook, controlLook } from './input';

export interface TextareaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  ref?: Ref<HTMLTextAreaElement>;
}

/** Grows with its text up to a third of the window; each paragraph finds its own direction. */
export function Textarea({ className, ...props }: TextareaProps) {
  return (
    <textarea
      dir="auto"
      rows={3}
      className={cx(
        controlLook,
        'thin field-sizing-content max-h-[33vh] min-h-20 resize-y py-1.5',
        borderLook(props['aria-invalid']),
        className,
      )}
      {...props}
    />
  );
}
