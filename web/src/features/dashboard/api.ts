import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { useOrderEvents } from '@/components/order/use-order-events';
import { api, call } from '@/lib/api';
import { loadSession, useSession } from '@/lib/auth/session';
import { can } from '@/lib/auth/use-can';
import { putOrder } from '@/lib/orders/entries';
import { queryClient } from '@/lib/query';
import { useEvent } from '@/lib/realtime';
import { useGathered } from '@/lib/use-gathered';

const AFTER_EVENT_MS = 1_500;
/** Asked again on each visit; what was asked for ahead is a moment old. */
const FRESH_MS = 2_000;

const dashboard = queryOptions({
  queryKey: ['dashboard'],
  queryFn: () => call(api.GET('/api/agent/dashboard')),
  staleTime: FRESH_MS,
});

/** Asks for the figures while the page itself is still being made, if it will be shown. */
export async function askAhead(): Promise<void> {
  if (useSession.getState().status === 'unknown') await loadSession();
  if (useSession.getState().user?.must_change_password) return;
  if (can('orders.read')) await queryClient.prefetchQuery(dashboard);
}

/** What one did today, of the performance page. */
export function useOwnFigures(enabled: boolean) {
  return useQuery({
    queryKey: ['dashboard', 'own'],
    staleTime: 0,
    enabled,
    queryFn: async () => (await call(api.GET('/api/agent/performance'))).figures,
  });
}

/**
 * The day so far. The cards of orders are patched by events at once; the figures are asked for
 * again a moment later, since only the server can count them.
 */
export function useDashboard() {
  const query = useQuery(dashboard);
  const { data } = query;
  useLayoutEffect(() => {
    for (const order of data?.priority_orders ?? []) putOrder(order);
  }, [data]);
  useOrderEvents(true, {});
  useFreshFigures();
  return query;
}

function useFreshFigures(): void {
  const queryClient = useQueryClient();
  const later = useGathered(
    () => void queryClient.invalidateQueries({ queryKey: ['dashboard'] }),
    AFTER_EVENT_MS,
  );
  useEvent('order:created', later);
  useEvent('order:updated', later);
  useEvent('order:removed', later);
  useEvent('rating:created', later);
  useEvent('escalation:raised', later);
  useEvent('escalation:updated', later);
  useEvent('reassign:requested', later);
  useEvent('reassign:decided', later);
  useEvent('callback:created', later);
  useEvent('callback:updated', later);
  useEvent('callback:due', later);
  useEvent('follow_up:created', later);
  useEvent('follow_up:updated', later);
  useEvent('follow_up:due', later);
}
