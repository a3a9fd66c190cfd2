import { CircleX, ListOrdered } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatCard } from '@/components/ui/stat-card';
import { orderStates } from '@/lib/states';
import { useDashboard } from './api';

export function DashboardPage() {
  const { t } = useTranslation(['dashboard', 'common']);
  const { data, isPending, isError, error, refetch } = useDashboard();
  return (
    <Page title={t('title')}>
      {isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {isError && <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} />}
      {data && (
        <section
          aria-label={t('today')}
          className="grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-3 px-4"
        >
          <StatCard label={t('total_orders')} value={data.today.total_orders} icon={ListOrdered} />
          <StatCard
            label={t('common:state.order.confirmed')}
            value={data.today.confirmed}
            icon={orderStates.confirmed.icon}
            tone="success"
          />
          <StatCard
            label={t('common:state.order.postponed')}
            value={data.today.postponed}
            icon={orderStates.postponed.icon}
            tone="warning"
          />
          <StatCard
            label={t('common:state.order.cancelled')}
            value={data.today.cancelled}
            icon={CircleX}
            tone="danger"
          />
        </section>
      )}
    </Page>
  );
}
