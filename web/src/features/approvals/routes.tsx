import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const approvalsRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/approvals',
    lazy: lazyPage(['approvals', 'orders'], async () => {
      const { ApprovalsPage } = await import('./approvals-page');
      return () => (
        <RequirePermission name="orders.approve">
          <ApprovalsPage />
        </RequirePermission>
      );
    }),
  },
];
