import {
  ArrowRightLeft,
  CircleDot,
  Disc,
  Hourglass,
  ListTree,
  type LucideIcon,
  Pause,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  Play,
  Route,
  SquareParking,
  Unplug,
  UsersRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isolate } from '@/lib/bidi';
import { formatClock, formatNumber, formatTimer } from '@/lib/format';
import type { WholeCall } from '../../model';

const icons: Record<string, LucideIcon> = {
  started: CircleDot,
  routed: Route,
  menu: ListTree,
  queued: Hourglass,
  missed: PhoneMissed,
  dialled: PhoneIncoming,
  forwarded: PhoneForwarded,
  answered: PhoneCall,
  handed_over: ArrowRightLeft,
  held: Pause,
  resumed: Play,
  transferred: PhoneForwarded,
  parked: SquareParking,
  fetched: PhoneCall,
  conference: UsersRound,
  recorded: Disc,
  hung_up: PhoneOff,
  lost: Unplug,
};

interface FlowProps {
  details: WholeCall;
}

/** What happened, one step after the other, as the server tells it. */
export function Steps({ details }: FlowProps) {
  const { t } = useTranslation('calls');
  if (details.callFlow.length === 0) return <p className="text-sm text-ink-3">{t('steps.none')}</p>;
  const from = Date.parse(details.call.started_at);
  return (
    <ol className="flex flex-col">
      {details.callFlow.map((step) => {
        const Icon = icons[step.step_type] ?? CircleDot;
        return (
          <li key={step.step} className="flex items-start gap-2.5 py-1 text-sm">
            <Icon aria-hidden size={15} className="mt-0.5 shrink-0 text-ink-3" />
            <span dir="auto" className="match min-w-0 flex-1 wrap-anywhere">
              {step.step_description}
            </span>
            <span className="num flex shrink-0 gap-3 text-ink-3">
              <time dateTime={step.time}>{formatClock(step.time)}</time>
              <span className="ltr">+{formatTimer((Date.parse(step.time) - from) / 1000)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** From which extension to which the call went, and why. */
export function ExtensionChanges({ details }: FlowProps) {
  const { t, i18n } = useTranslation('calls');
  const why = (reason: string) =>
    i18n.exists(`calls:change.${reason}`) ? t(`change.${reason}`) : reason;
  return (
    <div className="thin overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('details.changes')}</caption>
        <thead className="text-xs text-ink-3">
          <tr>
            {(['at', 'from', 'to', 'reason'] as const).map((name) => (
              <th key={name} scope="col" className="py-1 pe-3 text-start font-normal">
                {t(`changes.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {details.extensionChanges.map((change) => (
            <tr
              key={`${change.time}:${change.from_extension}:${change.to_extension}:${change.reason}`}
              className="border-t border-line"
            >
              <td className="num py-1 pe-3">{formatClock(change.time)}</td>
              <td className="py-1 pe-3">
                <bdi>{change.from_extension}</bdi>
              </td>
              <td className="py-1 pe-3">
                <bdi>{change.to_extension}</bdi>
              </td>
              <td className="py-1">{why(change.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** In which queues it waited, how long, and what came of it. */
export function QueueVisits({ details }: FlowProps) {
  const { t } = useTranslation('calls');
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {details.queue_visits.map((visit) => (
        <li key={`${visit.queue}:${visit.joined_at}`} className="flex flex-col">
          <span className="flex items-baseline gap-2">
            <bdi className="font-semibold">{visit.queue}</bdi>
            <span>{t(`visit.${visit.result}`)}</span>
            <span className="ms-auto">
              <span className="num ltr">{formatTimer(visit.seconds)}</span>
            </span>
          </span>
          <span className="text-xs text-ink-3">
            {[
              formatClock(visit.joined_at),
              visit.position > 0 && t('visit.place', { place: formatNumber(visit.position) }),
              visit.missed > 0 && t('visit.missed', { value: formatNumber(visit.missed) }),
              visit.agent && t('visit.by', { name: isolate(visit.agent) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
