import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Timer } from '@/components/ui/timer';
import type { Call } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useLiveCall } from '../live';
import { ourEnd, waitsIn } from '../model';
import { CallStatusChip, DirectionIcon, GapMark } from '../status';
import { CallActions } from './call-actions';
import { CallLink } from './call-link';

/** A call that goes on; drawn when it changes, and not because another does. */
export const LiveRow = memo(function LiveRow({ id }: { id: number }) {
  const call = useLiveCall(id);
  if (!call) return null;
  return (
    <div
      data-call-id={call.id}
      className="relative flex items-start gap-2.5 border-b border-line py-2 ps-3 pe-2 hover:bg-sunken"
    >
      <span className="pt-0.5">
        <DirectionIcon direction={call.direction} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <CallLink call={call} />
          <span className="ms-auto shrink-0">
            <Timer since={call.started_at} className="text-base font-semibold" />
          </span>
        </div>
        <div className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1 pt-0.5">
          <CallStatusChip status={call.status} />
          <Place call={call} />
          {call.gap && <GapMark />}
        </div>
      </div>
      <CallActions call={call} />
    </div>
  );
});

/* With whom it is, or where it waits and as which one. */
function Place({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const end = ourEnd(call);
  const queue = waitsIn(call);
  if (end) {
    return (
      <span className="min-w-0 truncate text-sm text-ink-2">
        <bdi>{end}</bdi>
        {queue && (
          <>
            {' · '}
            <bdi className="text-ink-3">{queue}</bdi>
          </>
        )}
      </span>
    );
  }
  if (!queue) return null;
  return (
    <span className="min-w-0 truncate text-sm text-ink-2">
      <bdi>{queue}</bdi>
      {call.position !== null && (
        <span className="num text-ink-3">
          {' · '}
          {t('live.position', { place: formatNumber(call.position) })}
        </span>
      )}
    </span>
  );
}
