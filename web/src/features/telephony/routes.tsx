import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const telephonyRoutes: RouteObject[] = [
  {
    path: '/admin/extensions',
    lazy: lazyPage('telephony', async () => {
      const { ExtensionsPage } = await import('./extensions-page');
      return () => (
        <RequirePermission name="agents.read">
          <ExtensionsPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/pbx',
    lazy: lazyPage('telephony', async () => {
      const { PbxPage } = await import('./pbx-page');
      return () => (
        <RequirePermission name="providers.manage">
          <PbxPage />
        </RequirePermission>
      );
    }),
  },
];
