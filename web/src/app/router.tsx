import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { accountRoutes, signInRoutes } from '@/features/accounts/routes';
import { dashboardRoutes } from '@/features/dashboard/routes';
import { deliveryRoutes } from '@/features/delivery/routes';
import { intakeRoutes } from '@/features/intake/routes';
import { inventoryRoutes } from '@/features/inventory/routes';
import { messagingRoutes } from '@/features/messaging/routes';
import { ordersRoutes } from '@/features/orders/routes';
import { teamRoutes } from '@/features/team/routes';
import { RequireAuth } from '@/lib/auth/require-auth';
import { NotFoundPage } from './not-found-page';
import { RouteError } from './route-error';
import { Shell } from './shell/shell';

/** A feature gives its routes; each loads its code and its texts when first visited. */
export const routes: RouteObject[] = [
  {
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    children: [
      ...signInRoutes,
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
              ...deliveryRoutes,
              ...messagingRoutes,
              ...inventoryRoutes,
              ...intakeRoutes,
              ...teamRoutes,
              ...accountRoutes,
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
];

export const router = createBrowserRouter(routes);
