import type { Order } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { type ChangeMark, markRemoved, putOrder, readEntry } from '@/lib/orders/entries';
import { movesFrom } from '@/lib/orders/status';
import type { EventMap } from '@/lib/realtime';
import { useEvent } from '@/lib/realtime';

interface OrderEventHandlers {
  /** After an order that was created or changed is known with its new content. */
  onChanged?: (order: Order) => void;
  onRemoved?: (id: number) => void;
}

/* An event goes to many people and tells what a plain agent may do: here is what this one may. */
function forMe(order: Order): Order {
  const permissions = useSession.getState().user?.permissions ?? [];
  return { ...order, allowed_statuses: movesFrom(order.status, permissions) };
}

function markOf(event: EventMap['order:updated'], at: string): ChangeMark | null {
  const me = useSession.getState().user?.id;
  if (event.actor && event.actor.user_id === me) return null;
  return { by: event.actor?.name ?? null, at };
}

/** Brings the events about orders into the rows on screen, as long as `live`. */
export function useOrderEvents(live: boolean, { onChanged, onRemoved }: OrderEventHandlers): void {
  useEvent('order:created', ({ order }) => {
    if (!live) return;
    putOrder(forMe(order));
    onChanged?.(order);
  });
  useEvent('order:updated', (event, { at }) => {
    if (!live) return;
    const known = readEntry(event.id);
    const news = !known || known.order.version < event.version;
    putOrder(forMe(event.order), known && news ? markOf(event, at) : null);
    onChanged?.(event.order);
  });
  useEvent('order:removed', ({ id }) => {
    if (!live) return;
    markRemoved(id);
    onRemoved?.(id);
  });
}
