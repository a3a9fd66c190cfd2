import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { useDelayed } from '@/lib/use-delayed';

/** One grey bar. */
export function SkeletonBar({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cx('block h-3 animate-pulse rounded-sm bg-sunken', className)} />
  );
}

interface SkeletonRowsProps {
  rows?: number;
  /** The final height of a row, so that nothing jumps when the data comes. */
  rowClassName?: string;
}

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3'];

/** Rows that wait for their data; invisible for the first 200 ms. */
export function SkeletonRows({ rows = 8, rowClassName = 'h-(--table-row-h)' }: SkeletonRowsProps) {
  const shown = useDelayed(true);
  const { t } = useTranslation('common');
  return (
    <div role="status" className={shown ? undefined : 'invisible'}>
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div
          key={row}
          className={cx('flex items-center gap-4 border-b border-line px-4', rowClassName)}
        >
          <SkeletonBar className="w-20" />
          <SkeletonBar className={widths[row % widths.length]} />
          <SkeletonBar className="ms-auto w-16" />
        </div>
      ))}
    </div>
  );
}
