import { CalendarOff, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { PresenceChip } from '@/components/ui/state-chip';
import type { Schedule } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/format';
import type { usePlanned } from '../schedule-api';
import { isOn } from '../week';
import { EntryButton } from './entry-button';
import { useDayName } from './use-day-name';

export type Planned = NonNullable<ReturnType<typeof usePlanned>['data']>[number];

export interface WeekProps {
  days: string[];
  /** The day whose coverage is shown. */
  day: string;
  agents: Planned[];
  entries: Schedule[];
  onDay: (day: string) => void;
  onAdd: (agent: string, day: string) => void;
  onOpen: (entry: Schedule) => void;
}

/** Agents down, days across, from where reading begins. */
export function WeekGrid({ days, day, agents, entries, onDay, onAdd, onOpen }: WeekProps) {
  const { t } = useTranslation('team');
  const dayName = useDayName();
  if (agents.length === 0) return <Empty icon={CalendarOff} title={t('schedules.nobody')} />;
  return (
    <ScrollRegion label={t('schedules.week')} className="rounded-lg border border-line bg-surface">
      <table className="w-full min-w-[60rem] table-fixed border-collapse text-sm">
        <caption className="sr-only">{t('schedules.week')}</caption>
        <thead>
          <tr>
            <th scope="col" className="w-44 px-3 py-2 text-start font-semibold">
              {t('schedules.agent')}
            </th>
            {days.map((one) => (
              <th key={one} scope="col" className="border-s border-line px-1 py-1 font-semibold">
                <button
                  type="button"
                  aria-pressed={one === day}
                  onClick={() => onDay(one)}
                  className={cx(
                    'min-h-8 w-full rounded-md px-1 hover:bg-sunken pointer-coarse:min-h-11',
                    one === day && 'bg-sunken text-accent',
                  )}
                >
                  {dayName(one)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.agent_id} className="border-t border-line">
              <th scope="row" className="px-3 py-2 text-start align-top font-normal">
                <span className="block truncate font-semibold">
                  <bdi>{agent.agent_name}</bdi>
                </span>
                <PresenceChip presence={agent.presence} />
              </th>
              {days.map((one) => (
                <td key={one} className="group border-s border-line p-1 align-top">
                  <div className="flex flex-col gap-1">
                    {entries
                      .filter((entry) => entry.agent_id === agent.agent_id && isOn(entry, one))
                      .map((entry) => (
                        <EntryButton key={entry.id} entry={entry} onOpen={() => onOpen(entry)} />
                      ))}
                    <button
                      type="button"
                      aria-label={t('schedules.add_for', {
                        name: agent.agent_name,
                        day: formatDay(one),
                      })}
                      onClick={() => onAdd(String(agent.agent_id), one)}
                      className="flex min-h-6 items-center justify-center rounded-md text-ink-3 opacity-0 hover:bg-sunken hover:opacity-100 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
                    >
                      <Plus aria-hidden size={14} />
                    </button>
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
