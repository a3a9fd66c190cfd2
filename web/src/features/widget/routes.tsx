import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const widgetRoutes: RouteObject[] = [
  {
    path: '/admin/widget',
    lazy: lazyPage('widget', async () => {
      const { WidgetPage } = await import('./widget-page');
      return () => (
        <RequirePermission name="chats.manage">
          <WidgetPage />
        </RequirePermission>
      );
    }),
  },
];
