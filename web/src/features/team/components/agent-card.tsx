import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '@/components/ui/relative-time';
import { OrderStatusChip, PresenceChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import type { TeamLiveAgent } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { ScheduleLine } from './schedule-line';

interface AgentCardProps {
  agent: TeamLiveAgent;
  open: boolean;
  onOpen: () => void;
}

/** An agent at a glance: its state and since when, what it has in hand, what it did today. */
export function AgentCard({ agent, open, onOpen }: AgentCardProps) {
  const { t } = useTranslation('team');
  return (
    <li
      data-agent-id={agent.id}
      className={cx(
        'flex flex-col gap-2 rounded-lg border bg-surface p-3',
        open ? 'border-accent' : 'border-line',
      )}
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <button
              type="button"
              onClick={onOpen}
              aria-expanded={open}
              className="max-w-full truncate text-start hover:underline pointer-coarse:min-h-11"
            >
              <bdi>{agent.name}</bdi>
            </button>
          </h2>
          <p className="truncate text-xs text-ink-3">
            <bdi className="ltr num">{agent.code}</bdi>
            {agent.team && (
              <>
                {' · '}
                <bdi>{agent.team.name}</bdi>
              </>
            )}
          </p>
        </div>
        <div className="flex flex-col items-end gap-1 text-xs text-ink-2">
          <PresenceChip presence={agent.presence} />
          {agent.presence_since && <Since agent={agent} at={agent.presence_since} />}
        </div>
      </div>
      <dl className="grid grid-cols-4 gap-2 text-center">
        <Figure label={t('card.open')} value={agent.open_orders} of={agent.order_capacity} />
        <Figure label={t('card.new')} value={agent.in_hand.new} />
        <Figure label={t('card.handled')} value={agent.handled} />
        <Figure label={t('card.confirmed')} value={agent.today.confirmed} />
      </dl>
      <ul className="flex flex-col gap-1 text-xs text-ink-2">
        <li>
          <ScheduleLine now={agent.schedule} next={agent.next_schedule} />
        </li>
        {agent.oldest_waiting && (
          <li>
            {t('card.oldest')} <RelativeTime at={agent.oldest_waiting} />
          </li>
        )}
        {agent.callbacks.due + agent.follow_ups.due > 0 && (
          <li className="flex items-center gap-1 text-danger">
            <TriangleAlert aria-hidden size={13} className="shrink-0" />
            {t('card.due', {
              count: agent.callbacks.due + agent.follow_ups.due,
              shown: formatNumber(agent.callbacks.due + agent.follow_ups.due),
            })}
          </li>
        )}
        {agent.last_action && (
          <li className="flex flex-wrap items-center gap-1">
            <bdi className="ltr num">{agent.last_action.order_code}</bdi>
            <OrderStatusChip status={agent.last_action.status} />
            <RelativeTime at={agent.last_action.at} className="text-ink-3" />
          </li>
        )}
      </ul>
    </li>
  );
}

/* Seconds matter while somebody is there; nobody counts those of a night. */
function Since({ agent, at }: { agent: TeamLiveAgent; at: string }) {
  return agent.presence === 'offline' || agent.presence === 'on_leave' ? (
    <RelativeTime at={at} className="text-ink-3" />
  ) : (
    <Timer since={at} />
  );
}

function Figure({ label, value, of }: { label: string; value: number; of?: number | null }) {
  return (
    <div className="flex flex-col-reverse rounded-md bg-sunken px-1 py-1.5">
      <dt className="text-xs leading-tight text-ink-2">{label}</dt>
      <dd className="num text-lg leading-tight font-semibold">
        {formatNumber(value)}
        {of ? <span className="text-sm font-normal text-ink-3">/{formatNumber(of)}</span> : null}
      </dd>
    </div>
  );
}
