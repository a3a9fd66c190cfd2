import { CalendarOff, Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { IconButton } from '@/components/ui/icon-button';
import { PresenceChip } from '@/components/ui/state-chip';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/format';
import { isOn } from '../week';
import { EntryButton } from './entry-button';
import { useDayName } from './use-day-name';
import type { WeekProps } from './week-grid';

/** One day at a time, for narrow screens. */
export function DayList({ days, day, agents, entries, onDay, onAdd, onOpen }: WeekProps) {
  const { t } = useTranslation('team');
  const dayName = useDayName();
  const chosen = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen button is another one then
  useEffect(() => chosen.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [day]);
  return (
    <>
      <fieldset className="flex gap-1 overflow-x-auto">
        <legend className="sr-only">{t('schedules.day')}</legend>
        {days.map((one) => (
          <button
            key={one}
            ref={one === day ? chosen : undefined}
            type="button"
            aria-pressed={one === day}
            onClick={() => onDay(one)}
            className={cx(
              'min-h-11 shrink-0 rounded-md border px-3 text-sm',
              one === day ? 'border-accent text-accent' : 'border-line bg-surface',
            )}
          >
            {dayName(one)}
          </button>
        ))}
      </fieldset>
      {agents.length === 0 && <Empty icon={CalendarOff} title={t('schedules.nobody')} />}
      <ul aria-label={formatDay(day)} className="flex flex-col gap-2">
        {agents.map((agent) => (
          <li
            key={agent.agent_id}
            className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3"
          >
            <div className="flex items-center gap-2">
              <bdi className="min-w-0 truncate font-semibold">{agent.agent_name}</bdi>
              <PresenceChip presence={agent.presence} />
              <IconButton
                icon={Plus}
                className="ms-auto"
                label={t('schedules.add_for', { name: agent.agent_name, day: formatDay(day) })}
                onClick={() => onAdd(String(agent.agent_id), day)}
              />
            </div>
            {entries
              .filter((entry) => entry.agent_id === agent.agent_id && isOn(entry, day))
              .map((entry) => (
                <EntryButton key={entry.id} entry={entry} onOpen={() => onOpen(entry)} />
              ))}
          </li>
        ))}
      </ul>
    </>
  );
}
