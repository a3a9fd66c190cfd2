import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { usePageTitle } from '@/lib/page-title';

interface PageProps {
  title: string;
  /** Beside the title: a count, the time of the data. */
  meta?: ReactNode;
  /** At the end of the title line. */
  actions?: ReactNode;
  /** With false the page does not scroll, a part of it does. */
  scroll?: boolean;
  children: ReactNode;
}

/** The frame of a page inside the shell: one heading, its actions, the content. */
export function Page({ title, meta, actions, scroll = true, children }: PageProps) {
  usePageTitle(title);
  return (
    <div className={cx('flex h-full min-h-0 flex-col', scroll && 'thin overflow-y-auto')}>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-4 pb-3">
        <h1 className="text-xl font-semibold">{title}</h1>
        {meta && <div className="text-sm text-ink-3">{meta}</div>}
        {actions && <div className="ms-auto flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
