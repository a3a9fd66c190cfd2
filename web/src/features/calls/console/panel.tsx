import { type ReactNode, useId } from 'react';
import { cx } from '@/lib/cx';

interface PanelProps {
  title: string;
  /** How many, beside the title. */
  meta?: ReactNode;
  actions?: ReactNode;
  /** Stands still above what scrolls. */
  head?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** One of the three panels of the console; what is in it scrolls by itself. */
export function Panel({ title, meta, actions, head, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cx(
        '@container flex h-full min-h-0 min-w-0 flex-col overflow-hidden border-line bg-surface lg:rounded-lg lg:border',
        className,
      )}
    >
      {/* On a narrow screen the tab says it already. */}
      <div
        className={cx(
          'flex min-h-11 items-center gap-2 border-b border-line ps-3 pe-2',
          !meta && !actions && 'max-lg:sr-only',
        )}
      >
        <h2 id={id} className="truncate text-base font-semibold max-lg:sr-only">
          {title}
        </h2>
        {meta}
        {actions && <div className="ms-auto flex items-center gap-1">{actions}</div>}
      </div>
      {head}
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
    </section>
  );
}
