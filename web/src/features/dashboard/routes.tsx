import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { useCan } from '@/lib/auth/use-can';
import { lazyPage } from '@/lib/lazy-page';

/** For who has orders, chats, or both. */
function guarded(Page: ComponentType) {
  return function Dashboard() {
    const seesChats = useCan('chats.read');
    return (
      <RequirePermission name={seesChats ? 'chats.read' : 'orders.read'}>
        <Page />
      </RequirePermission>
    );
  };
}

export const dashboardRoutes: RouteObject[] = [
  {
    path: '/call-center-panel',
    lazy: lazyPage(['dashboard', 'orders'], async () => {
      const { DashboardPage, askAhead } = await import('./dashboard-page');
      askAhead().catch(() => {});
      return guarded(DashboardPage);
    }),
  },
  {
    path: '/agent',
    lazy: lazyPage(['dashboard', 'orders'], async () => {
      const { DashboardPage, askAhead } = await import('./dashboard-page');
      askAhead().catch(() => {});
      return guarded(DashboardPage);
    }),
  },
];
