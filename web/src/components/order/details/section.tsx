import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: string;
  /** At the end of the title line. */
  action?: ReactNode;
  children: ReactNode;
}

/** One part of the details, with its heading. */
export function Section({ title, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line px-4 py-3">
      <div className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 pb-1.5">
        <h3 id={id} className="text-xs font-semibold text-ink-2">
          {title}
        </h3>
        {action && <div className="ms-auto flex flex-wrap justify-end gap-1">{action}</div>}
      </div>
      {children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
