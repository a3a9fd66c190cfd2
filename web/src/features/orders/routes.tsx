import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const ordersRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/orders',
    lazy: lazyPage('orders', async () => {
      const { OrdersPage } = await import('./orders-page');
      return () => (
        <RequirePermission name="orders.read">
          <OrdersPage />
        </RequirePermission>
      );
    }),
  },
];
