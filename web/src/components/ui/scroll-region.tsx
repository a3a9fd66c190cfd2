import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

interface ScrollRegionProps {
  label: string;
  id?: string;
  className?: string;
  children: ReactNode;
}

/** A named part that scrolls by itself; it takes the focus so that the keyboard can scroll it. */
export function ScrollRegion({ label, id, className, children }: ScrollRegionProps) {
  return (
    <section
      id={id}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
      tabIndex={0}
      className={cx('thin overflow-y-auto -outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
