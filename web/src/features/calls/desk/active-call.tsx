import { MessagesSquare, PhoneForwarded, PhoneOff } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DirectionIcon } from '@/components/call/marks';
import { Button } from '@/components/ui/button';
import { Phone } from '@/components/ui/phone';
import { CallStatusChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import type { CallCenterAPI } from '@/hooks/useCallCenterAPI';
import { useCan } from '@/lib/auth/use-can';
import { TransferDialog } from '../console/transfer-dialog';
import { useLiveCall } from '../live';
import { ourEnd, personOf, waitsIn } from '../model';

interface ActiveCallProps {
  id: number;
  client: CallCenterAPI;
}

/** A call that goes on. A change of it draws this row and no other. */
export const ActiveCall = memo(function ActiveCall({ id, client }: ActiveCallProps) {
  const { t } = useTranslation('call_stats');
  const call = useLiveCall(id);
  const mayCall = useCan('calls.make');
  const [moving, setMoving] = useState(false);
  const [ending, setEnding] = useState(false);
  if (!call) return null;
  const name = personOf(call) || t('desk.nameless');
  const where = call.source === 'manual' ? call.department_name : waitsIn(call);
  const who = ourEnd(call);
  async function end(code: string) {
    setEnding(true);
    await client.endCall(code);
    setEnding(false);
  }
  return (
    <li
      data-call={call.call_id}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <DirectionIcon direction={call.direction} />
          <span className="min-w-0 truncate text-base font-semibold">
            <bdi>{name}</bdi>
          </span>
          <CallStatusChip status={call.on_hold ? 'on_hold' : call.status} />
        </p>
        <p className="flex flex-wrap gap-x-3 text-sm text-ink-2">
          {call.phone_number && <Phone number={call.phone_number} />}
          {who && <bdi>{who}</bdi>}
          {where && <bdi className="text-ink-3">{where}</bdi>}
        </p>
      </div>
      <Timer since={call.started_at} className="text-lg font-semibold" />
      <div className="flex flex-wrap gap-2 max-md:w-full">
        <Link
          to={`/callcenter/call?call=${encodeURIComponent(call.call_id)}`}
          aria-label={t('desk.open_label', { name })}
          className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md px-3 text-sm font-semibold text-ink-2 hover:bg-sunken hover:text-ink"
        >
          <MessagesSquare aria-hidden size={16} strokeWidth={1.75} />
          {t('desk.open')}
        </Link>
        {mayCall && (
          <>
            <Button
              icon={PhoneForwarded}
              flipIcon
              aria-label={t('desk.transfer_label', { name })}
              onClick={() => setMoving(true)}
            >
              {t('desk.transfer')}
            </Button>
            <Button
              variant="danger"
              icon={PhoneOff}
              busy={ending}
              aria-label={t('desk.end_label', { name })}
              onClick={() => void end(call.call_id)}
            >
              {t('desk.end')}
            </Button>
          </>
        )}
      </div>
      {moving && <TransferDialog call={call} onClose={() => setMoving(false)} />}
    </li>
  );
});
