import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const chatRoutes: RouteObject[] = [
  {
    path: '/agent/chats/:id?',
    lazy: lazyPage('chat', async () => {
      const { DeskPage } = await import('./desk-page');
      return () => (
        <RequirePermission name="chats.read">
          <DeskPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/chat',
    lazy: lazyPage('chat_settings', async () => {
      const { SettingsPage } = await import('./settings-page');
      return () => (
        <RequirePermission name="chats.manage">
          <SettingsPage />
        </RequirePermission>
      );
    }),
  },
];
