import {
  CircleCheck,
  CircleHelp,
  CirclePause,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  Phone,
  PhoneCall,
  PhoneIncoming,
  PhoneOff,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { Extension, PbxCheck, PbxState } from '@/lib/api';
import type { Tone } from '@/lib/states';

interface Look {
  tone: Tone;
  icon: LucideIcon;
}

export const PHONE_STATUSES = ['online', 'offline', 'invalid', 'unknown'] as const;

export const statusLooks: Record<Extension['availability_status'], Look> = {
  online: { tone: 'success', icon: CircleCheck },
  offline: { tone: 'neutral', icon: PhoneOff },
  invalid: { tone: 'danger', icon: CircleX },
  unknown: { tone: 'neutral', icon: CircleHelp },
};

export const lineLooks: Record<Extension['line_state'], Look> = {
  not_in_use: { tone: 'success', icon: Phone },
  in_use: { tone: 'info', icon: PhoneCall },
  ringing: { tone: 'warning', icon: PhoneIncoming },
  ringing_in_use: { tone: 'warning', icon: PhoneIncoming },
  on_hold: { tone: 'violet', icon: CirclePause },
  busy: { tone: 'info', icon: PhoneCall },
  unavailable: { tone: 'neutral', icon: PhoneOff },
  invalid: { tone: 'danger', icon: CircleX },
  unknown: { tone: 'neutral', icon: CircleHelp },
};

export const linkLooks: Record<PbxState['state'], Look> = {
  not_configured: { tone: 'neutral', icon: Unplug },
  disabled: { tone: 'neutral', icon: CirclePause },
  connecting: { tone: 'info', icon: LoaderCircle },
  connected: { tone: 'success', icon: CircleCheck },
  refused: { tone: 'danger', icon: CircleX },
  lost: { tone: 'danger', icon: Unplug },
};

export const checkLooks: Record<PbxCheck['state'], Look> = {
  ok: { tone: 'success', icon: CircleCheck },
  warning: { tone: 'warning', icon: TriangleAlert },
  missing: { tone: 'danger', icon: CircleX },
  unknown: { tone: 'neutral', icon: CircleHelp },
};
