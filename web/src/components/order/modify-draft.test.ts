import { expect, it } from 'vitest';
import { orderOf } from '@/test/orders';
import { changedFields, changesOf, checkModify, draftOfOrder } from './modify-draft';

const base = draftOfOrder(orderOf());

it('sends only what is not as it was, as the server takes it', () => {
  const draft = {
    ...base,
    address: ' JLT, Tower 1 ',
    quantity: '2',
    price: '749,50',
    area: `${base.area} `,
  };
  const changed = changedFields(base, draft);
  expect(changed.sort()).toEqual(['address', 'price', 'quantity']);
  expect(changesOf(draft, changed)).toEqual({ address: 'JLT, Tower 1', quantity: 2, price: 749.5 });
});

it('looks at what changed alone', () => {
  const odd = { ...base, customer_phone: '', quantity: '0', price: 'x', expected_at: '' };
  expect(checkModify(odd, [])).toEqual({});
  expect(checkModify(odd, changedFields(base, odd))).toEqual({
    customer_phone: 'error.needed',
    quantity: 'error.quantity',
    price: 'error.price',
  });
});
