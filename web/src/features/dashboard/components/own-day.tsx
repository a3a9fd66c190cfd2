import { CircleCheck, type LucideIcon, PhoneCall, ShoppingCart } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PerformanceFigure } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber, formatTimer } from '@/lib/format';
import { useOwnFigures } from '../api';
import { useOwnChatFigures } from '../chats/api';
import { chatsLink } from '../chats/links';

const PERFORMANCE = '/call-center-panel/performance';

/** What one did oneself today, with orders, calls and chats (S1-DASH-09). */
export function OwnDay() {
  const { t } = useTranslation('dashboard');
  const agent = useSession((state) => state.agent);
  const seesStats = useCan('stats.read');
  const seesChats = useCan('chats.read');
  const seesCalls = useCan('calls.read');
  const hasFigures = seesStats && agent !== null;
  const hasChats = seesChats && agent !== null;
  const figures = useOwnFigures(hasFigures).data;
  const chats = useOwnChatFigures(hasChats).data;
  if (!agent || (!hasFigures && !hasChats)) return null;
  const own = { view: 'history', date: 'today', agent: agent.agent_id };
  return (
    <section aria-labelledby="own-day" className="flex flex-col gap-2">
      <h2 id="own-day" className="text-lg font-semibold">
        {t('own.title')}
      </h2>
      <div className="grid grid-cols-3 divide-x divide-line rounded-lg border border-line bg-surface max-md:grid-cols-1 max-md:divide-x-0 max-md:divide-y">
        {hasFigures && (
          <Part
            icon={ShoppingCart}
            label={t('own.orders')}
            value={countOf(figures, 'orders_handled')}
            to={`${PERFORMANCE}?rows=orders_handled`}
            facts={[
              [t('own.confirmed'), countOf(figures, 'orders_confirmed')],
              [t('own.cancelled'), countOf(figures, 'orders_cancelled')],
            ]}
          />
        )}
        {hasFigures && seesCalls && (
          <Part
            icon={PhoneCall}
            label={t('own.calls')}
            value={countOf(figures, 'calls')}
            to={`${PERFORMANCE}?rows=calls`}
            facts={[[t('today.average_call'), timeOf(figures, 'average_call_seconds')]]}
          />
        )}
        {hasChats && (
          <Part
            icon={CircleCheck}
            label={t('own.chats')}
            value={chats ? formatNumber(chats.closed) : null}
            to={chatsLink({ ...own, state: 'closed' })}
            facts={[
              [t('own.in_hand'), chats ? formatNumber(chats.mine) : null],
              [
                t('chats.first_response'),
                chats?.average_first_response_seconds
                  ? formatTimer(chats.average_first_response_seconds)
                  : null,
              ],
            ]}
          />
        )}
      </div>
    </section>
  );
}

type Name = PerformanceFigure['figure'];

function find(figures: PerformanceFigure[] | undefined, name: Name): number | null {
  return figures?.find(({ figure }) => figure === name)?.value ?? null;
}

function countOf(figures: PerformanceFigure[] | undefined, name: Name): string | null {
  const value = find(figures, name);
  return value === null ? null : formatNumber(value);
}

function timeOf(figures: PerformanceFigure[] | undefined, name: Name): string | null {
  const value = find(figures, name);
  return value === null ? null : formatTimer(value);
}

interface PartProps {
  icon: LucideIcon;
  label: string;
  value: string | null;
  to: string;
  /** What belongs to it, each with its name. */
  facts: [string, string | null][];
}

function Part({ icon: Icon, label, value, to, facts }: PartProps) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <Link to={to} className="group flex items-center gap-2.5 rounded-md">
        <span className="grid size-9 place-items-center rounded-full bg-sunken text-ink-2">
          <Icon aria-hidden size={17} strokeWidth={1.75} />
        </span>
        <span className="flex flex-col">
          <span className="text-sm text-ink-2 underline-offset-2 group-hover:underline">
            {label}
          </span>
          <span data-figure className="num text-xl font-semibold">
            {value ?? '–'}
          </span>
        </span>
      </Link>
      <dl className="ms-auto flex flex-col gap-0.5 text-xs">
        {facts.map(([name, fact]) => (
          <div key={name} className="flex justify-end gap-2">
            <dt className="text-ink-3">{name}</dt>
            <dd className="num min-w-8 text-end">{fact ?? '–'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
