import { PackageOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataSort, DataTable } from '@/components/ui/data-table';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { formatNumber } from '@/lib/format';
import { useOrders } from './api';
import { useOrderColumns } from './components/order-columns';

export function OrdersPage() {
  const { t } = useTranslation('orders');
  const [sort, setSort] = useState<DataSort>({ id: 'created_at', desc: true });
  const columns = useOrderColumns();
  const orders = useOrders({ sort: `${sort.desc ? '-' : ''}${sort.id}` });
  const rows = useMemo(
    () => orders.data?.pages.flatMap((page) => page.orders) ?? [],
    [orders.data],
  );
  const total = orders.data?.pages[0]?.pagination.total;

  return (
    <Page
      title={t('title')}
      meta={total !== undefined && <span className="num">{formatNumber(total)}</span>}
      scroll={false}
    >
      {orders.isPending && <SkeletonRows rows={12} />}
      {orders.isError && (
        <ErrorState
          title={t('failed')}
          error={orders.error}
          onRetry={() => void orders.refetch()}
        />
      )}
      {orders.isSuccess && (
        <DataTable
          id="orders"
          label={t('title')}
          columns={columns}
          rows={rows}
          getRowId={(order) => String(order.id)}
          getRowLabel={(order) => order.short_code}
          sort={sort}
          onSortChange={setSort}
          rowTone={(order) => (order.priority === 'high' ? 'danger' : null)}
          onEndReached={() => {
            if (orders.hasNextPage && !orders.isFetching) void orders.fetchNextPage();
          }}
          loadingMore={orders.isFetchingNextPage}
          total={total}
          empty={{ icon: PackageOpen, title: t('empty'), text: t('empty_text') }}
        />
      )}
    </Page>
  );
}
