import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const messagingRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/messages',
    lazy: lazyPage(['messaging', 'orders'], async () => {
      const { MessagesPage } = await import('./messages-page');
      return () => (
        <RequirePermission name="messages.send">
          <MessagesPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/call-log',
    lazy: lazyPage(['messaging', 'orders'], async () => {
      const { CallLogPage } = await import('./call-log-page');
      return () => (
        <RequirePermission name="orders.read">
          <CallLogPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/message-templates',
    lazy: lazyPage('messaging', async () => {
      const { TemplatesPage } = await import('./templates-page');
      return () => (
        <RequirePermission name="templates.manage">
          <TemplatesPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/message-providers',
    lazy: lazyPage('messaging', async () => {
      const { ProvidersPage } = await import('./providers-page');
      return () => (
        <RequirePermission name="providers.manage">
          <ProvidersPage />
        </RequirePermission>
      );
    }),
  },
];
