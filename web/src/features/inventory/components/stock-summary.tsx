import { Boxes } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { StatCard } from '@/components/ui/stat-card';
import type { StockListAnswer } from '@/lib/api';
import { STOCK_STATES, stockStates } from '@/lib/states';
import { summaryLink } from '../filters';

/** STOCK SUMMARY: each figure opens the products that it counts. */
export function StockSummary({ summary }: { summary: StockListAnswer['summary'] }) {
  const { t } = useTranslation(['inventory', 'common']);
  return (
    <section aria-labelledby="stock-summary">
      <div className="flex items-baseline gap-1.5 pb-2">
        <h2 id="stock-summary" className="font-semibold">
          {t('summary.title')}
        </h2>
        <span className="text-sm text-ink-3">{t('summary.scope')}</span>
      </div>
      <div className="grid grid-cols-2 gap-2">
        {STOCK_STATES.map((status) => (
          <StatCard
            key={status}
            label={t(`common:${stockStates[status].label}`)}
            value={summary?.[status] ?? null}
            icon={stockStates[status].icon}
            tone={stockStates[status].tone}
            to={summaryLink(status)}
          />
        ))}
        <StatCard
          label={t('summary.total')}
          value={summary?.total ?? null}
          icon={Boxes}
          to={summaryLink('')}
        />
      </div>
    </section>
  );
}
