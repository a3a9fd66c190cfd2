import { useShortcut } from '@/lib/shortcuts';
import { activeCall, callToEnd, type PhoneCall, ringingCall } from './model';
import { usePhone } from './store';
import { phone } from './use-phone-line';

type Choose = (calls: readonly PhoneCall[]) => PhoneCall | undefined;

const talkingCall: Choose = (calls) => {
  const call = activeCall(calls);
  return call?.state === 'talking' ? call : undefined;
};

/* The call is looked for when the key is pressed: another may be the one by then. */
function withCall(choose: Choose, run: (id: string) => unknown): void {
  const call = choose(usePhone.getState().calls);
  if (call) run(call.id);
}

/** The keys of the phone, while it is on. */
export function usePhoneKeys(): void {
  const isOn = usePhone((state) => state.line !== 'off');
  useShortcut('phone.answer', () => withCall(ringingCall, (id) => phone()?.answerCall(id)), isOn);
  useShortcut('phone.end', () => withCall(callToEnd, (id) => phone()?.endCall(id)), isOn);
  useShortcut('phone.mute', () => withCall(talkingCall, (id) => phone()?.toggleMute(id)), isOn);
  useShortcut('phone.hold', () => withCall(talkingCall, (id) => phone()?.toggleHold(id)), isOn);
}
