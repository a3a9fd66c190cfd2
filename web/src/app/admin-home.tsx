import { Navigate } from 'react-router';
import { useAreas } from './areas';
import { NotFoundPage } from './not-found-page';

/** `/admin` is the first page of the administration that one may see. */
export function AdminHome() {
  const first = useAreas().find(({ group }) => group === 'administration');
  return first ? <Navigate to={first.path} replace /> : <NotFoundPage />;
}
