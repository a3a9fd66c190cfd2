import { expect, it } from 'vitest';
import { callOf } from '@/test/calls';
import { actionsOf, ourEnd, personOf, waitsIn } from './model';

const agent = { make: true, supervise: false, agentId: 1 };
const supervisor = { make: true, supervise: true, agentId: 9 };

it('an agent takes what waits, and ends or transfers what is seen', () => {
  const waiting = callOf({ status: 'queued', agent: null, agent_id: null });
  expect(actionsOf(waiting, agent)).toEqual(['accept', 'transfer', 'end']);
  expect(actionsOf(callOf(), agent)).toEqual(['transfer', 'end']);
});

it('a supervisor listens to the talk of a colleague, through a PBX alone', () => {
  expect(actionsOf(callOf({ source: 'pbx' }), supervisor)).toEqual([
    'take_over',
    'transfer',
    'listen',
    'whisper',
    'barge',
    'end',
  ]);
  expect(actionsOf(callOf(), supervisor)).toEqual(['take_over', 'transfer', 'end']);
  const own = callOf({ source: 'pbx', agent: { id: 9, agent_id: 'AGT-009', name: 'Hind' } });
  expect(actionsOf(own, supervisor)).toEqual(['transfer', 'end']);
});

it('who only reads does nothing, and nobody does anything with a call that is over', () => {
  expect(actionsOf(callOf(), { make: false, supervise: false, agentId: null })).toEqual([]);
  expect(actionsOf(callOf({ is_active: false }), supervisor)).toEqual([]);
});

it('names both ends, and where it waits', () => {
  expect(personOf(callOf())).toBe('Mohammed Ahmed');
  expect(personOf(callOf({ customer_name: '' }))).toBe('');
  const inside = callOf({ direction: 'internal', customer_name: '', caller_name: 'Reception' });
  expect(personOf(inside)).toBe('Reception');
  expect(ourEnd(callOf())).toBe('Sarah Ahmed');
  expect(ourEnd(callOf({ agent: null, agent_exten: '201' }))).toBe('201');
  expect(waitsIn(callOf({ queue: 'sales' }))).toBe('sales');
  expect(waitsIn(callOf())).toBe('Sales');
});
