import type { ReactNode } from 'react';
import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

const guarded = (permission: string, page: ReactNode) => () => (
  <RequirePermission name={permission}>{page}</RequirePermission>
);

export const administrationRoutes: RouteObject[] = [
  {
    path: '/admin/roles',
    lazy: lazyPage(['administration', 'admin'], async () => {
      const { RolesPage } = await import('./roles-page');
      return guarded('roles.manage', <RolesPage />);
    }),
  },
  {
    path: '/admin/company',
    lazy: lazyPage('administration', async () => {
      const { CompanyPage } = await import('./company-page');
      return guarded('settings.manage', <CompanyPage />);
    }),
  },
  {
    path: '/admin/api-keys',
    lazy: lazyPage('administration', async () => {
      const { ApiKeysPage } = await import('./api-keys-page');
      return guarded('api_keys.manage', <ApiKeysPage />);
    }),
  },
  {
    path: '/admin/webhooks',
    lazy: lazyPage('administration', async () => {
      const { WebhooksPage } = await import('./webhooks-page');
      return guarded('webhooks.manage', <WebhooksPage />);
    }),
  },
  {
    path: '/admin/live-connections',
    lazy: lazyPage('administration', async () => {
      const { PushPage } = await import('./push-page');
      return guarded('settings.manage', <PushPage />);
    }),
  },
  {
    path: '/admin/audit',
    lazy: lazyPage('administration', async () => {
      const { AuditPage } = await import('./audit-page');
      return guarded('audit.read', <AuditPage />);
    }),
  },
  {
    path: '/admin/announcements',
    lazy: lazyPage(['administration', 'admin'], async () => {
      const { AnnouncementsPage } = await import('./announcements-page');
      return guarded('announcements.manage', <AnnouncementsPage />);
    }),
  },
];
