import { Clock as ClockIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { locale } from '@/lib/format';
import { useNow } from '@/lib/use-now';

interface ClockProps {
  zone: string;
  /** The server's clock when it answered: a wrong clock of the workstation must not show. */
  serverNow: string;
}

/** "14:30, Nov 15" in the company's zone, going on by itself. */
export function Clock({ zone, serverNow }: ClockProps) {
  const now = useNow('second');
  const [ahead, setAhead] = useState(0);
  useEffect(() => {
    const difference = Date.parse(serverNow) - Date.now();
    // Below that it is only the time the answer took.
    setAhead(Number.isFinite(difference) && Math.abs(difference) > 30_000 ? difference : 0);
  }, [serverNow]);
  const moment = new Date(now + ahead);
  const zoned = { timeZone: zone, calendar: 'gregory' } as const;
  const time = new Intl.DateTimeFormat(locale(), {
    ...zoned,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment);
  const day = new Intl.DateTimeFormat(locale().replace('en-GB', 'en-US'), {
    ...zoned,
    month: 'short',
    day: 'numeric',
  }).format(moment);
  return (
    <time
      dateTime={moment.toISOString().slice(0, 16)}
      title={zone}
      className="num inline-flex items-center gap-1.5 text-ink-2"
    >
      <ClockIcon aria-hidden size={14} className="self-center" />
      {time}
      {locale().startsWith('ar') ? '، ' : ', '}
      {day}
    </time>
  );
}
