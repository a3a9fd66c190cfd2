import { cx } from '@/lib/cx';
import { formatTimer } from '@/lib/format';
import { useNow } from '@/lib/use-now';

/** Time since a moment, counting each second. */
export function Timer({ since, className }: { since: string; className?: string }) {
  const now = useNow('second');
  const seconds = (now - Date.parse(since)) / 1000;
  return <span className={cx('num ltr', className)}>{formatTimer(seconds)}</span>;
}
