import { expect, it } from 'vitest';
import type { OrderSla } from '../api';
import { slaView } from './sla';

const now = Date.parse('2026-11-21T10:00:00Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const sla = (change: Partial<OrderSla>): OrderSla => ({
  state: 'running',
  response_due_at: null,
  responded_at: null,
  resolution_due_at: null,
  resolved_at: null,
  ...change,
});

it('says nothing of an order without a service level', () => {
  expect(slaView({ sla: null }, now)).toBeNull();
});

it.each([
  ['much time', { response_due_at: at(120), resolution_due_at: at(600) }, 'running', at(120)],
  ['little time', { response_due_at: at(20) }, 'soon', at(20)],
  ['passed before the server says so', { response_due_at: at(-1) }, 'late', at(-1)],
  [
    'responded in time, the rest is open',
    { response_due_at: at(-60), responded_at: at(-70), resolution_due_at: at(300) },
    'running',
    at(300),
  ],
  [
    'responded too late, the rest is open',
    { state: 'breached', response_due_at: at(-60), responded_at: at(-5), resolution_due_at: at(9) },
    'missed',
    at(9),
  ],
  [
    'all done in time',
    { state: 'kept', response_due_at: at(-5), responded_at: at(-9) },
    'kept',
    null,
  ],
  [
    'all done, too late',
    { state: 'breached', response_due_at: at(-9), responded_at: at(-5) },
    'missed',
    null,
  ],
] as const)('%s', (_, change, kind, due) => {
  expect(slaView({ sla: sla(change) }, now)).toMatchObject({ kind, due });
});
