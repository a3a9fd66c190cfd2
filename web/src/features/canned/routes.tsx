import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const cannedRoutes: RouteObject[] = [
  {
    path: '/agent/canned-responses',
    lazy: lazyPage('canned', async () => {
      const { CannedPage } = await import('./canned-page');
      return () => (
        <RequirePermission name="chats.read">
          <CannedPage />
        </RequirePermission>
      );
    }),
  },
];
