import {
  type LucideIcon,
  MessageCircleCheck,
  Minus,
  PhoneCall,
  ShoppingCart,
  Star,
  ThumbsUp,
  TrendingDown,
  TrendingUp,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PerformanceFigure } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { CARDS, type FigureName, figureOf, formatDelta, formatFigure } from '../figures';

const icons: Partial<Record<FigureName, LucideIcon>> = {
  orders_handled: ShoppingCart,
  success_rate: ThumbsUp,
  average_call_seconds: PhoneCall,
  customer_rating: Star,
  resolution_rate: MessageCircleCheck,
};

interface FigureCardsProps {
  figures: PerformanceFigure[];
  /** Opens the rows behind a figure; without it the cards only show. */
  onRows?: (figure: FigureName) => void;
}

/** The five figures of a period, each with its change and the way to its rows. */
export function FigureCards({ figures, onRows }: FigureCardsProps) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
      {CARDS.map((name) => {
        const figure = figureOf(figures, name);
        return figure ? (
          <li key={name} className="flex">
            <FigureCard figure={figure} onRows={onRows} good={figureOf(figures, 'good_ratings')} />
          </li>
        ) : null;
      })}
    </ul>
  );
}

interface FigureCardProps {
  figure: PerformanceFigure;
  good: PerformanceFigure | undefined;
  onRows: FigureCardsProps['onRows'];
}

function FigureCard({ figure, good, onRows }: FigureCardProps) {
  const { t } = useTranslation('performance');
  const Icon = icons[figure.figure] ?? ShoppingCart;
  const content = (
    <>
      <span className="flex items-center gap-1.5 text-sm text-ink-2">
        <Icon aria-hidden size={15} className="shrink-0 text-ink-3" />
        {t(`figure.${figure.figure}`)}
      </span>
      <span data-figure className="num text-2xl font-semibold">
        {formatFigure(figure.unit, figure.value)}
      </span>
      <Change figure={figure} />
      <span className="num text-xs text-ink-3">{explain(t, figure, good)}</span>
    </>
  );
  const look =
    'flex min-w-0 flex-1 flex-col items-start gap-1 rounded-lg border border-line bg-surface px-4 py-3 text-start';
  const nothing = figure.below === 0 || (figure.unit === 'count' && figure.value === 0);
  if (!onRows || nothing) return <div className={look}>{content}</div>;
  return (
    <button
      type="button"
      className={cx(look, 'hover:border-line-strong hover:bg-sunken')}
      onClick={() => onRows(figure.figure)}
    >
      {content}
    </button>
  );
}

type Translate = ReturnType<typeof useTranslation<'performance'>>['t'];

/* Where the figure comes from: "21 of 24 orders". */
function explain(t: Translate, figure: PerformanceFigure, good: PerformanceFigure | undefined) {
  if (figure.below === 0) return t('explain.nothing');
  const words = { above: formatNumber(figure.above), below: formatNumber(figure.below) };
  if (figure.figure === 'customer_rating' && good?.value != null)
    return t('explain.customer_rating', {
      ...words,
      good: formatFigure('percent', good.value),
    });
  return t(`explain.${figure.figure}`, words);
}

/** The change against the period before: sign, direction and word, not colour alone. */
export function Change({ figure }: { figure: PerformanceFigure }) {
  const { t } = useTranslation('performance');
  if (figure.delta === null)
    return <span className="text-xs text-ink-3">{t('delta.unknown')}</span>;
  const Icon = figure.delta === 0 ? Minus : figure.delta > 0 ? TrendingUp : TrendingDown;
  const meaning = figure.better === null ? 'same' : figure.better ? 'better' : 'worse';
  return (
    <span
      className={cx(
        'flex items-center gap-1 text-xs',
        meaning === 'better' ? 'text-success' : meaning === 'worse' ? 'text-danger' : 'text-ink-3',
      )}
    >
      <Icon aria-hidden size={13} className="shrink-0" />
      <bdi className="num">{formatDelta(figure.unit, figure.delta)}</bdi>
      {t(`delta.${meaning}`)}
    </span>
  );
}
