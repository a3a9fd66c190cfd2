import type { CallGroup, CentreAgent, PbxQueue, PbxQueueMember, WaitingCall } from '@/lib/api';

/** A queue on the wall, whether a PBX holds it or a department has it without one. */
export interface WallQueue {
  key: string;
  name: string;
  waiting: number;
  /** Since when the one waits who has waited longest. */
  longestSince: string | null;
  agents: { free: number; busy: number; paused: number };
  /** Of today; null while they are not known. */
  today: { answered: number; abandoned: number; serviceLevel: number | null } | null;
}

const NOTHING = { answered: 0, abandoned: 0, serviceLevel: null };

/* A queue without a call today is not among the groups, which is not the same as not known. */
function todayOf(groups: CallGroup[] | undefined, key: string): WallQueue['today'] {
  if (!groups) return null;
  const group = groups.find((one) => one.key === key);
  if (!group) return NOTHING;
  const { answered, abandoned, service_level } = group;
  return { answered, abandoned, serviceLevel: service_level };
}

export const WALL_STATES = ['calm', 'waiting', 'late'] as const;
export type WallState = (typeof WALL_STATES)[number];

/** Nobody waits; somebody does; somebody does for longer than the company means to allow. */
export function stateOf(queue: WallQueue, now: number, allowedSeconds: number): WallState {
  if (queue.waiting === 0) return 'calm';
  if (!queue.longestSince) return 'waiting';
  const waited = (now - Date.parse(queue.longestSince)) / 1000;
  return waited > allowedSeconds ? 'late' : 'waiting';
}

/** Who could take a call of a PBX's queue, who is in one, and who stepped out of it. */
export function memberCounts(queue: PbxQueue, members: PbxQueueMember[] | undefined) {
  const busy = members?.filter((member) => !member.paused && isBusy(member)).length ?? 0;
  return { free: queue.free, busy, paused: queue.paused };
}

const BUSY_LINES: readonly string[] = ['in_use', 'ringing', 'ringing_in_use', 'on_hold', 'busy'];

function isBusy(member: PbxQueueMember): boolean {
  return member.in_call || BUSY_LINES.includes(member.line_state);
}

/** The queues of the PBX; `members` and `groups` may still be on their way. */
export function queueCards(
  queues: PbxQueue[],
  members: (PbxQueueMember[] | undefined)[],
  groups: CallGroup[] | undefined,
): WallQueue[] {
  return queues.map((queue, index) => ({
    key: `queue/${queue.name}`,
    name: queue.name,
    waiting: queue.callers,
    longestSince: queue.longest_wait_since,
    agents: memberCounts(queue, members[index]),
    today: todayOf(groups, queue.name),
  }));
}

interface Departments {
  agents: CentreAgent[];
  /** Who waits, and when that was true. */
  waiting: { queue: WaitingCall[]; at: number };
  groups: CallGroup[] | undefined;
  /** Its queues take the calls: a department has one of its own only while somebody is in it. */
  hasPbx: boolean;
  /** Codes of departments that are shown; grows. */
  seen: Set<string>;
}

/** The departments that people wait for without a PBX. */
export function departmentCards(of: Departments): WallQueue[] {
  // Those of the PBX wait in its queues, which have cards of their own.
  const waiting = of.waiting.queue.filter(({ call }) => call.source === 'manual');
  const names = new Map<string, string>();
  for (const { department, department_name } of of.agents)
    if (department) names.set(department, department_name ?? department);
  for (const { department, call } of waiting)
    if (department) names.set(department, call.department_name ?? department);
  for (const code of names.keys())
    if (!of.hasPbx || waiting.some(({ department }) => department === code)) of.seen.add(code);
  return [...names]
    .filter(([code]) => of.seen.has(code))
    .sort(([, a], [, b]) => a.localeCompare(b))
    .map(([code, name]) => {
      const here = waiting.filter(({ department }) => department === code);
      const longest = Math.max(0, ...here.map(({ waiting_seconds }) => waiting_seconds));
      const since = new Date(of.waiting.at - longest * 1000).toISOString();
      return {
        key: `department/${code}`,
        name,
        waiting: here.length,
        longestSince: here.length > 0 ? since : null,
        agents: agentCounts(of.agents.filter(({ department }) => department === code)),
        today: todayOf(of.groups, code),
      };
    });
}

function agentCounts(agents: CentreAgent[]) {
  const count = (wanted: CentreAgent['status']) =>
    agents.filter(({ status }) => status === wanted).length;
  return { free: count('available'), busy: count('busy'), paused: count('on_break') };
}

/** Columns for so many queues: up to twelve fit a screen without scrolling. */
export function columnsFor(count: number): number {
  if (count <= 3) return Math.max(1, count);
  if (count === 4) return 2;
  return count <= 6 ? 3 : 4;
}
