import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { StockChip } from '@/components/ui/state-chip';
import type { StockProduct } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { Place } from './stock-columns';

interface StockCardsProps {
  label: string;
  products: StockProduct[];
  changed: ReadonlySet<number>;
  onOpen: (id: number) => void;
  /** Brings the next page; not given when there is none. */
  onMore?: () => void;
  loadingMore: boolean;
}

/** The list on a phone: cards in place of the five columns. */
export function StockCards(props: StockCardsProps) {
  const { label, products, changed, onOpen, onMore, loadingMore } = props;
  const { t } = useTranslation(['inventory', 'common']);
  return (
    <div className="border-y border-line bg-surface">
      <ul aria-label={label}>
        {products.map((product) => (
          <li key={product.id} className="border-b border-line last:border-b-0">
            <button
              type="button"
              data-product-id={product.id}
              onClick={() => onOpen(product.id)}
              className={cx(
                'flex w-full flex-col gap-1 px-3 py-2.5 text-start',
                changed.has(product.id) && 'bg-selected',
              )}
            >
              <span className="flex w-full items-center gap-2">
                <bdi className="min-w-0 truncate font-semibold">{product.name}</bdi>
                <StockChip status={product.status} className="ms-auto shrink-0" />
              </span>
              <span className="flex w-full items-center gap-2 text-sm text-ink-2">
                <bdi className="ltr num">{product.code}</bdi>
                <span className="min-w-0 truncate">
                  <Place product={product} />
                </span>
                <span className="num ms-auto shrink-0">
                  {t('pieces', {
                    count: product.quantity,
                    shown: formatNumber(product.quantity),
                  })}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {onMore && (
        <div className="p-3">
          <Button busy={loadingMore} onClick={onMore} className="w-full">
            {t('load_more')}
          </Button>
        </div>
      )}
    </div>
  );
}
