import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const dashboardRoutes: RouteObject[] = [
  {
    path: '/call-center-panel',
    lazy: lazyPage(['dashboard', 'orders'], async () => {
      const { DashboardPage, askAhead } = await import('./dashboard-page');
      askAhead().catch(() => {});
      return () => (
        <RequirePermission name="orders.read">
          <DashboardPage />
        </RequirePermission>
      );
    }),
  },
];
