import { ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Schedule } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { dayOf, formatDay } from '@/lib/format';
import { useMedia } from '@/lib/use-media';
import { Coverage } from './components/coverage';
import { DayList } from './components/day-list';
import { EntryDialog } from './components/entry-dialog';
import { FollowSwitch } from './components/follow-switch';
import { WeekGrid } from './components/week-grid';
import { usePlanned, useScheduleLive, useWeek } from './schedule-api';
import { addDays, draftOf, type EntryDraft, newDraft, readWeek, weekOf } from './week';

type Editing = { entry: Schedule | null; draft: EntryDraft } | null;

/** The week of one's agents: who works when, who is away, and whether that is enough. */
export function SchedulesPage() {
  const { t } = useTranslation('team');
  const [address, setAddress] = useSearchParams();
  const monday = readWeek(address.get('week'));
  const days = weekOf(monday);
  const today = dayOf(Date.now());
  const chosen = address.get('day') ?? '';
  const day = days.includes(chosen) ? chosen : days.includes(today) ? today : monday;
  const week = useWeek(monday);
  const planned = usePlanned();
  useScheduleLive();
  const maySet = useCan('settings.manage');
  const wide = useMedia('(min-width: 900px)');
  const [editing, setEditing] = useState<Editing>(null);
  const go = (to: string) => setAddress({ week: to });
  const add = (agent: string, on: string) =>
    setEditing({ entry: null, draft: newDraft(agent, on) });
  const view = {
    days,
    day,
    agents: planned.data ?? [],
    entries: week.data ?? [],
    onDay: (to: string) => setAddress({ week: monday, day: to }),
    onAdd: add,
    onOpen: (entry: Schedule) => setEditing({ entry, draft: draftOf(entry) }),
  };
  const failed = week.error ?? planned.error;
  return (
    <Page
      title={t('schedules.title')}
      meta={`${formatDay(monday)} – ${formatDay(addDays(monday, 6))}`}
      actions={
        <>
          <IconButton
            icon={ChevronLeft}
            flip
            label={t('schedules.previous')}
            onClick={() => go(addDays(monday, -7))}
          />
          <Button onClick={() => go(readWeek(null))}>{t('schedules.this_week')}</Button>
          <IconButton
            icon={ChevronRight}
            flip
            label={t('schedules.next')}
            onClick={() => go(addDays(monday, 7))}
          />
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => add(String(planned.data?.[0]?.agent_id ?? ''), day)}
          >
            {t('schedules.new')}
          </Button>
        </>
      }
    >
      {(week.isPending || planned.isPending) && <SkeletonRows rows={8} rowClassName="h-16" />}
      {failed && !(week.data && planned.data) && (
        <ErrorState
          title={t('schedules.failed')}
          error={failed}
          onRetry={() => {
            void week.refetch();
            void planned.refetch();
          }}
        />
      )}
      {week.data && planned.data && (
        <div className="flex flex-col gap-4 px-4 pb-4 max-md:px-3">
          {wide ? <WeekGrid {...view} /> : <DayList {...view} />}
          <Coverage day={day} />
          {maySet && <FollowSwitch />}
        </div>
      )}
      {editing && (
        <EntryDialog
          entry={editing.entry}
          draft={editing.draft}
          agents={planned.data ?? []}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}
