import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { clockTimes, type Weekday, weekOf } from '@/lib/hours';
import { useSaveHours, type WorkSpan } from '../api';

const usual = (day: Weekday): WorkSpan => ({ day, from: '09:00', to: '17:00' });

/** In which hours of a usual week one works. */
export function HoursForm({ hours }: { hours: WorkSpan[] }) {
  const { t, i18n } = useTranslation(['profile', 'common']);
  const country = useSession((state) => state.company?.default_country ?? 'AE');
  const zone = useSession((state) => state.company?.time_zone ?? '');
  const [week, setWeek] = useState(hours);
  const save = useSaveHours();
  const isChanged = JSON.stringify(week) !== JSON.stringify(hours);

  const put = (day: Weekday, spans: WorkSpan[]) =>
    setWeek((before) => [...before.filter((one) => one.day !== day), ...spans]);

  return (
    <div className="flex max-w-xl flex-col gap-3">
      <p className="text-sm text-ink-2">{t('hours.text', { zone })}</p>
      <ul className="flex flex-col">
        {weekOf(i18n.language, country).map((day) => (
          <DayRow
            key={day}
            day={day}
            spans={week.filter((one) => one.day === day)}
            onChange={(spans) => put(day, spans)}
          />
        ))}
      </ul>
      {save.isError && <p className="text-sm text-danger">{errorText(save.error)}</p>}
      <Button
        variant="primary"
        className="self-start"
        busy={save.isPending}
        disabled={!isChanged}
        onClick={() => save.mutate(week, { onSuccess: () => toast.success(t('hours.saved')) })}
      >
        {t('common:save')}
      </Button>
    </div>
  );
}

interface DayRowProps {
  day: Weekday;
  spans: WorkSpan[];
  onChange: (spans: WorkSpan[]) => void;
}

function DayRow({ day, spans, onChange }: DayRowProps) {
  const { t } = useTranslation(['profile', 'common']);
  const name = t(`common:weekday.${day}`);
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-1.5 last:border-b-0">
      <div className="w-32">
        <Checkbox checked={spans.length > 0} onChange={(on) => onChange(on ? [usual(day)] : [])}>
          {name}
        </Checkbox>
      </div>
      {spans.length === 0 && <span className="text-ink-3">{t('hours.free')}</span>}
      {spans.map((span, at) => (
        <span key={span.from} className="flex items-center gap-2">
          {(['from', 'to'] as const).map((end) => (
            <Select
              key={end}
              aria-label={t(`hours.${end}`, { day: name })}
              value={span[end]}
              onChange={(value) =>
                onChange(spans.map((one, other) => (other === at ? { ...one, [end]: value } : one)))
              }
              options={clockTimes(span.from, span.to).map((value) => ({ value, label: value }))}
              className="num w-24"
            />
          ))}
        </span>
      ))}
    </li>
  );
}
