import { expect, it } from 'vitest';
import type { Transcript } from '@/lib/api';
import { callOf } from '@/test/calls';
import { replaceInPages, targetDepartments, withMessage } from './api';

const pages = () => ({
  pageParams: [undefined],
  pages: [
    {
      data: [callOf({ id: 2 }), callOf({ id: 1 })],
      pagination: { total: 2, total_capped: false, next: null },
    },
  ],
});

it('a changed call keeps its place in the history', () => {
  const changed = callOf({ id: 1, status: 'completed' });
  const after = replaceInPages(pages(), changed);
  expect(after?.pages[0]?.data.map(({ id, status }) => [id, status])).toEqual([
    [2, 'in_progress'],
    [1, 'completed'],
  ]);
});

it('a call that is not in the history leaves it as it is', () => {
  const before = pages();
  expect(replaceInPages(before, callOf({ id: 9 }))).toBe(before);
});

it('a new line comes last, and never twice', () => {
  const line = (id: number) =>
    ({ id, speaker: 'agent', content: 'Hello', language: 'en' }) as Transcript['messages'][number];
  const before = { call_id: 'CALL-1', messages: [line(1)] } as Transcript;
  const after = withMessage(before, line(2));
  expect(after?.messages.map(({ id }) => id)).toEqual([1, 2]);
  expect(withMessage(after, line(2))).toBe(after);
});

it('calls go to departments of teams, and to those that have agents alone', () => {
  const teams = [{ id: 1, code: 'support', name: 'Support' }];
  const agents = [
    { department: 'support', department_name: 'Support' },
    { department: 'billing', department_name: 'Billing' },
    { department: 'billing', department_name: 'Billing' },
    { department: null, department_name: null },
  ];
  expect(targetDepartments(teams, agents)).toEqual([
    { code: 'billing', name: 'Billing' },
    { code: 'support', name: 'Support' },
  ]);
});
