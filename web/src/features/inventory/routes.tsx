import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const inventoryRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/inventory',
    lazy: lazyPage('inventory', async () => {
      const { InventoryPage } = await import('./inventory-page');
      return () => (
        <RequirePermission name="inventory.read">
          <InventoryPage />
        </RequirePermission>
      );
    }),
  },
];
