import { formatPhone } from '@/lib/format';
import { personOf, type WholeCall } from '../../model';
import { type Course, type Lane, MARK_KINDS, type Mark, type Move, overlap } from './timeline';

type Leg = WholeCall['legs'][number];

/** The course as the parts of a call tell it; what still goes on lasts until `now`. */
export function courseOf(details: WholeCall, now: number): Course {
  const { call } = details;
  const from = Date.parse(call.started_at);
  const to = Math.max(from + 1000, call.ended_at ? Date.parse(call.ended_at) : now);
  const lanes = details.legs.map((leg) => laneOf(details, leg, to));
  if (!details.legs.some((leg) => leg.role === 'caller' || leg.is_trunk))
    lanes.unshift(customerLane(details, lanes, from, to));
  return { from, to, lanes, moves: movesOf(details, lanes) };
}

function stretch(kind: Mark['kind'], from: string, until: string | null, end: number): Mark {
  return {
    kind,
    from: Date.parse(from),
    to: until ? Date.parse(until) : end,
    isOpen: until === null,
    place: '',
  };
}

/* A stay in a bridge; one of a kind that this page does not know is drawn as talk. */
function kindOf(word: string): Mark['kind'] {
  return MARK_KINDS.find((kind) => kind === word) ?? 'talk';
}

function nameOf(leg: Leg): string {
  return leg.agent_name || leg.name || leg.number || leg.endpoint;
}

function laneOf(details: WholeCall, leg: Leg, end: number): Lane {
  const stays = details.bridges
    .filter((bridge) => bridge.leg === leg.leg)
    .map(({ kind, entered_at, left_at }) =>
      stretch(kindOf(kind), entered_at, left_at ?? leg.ended_at ?? details.call.ended_at, end),
    );
  const rang = leg.ringing_at
    ? [stretch('ring', leg.ringing_at, leg.answered_at ?? leg.ended_at, end)]
    : [];
  const name = nameOf(leg);
  const number = leg.number || leg.endpoint;
  return {
    id: String(leg.leg),
    name,
    detail: number === name || number === '' ? '' : formatPhone(number),
    from: Date.parse(leg.started_at),
    to: leg.ended_at ? Date.parse(leg.ended_at) : end,
    marks: inOrder([
      ...(leg.role === 'caller' ? waitsOf(details, end) : []),
      ...rang,
      ...stays,
      ...heldOf(details, leg.leg, stays, end),
    ]),
  };
}

/* Short before long where two begin together, so that neither hides the other from the keyboard. */
function inOrder(marks: Mark[]): Mark[] {
  return marks.filter((mark) => mark.to > mark.from).sort((a, b) => a.from - b.from);
}

/* A hold is drawn over the talk of whoever was in the same conversation. */
function heldOf(details: WholeCall, leg: number, stays: Mark[], end: number): Mark[] {
  return details.holds.flatMap((hold) => {
    const kind = hold.kind === 'parked' ? 'parked' : 'hold';
    const held = { ...stretch(kind, hold.from, hold.to, end), place: hold.place ?? '' };
    if (hold.leg === leg && kind === 'parked') return [held];
    return stays.flatMap((stay) => {
      const part = stay.kind === 'talk' ? overlap(stay, held) : null;
      return part ? [{ ...held, ...part }] : [];
    });
  });
}

function waitsOf(details: WholeCall, end: number): Mark[] {
  const visits = details.queue_visits.map(({ queue, joined_at, left_at }) => ({
    ...stretch('queue', joined_at, left_at, end),
    place: queue,
  }));
  return visits.length > 0 ? visits : waitsBySteps(details, end);
}

/* Without a PBX the steps say when somebody began to wait for a department, and what came next. */
const WAITS_UNTIL = ['answered', 'dialled', 'queued', 'transferred', 'hung_up'];

function waitsBySteps(details: WholeCall, end: number): Mark[] {
  return details.callFlow.flatMap((step, index) => {
    if (step.step_type !== 'queued') return [];
    const next = details.callFlow
      .slice(index + 1)
      .find(({ step_type }) => WAITS_UNTIL.includes(step_type));
    const until = next?.time ?? details.call.ended_at;
    return [{ ...stretch('queue', step.time, until, end), place: step.to }];
  });
}

/* The customer has no phone of ours in a call that went through no PBX: what agents did tells. */
function customerLane(details: WholeCall, lanes: Lane[], from: number, to: number): Lane {
  const { call } = details;
  const shared = lanes.flatMap((lane) => lane.marks.filter((mark) => mark.kind !== 'ring'));
  const rang = lanes.flatMap((lane) => lane.marks.filter((mark) => mark.kind === 'ring'));
  const once = new Map(
    [...waitsOf(details, to), ...(call.direction === 'outgoing' ? rang : []), ...shared].map(
      (mark) => [`${mark.kind}:${mark.from}`, mark],
    ),
  );
  return {
    id: 'customer',
    name: personOf(call) || call.phone_number || call.caller,
    detail: personOf(call) ? formatPhone(call.phone_number) : '',
    from,
    to,
    marks: inOrder([...once.values()]),
  };
}

function movesOf(details: WholeCall, lanes: Lane[]): Move[] {
  return details.transfers.map(({ kind, result, from, to, at }, index) => {
    const moment = Date.parse(at);
    return {
      id: String(index),
      kind,
      result,
      from,
      to,
      at: moment,
      fromLane: laneNamed(details, lanes, from, moment),
      toLane: laneNamed(details, lanes, to, moment),
    };
  });
}

/* The lane of a party: of several with that name, the one that was there or came next. */
function laneNamed(details: WholeCall, lanes: Lane[], party: string, at: number): number | null {
  const fits = lanes.flatMap((lane, index) => {
    const leg = details.legs.find((one) => String(one.leg) === lane.id);
    const names = [lane.name, lane.detail, leg?.endpoint, leg?.number, leg?.agent_id];
    return names.includes(party) && party !== '' ? [{ lane, index }] : [];
  });
  const best = fits.find(({ lane }) => lane.to >= at) ?? fits.at(-1);
  return best?.index ?? null;
}
