import { useTranslation } from 'react-i18next';
import { isolate } from '@/lib/bidi';
import { formatTime } from '@/lib/format';
import type { ChangeMark } from '@/lib/orders/entries';

/** "Changed by Omar, 14:02" */
export function ChangedBy({ mark, short }: { mark: ChangeMark; short?: boolean }) {
  const { t } = useTranslation('orders');
  const time = formatTime(mark.at);
  const full = mark.by
    ? t('row.changed_by', { name: isolate(mark.by), time })
    : t('row.changed', { time });
  return (
    <span title={full} className="min-w-0 truncate text-xs text-info">
      {short ? (
        <>
          <span aria-hidden>
            <bdi>{mark.by ?? ''}</bdi> <bdi className="num">{time}</bdi>
          </span>
          <span className="sr-only">{full}</span>
        </>
      ) : (
        full
      )}
    </span>
  );
}
