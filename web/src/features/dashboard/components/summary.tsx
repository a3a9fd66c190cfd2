import { ListOrdered, PhoneCall, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StatCard } from '@/components/ui/stat-card';
import type { DashboardAnswer } from '@/lib/api';
import { formatNumber, formatTimer } from '@/lib/format';
import { CANCELLATION_REASONS } from '@/lib/orders/status';
import { orderStates } from '@/lib/states';
import { todayLink } from '../links';

type Today = DashboardAnswer['today'];

const REST = ['new', 'no_response', 'under_review', 'closed'] as const;

/** TODAY'S SUMMARY; each figure of orders opens the rows behind it. */
export function Summary({ today }: { today: Today }) {
  const { t } = useTranslation(['dashboard', 'common']);
  // What has no card of its own, so that the total can be added up.
  const rest = REST.filter((status) => today[status] > 0)
    .map((status) => t(`today.rest.${status}`, { number: formatNumber(today[status]) }))
    .join(' · ');
  return (
    <div className="grid grid-cols-6 gap-3 max-xl:grid-cols-3 max-md:grid-cols-2">
      <StatCard
        label={t('today.total')}
        value={today.total_orders}
        icon={ListOrdered}
        tone="warning"
        to={todayLink()}
        hint={rest}
      />
      <StatCard
        label={t('today.confirmed')}
        value={today.confirmed}
        icon={orderStates.confirmed.icon}
        tone="success"
        to={todayLink('confirmed')}
      />
      <StatCard
        label={t('today.postponed')}
        value={today.postponed}
        icon={orderStates.postponed.icon}
        tone="warning"
        to={todayLink('postponed')}
      />
      <CancelledCard today={today} to={todayLink('cancelled')} />
      <CallsCard today={today} />
      <StatCard
        label={t('today.satisfaction')}
        value={satisfactionOf(today)}
        icon={Star}
        tone="warning"
        hint={today.ratings > 0 ? t('today.ratings', { count: today.ratings }) : undefined}
      />
    </div>
  );
}

function CancelledCard({ today, to }: { today: Today; to: string }) {
  const { t } = useTranslation(['dashboard', 'common', 'orders']);
  const reasons = CANCELLATION_REASONS.map((reason) => ({
    reason,
    count: today.cancelled_by_reason[reason] ?? 0,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const Icon = orderStates.cancelled.icon;
  return (
    <Link
      to={to}
      className="flex flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3 hover:border-line-strong hover:bg-sunken"
    >
      <span className="flex items-center gap-1.5 text-sm text-ink-2">
        <Icon aria-hidden size={15} className="shrink-0 text-danger" />
        {t('today.cancelled')}
      </span>
      <span data-figure className="num text-2xl font-semibold">
        {formatNumber(today.cancelled)}
      </span>
      {reasons.slice(0, 3).map(({ reason, count }) => (
        <span key={reason} className="flex gap-2 text-xs text-ink-3">
          <span className="min-w-0 truncate">{t(`orders:reason.${reason}`)}</span>
          <span className="num ms-auto">{formatNumber(count)}</span>
        </span>
      ))}
      {reasons.length > 3 && (
        <span className="text-xs text-ink-3">
          {t('today.more_reasons', { count: reasons.length - 3 })}
        </span>
      )}
    </Link>
  );
}

/** "4.3 / 5"; null while nobody has rated. */
function satisfactionOf({ customer_satisfaction: average }: Today): string | null {
  if (average === null) return null;
  return `${formatNumber(average, { maximumFractionDigits: 1 })} / ${formatNumber(5)}`;
}

function CallsCard({ today }: { today: Today }) {
  const { t } = useTranslation('dashboard');
  return (
    <div className="flex flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3">
      <span className="flex items-center gap-1.5 text-sm text-ink-2">
        <PhoneCall aria-hidden size={15} className="shrink-0 text-ink-3" />
        {t('today.calls')}
      </span>
      <span data-figure className="num text-2xl font-semibold">
        {formatNumber(today.calls_handled)}
      </span>
      <dl className="flex flex-col gap-0.5 text-xs">
        <div className="flex gap-2">
          <dt className="min-w-0 truncate text-ink-3">{t('today.average_call')}</dt>
          <dd className="num ms-auto">
            {today.average_call_time === null ? '–' : formatTimer(today.average_call_time)}
          </dd>
        </div>
      </dl>
    </div>
  );
}
