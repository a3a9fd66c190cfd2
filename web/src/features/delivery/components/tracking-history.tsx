import { useTranslation } from 'react-i18next';
import { DeliveryChip } from '@/components/ui/state-chip';
import type { TrackingEvent } from '@/lib/api';
import { formatDateTime } from '@/lib/format';

interface TrackingHistoryProps {
  events: TrackingEvent[];
  /** Who said it, and the courier's own word. */
  whole?: boolean;
}

/** What happened to a parcel, the newest first. */
export function TrackingHistory({ events, whole }: TrackingHistoryProps) {
  const { t } = useTranslation('delivery');
  if (events.length === 0) return <p className="text-ink-2">{t('history.empty')}</p>;
  return (
    <ol className="flex flex-col gap-2">
      {events.map((event) => (
        <li key={event.id} className="border-s-2 border-line ps-3">
          <p className="flex flex-wrap items-center gap-x-2">
            <time dateTime={event.at} className="num text-sm text-ink-2">
              {formatDateTime(event.at)}
            </time>
            {event.status && <DeliveryChip status={event.status} />}
          </p>
          {(event.description || !event.status) && (
            <p dir="auto" className="match wrap-anywhere">
              {event.description || event.courier_status}
            </p>
          )}
          {event.location && (
            <p dir="auto" className="match text-sm text-ink-2">
              {event.location}
            </p>
          )}
          {whole && <Origin event={event} />}
        </li>
      ))}
    </ol>
  );
}

function Origin({ event }: { event: TrackingEvent }) {
  const { t } = useTranslation('delivery');
  return (
    <p className="flex flex-wrap gap-x-2 text-xs text-ink-3">
      <span>
        {event.source === 'manual'
          ? t('history.by', { name: event.by ?? '' })
          : t(`history.${event.source}`)}
      </span>
      {event.courier_status && <bdi>{t('history.says', { word: event.courier_status })}</bdi>}
    </p>
  );
}
