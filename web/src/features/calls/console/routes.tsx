import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const consoleRoutes: RouteObject[] = [
  {
    path: '/console',
    lazy: lazyPage(['calls', 'telephony', 'orders'], async () => {
      const { ConsolePage } = await import('./console-page');
      return () => (
        <RequirePermission name="calls.read">
          <ConsolePage />
        </RequirePermission>
      );
    }),
    children: [
      {
        path: 'calls/:id',
        lazy: lazyPage('calls', async () => {
          const { DetailsDialog } = await import('./details/details-dialog');
          return DetailsDialog;
        }),
      },
    ],
  },
];
