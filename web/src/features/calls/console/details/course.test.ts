import { expect, it } from 'vitest';
import { callOf } from '@/test/calls';
import type { WholeCall } from '../../model';
import { courseOf } from './course';
import { nextMark, placeAt, spanOf, tickStep, ticksOf } from './timeline';

const START = Date.parse('2026-11-22T10:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

type Leg = WholeCall['legs'][number];

function legOf(change: Partial<Leg>): Leg {
  return {
    leg: 0,
    uniqueid: '1.1',
    channel: '',
    endpoint: 'PJSIP/201',
    role: 'callee',
    is_trunk: false,
    agent_id: null,
    agent_name: null,
    number: '201',
    name: '',
    connected_number: '',
    connected_name: '',
    exten: '',
    context: '',
    dial_status: null,
    hangup_cause: 16,
    started_at: at(0),
    ringing_at: null,
    answered_at: null,
    ended_at: at(100),
    ring: 0,
    talk: 0,
    hold: 0,
    ...change,
  };
}

/** Mohammed waits, talks with Sarah, is held, and goes on to Omar. */
function transferred(change: Partial<WholeCall> = {}): WholeCall {
  const bridge = (leg: number, from: number, to: number) => ({
    leg,
    bridge: 'b',
    kind: 'talk',
    entered_at: at(from),
    left_at: at(to),
    seconds: to - from,
  });
  return {
    call: callOf({ is_active: false, started_at: at(0), ended_at: at(100) }),
    legs: [
      legOf({ leg: 0, role: 'caller', is_trunk: true, name: 'Mohammed', number: '+971501234567' }),
      legOf({
        leg: 1,
        agent_name: 'Sarah',
        started_at: at(10),
        ringing_at: at(11),
        answered_at: at(20),
        ended_at: at(70),
      }),
      legOf({
        leg: 2,
        agent_name: 'Omar',
        number: '202',
        started_at: at(60),
        ringing_at: at(60),
        answered_at: at(65),
      }),
    ],
    bridges: [bridge(0, 20, 100), bridge(1, 20, 70), bridge(2, 65, 100)],
    holds: [
      {
        kind: 'hold',
        leg: 1,
        place: null,
        fetched_by: null,
        from: at(40),
        to: at(60),
        seconds: 20,
      },
    ],
    transfers: [{ kind: 'attended', result: 'completed', from: '201', to: '202', at: at(70) }],
    queue_visits: [
      {
        queue: 'sales',
        result: 'answered',
        agent: 'Sarah',
        member: null,
        position: 1,
        missed: 0,
        joined_at: at(2),
        left_at: at(20),
        seconds: 18,
      },
    ],
    callFlow: [],
    ...change,
  } as WholeCall;
}

const told = (details: WholeCall, lane: number) =>
  courseOf(details, START).lanes[lane]?.marks.map(({ kind, from, to }) => [
    kind,
    (from - START) / 1000,
    (to - START) / 1000,
  ]);

it('tells who waited, rang, talked and was held, each in a lane', () => {
  expect(told(transferred(), 0)).toEqual([
    ['queue', 2, 20],
    ['talk', 20, 100],
    ['hold', 40, 60],
  ]);
  expect(told(transferred(), 1)).toEqual([
    ['ring', 11, 20],
    ['talk', 20, 70],
    ['hold', 40, 60],
  ]);
  expect(told(transferred(), 2)).toEqual([
    ['ring', 60, 65],
    ['talk', 65, 100],
  ]);
});

it('an arrow leads from the lane of one to that of the other (S2-TEL-03)', () => {
  expect(courseOf(transferred(), START).moves).toMatchObject([
    { kind: 'attended', result: 'completed', fromLane: 1, toLane: 2, at: START + 70_000 },
  ]);
  const elsewhere = transferred({
    transfers: [{ kind: 'blind', result: 'failed', from: '201', to: '999', at: at(70) }],
  });
  expect(courseOf(elsewhere, START).moves).toMatchObject([{ fromLane: 1, toLane: null }]);
});

it('what goes on lasts until now', () => {
  const call = callOf({ started_at: at(0) });
  const legs = [legOf({ agent_name: 'Sarah', role: 'caller', ended_at: null })];
  const bridges = [
    { leg: 0, bridge: 'b', kind: 'talk', entered_at: at(5), left_at: null, seconds: 0 },
  ];
  const open = transferred({ call, legs, bridges, holds: [], queue_visits: [], transfers: [] });
  const course = courseOf(open, START + 30_000);
  expect(course.to).toBe(START + 30_000);
  expect(course.lanes[0]?.marks).toMatchObject([{ kind: 'talk', isOpen: true, to: course.to }]);
});

it('a customer without a phone of the PBX has a lane made of what agents did', () => {
  const manual = transferred({
    legs: [legOf({ leg: 1, agent_name: 'Sarah', endpoint: '', number: '' })],
    holds: [],
    queue_visits: [],
    transfers: [],
    callFlow: [
      { step_type: 'queued', time: at(1), to: 'Sales' },
      { step_type: 'answered', time: at(20), to: 'Sarah' },
    ] as WholeCall['callFlow'],
  });
  const [customer] = courseOf(manual, START).lanes;
  expect(customer).toMatchObject({ id: 'customer', name: 'Mohammed Ahmed' });
  expect(told(manual, 0)).toEqual([
    ['queue', 1, 20],
    ['talk', 20, 70],
  ]);
});

it('time runs with the script', () => {
  const course = courseOf(transferred(), START);
  expect(placeAt(course, START, 500, false)).toBe(0);
  expect(placeAt(course, START, 500, true)).toBe(500);
  const [, talk] = course.lanes[0]?.marks ?? [];
  expect(talk && spanOf(course, talk, 500, false)).toEqual({ x: 100, size: 400 });
  expect(talk && spanOf(course, talk, 500, true)).toEqual({ x: 0, size: 400 });
});

it('ticks stand at round times with room for their labels', () => {
  expect(tickStep(100, 600, 64)).toBe(15);
  expect(ticksOf(100, 30)).toEqual([0, 30, 60, 90]);
  expect(tickStep(20_000, 300, 64)).toBe(7_200);
});

it('arrow keys lead along a lane and to the nearest of the next', () => {
  const course = courseOf(transferred(), START);
  expect(nextMark(course, { lane: 0, mark: 0 }, 'after')).toEqual({ lane: 0, mark: 1 });
  expect(nextMark(course, { lane: 0, mark: 2 }, 'after')).toEqual({ lane: 0, mark: 2 });
  expect(nextMark(course, { lane: 0, mark: 1 }, 'down')).toEqual({ lane: 1, mark: 1 });
  expect(nextMark(course, { lane: 2, mark: 0 }, 'down')).toEqual({ lane: 2, mark: 0 });
});
