import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const policiesRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/manager/policies',
    lazy: lazyPage('policies', async () => {
      const { PoliciesPage } = await import('./policies-page');
      return () => (
        <RequirePermission name="policies.manage">
          <PoliciesPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/manager/service-levels',
    lazy: lazyPage('policies', async () => {
      const { ServiceLevelsPage } = await import('./service-levels-page');
      return () => (
        <RequirePermission name="policies.manage">
          <ServiceLevelsPage />
        </RequirePermission>
      );
    }),
  },
];
