import { expect, it } from 'vitest';
import { bodyOf, draftOf, originsOf } from './api';

it('takes addresses as people type them', () => {
  expect(originsOf(' https://shop.example.com/cart?x=1\n\n*.example.com، *')).toEqual([
    'https://shop.example.com',
    '*.example.com',
    '*',
  ]);
  expect(originsOf('')).toEqual([]);
});

it('a new one is allowed nowhere, and is sent whole', () => {
  expect(bodyOf({ ...draftOf(null), name: ' Shop ' })).toMatchObject({
    name: 'Shop',
    origins: [],
    active: true,
    fields: { name: 'required' },
  });
});
