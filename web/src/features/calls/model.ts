import type { Call, CallDetails } from '@/lib/api';

/** A call with everything that belongs to it. */
export type WholeCall = CallDetails & { call: Call };

/** What the signed-in person may do with calls; their own agent, when they are one. */
export interface CallRights {
  make: boolean;
  supervise: boolean;
  agentId: number | null;
}

export const CALL_ACTIONS = [
  'accept',
  'take_over',
  'transfer',
  'listen',
  'whisper',
  'barge',
  'end',
] as const;
export type CallAction = (typeof CALL_ACTIONS)[number];

/** What can be tried with a call as it is; the server decides, and says why where it refuses. */
export function actionsOf(call: Call, rights: CallRights): CallAction[] {
  if (!call.is_active) return [];
  const isOurs = call.agent !== null && call.agent.id === rights.agentId;
  const isTalk = call.status === 'in_progress' || call.status === 'on_hold';
  const ofColleague = call.agent !== null && !isOurs && isTalk;
  const may: Record<CallAction, boolean> = {
    accept: rights.make && rights.agentId !== null && call.status === 'queued' && !call.agent,
    take_over: rights.supervise && rights.agentId !== null && ofColleague,
    transfer: rights.make,
    listen: rights.supervise && ofColleague && call.source === 'pbx',
    whisper: rights.supervise && ofColleague && call.source === 'pbx',
    barge: rights.supervise && ofColleague && call.source === 'pbx',
    end: rights.make,
  };
  return CALL_ACTIONS.filter((action) => may[action]);
}

/** The person outside by name; the number stands beside it. Empty where nobody is known by name. */
export function personOf(call: Call): string {
  if (call.customer_name) return call.customer_name;
  return call.direction === 'internal' ? call.caller_name || call.caller : '';
}

/** Who is at our end: an agent, or the number of a phone that is no agent's. */
export function ourEnd(call: Call): string | null {
  if (call.agent) return call.agent.name;
  return call.direction === 'internal' ? call.callee || null : call.agent_exten;
}

/** Where it waits: the queue of the PBX, or our department. */
export function waitsIn(call: Call): string | null {
  return call.queue ?? call.department_name;
}

/** What a moment of a call can be; each is in one of them. */
export const PHASES = ['setup', 'queue', 'ring', 'talk', 'hold'] as const;
export type Phase = (typeof PHASES)[number];
