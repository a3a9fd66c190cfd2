import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const intakeRoutes: RouteObject[] = [
  {
    path: '/admin/order-sources',
    lazy: lazyPage('intake', async () => {
      const { OrderSourcesPage } = await import('./order-sources-page');
      return () => (
        <RequirePermission name="orders.import">
          <OrderSourcesPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/imports',
    lazy: lazyPage(['intake', 'orders'], async () => {
      const { ImportsPage } = await import('./imports-page');
      return () => (
        <RequirePermission name="orders.import">
          <ImportsPage />
        </RequirePermission>
      );
    }),
  },
];
