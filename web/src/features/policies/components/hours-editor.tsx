import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import type { WorkHours } from '@/lib/api';
import { clockTimes, WEEKDAYS } from '@/lib/hours';

interface HoursEditorProps {
  hours: WorkHours[];
  onChange: (hours: WorkHours[]) => void;
}

/** The hours of a week that count; a day may have several, and one without any is off. */
export function HoursEditor({ hours, onChange }: HoursEditorProps) {
  const { t } = useTranslation(['policies', 'common']);
  const put = (at: number, part: Partial<WorkHours>) =>
    onChange(hours.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const days = WEEKDAYS.map((value) => ({ value, label: t(`common:weekday.${value}`) }));
  const free = WEEKDAYS.find((day) => !hours.some((one) => one.day === day)) ?? 'mon';
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-2">
        {hours.map(({ day, from, to }, index) => {
          const times = clockTimes(from, to).map((value) => ({ value, label: value }));
          const name = t(`common:weekday.${day}`);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no other identity
            <li key={index} className="flex flex-wrap items-center gap-2">
              <Select
                aria-label={t('sla.day')}
                value={day}
                onChange={(value) => put(index, { day: value as WorkHours['day'] })}
                options={days}
                className="w-32"
              />
              <Select
                aria-label={t('sla.from', { day: name })}
                value={from}
                onChange={(value) => put(index, { from: value })}
                options={times}
                className="num w-24"
              />
              <Select
                aria-label={t('sla.to', { day: name })}
                value={to}
                onChange={(value) => put(index, { to: value })}
                options={times}
                className="num w-24"
              />
              <IconButton
                icon={Trash2}
                label={t('sla.remove_hours', { day: name })}
                onClick={() => onChange(hours.filter((_, other) => other !== index))}
              />
            </li>
          );
        })}
      </ul>
      <Button
        icon={Plus}
        className="self-start"
        onClick={() => onChange([...hours, { day: free, from: '09:00', to: '18:00' }])}
      >
        {t('sla.add_hours')}
      </Button>
    </div>
  );
}
