import { Coffee } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Timer } from '@/components/ui/timer';
import type { BreakSum } from '@/lib/api';
import { formatDay, formatNumber, formatShortDay, formatTimer, formatWeekday } from '@/lib/format';
import { daysOf } from '../breaks-api';

interface BreaksTableProps {
  agents: BreakSum[];
  /** Without a day: of the whole period. */
  onOpen: (agent: string, day?: string) => void;
}

/** A row for each agent and a column for each day with a break; each sum opens its breaks. */
export function BreaksTable({ agents, onOpen }: BreaksTableProps) {
  const { t } = useTranslation('breaks');
  const days = daysOf(agents);
  // One day alone is the sum itself.
  const columns = days.length > 1 ? days : [];
  return (
    <ScrollRegion
      label={t('table')}
      className="overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line text-ink-2">
            <Head className="sticky start-0 z-10 bg-surface ps-4 text-start">{t('agent')}</Head>
            <Head>{t('breaks')}</Head>
            <Head>{t('total')}</Head>
            <Head>{t('longest')}</Head>
            {columns.map((day) => (
              <Head key={day}>
                <span className="block">{formatWeekday(day)}</span>
                <span className="num block font-normal text-ink-3">{formatShortDay(day)}</span>
              </Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <AgentRow key={agent.agent_id} agent={agent} days={columns} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Head({ className = 'text-end', children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={`px-3 py-2 text-xs font-semibold whitespace-nowrap ${className}`}>
      {children}
    </th>
  );
}

interface AgentRowProps {
  agent: BreakSum;
  days: string[];
  onOpen: BreaksTableProps['onOpen'];
}

function AgentRow({ agent, days, onOpen }: AgentRowProps) {
  const { t } = useTranslation('breaks');
  const { name, code, breaks, seconds, longest_seconds: longest, on_break_since: since } = agent;
  return (
    <tr data-break-agent={code} className="border-b border-line last:border-b-0">
      <th scope="row" className="sticky start-0 z-10 bg-surface px-3 py-1.5 ps-4 text-start">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-normal">
          <bdi className="font-semibold whitespace-nowrap">{name}</bdi>
          {since && (
            <Chip tone="warning" icon={Coffee}>
              {t('on_break')} <Timer since={since} />
            </Chip>
          )}
        </span>
      </th>
      <td className="num px-3 text-end">{formatNumber(breaks)}</td>
      <td className="px-1 text-end">
        <Sum
          seconds={seconds}
          label={t('open', { name, time: formatTimer(seconds) })}
          onOpen={() => onOpen(code)}
        />
      </td>
      <td className="num px-3 text-end text-ink-2">{longest ? formatTimer(longest) : '–'}</td>
      {days.map((day) => {
        const sum = agent.days.find(({ date }) => date === day)?.seconds ?? 0;
        return (
          <td key={day} className="px-1 text-end">
            <Sum
              seconds={sum}
              label={t('open_day', { name, day: formatDay(day), time: formatTimer(sum) })}
              onOpen={() => onOpen(code, day)}
            />
          </td>
        );
      })}
    </tr>
  );
}

interface SumProps {
  seconds: number;
  label: string;
  onOpen: () => void;
}

/** A sum that opens what it is made of; of nothing, a dash. */
function Sum({ seconds, label, onOpen }: SumProps) {
  if (seconds === 0) return <span className="px-2 text-ink-3">–</span>;
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onOpen}
      className="num min-h-8 rounded-md px-2 font-semibold text-accent underline-offset-2 hover:underline pointer-coarse:min-h-11"
    >
      {formatTimer(seconds)}
    </button>
  );
}
