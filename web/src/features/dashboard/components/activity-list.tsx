import { ArrowRight, History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { OrderStatusChip } from '@/components/ui/state-chip';
import type { Activity } from '@/lib/api';
import { formatDateTime, formatTime } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { recentOnly } from '../recent';

interface ActivityListProps {
  items: Activity[];
  onOpen: (id: number) => void;
}

/** RECENT ACTIVITY (last 2 hours); a line goes when its two hours are over. */
export function ActivityList({ items, onOpen }: ActivityListProps) {
  const { t } = useTranslation('dashboard');
  const now = useNow('minute');
  const recent = recentOnly(items, now);
  return (
    <section aria-labelledby="activity" className="flex flex-col gap-2">
      <h2 id="activity" className="text-lg font-semibold">
        {t('activity.title')}{' '}
        <span className="text-sm font-normal text-ink-3">{t('activity.span')}</span>
      </h2>
      {recent.length === 0 ? (
        <Empty
          icon={History}
          title={t('activity.empty')}
          text={t('activity.empty_text')}
          className="w-full max-w-none rounded-lg border border-line bg-surface"
        />
      ) : (
        <ul className="rounded-lg border border-line bg-surface">
          {recent.map((item) => (
            <li
              key={`${item.at}:${item.id}:${item.new_status}`}
              className="border-b border-line last:border-b-0"
            >
              <button
                type="button"
                onClick={() => onOpen(item.id)}
                className="flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-start -outline-offset-2 hover:bg-sunken pointer-coarse:min-h-11"
              >
                <time dateTime={item.at} title={formatDateTime(item.at)} className="num text-ink-3">
                  {formatTime(item.at)}
                </time>
                <bdi className="ltr num font-semibold">{item.short_code}</bdi>
                <span className="inline-flex items-center gap-1.5">
                  <ArrowRight aria-hidden size={13} className="flip text-ink-3" />
                  <span className="sr-only">{t('activity.status_to')}</span>
                  <OrderStatusChip status={item.new_status} />
                </span>
                <span className="ms-auto min-w-0 truncate text-ink-2">
                  <bdi>{item.customer_name}</bdi>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
