import {
  type LucideIcon,
  Phone,
  PhoneIncoming,
  PhoneOff,
  PlugZap,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { Tone } from '@/lib/states';

/** How the phone of this tab stands with the PBX. */
export type LineState =
  | 'off'
  | 'starting'
  | 'unconfigured'
  | 'elsewhere'
  | 'connecting'
  | 'registered'
  | 'lost'
  | 'refused'
  | 'failed';

export type MicState = 'unknown' | 'granted' | 'denied' | 'missing' | 'failed';

export interface PhoneCall {
  id: string;
  direction: 'incoming' | 'outgoing';
  state: 'ringing' | 'dialing' | 'talking' | 'ended';
  number: string;
  /** As the PBX tells it; the number when it tells none. */
  name: string;
  held: boolean;
  muted: boolean;
  startedAt: string;
  answeredAt: string | null;
  /** Why it ended, as a word of ours; null while it goes on. */
  ending: Ending | null;
  /** The call that is to be passed on, of which this one asks whether it is wanted. */
  consultFor: string | null;
  transfer: 'asked' | 'failed' | null;
}

const ENDINGS = {
  'User Denied Media Access': 'no_microphone',
  Busy: 'busy',
  Rejected: 'rejected',
  Canceled: 'cancelled',
  'No Answer': 'no_answer',
  Unavailable: 'unavailable',
  'Not Found': 'not_found',
  'Address Incomplete': 'not_found',
  'Connection Error': 'line',
  'Request Timeout': 'line',
  Terminated: 'ended',
} as const;
export type Ending = (typeof ENDINGS)[keyof typeof ENDINGS] | 'failed';

/** The library's word for how a call ended, as one of ours. */
export function endingOf(cause: string | undefined): Ending {
  return ENDINGS[cause as keyof typeof ENDINGS] ?? 'failed';
}

interface Look {
  icon: LucideIcon;
  tone: Tone;
}

export const lineLooks: Record<LineState, Look> = {
  off: { icon: PhoneOff, tone: 'neutral' },
  starting: { icon: PlugZap, tone: 'info' },
  unconfigured: { icon: PhoneOff, tone: 'neutral' },
  elsewhere: { icon: PhoneOff, tone: 'neutral' },
  connecting: { icon: PlugZap, tone: 'info' },
  registered: { icon: Phone, tone: 'success' },
  lost: { icon: Unplug, tone: 'danger' },
  refused: { icon: TriangleAlert, tone: 'danger' },
  failed: { icon: TriangleAlert, tone: 'danger' },
};

/** What the button in the bar shows: a call is more than the line. */
export function buttonLook(line: LineState, calls: readonly PhoneCall[]): Look {
  if (calls.some(({ state }) => state === 'ringing')) return { icon: PhoneIncoming, tone: 'info' };
  return lineLooks[line];
}

/** Digits and signs of a number that somebody typed or pasted; empty when there are none. */
export function dialable(typed: string): string {
  const western = typed.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code >= 0x06f0 ? code - 0x06f0 : code - 0x0660);
  });
  const cleaned = western.replace(/[^\d+*#]/g, '');
  return cleaned.replace(/(?!^)\+/g, '');
}

export function patchCall(
  calls: readonly PhoneCall[],
  id: string,
  change: Partial<PhoneCall>,
): PhoneCall[] {
  return calls.map((call) => (call.id === id ? { ...call, ...change } : call));
}

const isOpen = (call: PhoneCall) => call.state !== 'ended';

/** The one that keys and the pad act on: who talks, before who waits. */
export function activeCall(calls: readonly PhoneCall[]): PhoneCall | undefined {
  const open = calls.filter(isOpen);
  return (
    open.find((call) => call.state === 'talking' && !call.held) ??
    open.find((call) => call.state === 'dialing') ??
    open.find((call) => call.state === 'talking')
  );
}

export function ringingCall(calls: readonly PhoneCall[]): PhoneCall | undefined {
  return calls.find((call) => call.state === 'ringing');
}

/** What F4 ends: the call that is in the ear, else the one that rings. */
export function callToEnd(calls: readonly PhoneCall[]): PhoneCall | undefined {
  return activeCall(calls) ?? ringingCall(calls);
}

export function hasOpenCall(calls: readonly PhoneCall[]): boolean {
  return calls.some(isOpen);
}
