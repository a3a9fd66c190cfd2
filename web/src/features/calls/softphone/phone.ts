import { UA } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { RTCSessionEvent } from 'jssip/lib/UA';
import type { SoftphoneAnswer } from '@/lib/api';
import { takeExpected } from '@/lib/phone/expected';
import { closeStream, micStateOf, openMicrophone, playStream, routeAudio } from './audio';
import { LineSocket } from './line-socket';
import { activeCall, dialable, endingOf, hasOpenCall, type PhoneCall, patchCall } from './model';
import { makeRinger } from './ring';
import { setPhone, usePhone } from './store';

const REGISTER_S = 300;
/** Addresses that come later than this are not waited for. */
const ICE_MS = 1_000;
const AGAIN_MS = 100;
/** How long a call that ended stays to be read. */
const ENDED_MS = 4_000;

interface Leg {
  session: RTCSession;
  microphone: MediaStream | null;
  audio: HTMLAudioElement | null;
  /** What was last asked for; the PBX may not have heard of it yet. */
  held: boolean;
}

const legs = new Map<string, Leg>();
const ringer = makeRinger((silenced) => setPhone({ silenced }));
let ua: UA | null = null;
let config: SoftphoneAnswer | null = null;

const callsNow = () => usePhone.getState().calls;
const change = (id: string, part: Partial<PhoneCall>) => {
  setPhone(({ calls }) => ({ calls: patchCall(calls, id, part) }));
  sound();
};

/* ---- The line ------------------------------------------------------------------ */

export function startPhone(own: SoftphoneAnswer): void {
  stopPhone();
  config = own;
  const agent = new UA({
    sockets: [new LineSocket(own.ws_url ?? '')],
    uri: `sip:${own.user}@${own.domain}`,
    authorization_user: own.user ?? '',
    password: own.password ?? '',
    display_name: own.display_name ?? '',
    register_expires: REGISTER_S,
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 15,
    user_agent: 'Hatif',
  });
  ua = agent;
  const told = (line: 'connecting' | 'registered' | 'lost' | 'refused', message?: string) => {
    if (ua === agent) setPhone({ line, message: message ?? null });
  };
  told('connecting');
  agent.on('registered', () => told('registered'));
  agent.on('unregistered', () => told('lost'));
  agent.on('disconnected', () => told('lost'));
  agent.on('registrationFailed', ({ response, cause }) => {
    const code = response?.status_code;
    if (code === undefined) told('lost');
    else told('refused', `${code} ${response.reason_phrase || cause}`);
  });
  agent.on('newRTCSession', (event: RTCSessionEvent) => took(event));
  agent.start();
}

export function stopPhone(): void {
  const agent = ua;
  ua = null;
  config = null;
  if (!agent) return;
  agent.stop();
  ringer.stop();
}

/* ---- Calls come and go ---------------------------------------------------------------- */

function took({ session, originator }: RTCSessionEvent): void {
  const incoming = originator === 'remote';
  const remote = session.remote_identity;
  const number = remote.uri.user ?? '';
  const { id } = session;
  const pending = outgoing;
  outgoing = null;
  const call: PhoneCall = {
    id,
    direction: incoming ? 'incoming' : 'outgoing',
    state: incoming ? 'ringing' : 'dialing',
    number,
    name: remote.display_name || number,
    held: false,
    muted: false,
    startedAt: new Date().toISOString(),
    answeredAt: null,
    ending: null,
    consultFor: pending?.consultFor ?? null,
    transfer: null,
  };
  legs.set(id, { session, microphone: pending?.microphone ?? null, audio: null, held: false });
  setPhone(({ calls }) => ({ calls: [...calls, call] }));
  follow(id, session);
  sound();
  if (incoming && takeExpected(number)) void answerCall(id);
}

