import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Drawer } from '@/components/ui/drawer';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StockChip } from '@/components/ui/state-chip';
import type { StockProduct } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatMoney, formatNumber } from '@/lib/format';
import { useProduct } from '../api';
import { AdjustForm } from './adjust-form';
import { Ledger } from './ledger';

/** One product: where it lies, what happened to it, and correcting it for those who may. */
export function ProductDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('inventory');
  const query = useProduct(id);
  const mayManage = useCan('inventory.manage');
  const product = query.data;
  return (
    <Drawer
      open
      onClose={onClose}
      width="small"
      title={product ? <bdi>{product.name}</bdi> : t('product.title')}
      header={product && <StockChip status={product.status} className="shrink-0" />}
    >
      {query.isPending && <SkeletonRows rows={6} />}
      {query.isError && !product && (
        <ErrorState
          title={t('product.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {product && (
        <div className="flex flex-col gap-5 p-4">
          <Facts product={product} />
          <Places product={product} />
          {mayManage && <AdjustForm key={product.id} product={product} />}
          <Ledger id={product.id} />
        </div>
      )}
    </Drawer>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Facts({ product }: { product: StockProduct }) {
  const { t } = useTranslation('inventory');
  const price = product.price_minor;
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <Fact label={t('column.code')}>
          <bdi className="ltr num">{product.code}</bdi>
        </Fact>
        <Fact label={t('product.category')}>
          <bdi>{product.category || '–'}</bdi>
        </Fact>
        <Fact label={t('column.stock')}>
          <span className="num">{formatNumber(product.quantity)}</span>
        </Fact>
        <Fact label={t('product.threshold')}>
          <span className="num">{formatNumber(product.low_stock_threshold)}</span>
        </Fact>
        <Fact label={t('product.price')}>
          <span className="num">{price === null ? '–' : formatMoney(price, product.currency)}</span>
        </Fact>
      </dl>
      {product.product_url && (
        <a
          href={product.product_url}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1.5 self-start font-semibold text-accent underline-offset-2 hover:underline"
        >
          <ExternalLink aria-hidden size={15} className="flip" />
          {t('product.page')}
        </a>
      )}
    </div>
  );
}

function Places({ product }: { product: StockProduct }) {
  const { t } = useTranslation('inventory');
  return (
    <section aria-labelledby="product-places">
      <h3 id="product-places" className="pb-1 font-semibold">
        {t('product.places')}
      </h3>
      {product.locations.length === 0 ? (
        <p className="text-sm text-ink-2">{t('product.no_places')}</p>
      ) : (
        <ul className="rounded-md border border-line">
          {product.locations.map((place) => (
            <li
              key={place.id}
              className="flex items-center border-b border-line px-3 py-1.5 text-sm last:border-b-0"
            >
              <bdi className="ltr num">{place.code}</bdi>
              <span className="num ms-auto font-semibold">{formatNumber(place.quantity)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
