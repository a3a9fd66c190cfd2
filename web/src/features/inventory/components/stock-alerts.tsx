import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { StockAlert } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { stockState } from '@/lib/states';

interface StockAlertsProps {
  alerts: StockAlert[];
  /** All of them, of which the first are shown. */
  count: number;
  ofScope: boolean;
}

/** STOCK ALERTS FOR MY ORDERS: a line an order, which opens it. */
export function StockAlerts({ alerts, count, ofScope }: StockAlertsProps) {
  const { t } = useTranslation('inventory');
  return (
    <section aria-labelledby="stock-alerts" className="flex min-h-0 flex-col">
      <h2 id="stock-alerts" className="pb-2 font-semibold">
        {ofScope ? t('alerts.title_scope') : t('alerts.title')}{' '}
        <span className="num font-normal text-ink-3">{formatNumber(count)}</span>
      </h2>
      {alerts.length === 0 ? (
        <p className="text-sm text-ink-2">{t('alerts.none')}</p>
      ) : (
        <ul className="rounded-lg border border-line bg-surface">
          {alerts.map((alert) => (
            <li key={alert.order_id} className="border-b border-line last:border-b-0">
              <AlertLine alert={alert} />
            </li>
          ))}
        </ul>
      )}
      {count > alerts.length && (
        <p className="pt-2 text-xs text-ink-3">
          {t('alerts.more', { count: count - alerts.length })}
        </p>
      )}
    </section>
  );
}

function AlertLine({ alert }: { alert: StockAlert }) {
  const { t } = useTranslation('inventory');
  const look = stockState(alert.status);
  const out = alert.status === 'out_of_stock';
  return (
    <Link
      to={`/call-center-panel/orders?order=${alert.order_id}`}
      className="flex items-start gap-2 px-3 py-2 text-sm hover:bg-sunken pointer-coarse:min-h-11"
    >
      <look.icon
        aria-hidden
        size={15}
        className={cx('mt-0.5 shrink-0', out ? 'text-danger' : 'text-warning')}
      />
      <span className="min-w-0">
        <bdi className="ltr num font-semibold">{alert.short_code}</bdi>
        {': '}
        <bdi>{alert.product_name}</bdi>{' '}
        {out ? t('alerts.out') : t('alerts.low', { count: alert.left })}
      </span>
    </Link>
  );
}
