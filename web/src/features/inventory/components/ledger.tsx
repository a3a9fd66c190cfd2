import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { StockEntry } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useLedger } from '../api';

/** Every change of the product's stock, newest first. */
export function Ledger({ id }: { id: number }) {
  const { t } = useTranslation('inventory');
  const query = useLedger(id);
  const entries = query.data?.pages.flatMap((page) => page.ledger) ?? [];
  return (
    <section aria-labelledby="product-ledger">
      <h3 id="product-ledger" className="pb-1 font-semibold">
        {t('ledger.title')}
      </h3>
      {query.isPending && <SkeletonRows rows={4} />}
      {query.isError && entries.length === 0 && (
        <ErrorState
          title={t('ledger.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isSuccess && entries.length === 0 && (
        <p className="text-sm text-ink-2">{t('ledger.empty')}</p>
      )}
      {entries.length > 0 && (
        <ol className="flex flex-col">
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          className="mt-2"
        >
          {t('ledger.older')}
        </Button>
      )}
    </section>
  );
}

function Line({ entry }: { entry: StockEntry }) {
  const { t } = useTranslation('inventory');
  return (
    <li className="flex gap-3 border-b border-line py-2 text-sm last:border-b-0">
      <bdi className="ltr num w-12 shrink-0 text-end font-semibold">
        {formatNumber(entry.delta, { signDisplay: 'exceptZero' })}
      </bdi>
      <div className="min-w-0 flex-1">
        <p dir="auto" className="match">
          {entry.reason || t(`ledger.kind.${entry.kind}`)}
        </p>
        <p className="text-xs text-ink-3">
          {t(`ledger.kind.${entry.kind}`)} · <bdi className="ltr num">{entry.location}</bdi> ·{' '}
          {t('ledger.after', { shown: formatNumber(entry.quantity) })}
        </p>
        <p className="text-xs text-ink-3">
          <bdi>{entry.user_name}</bdi> · <RelativeTime at={entry.at} />
        </p>
      </div>
    </li>
  );
}
