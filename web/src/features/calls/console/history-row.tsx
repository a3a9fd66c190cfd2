import { AudioLines } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '@/lib/api';
import { formatDateTime, formatSmart, formatTimer } from '@/lib/format';
import { ourEnd, waitsIn } from '../model';
import { CallStatusChip, DirectionIcon, GapMark } from '../status';
import { CallLink } from './call-link';

/** A call that is over: with whom, when, how it ended and how long it was. */
export const HistoryRow = memo(function HistoryRow({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const end = ourEnd(call) ?? waitsIn(call);
  return (
    <div
      data-call-id={call.id}
      className="relative flex items-start gap-2.5 border-b border-line px-3 py-2 hover:bg-sunken"
    >
      <span className="pt-0.5">
        <DirectionIcon direction={call.direction} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <CallLink call={call} />
          <time
            dateTime={call.started_at}
            title={formatDateTime(call.started_at)}
            className="num ms-auto shrink-0 text-xs text-ink-3"
          >
            {formatSmart(call.started_at)}
          </time>
        </div>
        <div className="flex min-h-5 items-center gap-x-2 pt-0.5">
          <CallStatusChip status={call.status} />
          {end && <bdi className="min-w-0 truncate text-sm text-ink-2">{end}</bdi>}
          <span className="ms-auto flex shrink-0 items-center gap-1.5 text-xs text-ink-2">
            {call.gap && <GapMark />}
            {call.has_recording && (
              <AudioLines
                role="img"
                aria-label={t('history.recorded')}
                size={14}
                className="text-ink-3"
              />
            )}
            <span className="num ltr">{formatTimer(call.duration)}</span>
          </span>
        </div>
      </div>
    </div>
  );
});
