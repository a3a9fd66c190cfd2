import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { api, asApiError, call } from '@/lib/api';
import { pathOf } from '@/lib/notifications/places';

/** Where a push message or an e-mail leads: marks its notification as read and goes to its place. */
export function OpenNotificationPage() {
  const { t } = useTranslation('notifications');
  const { id = '' } = useParams();
  const opened = useQuery({
    queryKey: ['notification-opened', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const params = { path: { id } };
      const body = { read: true };
      return (await call(api.PATCH('/api/notifications/{id}', { params, body }))).notification;
    },
  });
  if (opened.data) return <Navigate replace to={pathOf(opened.data) ?? '/agent/notifications'} />;
  // Cleared meanwhile: the list shows what there still is.
  if (opened.isError && asApiError(opened.error).status === 404)
    return <Navigate replace to="/agent/notifications" />;
  return (
    <Page title={t('title')}>
      {opened.isError ? (
        <ErrorState
          title={t('open_failed')}
          error={opened.error}
          onRetry={() => void opened.refetch()}
        />
      ) : (
        <SkeletonRows rows={3} rowClassName="h-16" />
      )}
    </Page>
  );
}
