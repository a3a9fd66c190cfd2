import { expect, it } from 'vitest';
import { bodyOf, dialled, draftOf } from './api';

const settings = {
  dial_context: 'from-internal',
  dial_prefix: '9',
  wrap_up_seconds: 30,
  offer_seconds: 0,
  routes: [
    {
      department: 'sales',
      department_id: 1,
      name: 'Sales',
      exten: '600',
      context: null,
      queue: 'sales',
    },
    {
      department: 'support',
      department_id: 2,
      name: 'Support',
      exten: null,
      context: null,
      queue: null,
    },
  ],
  version: 3,
  updated_at: null,
};

it('sends back what it was given, without departments that are reached nowhere', () => {
  expect(bodyOf(draftOf(settings), 3)).toEqual({
    dial_context: 'from-internal',
    dial_prefix: '9',
    wrap_up_seconds: 30,
    offer_seconds: 0,
    routes: [{ department: 'sales', exten: '600', context: null, queue: 'sales' }],
    version: 3,
  });
});

it('takes spaces around what is typed for nothing', () => {
  const draft = draftOf(settings);
  const routes = draft.routes.map((route) => ({ ...route, exten: '  ', queue: ' sales ' }));
  expect(bodyOf({ ...draft, dialPrefix: ' ', routes }, 3)).toMatchObject({
    dial_prefix: '',
    routes: [
      { department: 'sales', exten: null, queue: 'sales' },
      { department: 'support', exten: null, queue: 'sales' },
    ],
  });
});

it('shows what the PBX will dial', () => {
  expect(dialled(' 00 ', '+971501234567')).toBe('00+971501234567');
});
