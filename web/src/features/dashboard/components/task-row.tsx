import { CalendarClock, Check, Phone, PhoneMissed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WhenField } from '@/components/order/when-field';
import { Button } from '@/components/ui/button';
import { Phone as PhoneNumber } from '@/components/ui/phone';
import { OrderStatusChip } from '@/components/ui/state-chip';
import { cx } from '@/lib/cx';
import { formatSmart } from '@/lib/format';
import { fromWall, wallAfter } from '@/lib/orders/wall-time';
import { useNow } from '@/lib/use-now';

interface TaskRowProps {
  at: string;
  code: string;
  customer: string;
  status: string;
  notes?: string | null;
  phone: string;
  busy: boolean;
  onOpen: () => void;
  onCall: () => void;
  onDone: () => void;
  /** Only a call can be missed. */
  onMissed?: () => void;
  onReschedule: (at: string) => void;
}

/** One promise: when, to whom, and what became of it. */
export function TaskRow(props: TaskRowProps) {
  const { at, code, customer, status, notes, phone, busy } = props;
  const { t } = useTranslation(['dashboard', 'orders', 'common']);
  const now = useNow('minute');
  const [moving, setMoving] = useState(false);
  const overdue = Date.parse(at) < now;
  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={cx('num font-semibold', overdue && 'text-danger')}>
          {formatSmart(at, now)}
          {overdue && ` · ${t('orders:due.overdue')}`}
        </span>
        <button
          type="button"
          onClick={props.onOpen}
          className="font-semibold text-accent underline-offset-2 hover:underline"
        >
          <bdi className="ltr num">{code}</bdi>
        </button>
        <OrderStatusChip status={status} />
      </div>
      <p className="flex flex-wrap items-center gap-x-3">
        <bdi>{customer}</bdi>
        {phone && <PhoneNumber number={phone} />}
      </p>
      {notes && (
        <p dir="auto" className="match wrap-anywhere text-ink-2">
          {notes}
        </p>
      )}
      {moving ? (
        <Reschedule
          busy={busy}
          onCancel={() => setMoving(false)}
          onSave={(next) => {
            setMoving(false);
            props.onReschedule(next);
          }}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" icon={Phone} onClick={props.onCall}>
            {t('orders:action.call')}
          </Button>
          <Button icon={Check} busy={busy} onClick={props.onDone}>
            {t('common:done')}
          </Button>
          {props.onMissed && (
            <Button icon={PhoneMissed} busy={busy} onClick={props.onMissed}>
              {t('callbacks.missed')}
            </Button>
          )}
          <Button icon={CalendarClock} busy={busy} onClick={() => setMoving(true)}>
            {t('tasks.reschedule')}
          </Button>
        </div>
      )}
    </li>
  );
}

interface RescheduleProps {
  busy: boolean;
  onCancel: () => void;
  onSave: (at: string) => void;
}

function Reschedule({ busy, onCancel, onSave }: RescheduleProps) {
  const { t } = useTranslation(['dashboard', 'orders', 'common']);
  const [wall, setWall] = useState(() => wallAfter(60));
  const [past, setPast] = useState(false);
  function save() {
    const at = fromWall(wall);
    const isPast = !at || Date.parse(at) <= Date.now();
    setPast(isPast);
    if (at && !isPast) onSave(at);
  }
  return (
    <div className="flex flex-col gap-2">
      <WhenField
        label={t('tasks.new_time')}
        required
        value={wall}
        onChange={setWall}
        error={past ? t('orders:error.past') : undefined}
      />
      <div className="flex gap-2">
        <Button variant="primary" busy={busy} onClick={save}>
          {t('common:save')}
        </Button>
        <Button onClick={onCancel}>{t('common:cancel')}</Button>
      </div>
    </div>
  );
}
