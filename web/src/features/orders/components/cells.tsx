import { useTranslation } from 'react-i18next';
import { ChangedBy } from '@/components/order/changed-by';
import { OrderMarks } from '@/components/order/order-marks';
import { StatusNow } from '@/components/order/order-status-view';
import type { LiveRow } from '@/components/ui/data-table';
import { formatMoney } from '@/lib/format';
import { type OrderEntry, useEntry } from '@/lib/orders/entries';
import { useHasLeft } from '../list-scope';

/** The table is given ids; each row watches its own order and hands it to its cells. */
export interface OrderRow {
  id: number;
  entry?: OrderEntry;
  /** Does not belong to the list any more. */
  left?: boolean;
}

export function useOrderRow({ id }: OrderRow): LiveRow<OrderRow> {
  const entry = useEntry(id);
  const left = useHasLeft(entry?.order, 'list');
  const high = entry?.order.priority === 'high';
  return {
    row: { id, entry, left },
    tone: high ? 'danger' : entry?.mark ? 'accent' : null,
    marked: Boolean(entry?.mark),
    dimmed: left || entry?.removed,
  };
}

interface CellProps {
  row: OrderRow;
}

export function CodeCell({ row: { entry } }: CellProps) {
  const { t } = useTranslation('orders');
  if (!entry) return null;
  return (
    <>
      <bdi className="ltr num font-semibold">{entry.order.short_code}</bdi>
      {entry.order.priority === 'high' && (
        <span className="sr-only">{t('priority.high_flag')}</span>
      )}
    </>
  );
}

interface TextCellProps {
  text: string | null | undefined;
  /** The whole text, where the cell shows a part of it. */
  title?: string;
}

export function TextCell({ text, title }: TextCellProps) {
  return (
    <bdi title={title ?? text ?? undefined} className="truncate">
      {text}
    </bdi>
  );
}

export function PriceCell({ row: { entry } }: CellProps) {
  if (!entry) return null;
  const { price_minor: price, currency } = entry.order;
  return <span className="num">{formatMoney(price, currency)}</span>;
}

export function AgentCell({ row: { entry } }: CellProps) {
  const { t } = useTranslation('orders');
  const agent = entry?.order.assigned_agent;
  if (agent) return <bdi className="truncate">{agent.name}</bdi>;
  return <span className="truncate text-ink-3">{t('details.no_agent')}</span>;
}

export function StatusCell({ row: { entry, left } }: CellProps) {
  const { t } = useTranslation('orders');
  if (!entry) return null;
  return (
    <>
      <StatusNow entry={entry} />
      <OrderMarks order={entry.order} />
      {entry.removed || left ? (
        <span className="truncate text-xs">{entry.removed ? t('row.removed') : t('row.left')}</span>
      ) : (
        entry.mark && <ChangedBy mark={entry.mark} short />
      )}
    </>
  );
}
