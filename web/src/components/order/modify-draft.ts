import type { Order } from '@/lib/api';
import { fromWall, toWall } from '@/lib/orders/wall-time';

/** What a person can want otherwise in an order, as they type it. */
export interface ModifyDraft {
  customer_name: string;
  customer_phone: string;
  address: string;
  area: string;
  landmark: string;
  product_name: string;
  quantity: string;
  price: string;
  priority: string;
  expected_at: string;
  expected_delivery: string;
}

export type ModifyField = keyof ModifyDraft;

export function draftOfOrder(order: Order): ModifyDraft {
  return {
    customer_name: order.customer_name,
    customer_phone: order.customer_phone,
    address: order.address,
    area: order.area,
    landmark: order.landmark,
    product_name: order.product_name,
    quantity: String(order.quantity),
    price: String(order.price),
    priority: order.priority,
    expected_at: order.expected_at ? toWall(order.expected_at) : '',
    expected_delivery: order.expected_delivery ?? '',
  };
}

/** The fields that are not as they were. */
export function changedFields(base: ModifyDraft, draft: ModifyDraft): ModifyField[] {
  return (Object.keys(draft) as ModifyField[]).filter(
    (field) => draft[field].trim() !== base[field].trim(),
  );
}

/** Keys of texts, by field; the server checks again and better. */
export function checkModify(draft: ModifyDraft, changed: ModifyField[]) {
  const errors: Partial<Record<ModifyField, string>> = {};
  const needed: ModifyField[] = ['customer_name', 'customer_phone', 'product_name'];
  for (const field of changed) {
    const text = draft[field].trim();
    if (needed.includes(field) && !text) errors[field] = 'error.needed';
    // A time that is known once can be moved, not taken back.
    if ((field === 'expected_at' || field === 'expected_delivery') && !text) {
      errors[field] = 'error.needed';
    }
    if (field === 'price' && !/^\d+([.,]\d{1,3})?$/.test(text)) errors.price = 'error.price';
    if (field === 'quantity' && !/^[1-9]\d{0,5}$/.test(text)) errors.quantity = 'error.quantity';
  }
  return errors;
}

/** As the server takes it: only what is to change. */
export function changesOf(draft: ModifyDraft, changed: ModifyField[]): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const field of changed) {
    const text = draft[field].trim();
    if (field === 'quantity') changes.quantity = Number(text);
    else if (field === 'price') changes.price = Number(text.replace(',', '.'));
    else if (field === 'expected_at') changes.expected_at = fromWall(text);
    else changes[field] = text;
  }
  return changes;
}
