import type { RouteObject } from 'react-router';
import { lazyPage } from '@/lib/lazy-page';

export const notificationsRoutes: RouteObject[] = [
  {
    path: '/agent/notifications',
    lazy: lazyPage(
      ['notifications'],
      async () => (await import('./notifications-page')).NotificationsPage,
    ),
  },
  {
    path: '/agent/notifications/:id',
    lazy: lazyPage(
      ['notifications'],
      async () => (await import('./open-notification-page')).OpenNotificationPage,
    ),
  },
];
