import { useMemo } from 'react';
import { create } from 'zustand';
import type { Order } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { noFilters, type OrderFilters, stillFits, type Viewer } from '@/lib/orders/filters';
import { isOpen } from '@/lib/orders/status';

/** What the list on screen was asked for; its rows compare themselves with it. */
export const useListScope = create<{ filters: OrderFilters; viewer: Viewer }>()(() => ({
  filters: noFilters,
  viewer: { agentId: null, seesTeam: false },
}));

/** Who is looking. */
export function useViewer(): Viewer {
  const agentId = useSession((state) => state.agent?.id ?? null);
  const team = useCan('orders.read_team');
  const all = useCan('orders.read_all');
  return useMemo(() => ({ agentId, seesTeam: team || all }), [agentId, team, all]);
}

/** Does the order not belong to the list any more? */
export function useHasLeft(order: Order | undefined, group: 'list' | 'urgent'): boolean {
  const { filters, viewer } = useListScope();
  if (!order) return false;
  if (group === 'list') return !stillFits(order, filters, viewer);
  const scope = { ...noFilters, orders: filters.orders, agentId: filters.agentId };
  return order.priority !== 'high' || !isOpen(order.status) || !stillFits(order, scope, viewer);
}
