import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

/** Open to everybody. */
export const signInRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/login',
    lazy: lazyPage('accounts', async () => {
      const { LoginPage } = await import('./login-page');
      return () => <LoginPage kind="call_center" />;
    }),
  },
  {
    path: '/agent/login',
    lazy: lazyPage('accounts', async () => {
      const { LoginPage } = await import('./login-page');
      return () => <LoginPage kind="agent" />;
    }),
  },
  {
    path: '/login',
    lazy: lazyPage('accounts', async () => {
      const { LoginPage } = await import('./login-page');
      return () => <LoginPage kind="portal" />;
    }),
  },
  {
    path: '/admin/login',
    lazy: lazyPage('accounts', async () => {
      const { LoginPage } = await import('./login-page');
      return () => <LoginPage kind="portal" home="/admin" />;
    }),
  },
  {
    path: '/reset-password',
    lazy: lazyPage(
      'accounts',
      async () => (await import('./reset-password-page')).ResetPasswordPage,
    ),
  },
  {
    path: '/setup',
    lazy: lazyPage('accounts', async () => (await import('./setup-page')).SetupPage),
  },
];

/** Inside the shell. */
export const accountRoutes: RouteObject[] = [
  {
    path: '/account/password',
    lazy: lazyPage(
      'accounts',
      async () => (await import('./change-password-page')).ChangePasswordPage,
    ),
  },
  {
    path: '/account/devices',
    lazy: lazyPage('accounts', async () => (await import('./sessions-page')).SessionsPage),
  },
  {
    path: '/admin/users',
    lazy: lazyPage(['admin', 'accounts'], async () => {
      const { PeoplePage } = await import('./people-page');
      return () => (
        <RequirePermission name="agents.manage">
          <PeoplePage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/teams',
    lazy: lazyPage('admin', async () => {
      const { OrgPage } = await import('./org-page');
      return () => (
        <RequirePermission name="agents.manage">
          <OrgPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/sessions',
    lazy: lazyPage('accounts', async () => {
      const { PeopleSessionsPage } = await import('./people-sessions-page');
      return () => (
        <RequirePermission name="sessions.manage">
          <PeopleSessionsPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/password-requests',
    lazy: lazyPage('accounts', async () => {
      const { PasswordRequestsPage } = await import('./password-requests-page');
      return () => (
        <RequirePermission name="password_requests.resolve">
          <PasswordRequestsPage />
        </RequirePermission>
      );
    }),
  },
];
