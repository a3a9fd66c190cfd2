import { CalendarDays } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Order } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatDateTime, formatSmart } from '@/lib/format';
import { ageLabel, dayLabel, dueTime } from '@/lib/orders/due';
import { useNow } from '@/lib/use-now';

/** "2h ago", "Tomorrow", or "Overdue" with the moment behind it. */
export function DueLabel({ order, className }: { order: Order; className?: string }) {
  const { t } = useTranslation('orders');
  const now = useNow('minute');
  const { kind, at, overdue } = dueTime(order, now);
  const text = kind === 'age' ? ageLabel(at, now) : (dayLabel(at, now) ?? formatSmart(at, now));
  return (
    <time
      dateTime={at}
      title={formatDateTime(at)}
      className={cx(
        'num inline-flex shrink-0 items-center gap-1 text-xs',
        overdue ? 'font-semibold text-danger' : 'text-ink-2',
        className,
      )}
    >
      {kind === 'due' && <CalendarDays aria-hidden size={13} className="shrink-0" />}
      {overdue ? t('due.overdue_since', { when: text }) : text}
    </time>
  );
}
