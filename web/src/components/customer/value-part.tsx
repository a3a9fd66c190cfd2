import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import type { CustomerCard, CustomerWhich } from '@/lib/api';
import { formatDate, formatMoney, formatNumber } from '@/lib/format';
import type { CustomerPart } from './part';

const OrdersDialog = lazyDialog(async () => (await import('./orders-dialog')).OrdersDialog);

interface ValuePartProps {
  card: CustomerCard;
  part: CustomerPart;
}

/** What the customer has bought; each figure opens its orders. */
export function ValuePart({ card, part: Part }: ValuePartProps) {
  const { t } = useTranslation('customers');
  const [which, setWhich] = useState<CustomerWhich | null>(null);
  const { value } = card;
  if (!value) return null;
  const figures: [CustomerWhich, number][] = [
    ['all', value.orders],
    ['confirmed', value.confirmed],
    ['delivered', value.delivered],
    ['cancelled', value.cancelled],
  ];
  const amounts = value.amounts.filter(({ amount_minor }) => amount_minor > 0);
  return (
    <Part title={t('value.title')}>
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-baseline gap-x-3">
          {amounts.map(({ currency, amount_minor }) => (
            <span key={currency} data-figure className="num text-xl font-semibold">
              {formatMoney(amount_minor, currency)}
            </span>
          ))}
          {amounts.length === 0 && <span className="text-xl font-semibold text-ink-3">–</span>}
          <span className="text-xs text-ink-3">{t('value.amount')}</span>
        </p>
        <ul className="grid grid-cols-4 overflow-hidden rounded-md border border-line">
          {figures.map(([kind, count]) => (
            <li key={kind} className="border-e border-line last:border-e-0">
              <Figure kind={kind} count={count} onOpen={() => setWhich(kind)} />
            </li>
          ))}
        </ul>
        {value.first_at && value.last_at && (
          <p className="text-xs text-ink-3">
            {t('value.first')} <time dateTime={value.first_at}>{formatDate(value.first_at)}</time>
            {' · '}
            {t('value.last')} <time dateTime={value.last_at}>{formatDate(value.last_at)}</time>
          </p>
        )}
      </div>
      {which && <OrdersDialog card={card} which={which} onClose={() => setWhich(null)} />}
    </Part>
  );
}

interface FigureProps {
  kind: CustomerWhich;
  count: number;
  onOpen: () => void;
}

function Figure({ kind, count, onOpen }: FigureProps) {
  const { t } = useTranslation('customers');
  const content = (
    <>
      <span data-figure className="num text-base font-semibold">
        {formatNumber(count)}
      </span>
      <span className="text-xs text-ink-3">{t(`value.which.${kind}`)}</span>
    </>
  );
  const look = 'flex h-full w-full flex-col items-center px-1 py-1.5 text-center';
  if (count === 0) return <span className={look}>{content}</span>;
  return (
    <button type="button" onClick={onOpen} className={`${look} -outline-offset-2 hover:bg-sunken`}>
      {content}
    </button>
  );
}
