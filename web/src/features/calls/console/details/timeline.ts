/* The course of a call as a drawing: who was in it when, and what for. Pure, in milliseconds. */

export const MARK_KINDS = [
  'queue',
  'ring',
  'talk',
  'conference',
  'holding',
  'hold',
  'parked',
] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** A stretch of a lane: somebody rang, talked, was held. */
export interface Mark {
  kind: MarkKind;
  from: number;
  to: number;
  /** It goes on. */
  isOpen: boolean;
  /** The queue, the parking space; empty where there is none. */
  place: string;
}

/** Somebody who was in the call, and what they went through, in order of time. */
export interface Lane {
  id: string;
  name: string;
  /** The phone or number beside the name. */
  detail: string;
  from: number;
  to: number;
  marks: Mark[];
}

/** A transfer: from one lane to another; null where that party is none of the lanes. */
export interface Move {
  id: string;
  /** blind, attended, redirect */
  kind: string;
  /** pending, completed, failed, cancelled */
  result: string;
  at: number;
  from: string;
  to: string;
  fromLane: number | null;
  toLane: number | null;
}

export interface Course {
  from: number;
  to: number;
  lanes: Lane[];
  moves: Move[];
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400];

/** Seconds between two ticks, so that each has room for its label. */
export function tickStep(seconds: number, width: number, labelWidth: number): number {
  const room = Math.max(1, Math.floor(width / labelWidth));
  return STEPS.find((step) => seconds / step <= room) ?? Math.ceil(seconds / room / 3_600) * 3_600;
}

/** Whole steps from the beginning on, the end only where it falls on one. */
export function ticksOf(seconds: number, step: number): number[] {
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}

/** Where a moment stands in pixels: time runs with the script. */
export function placeAt(course: Course, at: number, width: number, rtl: boolean): number {
  const span = Math.max(1, course.to - course.from);
  const share = Math.min(1, Math.max(0, (at - course.from) / span));
  return rtl ? width * (1 - share) : width * share;
}

/** The first place of a mark and its size, never too thin to be seen. */
export function spanOf(course: Course, mark: Mark, width: number, rtl: boolean) {
  const [a, b] = [placeAt(course, mark.from, width, rtl), placeAt(course, mark.to, width, rtl)];
  const size = Math.max(2, Math.abs(b - a));
  return { x: Math.max(0, Math.min(Math.min(a, b), width - size)), size };
}

/** Which mark an arrow key leads to: along its lane by time, or to the one nearest above or below. */
export function nextMark(
  course: Course,
  now: { lane: number; mark: number },
  key: 'before' | 'after' | 'up' | 'down',
): { lane: number; mark: number } {
  const marks = course.lanes[now.lane]?.marks ?? [];
  if (key === 'before') return { lane: now.lane, mark: Math.max(0, now.mark - 1) };
  if (key === 'after') return { lane: now.lane, mark: Math.min(marks.length - 1, now.mark + 1) };
  const present = marks[now.mark];
  const step = key === 'up' ? -1 : 1;
  for (let lane = now.lane + step; course.lanes[lane]; lane += step) {
    const found = nearest(course.lanes[lane] as Lane, present?.from ?? 0);
    if (found !== null) return { lane, mark: found };
  }
  return now;
}

function nearest(lane: Lane, at: number): number | null {
  let best: number | null = null;
  for (const [index, mark] of lane.marks.entries()) {
    const known = best === null ? Number.POSITIVE_INFINITY : (lane.marks[best] as Mark).from;
    if (Math.abs(mark.from - at) < Math.abs(known - at)) best = index;
  }
  return best;
}

/** The parts of `outer` that `inner` covers. */
export function overlap(outer: Mark, inner: { from: number; to: number }) {
  const from = Math.max(outer.from, inner.from);
  const to = Math.min(outer.to, inner.to);
  return to > from ? { from, to } : null;
}
