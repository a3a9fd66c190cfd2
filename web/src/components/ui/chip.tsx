import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import type { Tone } from '@/lib/states';

const tones: Record<Tone, string> = {
  success: 'bg-success-bg text-success',
  warning: 'bg-warning-bg text-warning',
  danger: 'bg-danger-bg text-danger',
  info: 'bg-info-bg text-info',
  violet: 'bg-violet-bg text-violet',
  neutral: 'bg-neutral-bg text-neutral',
};

interface ChipProps {
  tone: Tone;
  icon: LucideIcon;
  children: ReactNode;
  className?: string;
}

/** A state: always an icon, a word and a tone together, so that colour alone says nothing. */
export function Chip({ tone, icon: Icon, children, className }: ChipProps) {
  return (
    <span
      className={cx(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      <Icon aria-hidden size={12} strokeWidth={2} className="shrink-0" />
      <span className="truncate">{children}</span>
    </span>
  );
}
