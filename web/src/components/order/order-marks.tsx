import { Hourglass, Timer, TimerOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { Order } from '@/lib/api';
import { slaView } from '@/lib/orders/sla';
import { useNow } from '@/lib/use-now';
import { useSlaText } from './sla-chip';

type PendingKind = Order['pending_changes'][number];

/** Beside the status of a row: what presses, and what waits for somebody's approval. */
export function OrderMarks({ order }: { order: Order }) {
  return (
    <>
      {order.sla && <Pressing order={order} />}
      {order.pending_changes.length > 0 && <Waiting kinds={order.pending_changes} />}
    </>
  );
}

/* A row says it only when somebody should act; the details always do. */
function Pressing({ order }: { order: Order }) {
  const view = slaView(order, useNow('minute'));
  const text = useSlaText(view);
  if (view?.kind !== 'late' && view?.kind !== 'soon') return null;
  const Icon = view.kind === 'late' ? TimerOff : Timer;
  return (
    <span
      title={text}
      className={view.kind === 'late' ? 'shrink-0 text-danger' : 'shrink-0 text-warning'}
    >
      <Icon aria-hidden size={15} strokeWidth={2} />
      <span className="sr-only">{text}</span>
    </span>
  );
}

function Waiting({ kinds }: { kinds: PendingKind[] }) {
  const { t } = useTranslation('orders');
  const text = kinds.map((kind) => t(`modify.pending.${kind}`)).join(' · ');
  return (
    <span title={text} className="shrink-0 text-warning">
      <Hourglass aria-hidden size={14} strokeWidth={2} />
      <span className="sr-only">{text}</span>
    </span>
  );
}

/** The same in words, for the details. */
export function PendingChips({ kinds }: { kinds: PendingKind[] }) {
  const { t } = useTranslation('orders');
  return (
    <span className="flex flex-wrap gap-1">
      {kinds.map((kind) => (
        <Chip key={kind} tone="warning" icon={Hourglass}>
          {t(`modify.pending.${kind}`)}
        </Chip>
      ))}
    </span>
  );
}
