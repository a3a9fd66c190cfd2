import { expect, test } from 'vitest';
import type { PbxQueueMember } from '@/lib/api';
import { replaceMember, replaceRow } from './live';

const member = (iface: string, paused = false) => ({ interface: iface, paused }) as PbxQueueMember;

test('a row changes in its place, and a stranger changes nothing', () => {
  const rows = [
    { id: 1, name: 'a' },
    { id: 2, name: 'b' },
  ];
  expect(replaceRow(rows, { id: 1, name: 'c' })).toEqual([{ id: 1, name: 'c' }, rows[1]]);
  expect(replaceRow(rows, { id: 3, name: 'd' })).toEqual(rows);
  expect(replaceRow(undefined, { id: 3, name: 'd' })).toBeUndefined();
});

test('a member changes in its place, comes last and leaves', () => {
  const rows = [member('PJSIP/1'), member('PJSIP/2')];
  expect(replaceMember(rows, member('PJSIP/1', true), false)?.[0]?.paused).toBe(true);
  expect(replaceMember(rows, member('PJSIP/3'), false)?.map((row) => row.interface)).toEqual([
    'PJSIP/1',
    'PJSIP/2',
    'PJSIP/3',
  ]);
  expect(replaceMember(rows, member('PJSIP/1'), true)).toEqual([rows[1]]);
  expect(replaceMember(undefined, member('PJSIP/1'), false)).toBeUndefined();
});
