import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const deliveryRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/delivery',
    lazy: lazyPage(['delivery', 'orders'], async () => {
      const { DeliveryPage } = await import('./delivery-page');
      return () => (
        <RequirePermission name="deliveries.read">
          <DeliveryPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/couriers',
    lazy: lazyPage('delivery', async () => {
      const { CouriersPage } = await import('./couriers-page');
      return () => (
        <RequirePermission name="providers.manage">
          <CouriersPage />
        </RequirePermission>
      );
    }),
  },
];
