import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const customerRoutes: RouteObject[] = [
  {
    path: '/admin/customer-fields',
    lazy: lazyPage('customers', async () => {
      const { CustomerFieldsPage } = await import('./customer-fields-page');
      return () => (
        <RequirePermission name="customers.manage">
          <CustomerFieldsPage />
        </RequirePermission>
      );
    }),
  },
];
