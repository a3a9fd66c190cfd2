import type { RouteObject } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { useCan } from '@/lib/auth/use-can';
import { lazyPage } from '@/lib/lazy-page';

/** For who has orders, chats, or both. */
const page = lazyPage(['dashboard', 'orders'], async () => {
  const { DashboardPage, askAhead } = await import('./dashboard-page');
  askAhead().catch(() => {});
  return function Dashboard() {
    const seesChats = useCan('chats.read');
    return (
      <RequirePermission name={seesChats ? 'chats.read' : 'orders.read'}>
        <DashboardPage />
      </RequirePermission>
    );
  };
});

export const dashboardRoutes: RouteObject[] = [
  { path: '/call-center-panel', lazy: page },
  { path: '/agent', lazy: page },
];
