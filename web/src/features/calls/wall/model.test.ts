import { expect, it } from 'vitest';
import type { CallGroup, CentreAgent, PbxQueue, PbxQueueMember, WaitingCall } from '@/lib/api';
import {
  columnsFor,
  departmentCards,
  memberCounts,
  queueCards,
  stateOf,
  type WallQueue,
} from './model';

const since = '2026-11-28T10:00:00.000Z';
const queue = (change: Partial<WallQueue> = {}): WallQueue => ({
  key: 'queue/sales',
  name: 'sales',
  waiting: 1,
  longestSince: since,
  agents: { free: 1, busy: 0, paused: 0 },
  today: null,
  ...change,
});
const after = (seconds: number) => Date.parse(since) + seconds * 1000;

it('is late only once somebody has waited longer than is allowed', () => {
  expect(stateOf(queue(), after(20), 20)).toBe('waiting');
  expect(stateOf(queue(), after(21), 20)).toBe('late');
});

it('is calm while nobody waits, whatever was before, and waits where the time is not known', () => {
  expect(stateOf(queue({ waiting: 0 }), after(900), 20)).toBe('calm');
  expect(stateOf(queue({ longestSince: null }), after(900), 20)).toBe('waiting');
});

it('counts as busy who talks or is rung, and nobody who is paused', () => {
  const member = (change: Partial<PbxQueueMember>) =>
    ({ paused: false, in_call: false, line_state: 'not_in_use', ...change }) as PbxQueueMember;
  const pbx = { free: 1, paused: 1 } as PbxQueue;
  const members = [
    member({}),
    member({ in_call: true, line_state: 'in_use' }),
    member({ line_state: 'ringing' }),
    member({ line_state: 'unavailable' }),
    member({ paused: true, in_call: true, line_state: 'in_use' }),
  ];
  expect(memberCounts(pbx, members)).toEqual({ free: 1, busy: 2, paused: 1 });
  expect(memberCounts(pbx, undefined)).toEqual({ free: 1, busy: 0, paused: 1 });
});

it('lays eight queues out in two rows, and a few in one', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 12].map(columnsFor)).toEqual([1, 2, 3, 2, 3, 3, 4, 4, 4]);
});

const agent = (department: string, status: CentreAgent['status']) =>
  ({ department, department_name: department.toUpperCase(), status }) as CentreAgent;
const caller = (department: string, waiting_seconds: number, source = 'manual') =>
  ({
    department,
    queue: department,
    waiting_seconds,
    call: { department_name: department.toUpperCase(), source },
  }) as WaitingCall;
const at = Date.parse(since);
const team = [agent('sales', 'available'), agent('sales', 'busy'), agent('care', 'on_break')];

it('shows every department as a queue where there is no PBX, by who waits longest', () => {
  const cards = departmentCards({
    agents: team,
    waiting: { queue: [caller('sales', 30), caller('sales', 90)], at },
    groups: [{ key: 'sales', answered: 4, abandoned: 1, service_level: 75 } as CallGroup],
    hasPbx: false,
    seen: new Set(),
  });
  expect(cards).toEqual([
    {
      key: 'department/care',
      name: 'CARE',
      waiting: 0,
      longestSince: null,
      agents: { free: 0, busy: 0, paused: 1 },
      today: { answered: 0, abandoned: 0, serviceLevel: null },
    },
    {
      key: 'department/sales',
      name: 'SALES',
      waiting: 2,
      longestSince: '2026-11-28T09:58:30.000Z',
      agents: { free: 1, busy: 1, paused: 0 },
      today: { answered: 4, abandoned: 1, serviceLevel: 75 },
    },
  ]);
});

it('beside queues of a PBX shows a department once somebody waits for it, and then stays', () => {
  const seen = new Set<string>();
  const keys = (queue: WaitingCall[]) =>
    departmentCards({
      agents: team,
      waiting: { queue, at },
      groups: undefined,
      hasPbx: true,
      seen,
    }).map(({ key }) => key);
  expect(keys([])).toEqual([]);
  expect(keys([caller('sales', 5, 'pbx')])).toEqual([]);
  expect(keys([caller('sales', 5)])).toEqual(['department/sales']);
  expect(keys([])).toEqual(['department/sales']);
});

it('knows a queue without calls today from one whose figures are not there yet', () => {
  const row = { name: 'vip', callers: 0, longest_wait_since: null, free: 1, paused: 0 } as PbxQueue;
  expect(queueCards([row], [undefined], undefined)[0]?.today).toBeNull();
  expect(queueCards([row], [[]], [])[0]?.today).toEqual({
    answered: 0,
    abandoned: 0,
    serviceLevel: null,
  });
});
