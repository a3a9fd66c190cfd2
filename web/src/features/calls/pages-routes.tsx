import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

/** Statistics, an agent's calls, and how the company calls. */
export const callPageRoutes: RouteObject[] = [
  {
    path: '/call-statistics',
    lazy: lazyPage('call_stats', async () => {
      const { StatisticsPage } = await import('./statistics/statistics-page');
      return () => (
        <RequirePermission name="calls.read">
          <StatisticsPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/callcenter/call',
    lazy: lazyPage('call_stats', async () => {
      const { CallPage } = await import('./desk/call-page');
      return () => (
        <RequirePermission name="calls.read">
          <CallPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/callcenter/agent-dashboard',
    lazy: lazyPage(['call_stats', 'calls'], async () => {
      const { AgentDashboardPage } = await import('./desk/agent-dashboard-page');
      return () => (
        <RequirePermission name="calls.read">
          <AgentDashboardPage />
        </RequirePermission>
      );
    }),
  },
  {
    path: '/admin/calls',
    lazy: lazyPage('call_stats', async () => {
      const { CallingPage } = await import('./settings/calling-page');
      return () => (
        <RequirePermission name="settings.manage">
          <CallingPage />
        </RequirePermission>
      );
    }),
  },
];

/** The wall has the whole window: it stands outside the shell. */
export const wallRoutes: RouteObject[] = [
  {
    path: '/wall',
    lazy: lazyPage('call_stats', async () => {
      const { WallPage } = await import('./wall/wall-page');
      return () => (
        <RequirePermission name="calls.read_team">
          <WallPage />
        </RequirePermission>
      );
    }),
  },
];
