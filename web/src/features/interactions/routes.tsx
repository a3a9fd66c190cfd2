import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

/** Open to everybody who has the link. */
export const ratingRoutes: RouteObject[] = [
  {
    path: '/rate/:key',
    lazy: lazyPage('interactions', async () => (await import('./rate-page')).RatePage),
  },
];

export const interactionsRoutes: RouteObject[] = [
  {
    path: '/admin/ratings',
    lazy: lazyPage('interactions', async () => {
      const { RatingSettingsPage } = await import('./rating-settings-page');
      return () => (
        <RequirePermission name="settings.manage">
          <RatingSettingsPage />
        </RequirePermission>
      );
    }),
  },
];