function follow(id: string, session: RTCSession): void {
  if (session.connection) listen(id, session.connection);
  session.on('peerconnection', ({ peerconnection }) => listen(id, peerconnection));
  session.on('progress', () => sound());
  session.on('accepted', () =>
    change(id, { state: 'talking', answeredAt: new Date().toISOString() }),
  );
  session.on('hold', ({ originator }) => {
    if (originator === 'local') change(id, { held: true });
  });
  session.on('unhold', ({ originator }) => {
    if (originator === 'local') change(id, { held: false });
  });
  session.on('muted', () => change(id, { muted: true }));
  session.on('unmuted', () => change(id, { muted: false }));
  session.on('ended', ({ cause }) => over(id, cause));
  session.on('failed', ({ cause }) => over(id, cause));
  let isWaiting = false;
  session.on('icecandidate', ({ ready }) => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      ready();
    }, ICE_MS);
  });
}

function listen(id: string, connection: RTCPeerConnection): void {
  connection.addEventListener('track', ({ streams, track }) => {
    const leg = legs.get(id);
    if (!leg) return;
    const { speaker } = usePhone.getState().devices;
    leg.audio?.pause();
    leg.audio = playStream(streams[0] ?? new MediaStream([track]), speaker);
  });
}

function over(id: string, cause: string): void {
  const leg = legs.get(id);
  legs.delete(id);
  closeStream(leg?.microphone ?? null);
  if (leg?.audio) leg.audio.srcObject = null;
  change(id, { state: 'ended', ending: endingOf(cause), held: false });
  setTimeout(
    () => setPhone(({ calls }) => ({ calls: calls.filter((call) => call.id !== id) })),
    ENDED_MS,
  );
}

/** Rings, or tells that it rings at the other end, as the calls are now. */
let sounding: 'ring' | 'ringback' | null = null;
function sound(): void {
  const calls = callsNow();
  const { devices } = usePhone.getState();
  const talks = calls.some(({ state, held }) => state === 'talking' && !held);
  let wanted: typeof sounding = null;
  if (calls.some(({ state }) => state === 'ringing') && !talks) wanted = 'ring';
  else if (calls.some(({ id, state }) => state === 'dialing' && !legs.get(id)?.audio))
    wanted = 'ringback';
  if (wanted === sounding) return;
  sounding = wanted;
  if (wanted) ringer.start(wanted, wanted === 'ring' ? devices.ring : devices.speaker);
  else ringer.stop();
}

/* ---- What the person does ---------------------------------------------------------------- */

async function microphone(): Promise<MediaStream | null> {
  try {
    const stream = await openMicrophone(usePhone.getState().devices.microphone);
    setPhone({ mic: 'granted' });
    return stream;
  } catch (error) {
    setPhone({ mic: micStateOf(error) });
    return null;
  }
}

const media = (stream: MediaStream) => ({
  mediaStream: stream,
  pcConfig: { iceServers: config?.ice_servers ?? [] },
});

/* The library tells of a call of ours before it says which one it is. */
let outgoing: { microphone: MediaStream; consultFor: string | null } | null = null;

/* While one change is on its way to the PBX no other can be sent: it is tried again. */
function setHeld(id: string, held: boolean): void {
  const leg = legs.get(id);
  if (!leg) return;
  leg.held = held;
  if (leg.session.isOnHold().local === held) return;
  const sent = held ? leg.session.hold() : leg.session.unhold();
  if (sent) return;
  setTimeout(() => {
    if (legs.get(id)?.held === held) setHeld(id, held);
  }, AGAIN_MS);
}

/** Who is in the ear waits, as at any phone, when another call begins. */
function holdOthers(id: string | null): void {
  for (const call of callsNow())
    if (call.id !== id && call.state === 'talking') setHeld(call.id, true);
}

