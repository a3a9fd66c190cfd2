import { expect, it } from 'vitest';
import { orderOf } from '@/test/orders';
import { presentOf } from './present';

it('names what is neither as it was nor as it was asked for', () => {
  const order = orderOf({ address: 'JLT', price_minor: 75_000, currency: 'AED' });
  const changes = [
    { field: 'address', before: 'Marina', after: 'Al Barsha' },
    { field: 'price', before: { price_minor: 75_000, currency: 'AED' }, after: {} },
    { field: 'landmark', before: '', after: 'Gate 3' },
    { field: 'expected_delivery', before: null, after: '2027-01-01' },
  ];
  expect(presentOf(order, changes)).toEqual({ address: 'JLT' });
});
