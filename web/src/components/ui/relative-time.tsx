import { formatDateTime, formatRelative } from '@/lib/format';
import { useNow } from '@/lib/use-now';

interface RelativeTimeProps {
  at: string | null;
  className?: string;
}

/** "2 hr ago", kept true, with the exact moment behind it. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const now = useNow('minute');
  if (!at) return <span className={className}>{formatRelative(null)}</span>;
  return (
    <time dateTime={at} title={formatDateTime(at)} className={className}>
      {formatRelative(at, now)}
    </time>
  );
}
