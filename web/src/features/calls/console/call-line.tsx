import type { Call } from '@/lib/api';
import { formatPhone } from '@/lib/format';
import { ourEnd, personOf } from '../model';
import { CallStatusChip, DirectionIcon } from '../status';

/** Which call it is about, in a dialog. */
export function CallLine({ call }: { call: Call }) {
  const person = personOf(call);
  const end = ourEnd(call);
  return (
    <div className="flex items-center gap-2.5 rounded-md bg-sunken px-3 py-2">
      <DirectionIcon direction={call.direction} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {person && <bdi className="font-semibold">{person}</bdi>}
          <bdi className="ltr num text-ink-2">{formatPhone(call.phone_number)}</bdi>
        </p>
        {end && (
          <p className="text-sm text-ink-2">
            <bdi>{end}</bdi>
          </p>
        )}
      </div>
      <CallStatusChip status={call.status} />
    </div>
  );
}
