import { Coins, type LucideIcon, PhoneCall, Rows3, Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StatCard } from '@/components/ui/stat-card';
import type { ReportSummary } from '@/lib/api';
import { formatList, formatMoney, formatNumber, formatTimer } from '@/lib/format';
import { OUTCOMES } from '@/lib/orders/filters';
import { deliveryState, orderState, outcomeState, type Tone } from '@/lib/states';
import { KINDS, type ReportFilters, type ReportType, statusesOf } from '../filters';

interface PartsProps {
  summary: ReportSummary;
  type: ReportType;
  onChange: (change: Partial<ReportFilters>) => void;
}

interface SummaryProps extends PartsProps {
  /** What is done with all of the rows. */
  action: ReactNode;
}

/** The figures of the report, whatever of its rows is on screen; low, so that rows have the room. */
export function Summary({ summary, type, onChange, action }: SummaryProps) {
  const { t } = useTranslation('reports');
  const money = summary.money.map(({ minor, currency }) => formatMoney(minor, currency));
  return (
    <section
      aria-label={t('summary.label')}
      className="flex flex-wrap items-start gap-2 px-4 max-md:px-3"
    >
      <div className="grid grid-cols-2 gap-2 max-md:w-full md:flex md:*:w-52">
        <StatCard
          label={t('summary.rows')}
          value={summary.rows}
          icon={Rows3}
          hint={summary.capped ? t('summary.more') : undefined}
        />
        {type !== 'interactions' && (
          <StatCard
            label={t('summary.value')}
            value={money.length > 0 ? formatList(money) : null}
            icon={Coins}
          />
        )}
        {type === 'interactions' && (
          <>
            <StatCard
              label={t('summary.duration')}
              value={formatTimer(summary.duration_seconds ?? 0)}
              icon={PhoneCall}
            />
            <StatCard
              label={t('summary.rating')}
              value={
                summary.average_rating === null
                  ? null
                  : formatNumber(summary.average_rating, { maximumFractionDigits: 1 })
              }
              icon={Star}
              hint={t('summary.ratings', { number: formatNumber(summary.ratings ?? 0) })}
            />
          </>
        )}
      </div>
      <div className="flex min-w-0 flex-1 flex-col gap-1.5 max-md:w-full max-md:flex-none">
        <Parts summary={summary} type={type} onChange={onChange} />
      </div>
      {action}
    </section>
  );
}

interface Part {
  id: string;
  label: string;
  count: number;
  change: Partial<ReportFilters>;
  icon?: LucideIcon;
  tone?: Tone;
}

/* As the words are listed everywhere else, whatever the server counted first. */
function inOrder(counts: Record<string, unknown>, words: readonly string[]) {
  const place = (word: string) => (words.includes(word) ? words.indexOf(word) : words.length);
  return Object.entries(counts).sort(([a], [b]) => place(a) - place(b));
}

/* Each part of the whole is one press away from its rows. */
function Parts({ summary, type, onChange }: PartsProps) {
  const { t } = useTranslation(['reports', 'common']);
  const statuses: Part[] = inOrder(summary.by_status, statusesOf[type]).map(([status, count]) => ({
    id: `status:${status}`,
    count: Number(count),
    change: { status },
    label:
      type === 'interactions'
        ? t(`resolution.${status}`)
        : t(`common:${(type === 'orders' ? orderState : deliveryState)(status).label}`),
    icon:
      type === 'interactions'
        ? undefined
        : (type === 'orders' ? orderState : deliveryState)(status).icon,
  }));
  const words = type === 'interactions' ? KINDS : OUTCOMES;
  const others: Part[] = inOrder(summary.by_outcome, words).map(([word, count]) =>
    type === 'interactions'
      ? {
          id: `kind:${word}`,
          count: Number(count),
          change: { kind: word },
          label: KINDS.includes(word as never) ? t(`kind.${word}`) : word,
        }
      : {
          id: `outcome:${word}`,
          count: Number(count),
          change: { outcome: word },
          label: t(`common:${outcomeState(word).label}`),
          icon: outcomeState(word).icon,
        },
  );
  const rows = [statuses, others].filter((parts) => parts.length > 0);
  return rows.map((parts) => (
    <ul key={parts[0]?.id} className="flex flex-wrap gap-1.5">
      {parts.map(({ id, label, count, change, icon: Icon }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => onChange(change)}
            className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 text-sm hover:border-line-strong hover:bg-sunken"
          >
            {Icon && <Icon aria-hidden size={14} className="text-ink-3" />}
            {label}
            <span className="num font-semibold">{formatNumber(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  ));
}
