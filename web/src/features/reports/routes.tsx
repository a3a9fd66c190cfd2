import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const reportRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/reports',
    lazy: lazyPage('reports', async () => {
      const { ReportsPage } = await import('./reports-page');
      return () => (
        <RequirePermission name="reports.read">
          <ReportsPage />
        </RequirePermission>
      );
    }),
  },
];
