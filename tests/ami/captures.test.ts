/*
 * What a real PBX said in 45 scenarios, folded into calls, beside the accounts of them that were
 * written by hand and held against the PBX's own logs (S2-TEL-01…08, A-03, IMP-TEL-05).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hatif } from '../support/paths.ts';

const folder = join(import.meta.dirname, 'captures');
/** Seconds by which an account may be off; a scenario that says so has a wider one. */
const tolerance = 0.35;

type Leg = { endpoint: string; role: string; answered: boolean };
type Segment = { party: string; enter: number | null; leave: number | null };
type Transfer = { type: string; from: string; to: string; result: string };
type Visit = { queue: string; wait_s: number; result: string; agent: string | null };
type Stay = { at: number; for: number; party?: string; space?: string };

type Call = {
  direction: string;
  caller: string;
  callee: string;
  status: string;
  answered_by: string | null;
  hangup_by: string | null;
  ring_s: number | null;
  talk_s: number;
  talk_tol?: number;
  seg_tol?: number;
  legs: Leg[];
  segments: Segment[];
  transfers: Transfer[];
  queues: Visit[];
  recording: string | null;
  recording_s?: number;
  linkedids: number;
  gap?: boolean;
} & Partial<Record<'reason' | 'conference' | 'forwarded' | 'rna', unknown>> &
  Partial<Record<'holds' | 'parked', Stay[]>>;

const replay = (name: string): Call[] => {
  const args = ['ami', 'replay', join(folder, `${name}.ami`), '--trunk', 'trunk', '--truth'];
  return JSON.parse(execFileSync(hatif, args, { encoding: 'utf8' })).calls;
};

const near = (got: number | null, wanted: number | null, within: number, what: string) => {
  if (got === null || wanted === null) expect(got, what).toBe(wanted);
  else expect(Math.abs(got - wanted), `${what}: ${got}, not ${wanted}`).toBeLessThanOrEqual(within);
};

const words = (leg: Leg) => `${leg.endpoint} ${leg.role} ${leg.answered}`;
const inOrder = (segments: Segment[]) =>
  [...segments].sort(
    (a, b) => a.party.localeCompare(b.party) || (a.enter ?? 1e9) - (b.enter ?? 1e9),
  );

function compareStays(got: Stay[] | undefined, wanted: Stay[] | undefined, within: number) {
  if (!wanted) return;
  expect(got).toHaveLength(wanted.length);
  wanted.forEach((stay, i) => {
    const one = got![i]!;
    expect([one.party, one.space]).toEqual([stay.party, stay.space]);
    near(one.at, stay.at, within, 'began');
    near(one.for, stay.for, within, 'lasted');
  });
}

function compareSegments(got: Segment[], wanted: Segment[], within: number) {
  const ours = inOrder(got);
  const theirs = inOrder(wanted);
  expect(ours.map((one) => one.party)).toEqual(theirs.map((one) => one.party));
  theirs.forEach((segment, i) => {
    if (segment.enter !== null) near(ours[i]!.enter, segment.enter, within, 'entered');
    if (segment.leave !== null) near(ours[i]!.leave, segment.leave, within, 'left');
  });
}

function compareQueues(got: Visit[], wanted: Visit[]) {
  const known = ({ queue, result, agent }: Visit) => ({ queue, result, agent });
  expect(got.map(known)).toEqual(wanted.map(known));
  wanted.forEach((visit, i) => {
    near(got[i]!.wait_s, visit.wait_s, 0.4, 'waited');
  });
}

/** `*.wav` and the like. */
function compareRecording(got: Call, wanted: Call) {
  if (wanted.recording === null) return expect(got.recording).toBeNull();
  expect(got.recording).toContain(wanted.recording.replace('*', ''));
  // One that records only while somebody is there has less in its file than the PBX says here.
  if (wanted.recording_s)
    expect(got.recording_s).toBeGreaterThanOrEqual(wanted.recording_s - tolerance);
}

function compare(got: Call, wanted: Call) {
  const facts = (call: Call) => ({
    direction: call.direction,
    callee: call.callee,
    status: call.status,
    answered_by: call.answered_by,
    hangup_by: call.hangup_by,
    linkedids: call.linkedids,
    reason: call.reason,
    conference: call.conference,
    forwarded: call.forwarded,
    legs: call.legs.map(words).sort(),
    transfers: call.transfers,
  });
  const within = wanted.seg_tol ?? tolerance;
  expect(facts(got)).toEqual(facts(wanted));
  if (wanted.rna) expect(got.rna).toEqual(wanted.rna);
  near(got.ring_s, wanted.ring_s, tolerance, 'rang');
  near(got.talk_s, wanted.talk_s, wanted.talk_tol ?? tolerance, 'talked');
  compareSegments(got.segments, wanted.segments, within);
  compareQueues(got.queues, wanted.queues);
  compareStays(got.holds, wanted.holds, within);
  compareStays(got.parked, wanted.parked, Math.max(within, 1));
  compareRecording(got, wanted);
}

const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => name.slice(0, -'.expected.json'.length));

describe('a recording of a PBX', () => {
  test('there are accounts of every kind', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(45);
  });

  test.each(scenarios)('%s', (name) => {
    const wanted = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8'))
      .calls as Call[];
    const got = replay(name);
    expect(got.map((call) => call.caller).sort()).toEqual(wanted.map((call) => call.caller).sort());
    for (const call of wanted) compare(got.find((one) => one.caller === call.caller)!, call);
  });
});

describe('the link is lost', () => {
  test('a PBX that was killed: its calls end where they were last heard of, with a gap', () => {
    const calls = replay('r1_restart_crash');
    expect(calls.map((call) => [call.caller, call.status, call.gap ?? false])).toEqual([
      ['447700900001', 'interrupted', true],
      ['1003', 'interrupted', true],
      ['447700900002', 'interrupted', true],
      ['447700900002', 'answered', false],
    ]);
    // It was killed 1.5 s after the first call began; nobody heard anything later.
    near(calls[0]!.talk_s, 0.9, tolerance, 'talked');
    near(calls[3]!.talk_s, 2, tolerance, 'talked');
  });

  test('a connection in mid-call: what the snapshot shows goes on to its end', () => {
    const calls = replay('resync');
    const outcome = (call: Call) => [call.caller, call.status, call.queues[0]?.result ?? null];
    expect(calls.map(outcome).sort()).toEqual([
      ['1004', 'answered', null],
      ['1005', 'answered', null],
      ['447700900001', 'answered', null],
      ['447700900002', 'abandoned', 'abandoned'],
    ]);
    expect(calls.every((call) => call.gap)).toBe(true);
  });
});
