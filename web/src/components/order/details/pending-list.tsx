import { AlarmClock, CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Callback, FollowUp } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatSmart } from '@/lib/format';
import { useNow } from '@/lib/use-now';

interface PendingListProps {
  callbacks: Callback[];
  followUps: FollowUp[];
}

/** What was promised for this order and is still to be done. */
export function PendingList({ callbacks, followUps }: PendingListProps) {
  const { t } = useTranslation('orders');
  const now = useNow('minute');
  const late = (at: string) => Date.parse(at) < now;
  return (
    <ul className="flex flex-col gap-1.5">
      {callbacks.map((callback) => (
        <li key={`c${callback.id}`} className="flex items-start gap-2">
          <AlarmClock aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-3" />
          <span className="min-w-0">
            {t('details.callback_at')}{' '}
            <span className={cx('num', late(callback.callback_at) && 'font-semibold text-danger')}>
              {formatSmart(callback.callback_at, now)}
              {late(callback.callback_at) && ` (${t('due.overdue')})`}
            </span>
            {callback.notes && (
              <span dir="auto" className="match block text-ink-2">
                {callback.notes}
              </span>
            )}
          </span>
        </li>
      ))}
      {followUps.map((followUp) => (
        <li key={`f${followUp.id}`} className="flex items-start gap-2">
          <CalendarClock aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-3" />
          <span>
            {t('details.follow_up_at')}{' '}
            <span className={cx('num', late(followUp.due_at) && 'font-semibold text-danger')}>
              {formatSmart(followUp.due_at, now)}
              {late(followUp.due_at) && ` (${t('due.overdue')})`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
