import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  CopyCheck,
  EyeOff,
  KeyRound,
  LoaderCircle,
  Pause,
  Radio,
  TriangleAlert,
} from 'lucide-react';
import type { OrderImport, OrderSource, SourceDelivery } from '@/lib/api';
import type { StateLook } from '@/lib/states';

/** Words are in intake.json: `outcome.created` and so on. */
export const outcomes: Record<SourceDelivery['outcome'], StateLook> = {
  created: { tone: 'success', icon: CircleCheck, label: 'outcome.created' },
  duplicate: { tone: 'neutral', icon: CopyCheck, label: 'outcome.duplicate' },
  ignored: { tone: 'neutral', icon: EyeOff, label: 'outcome.ignored' },
  ping: { tone: 'info', icon: Radio, label: 'outcome.ping' },
  refused: { tone: 'danger', icon: CircleX, label: 'outcome.refused' },
  unsigned: { tone: 'danger', icon: KeyRound, label: 'outcome.unsigned' },
  paused: { tone: 'warning', icon: Pause, label: 'outcome.paused' },
};

export const importStates: Record<OrderImport['status'], StateLook> = {
  waiting: { tone: 'neutral', icon: Clock, label: 'import_state.waiting' },
  running: { tone: 'info', icon: LoaderCircle, label: 'import_state.running' },
  done: { tone: 'success', icon: CircleCheck, label: 'import_state.done' },
  failed: { tone: 'danger', icon: CircleAlert, label: 'import_state.failed' },
  cancelled: { tone: 'neutral', icon: Ban, label: 'import_state.cancelled' },
};

const states = {
  paused: { tone: 'warning', icon: Pause, label: 'state.paused' },
  failing: { tone: 'danger', icon: TriangleAlert, label: 'state.failing' },
  waiting: { tone: 'neutral', icon: CircleDashed, label: 'state.waiting' },
  receiving: { tone: 'success', icon: CircleCheck, label: 'state.receiving' },
} satisfies Record<string, StateLook>;

export function isFailure(delivery: SourceDelivery | null): boolean {
  return delivery?.outcome === 'refused' || delivery?.outcome === 'unsigned';
}

/** How a source is doing: what its last delivery came to, unless it is paused. */
export function sourceState(source: OrderSource): StateLook {
  if (source.status === 'paused') return states.paused;
  if (isFailure(source.last_delivery)) return states.failing;
  return source.last_used_at ? states.receiving : states.waiting;
}
