import {
  ApiError,
  api,
  type BulkStatusAnswer,
  call,
  errorText,
  type Order,
  type StatusChange,
} from '@/lib/api';
import { i18n } from '@/lib/i18n';
import { putOrder, readEntry, setSaving } from '@/lib/orders/entries';
import { orderState } from '@/lib/states';

export interface BulkFailure {
  code: string;
  text: string;
}

export interface BulkResult {
  updated: number;
  failures: BulkFailure[];
}

/* The server takes this many in one request. */
const MOST = 500;

/** Changes each order tied to the version on screen, so that nobody's work is written over. */
export async function bulkStatus(orders: Order[], change: StatusChange): Promise<BulkResult> {
  const result: BulkResult = { updated: 0, failures: [] };
  for (const order of orders) setSaving(order.id, { status: change.status, phase: 'sending' });
  try {
    for (let at = 0; at < orders.length; at += MOST) {
      await sendPart(orders.slice(at, at + MOST), change, result);
    }
  } finally {
    for (const order of orders) setSaving(order.id, null);
  }
  return result;
}

function whyNot(row: BulkStatusAnswer['results'][number]): string {
  if (row.code === 'state' && row.status) {
    const status = i18n.t(`common:${orderState(row.status).label}`, { value: row.status });
    return i18n.t('orders:status.why.from', { status });
  }
  return errorText(new ApiError(409, { code: row.code, error: row.error }));
}

async function sendPart(part: Order[], change: StatusChange, result: BulkResult): Promise<void> {
  const { version: _version, ...rest } = change;
  const answer = await call(
    api.POST('/api/agent/orders/bulk-status', {
      body: { ...rest, orders: part.map(({ id, version }) => ({ id, version })) },
    }),
  );
  const codes = new Map(part.map((order) => [order.id, order.short_code]));
  for (const row of answer.results) {
    const { id, status } = row;
    const code = (id !== null && codes.get(id)) || row.order_id;
    if (!row.success || id === null || !status) {
      result.failures.push({ code, text: whyNot(row) });
      continue;
    }
    result.updated += 1;
    // The event with the whole row follows; until then the status itself is true already.
    const known = readEntry(id)?.order;
    if (known && known.status !== status) putOrder({ ...known, status });
  }
}