/** False: the microphone cannot be had, or the line does not stand. */
export async function placeCall(typed: string, consultFor: string | null = null): Promise<boolean> {
  const number = dialable(typed);
  if (!number || !ua?.isRegistered()) return false;
  const stream = await microphone();
  if (!stream || !ua) {
    closeStream(stream);
    return false;
  }
  holdOthers(null);
  outgoing = { microphone: stream, consultFor };
  ua.call(`sip:${encodeURIComponent(number)}@${config?.domain}`, media(stream));
  return true;
}

/** Without a microphone it goes on ringing: the panel says what to do. */
export async function answerCall(id: string): Promise<void> {
  const leg = legs.get(id);
  if (!leg || leg.microphone) return;
  const stream = await microphone();
  if (!stream) return;
  if (!legs.has(id)) {
    closeStream(stream);
    return;
  }
  leg.microphone = stream;
  holdOthers(id);
  leg.session.answer(media(stream));
}

/** Declines what rings and ends what goes on. */
export function endCall(id: string): void {
  const session = legs.get(id)?.session;
  if (!session || session.isEnded()) return;
  const call = callsNow().find((one) => one.id === id);
  if (call?.state === 'ringing')
    session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
  else session.terminate();
}

export function toggleHold(id: string): void {
  const leg = legs.get(id);
  if (!leg) return;
  if (leg.held) holdOthers(id);
  setHeld(id, !leg.held);
}

export function toggleMute(id: string): void {
  const session = legs.get(id)?.session;
  if (!session) return;
  if (session.isMuted().audio) session.unmute({ audio: true });
  else session.mute({ audio: true });
}

type DtmfOptions = Parameters<RTCSession['sendDTMF']>[1];

export function sendTone(id: string, tone: string): void {
  const options = { transportType: 'RFC2833' } as unknown as DtmfOptions;
  legs.get(id)?.session.sendDTMF(tone, options);
}

function refer(id: string, target: string, replaces: RTCSession | undefined): void {
  const session = legs.get(id)?.session;
  if (!session) return;
  change(id, { transfer: 'asked' });
  const failed = () => change(id, { transfer: 'failed' });
  const done = () => {
    if (!session.isEnded()) session.terminate();
    if (replaces && !replaces.isEnded()) replaces.terminate();
  };
  session.refer(target, {
    eventHandlers: { requestFailed: failed, failed, accepted: done },
    ...(replaces ? { replaces } : {}),
  });
}

/** The other side is sent there, and this phone is free. */
export function transferBlind(id: string, typed: string): void {
  const number = dialable(typed);
  if (number) refer(id, `sip:${encodeURIComponent(number)}@${config?.domain}`, undefined);
}

/** Asks first whether the call is wanted there: it waits meanwhile. */
export function consult(id: string, typed: string): Promise<boolean> {
  return placeCall(typed, id);
}

/** Both others talk with each other. */
export function joinConsult(consultId: string): void {
  const call = callsNow().find(({ id }) => id === consultId);
  const session = legs.get(consultId)?.session;
  if (!call?.consultFor || !session) return;
  refer(call.consultFor, session.remote_identity.uri.toString(), session);
}

/* ---- Devices ---------------------------------------------------------------------------------- */

/** Calls that go on change over to what was chosen. */
export async function applyDevices(): Promise<void> {
  const { devices } = usePhone.getState();
  for (const leg of legs.values()) if (leg.audio) routeAudio(leg.audio, devices.speaker);
  const active = activeCall(callsNow());
  const leg = active && legs.get(active.id);
  if (!active || !leg?.microphone) return;
  const stream = await microphone();
  const track = stream?.getAudioTracks()[0];
  const sender = leg.session.connection?.getSenders().find(({ track }) => track?.kind === 'audio');
  if (!stream || !track || !sender) {
    closeStream(stream);
    return;
  }
  track.enabled = !active.muted;
  await sender.replaceTrack(track);
  closeStream(leg.microphone);
  leg.microphone = stream;
}

export function microphoneOf(id: string): MediaStream | null {
  return legs.get(id)?.microphone ?? null;
}

export const isInCall = () => hasOpenCall(callsNow());
