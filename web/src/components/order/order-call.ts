import { useEffect, useRef, useState } from 'react';
import { api, type Call, newIdempotencyKey, type Order, call as request } from '@/lib/api';
import { expectCall, expectNone } from '@/lib/phone/expected';
import { useEvent } from '@/lib/realtime';

/** What an agent writes down of a call. */
export const CALL_OUTCOMES = [
  'answered',
  'no_answer',
  'busy',
  'voicemail',
  'wrong_number',
  'callback_requested',
  'failed',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** Is there a PBX that could place the call? */
export async function isPbxConnected(): Promise<boolean> {
  return (await request(api.GET('/api/pbx'))).link.state === 'connected';
}

export async function beginCall(order: Order, number: string): Promise<Call> {
  // The phone may ring before the answer is here.
  expectCall(number);
  const { call } = await request(
    api.POST('/api/calls', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: { order_id: order.id, phone_number: number },
    }),
  );
  if (call.source === 'manual') expectNone();
  return call;
}

const path = (call: Call) => ({ path: { id: call.call_id } });

export async function endCall(call: Call): Promise<Call> {
  return (await request(api.POST('/api/calls/{id}/end', { params: path(call), body: {} }))).call;
}

export async function endWrapUp(call: Call): Promise<void> {
  await request(api.POST('/api/calls/{id}/wrap-up', { params: path(call), body: {} }));
}

async function say(call: Call, status: string): Promise<void> {
  await request(api.POST('/api/calls/{id}/status', { params: path(call), body: { status } }));
}

/** Of a call without a PBX: it ends as the person says, and was talked so long. */
export async function settleByHand(
  call: Call,
  outcome: CallOutcome | null,
  seconds: number,
): Promise<void> {
  if (outcome === null) return say(call, 'canceled');
  if (outcome === 'busy' || outcome === 'no_answer' || outcome === 'failed')
    return say(call, outcome);
  const body = { talk_seconds: seconds };
  await request(api.POST('/api/calls/{id}/end', { params: path(call), body }));
}

/** Until when the agent has time for the call that ended; null: no longer. */
export async function wrapUpUntil(call: Call): Promise<string | null> {
  if (!call.agent_id) return null;
  const params = { path: { id: call.agent_id } };
  return (await request(api.GET('/api/agents/{id}', { params }))).agent.wrap_up_until;
}

export interface CallResult {
  outcome: CallOutcome;
  seconds: number;
}

/** What a call that ended says of itself, for the form that is filled in afterwards. */
export function resultOf(call: Call): CallResult {
  const seconds = call.times.talk + call.times.hold;
  if (seconds > 0 || call.status === 'completed') return { outcome: 'answered', seconds };
  if (call.status === 'busy') return { outcome: 'busy', seconds: 0 };
  const failed = call.status === 'failed' || call.status === 'interrupted';
  return { outcome: failed ? 'failed' : 'no_answer', seconds: 0 };
}

/** The newest that is known of a call: its answer and its events race each other. */
export function newerCall(a: Call | undefined, b: Call): Call {
  return a && a.version > b.version ? a : b;
}

/** The calls about an order as they go on, while a dialog shows one of them. */
export function useLiveCall(order: Order) {
  const heard = useRef(new Map<number, Call>());
  const [call, setCall] = useState<Call | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const hear = ({ call: now }: { call: Call }) => {
    if (now.order_id !== order.id) return;
    const newest = newerCall(heard.current.get(now.id), now);
    heard.current.set(now.id, newest);
    setCall((shown) => (shown?.id === now.id ? newerCall(shown, newest) : shown));
  };
  useEvent('call:new', hear);
  useEvent('call:updated', hear);
  useEvent('call:routed', hear);
  useEvent('call:transferred', hear);
  useEvent('call:ended', hear);
  useEvent('pbx:command', ({ kind, state, error }) => {
    if (kind === 'originate' && state === 'failed') setRefusal(error);
  });
  const show = (begun: Call) => setCall(newerCall(heard.current.get(begun.id), begun));
  return { call, refusal, show };
}

/** When the agent's time for the call ends, from the moment it did. */
export function useWrapUp(call: Call): string | null {
  const [until, setUntil] = useState<string | null>(null);
  const { id, is_active: isActive } = call;
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for another call
  useEffect(() => {
    if (isActive) return;
    let left = false;
    wrapUpUntil(latest.current).then(
      (value) => !left && setUntil(value),
      () => {
        // Without it the dialog has no clock, and nothing else is missing.
      },
    );
    return () => {
      left = true;
    };
  }, [id, isActive]);
  return until;
}
