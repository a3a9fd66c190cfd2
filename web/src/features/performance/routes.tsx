import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const performanceRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/performance',
    lazy: lazyPage(['performance', 'orders'], async () => {
      const { PerformancePage } = await import('./performance-page');
      return () => (
        <RequirePermission name="stats.read">
          <PerformancePage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/performance/team',
    lazy: lazyPage('performance', async () => {
      const { TeamPerformancePage } = await import('./team-performance-page');
      return () => (
        <RequirePermission name="orders.read_team">
          <TeamPerformancePage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/manager/targets',
    lazy: lazyPage('performance', async () => {
      const { TargetsPage } = await import('./targets-page');
      return () => (
        <RequirePermission name="policies.manage">
          <TargetsPage />
        </RequirePermission>
      );
    }),
  },
];
