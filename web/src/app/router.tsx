import { createBrowserRouter, Navigate, Outlet, type RouteObject } from 'react-router';
import { accountRoutes, signInRoutes } from '@/features/accounts/routes';
import { administrationRoutes } from '@/features/administration/routes';
import { approvalsRoutes } from '@/features/approvals/routes';
import { consoleRoutes } from '@/features/calls/console/routes';
import { callPageRoutes, wallRoutes } from '@/features/calls/pages-routes';
import { cannedRoutes } from '@/features/canned/routes';
import { chatRoutes } from '@/features/chat/routes';
import { customerRoutes } from '@/features/customers/routes';
import { dashboardRoutes } from '@/features/dashboard/routes';
import { deliveryRoutes } from '@/features/delivery/routes';
import { escalationsRoutes } from '@/features/escalations/routes';
import { intakeRoutes } from '@/features/intake/routes';
import { interactionsRoutes, ratingRoutes } from '@/features/interactions/routes';
import { inventoryRoutes } from '@/features/inventory/routes';
import { messagingRoutes } from '@/features/messaging/routes';
import { notificationsRoutes } from '@/features/notifications/routes';
import { ordersRoutes } from '@/features/orders/routes';
import { performanceRoutes } from '@/features/performance/routes';
import { policiesRoutes } from '@/features/policies/routes';
import { reportRoutes } from '@/features/reports/routes';
import { teamRoutes } from '@/features/team/routes';
import { telephonyRoutes } from '@/features/telephony/routes';
import { widgetRoutes } from '@/features/widget/routes';
import { RequireAuth } from '@/lib/auth/require-auth';
import { lazyPage } from '@/lib/lazy-page';
import { AdminHome } from './admin-home';
import { NotFoundPage } from './not-found-page';
import { RouteError } from './route-error';
import { Shell } from './shell/shell';

const loadProfile = async () => (await import('./profile/profile-page')).ProfilePage;
const loadSettings = async () => (await import('./settings/settings-page')).SettingsPage;

/* For what fills the window itself. */
function SignedIn() {
  return (
    <RequireAuth>
      <Outlet />
    </RequireAuth>
  );
}

/** A feature gives its routes; each loads its code and its texts when first visited. */
export const routes: RouteObject[] = [
  {
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    children: [
      ...signInRoutes,
      ...ratingRoutes,
      { element: <SignedIn />, children: wallRoutes },
      {
        element: (
          <RequireAuth>
            <Shell />
          </RequireAuth>
        ),
        children: [
          {
            errorElement: <RouteError />,
            children: [
              { path: '/', element: <Navigate to="/call-center-panel" replace /> },
              ...dashboardRoutes,
              ...ordersRoutes,
              ...cannedRoutes,
              ...chatRoutes,
              ...customerRoutes,
              ...approvalsRoutes,
              ...policiesRoutes,
              ...deliveryRoutes,
              ...messagingRoutes,
              ...escalationsRoutes,
              ...interactionsRoutes,
              ...inventoryRoutes,
              ...performanceRoutes,
              ...intakeRoutes,
              ...callPageRoutes,
              ...teamRoutes,
              ...telephonyRoutes,
              ...consoleRoutes,
              ...reportRoutes,
              ...accountRoutes,
              ...notificationsRoutes,
              ...administrationRoutes,
              ...widgetRoutes,
              {
                path: '/agent/profile',
                lazy: lazyPage(['profile', 'notifications'], loadProfile),
              },
              { path: '/settings', lazy: lazyPage('shell', loadSettings) },
              { path: '/admin', element: <AdminHome /> },
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
];

export const router = createBrowserRouter(routes);
