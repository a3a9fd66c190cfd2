import { Minus, TrendingDown, TrendingUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallFigures } from '@/lib/api';
import { cx } from '@/lib/cx';
import {
  type Change,
  changeOf,
  formatChange,
  formatFigure,
  MEASURES,
  type Measure,
  measures,
} from './figures';

interface FigureCardsProps {
  now: CallFigures;
  before: CallFigures | undefined;
  /** Where the rows behind a figure are. */
  rowsOf: (measure: Measure) => string;
}

/** The figures of the period, each with its change and the way to its rows. */
export function FigureCards({ now, before, rowsOf }: FigureCardsProps) {
  return (
    <ul className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
      {MEASURES.map((measure) => (
        <li key={measure} className="flex min-w-0" data-measure={measure}>
          <FigureCard
            measure={measure}
            value={now[measure]}
            change={changeOf(measure, now, before)}
            to={now[measure] ? rowsOf(measure) : null}
          />
        </li>
      ))}
    </ul>
  );
}

interface FigureCardProps {
  measure: Measure;
  value: number | null;
  change: Change | null;
  to: string | null;
}

function FigureCard({ measure, value, change, to }: FigureCardProps) {
  const { t } = useTranslation('call_stats');
  const { icon: Icon, unit } = measures[measure];
  const content = (
    <>
      <span className="flex items-center gap-1.5 text-sm text-ink-2">
        <Icon aria-hidden size={15} className="shrink-0 text-ink-3" />
        {t(`measure.${measure}`)}
      </span>
      <span data-figure className="num text-2xl font-semibold">
        {formatFigure(unit, value)}
      </span>
      <ChangeLine measure={measure} change={change} />
    </>
  );
  const look =
    'flex min-w-0 flex-1 flex-col items-start gap-1 rounded-lg border border-line bg-surface px-4 py-3';
  if (!to) return <div className={look}>{content}</div>;
  return (
    <Link to={to} className={cx(look, 'hover:border-line-strong hover:bg-sunken')}>
      {content}
    </Link>
  );
}

const looks: Record<Change['meaning'], string> = {
  better: 'text-success',
  worse: 'text-danger',
  same: 'text-ink-3',
  neither: 'text-ink-2',
};

/* Sign, direction and word, not colour alone. */
function ChangeLine({ measure, change }: { measure: Measure; change: Change | null }) {
  const { t } = useTranslation('call_stats');
  if (!change) return <span className="text-xs text-ink-3">{t('change.unknown')}</span>;
  const { unit } = measures[measure];
  const Icon = change.by === 0 ? Minus : change.by > 0 ? TrendingUp : TrendingDown;
  return (
    <span className={cx('flex flex-wrap items-center gap-x-1 text-xs', looks[change.meaning])}>
      <Icon aria-hidden size={13} className="shrink-0" />
      {change.by !== 0 && <bdi className="num">{formatChange(unit, change.by)}</bdi>}
      {change.meaning !== 'neither' && t(`change.${change.meaning}`)}
    </span>
  );
}
