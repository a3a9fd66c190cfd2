import { useQueryClient } from '@tanstack/react-query';
import {
  CheckCheck,
  FileSpreadsheet,
  PackageOpen,
  PackagePlus,
  RotateCw,
  TriangleAlert,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OrderDialogs } from '@/components/order/on-demand';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { DeliveryListAnswer } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { formatNumber } from '@/lib/format';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { useMedia } from '@/lib/use-media';
import { useDeliveries, useDeliveryLive } from './api';
import { DeliveryList } from './components/delivery-list';
import { DeliveryPanel } from './components/delivery-panel';
import { FilterBar } from './components/filter-bar';
import { NewDeliveryDialog } from './components/new-delivery-dialog';
import { TrackForm } from './components/track-form';
import { type DeliveryFilters, reportUrl, standard, useAddress } from './filters';

/** DELIVERY TRACKING - MY ORDERS. */
export function DeliveryPage() {
  const { t } = useTranslation('delivery');
  const { filters, setFilters, openId, setOpen } = useAddress();
  const ofScope = useCan('orders.read_team');
  const wide = useMedia('(min-width: 1280px)');
  const queryClient = useQueryClient();
  const track = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState(false);
  const list = useDeliveries(filters);
  const head = list.data?.pages[0];
  useDeliveryLive();
  const refresh = () => {
    for (const key of ['deliveries', 'delivery-track'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  useShortcut('list.search', () => track.current?.focus());
  useShortcut('list.refresh', refresh);
  const title = (
    <>
      {t('details.title')}
      {openId !== null && (
        <>
          {' – '}
          <bdi className="ltr num">{`ORD-${String(openId).padStart(6, '0')}`}</bdi>
        </>
      )}
    </>
  );
  return (
    <div className="flex h-full min-h-0">
      <div className="min-w-0 flex-1">
        <Page
          title={t(ofScope ? 'titles.scope' : 'titles.mine')}
          actions={
            <Actions
              refreshing={list.isRefetching}
              onRefresh={refresh}
              onAdd={() => setAdding(true)}
            />
          }
        >
          <div className="flex flex-wrap items-start gap-x-4 px-4 pb-3 max-md:px-3">
            <TrackForm inputRef={track} onFound={setOpen} />
          </div>
          <FilterBar filters={filters} head={head} onChange={setFilters} />
          <Stuck head={head} />
          <Deliveries
            list={list}
            filters={filters}
            openId={openId}
            onOpen={setOpen}
            onFilters={setFilters}
          />
          <Completed head={head} filters={filters} onFilters={setFilters} />
        </Page>
      </div>
      {openId !== null &&
        (wide ? (
          <aside
            aria-label={t('details.title')}
            className="flex min-h-0 w-[400px] shrink-0 flex-col border-s border-line bg-surface"
          >
            <header className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-2">
              <h2 className="min-w-0 truncate text-lg font-semibold">{title}</h2>
              <Button variant="ghost" className="ms-auto" onClick={() => setOpen(null)}>
                {t('common:close')}
              </Button>
            </header>
            <ScrollRegion label={t('details.title')} className="min-h-0 flex-1">
              <DeliveryPanel key={openId} orderId={openId} />
            </ScrollRegion>
          </aside>
        ) : (
          <Drawer open modal={false} onClose={() => setOpen(null)} title={title} width="small">
            <DeliveryPanel key={openId} orderId={openId} />
          </Drawer>
        ))}
      {adding && (
        <NewDeliveryDialog
          couriers={head?.couriers ?? []}
          order={openId === null ? '' : String(openId)}
          onClose={() => setAdding(false)}
          onAdded={(orderId) => {
            setAdding(false);
            setOpen(orderId);
          }}
        />
      )}
      <OrderDialogs />
    </div>
  );
}

interface ActionsProps {
  refreshing: boolean;
  onRefresh: () => void;
  onAdd: () => void;
}

function Actions({ refreshing, onRefresh, onAdd }: ActionsProps) {
  const { t } = useTranslation(['delivery', 'common']);
  const mayManage = useCan('deliveries.manage');
  const keys = useKeys('list.refresh');
  return (
    <>
      {mayManage && (
        <Button icon={PackagePlus} onClick={onAdd}>
          {t('new.action')}
        </Button>
      )}
      <Button icon={RotateCw} shortcut={keys} busy={refreshing} onClick={onRefresh}>
        {t('common:refresh')}
      </Button>
    </>
  );
}

function Stuck({ head }: { head: DeliveryListAnswer | undefined }) {
  const { t } = useTranslation('delivery');
  if (!head?.stuck_count) return null;
  return (
    <p className="flex items-center gap-2 px-4 pb-3 text-sm text-danger max-md:px-3">
      <TriangleAlert aria-hidden size={15} className="shrink-0" />
      {t('stuck', { count: head.stuck_count })}
    </p>
  );
}

interface DeliveriesProps {
  list: ReturnType<typeof useDeliveries>;
  filters: DeliveryFilters;
  openId: number | null;
  onOpen: (orderId: number) => void;
  onFilters: (change: Partial<DeliveryFilters>) => void;
}

function headingOf(status: string): 'active' | 'completed' | 'all' {
  return status === 'active' || status === 'completed' ? status : 'all';
}

/** ACTIVE DELIVERIES (n). */
function Deliveries({ list, filters, openId, onOpen, onFilters }: DeliveriesProps) {
  const { t } = useTranslation('delivery');
  const rows = list.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const heading = headingOf(filters.status);
  const active = list.data?.pages[0]?.active_count;
  const plain = filters.courier === 'all' && filters.status === 'active';
  const more = () => {
    if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
  };
  return (
    <section aria-labelledby="deliveries" className="flex min-h-72 flex-1 flex-col">
      <h2
        id="deliveries"
        className="border-t border-line bg-surface px-4 py-2 font-semibold max-md:px-3"
      >
        {t(`list.${heading}`)}
        {heading === 'active' && active !== undefined && (
          <span className="num text-ink-3"> ({formatNumber(active)})</span>
        )}
      </h2>
      {list.isPending && <SkeletonRows rows={8} />}
      {list.isError && rows.length === 0 && (
        <ErrorState
          title={t('list.failed')}
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={PackageOpen} title={t(plain ? 'list.empty' : 'list.empty_filtered')}>
          {!plain && <Button onClick={() => onFilters(standard)}>{t('list.show_all')}</Button>}
        </Empty>
      )}
      {rows.length > 0 && (
        <div className="flex min-h-0 flex-1 flex-col border-y border-line">
          <DeliveryList
            rows={rows}
            openId={openId}
            onOpen={onOpen}
            onMore={list.hasNextPage ? more : undefined}
            loadingMore={list.isFetchingNextPage}
          />
        </div>
      )}
      {rows.length > 0 && list.hasNextPage && (
        <div className="flex justify-center p-3 md:hidden">
          <Button busy={list.isFetchingNextPage} onClick={more}>
            {t('list.older')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface CompletedProps {
  head: DeliveryListAnswer | undefined;
  filters: DeliveryFilters;
  onFilters: (change: Partial<DeliveryFilters>) => void;
}

/** COMPLETED DELIVERIES TODAY (n), VIEW COMPLETED and DELIVERY REPORT. */
function Completed({ head, filters, onFilters }: CompletedProps) {
  const { t, i18n } = useTranslation('delivery');
  return (
    <section
      aria-labelledby="completed"
      className="flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-3 max-md:px-3"
    >
      <h2 id="completed" className="flex items-center gap-2 font-semibold">
        <CheckCheck aria-hidden size={16} className="text-success" />
        {t('completed.title')}
        {head && <span className="num text-ink-3">({formatNumber(head.completed_today)})</span>}
      </h2>
      <span className="ms-auto flex flex-wrap gap-2 max-md:ms-0">
        <Button onClick={() => onFilters({ status: 'completed', period: 'today', courier: 'all' })}>
          {t('completed.view')}
        </Button>
        <Menu trigger={<Button icon={FileSpreadsheet}>{t('report.action')}</Button>}>
          {(['csv', 'xlsx'] as const).map((format) => (
            <MenuItem
              key={format}
              onSelect={() => location.assign(reportUrl(filters, format, i18n.language))}
            >
              {t(`report.${format}`)}
            </MenuItem>
          ))}
        </Menu>
      </span>
    </section>
  );
}
