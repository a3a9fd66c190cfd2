import { useTranslation } from 'react-i18next';
import { locale } from '@/lib/format';

/** "Mon 23": a day without a time has no zone and must not shift by one. */
export function useDayName(): (day: string) => string {
  useTranslation();
  const format = new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    timeZone: 'UTC',
    calendar: 'gregory',
  });
  return (day) => format.format(new Date(`${day}T00:00:00Z`));
}
