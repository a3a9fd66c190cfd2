import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

export const teamRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/supervisor',
    lazy: lazyPage(['team', 'orders'], async () => {
      const { SupervisorPage } = await import('./supervisor-page');
      return () => (
        <RequirePermission name="orders.read_team">
          <SupervisorPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/supervisor/breaks',
    lazy: lazyPage('breaks', async () => {
      const { BreaksPage } = await import('./breaks-page');
      return () => (
        <RequirePermission name="presence.others">
          <BreaksPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/manager',
    lazy: lazyPage(['team', 'orders'], async () => {
      const { ManagerPage } = await import('./manager-page');
      return () => (
        <RequirePermission name="orders.read_all">
          <ManagerPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/schedules',
    lazy: lazyPage('team', async () => {
      const { SchedulesPage } = await import('./schedules-page');
      return () => (
        <RequirePermission name="schedules.manage">
          <SchedulesPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/call-center-panel/my-schedule',
    lazy: lazyPage('team', async () => (await import('./own-schedule-page')).OwnSchedulePage),
  },
];
