import type { LucideIcon } from 'lucide-react';
import { Link } from 'react-router';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import type { Tone } from '@/lib/states';

const iconColours: Record<Tone, string> = {
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
  info: 'text-info',
  violet: 'text-violet',
  neutral: 'text-ink-3',
};

/** What still fits a narrow card at its full size: "4.3 / 5". */
const LONG = 7;

interface StatCardProps {
  label: string;
  /** Null is shown as a dash: not known, which is not zero. */
  value: number | string | null;
  icon: LucideIcon;
  tone?: Tone;
  hint?: string;
  /** Where the rows behind the figure are. */
  to?: string;
}

/** A figure of the day. The number stays in ink; only the icon bears the tone. */
export function StatCard({ label, value, icon: Icon, tone = 'neutral', hint, to }: StatCardProps) {
  const shown = typeof value === 'number' ? formatNumber(value) : (value ?? '–');
  const content = (
    <>
      <span className="flex items-center gap-1.5 text-sm text-ink-2">
        <Icon aria-hidden size={15} className={cx('shrink-0', iconColours[tone])} />
        {label}
      </span>
      {/* Money is long: smaller in a narrow card, rather than broken. */}
      <span
        data-figure
        className={cx(
          'num wrap-anywhere text-2xl font-semibold',
          shown.length > LONG && '@max-[12rem]:text-xl @max-[9.5rem]:text-base',
        )}
      >
        {shown}
      </span>
      {hint && <span className="text-xs text-ink-3">{hint}</span>}
    </>
  );
  const look = '@container flex flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3';
  if (!to) return <div className={look}>{content}</div>;
  return (
    <Link to={to} className={cx(look, 'hover:border-line-strong hover:bg-sunken')}>
      {content}
    </Link>
  );
}
