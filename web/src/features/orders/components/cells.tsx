import { useTranslation } from 'react-i18next';
import { ChangedBy } from '@/components/order/changed-by';
import { OrderStatusView } from '@/components/order/order-status-view';
import type { RowLook } from '@/components/ui/data-table';
import type { Order } from '@/lib/api';
import { formatMoney } from '@/lib/format';
import { useEntry } from '@/lib/orders/entries';
import { useHasLeft } from '../list-scope';

/** A row of the table is only its id: each cell watches its own order. */
export interface OrderRow {
  id: number;
}

export function useOrderRowLook(row: OrderRow): RowLook {
  const entry = useEntry(row.id);
  const left = useHasLeft(row.id, 'list');
  if (!entry) return {};
  const { order, mark, removed } = entry;
  return {
    tone: order.priority === 'high' ? 'danger' : mark ? 'accent' : null,
    marked: mark !== null,
    dimmed: removed || left,
  };
}

export function CodeCell({ id }: OrderRow) {
  const { t } = useTranslation('orders');
  const order = useEntry(id)?.order;
  if (!order) return null;
  return (
    <>
      <bdi className="ltr num font-semibold">{order.short_code}</bdi>
      {order.priority === 'high' && <span className="sr-only">{t('priority.high_flag')}</span>}
    </>
  );
}

type TextField = 'seller_name' | 'customer_name' | 'product_name';

export function TextCell({ id, field }: OrderRow & { field: TextField }) {
  const text = useEntry(id)?.order[field];
  return (
    <bdi title={text ?? undefined} className="truncate">
      {text}
    </bdi>
  );
}

export function AddressCell({ id }: OrderRow) {
  const order = useEntry(id)?.order;
  if (!order) return null;
  return (
    <bdi title={order.address} className="truncate">
      {order.area || order.address}
    </bdi>
  );
}

export function PriceCell({ id }: OrderRow) {
  const order = useEntry(id)?.order;
  return order && <span className="num">{formatMoney(order.price_minor, order.currency)}</span>;
}

export function AgentCell({ id }: OrderRow) {
  const { t } = useTranslation('orders');
  const agent: Order['assigned_agent'] | undefined = useEntry(id)?.order.assigned_agent;
  if (agent) return <bdi className="truncate">{agent.name}</bdi>;
  return <span className="truncate text-ink-3">{t('details.no_agent')}</span>;
}

export function StatusCell({ id }: OrderRow) {
  const { t } = useTranslation('orders');
  const entry = useEntry(id);
  const left = useHasLeft(id, 'list');
  if (!entry) return null;
  return (
    <>
      <OrderStatusView id={id} />
      {entry.removed || left ? (
        <span className="truncate text-xs">{entry.removed ? t('row.removed') : t('row.left')}</span>
      ) : (
        entry.mark && <ChangedBy mark={entry.mark} short />
      )}
    </>
  );
}
