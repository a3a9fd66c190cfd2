import { type ReactNode, useId } from 'react';

interface PartProps {
  title: string;
  text: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** What is set, and beside it why and what follows. */
export function Part({ title, text, aside, children }: PartProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-2 gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 max-lg:grid-cols-1"
    >
      <div className="flex min-w-0 flex-col gap-4">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {children}
      </div>
      <div className="flex min-w-0 flex-col gap-3 text-sm text-ink-2">
        <p>{text}</p>
        {aside}
      </div>
    </section>
  );
}
