import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

interface EmptyProps {
  icon: LucideIcon;
  /** One sentence: what is not there. */
  title: string;
  /** What happens next, or what to do. */
  text?: string;
  /** True where this is the whole page: the sentence is its heading. */
  heading?: boolean;
  /** At most one action. */
  children?: ReactNode;
  className?: string;
}

export function Empty({ icon: Icon, title, text, heading, children, className }: EmptyProps) {
  const Title = heading ? 'h1' : 'p';
  return (
    <div
      className={cx('mx-auto flex max-w-sm flex-col items-center gap-2 p-8 text-center', className)}
    >
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-ink-3">
        <Icon aria-hidden size={22} strokeWidth={1.5} />
      </span>
      <Title className="text-base font-semibold">{title}</Title>
      {text && <p className="text-sm text-ink-2">{text}</p>}
      {children && <div className="mt-1">{children}</div>}
    </div>
  );
}
