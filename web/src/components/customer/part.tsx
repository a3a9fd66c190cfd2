import type { ComponentType, ReactNode } from 'react';

/** How the page around puts a heading over a part: panes and details look different. */
export type CustomerPart = ComponentType<{
  title: string;
  action?: ReactNode;
  children: ReactNode;
}>;

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(5.5rem,auto)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 text-sm">
      {children}
    </dl>
  );
}
