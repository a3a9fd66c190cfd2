import type { ModificationChange, Order } from '@/lib/api';

/* A field of a change, as the order says it. */
function presentValue(order: Order, field: string): unknown {
  if (field === 'price') return { price_minor: order.price_minor, currency: order.currency };
  if (field === 'product') return { name: order.product_name, code: order.product?.code ?? null };
  return (order as Record<string, unknown>)[field] ?? null;
}

/** What an order says now where that is not what it said when a change was asked for. */
export function presentOf(order: Order, changes: ModificationChange[]): Record<string, unknown> {
  const now: Record<string, unknown> = {};
  for (const { field, before } of changes) {
    const value = presentValue(order, field);
    if (JSON.stringify(value) !== JSON.stringify(before ?? null)) now[field] = value;
  }
  return now;
}
