import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { ErrorState } from '@/components/ui/error-state';
import { loginPathFor } from './return-path';
import { loadSession, useSession } from './session';

const CHANGE_PASSWORD = '/account/password';
const TRY_AGAIN_MS = 5_000;

/** Lets only signed-in people pass; others go to the sign-in page and come back afterwards. */
export function RequireAuth({ children }: { children: ReactNode }) {
  const status = useSession((state) => state.status);
  const reason = useSession((state) => state.reason);
  const mustChange = useSession((state) => state.user?.must_change_password ?? false);
  const location = useLocation();
  const { t } = useTranslation('common');
  const first = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      // The answer may have come since this was drawn.
      if (useSession.getState().status === 'unknown') await loadSession();
      return true;
    },
    enabled: status === 'unknown',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => (query.state.status === 'error' ? TRY_AGAIN_MS : false),
  });

  if (status === 'out') {
    const here = location.pathname + location.search;
    const next = reason === 'left' || here === '/' ? '' : `?next=${encodeURIComponent(here)}`;
    return <Navigate to={loginPathFor(location.pathname) + next} replace />;
  }
  if (status === 'unknown') {
    if (!first.isError) return null;
    return (
      <main className="grid h-full place-items-center p-4">
        <ErrorState
          title={t('error.signin_unknown')}
          error={first.error}
          onRetry={() => void first.refetch()}
        />
      </main>
    );
  }
  if (mustChange && location.pathname !== CHANGE_PASSWORD) {
    const here = location.pathname + location.search;
    return <Navigate to={`${CHANGE_PASSWORD}?next=${encodeURIComponent(here)}`} replace />;
  }
  return children;
}
