import { useTranslation } from 'react-i18next';
import type { Schedule } from '@/lib/api';
import { formatSmart } from '@/lib/format';
import { kindLooks } from '../kinds';

interface ScheduleLineProps {
  now: Schedule | null;
  next: Schedule | null;
}

/** "Shift until 17:00", else what comes next. */
export function ScheduleLine({ now, next }: ScheduleLineProps) {
  const { t } = useTranslation('team');
  const entry = now ?? next;
  if (!entry) return <span className="text-ink-3">{t('schedule.nothing')}</span>;
  const { icon: Icon, label } = kindLooks[entry.kind];
  return (
    <span className="inline-flex items-center gap-1">
      <Icon aria-hidden size={13} className="shrink-0" />
      {now
        ? t('schedule.until', { kind: t(label), time: formatSmart(entry.ends_at) })
        : t('schedule.from', { kind: t(label), time: formatSmart(entry.starts_at) })}
    </span>
  );
}
