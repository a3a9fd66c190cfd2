import type { Order } from '../api';
import type { Tone } from '../states';

/** Less than this is left: it is worth a look. */
const SOON_MS = 60 * 60_000;

export interface SlaView {
  /** `late`: a time has passed and what it was for has not been done. `missed`: done, but too late. */
  kind: 'running' | 'soon' | 'late' | 'missed' | 'kept';
  /** The time that is meant, while something is still to be done. */
  due: string | null;
  tone: Tone;
}

const tones: Record<SlaView['kind'], Tone> = {
  running: 'neutral',
  soon: 'warning',
  late: 'danger',
  missed: 'danger',
  kept: 'success',
};

/** The earliest time that is still to be kept. */
function nextDue(sla: NonNullable<Order['sla']>): string | null {
  const open = [
    sla.responded_at ? null : sla.response_due_at,
    sla.resolved_at ? null : sla.resolution_due_at,
  ].filter((at): at is string => at !== null);
  return open.sort()[0] ?? null;
}

/** How the service level of an order stands at this moment; null when it has none. */
export function slaView({ sla }: Pick<Order, 'sla'>, now: number): SlaView | null {
  if (!sla) return null;
  const due = nextDue(sla);
  const left = due ? Date.parse(due) - now : null;
  const view = (kind: SlaView['kind']): SlaView => ({ kind, due, tone: tones[kind] });
  if (left !== null && left <= 0) return view('late');
  if (sla.state === 'breached') return view('missed');
  if (left === null) return view('kept');
  return view(left < SOON_MS ? 'soon' : 'running');
}
