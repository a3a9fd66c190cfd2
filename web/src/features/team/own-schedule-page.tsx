import { CalendarOff, ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { dayOf, formatDay } from '@/lib/format';
import { EntryButton } from './components/entry-button';
import { useDayName } from './components/use-day-name';
import { useOwnWeek, useScheduleLive } from './schedule-api';
import { addDays, isOn, readWeek } from './week';

/** One's own shifts and absences, two weeks at a time; to be read only. */
export function OwnSchedulePage() {
  const { t } = useTranslation('team');
  const dayName = useDayName();
  const [address, setAddress] = useSearchParams();
  const monday = readWeek(address.get('week'));
  const own = useOwnWeek(monday);
  useScheduleLive();
  const days = Array.from({ length: 14 }, (_, n) => addDays(monday, n)).map((day) => ({
    day,
    entries: (own.data ?? []).filter((entry) => isOn(entry, day)),
  }));
  const go = (to: string) => setAddress({ week: to });
  return (
    <Page
      title={t('own.title')}
      meta={`${formatDay(monday)} – ${formatDay(addDays(monday, 13))}`}
      actions={
        <>
          <IconButton
            icon={ChevronLeft}
            flip
            label={t('own.previous')}
            onClick={() => go(addDays(monday, -14))}
          />
          <Button onClick={() => go(readWeek(null))}>{t('schedules.this_week')}</Button>
          <IconButton
            icon={ChevronRight}
            flip
            label={t('own.next')}
            onClick={() => go(addDays(monday, 14))}
          />
        </>
      }
    >
      {own.isPending && <SkeletonRows rows={10} />}
      {own.isError && !own.data && (
        <ErrorState title={t('own.failed')} error={own.error} onRetry={() => void own.refetch()} />
      )}
      {own.data?.length === 0 && (
        <Empty icon={CalendarOff} title={t('own.empty')} text={t('own.empty_text')} />
      )}
      {own.data && own.data.length > 0 && (
        <ol className="mx-4 mb-4 rounded-lg border border-line bg-surface max-md:mx-3">
          {days.map(({ day, entries }) => (
            <li
              key={day}
              aria-current={day === dayOf(Date.now()) ? 'date' : undefined}
              className="flex gap-3 border-b border-line px-4 py-2 last:border-b-0 aria-[current=date]:bg-sunken"
            >
              <time dateTime={day} className="w-20 shrink-0 text-sm font-semibold">
                {dayName(day)}
              </time>
              <div className="flex min-w-0 flex-1 flex-wrap gap-2">
                {entries.length === 0 && (
                  <span className="text-sm text-ink-3">{t('own.free')}</span>
                )}
                {entries.map((entry) => (
                  <EntryButton key={entry.id} entry={entry} />
                ))}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Page>
  );
}
