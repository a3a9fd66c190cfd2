import { Navigate, type RouteObject, useParams } from 'react-router';
import { RequirePermission } from '@/lib/auth/require-permission';
import { lazyPage } from '@/lib/lazy-page';

/** `/orders/1847`, as notifications and the palette write it, is the list with that order open. */
function OrderAddress() {
  const { id } = useParams();
  return <Navigate to={`/call-center-panel/orders?order=${Number(id) || ''}`} replace />;
}

export const ordersRoutes: RouteObject[] = [
  {
    path: '/call-center-panel/orders',
    lazy: lazyPage('orders', async () => {
      const { OrdersPage } = await import('./orders-page');
      return () => (
        <RequirePermission name="orders.read">
          <OrdersPage />
        </RequirePermission>
      );
    }),
  },
  { path: '/call-center-panel/orders/:id', element: <OrderAddress /> },
];
