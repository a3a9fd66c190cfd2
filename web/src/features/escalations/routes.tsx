import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const escalationsRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/escalations',
    lazy: lazyPage(['escalations', 'orders'], async () => {
      const { EscalationsPage } = await import('./escalations-page');
      return () => (
        <RequirePermission name="orders.read">
          <EscalationsPage />
        </RequirePermission>
      );
    }),
  },
];
