import { FilePlus2, PackageOpen, Upload } from 'lucide-react';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallPolicies } from '@/components/order/call-policies';
import { OrderDialogs, OrderPanel } from '@/components/order/on-demand';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { OutboxBar } from '@/components/order/outbox-bar';
import { useOrderKeys } from '@/components/order/use-order-keys';
import { Button } from '@/components/ui/button';
import type { DataTableHandle } from '@/components/ui/data-table';
import { ErrorState } from '@/components/ui/error-state';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useCan } from '@/lib/auth/use-can';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { readEntry } from '@/lib/orders/entries';
import { isFiltered, isNarrowed, noFilters } from '@/lib/orders/filters';
import { usePreferences } from '@/lib/preferences';
import { useShortcut } from '@/lib/shortcuts';
import { useMedia } from '@/lib/use-media';
import { AutoRefresh } from './components/auto-refresh';
import { type OrderRow, useOrderRow } from './components/cells';
import { FilterBar } from './components/filter-bar';
import { ListToolbar } from './components/list-toolbar';
import { DataTable, OrderCards, usePreloadedView } from './components/list-views';
import { NarrowBar } from './components/narrow-bar';
import { NewsBar } from './components/news-bar';
import { useOrderColumns } from './components/order-columns';
import { UrgentOrders } from './components/urgent-orders';
import { useViewer } from './list-scope';
import { useFocusAfterSave } from './use-focus-after-save';
import { useFollowFocus } from './use-follow-focus';
import { useListAddress } from './use-list-address';
import { useListHead } from './use-list-head';
import { useOrderList } from './use-order-list';

/* Of those who enter orders, and not small. */
const NewOrderDialog = lazyDialog(
  async () => (await import('./components/new-order-dialog')).NewOrderDialog,
);
const ImportOrdersDialog = lazyDialog(
  async () => (await import('./components/import-dialog')).ImportOrdersDialog,
);

type Overlay = 'new' | 'import' | null;

export function OrdersPage() {
  const { t } = useTranslation('orders');
  const { filters, setFilters, openId, setOpen } = useListAddress();
  const live = usePreferences((state) => state.autoRefresh);
  const viewer = useViewer();
  const phone = useMedia('(max-width: 767px)');
  const list = useOrderList(filters, live);
  const head = useListHead(filters, live);
  const columns = useOrderColumns(viewer.seesTeam, filters.dateOf === 'created');
  const table = useRef<DataTableHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [overlay, setOverlay] = useState<Overlay>(null);

  const rows = useMemo<OrderRow[]>(() => list.ids.map((id) => ({ id })), [list.ids]);
  const selected = useMemo(() => [...selection].map(Number), [selection]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another selection
  useEffect(() => setSelection(new Set()), [filters]);

  const open = useCallback((id: number) => setOpen(id), [setOpen]);
  const close = useCallback(() => {
    setOpen(null, true);
    // Who walks through the rows stays where they are.
    const inRows = document.activeElement?.closest('[data-row-id]');
    if (openId !== null && !inRows) table.current?.focusRow(String(openId));
  }, [setOpen, openId]);
  const follow = useFollowFocus(openId, setOpen);
  useFocusAfterSave(list.ids, table);

  const mayBulk = useCan('orders.bulk');
  const mayReassign = useCan('orders.reassign');
  const mayCreate = useCan('orders.create');
  const mayImport = useCan('orders.import');
  const selectable = mayBulk || mayReassign;

  const { query } = list;
  function refresh() {
    head.resetUrgent();
    void query.refetch();
    void head.query.refetch();
  }

  useCallPolicies(); // forms go by them
  usePreloadedView(phone);
  useOrderKeys(openId, open);
  useShortcut('list.search', () => search.current?.focus());
  useShortcut('list.refresh', refresh);
  useShortcut(
    'list.bulk',
    () => openOrderDialog({ kind: 'bulk', ids: selected }),
    mayBulk && selected.length > 0,
  );
  useEscape(close, openId !== null);

  const { total } = list;
  // The urgent orders stand above the rows: whichever comes first waits for the other.
  const coming = query.isPending || (query.isSuccess && head.query.isPending);
  const filtered = isFiltered(filters);
  const empty = {
    icon: PackageOpen,
    title: filtered ? t('empty.filtered') : t('empty.title'),
    text: filtered ? undefined : t('empty.text'),
    action: filtered ? (
      <Button onClick={() => setFilters({ ...noFilters, sort: filters.sort })}>
        {t('empty.show_all')}
      </Button>
    ) : mayCreate ? (
      <Button icon={FilePlus2} onClick={() => setOverlay('new')}>
        {t('new.action')}
      </Button>
    ) : undefined,
  };
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  };

  return (
    <div className="flex h-full min-h-0">
      <div className="min-w-0 flex-1">
        <Page
          title={t('title')}
          meta={total !== undefined && <span className="num">{formatNumber(total)}</span>}
          actions={
            <>
              <AutoRefresh />
              {mayImport && (
                <Button icon={Upload} onClick={() => setOverlay('import')}>
                  {t('import.action')}
                </Button>
              )}
              {mayCreate && (
                <Button variant="primary" icon={FilePlus2} onClick={() => setOverlay('new')}>
                  {t('new.action')}
                </Button>
              )}
            </>
          }
          scroll={false}
        >
          <FilterBar
            filters={filters}
            counts={head.query.data?.counts}
            onChange={setFilters}
            searchRef={search}
          />
          <NarrowBar
            filters={filters}
            elsewhere={head.query.data?.elsewhere}
            onChange={setFilters}
          />
          <OutboxBar />
          {filters.priority !== 'normal' && !isNarrowed(filters) && !coming && (
            <UrgentOrders
              ids={head.urgent}
              count={head.query.data?.high_priority_count ?? head.urgent.length}
              openId={openId}
              onDetails={open}
            />
          )}
          <NewsBar fresh={list.fresh} missed={list.missed} onShow={refresh} />
          {coming ? (
            <div className="min-h-0 flex-1 overflow-hidden border-t border-line bg-surface">
              <SkeletonRows rows={20} />
            </div>
          ) : (
            <h2 className="border-t border-line bg-surface px-4 py-2 font-semibold">
              {viewer.seesTeam ? t('list.title_team') : t('list.title')}
            </h2>
          )}
          {query.isError && list.ids.length === 0 && (
            <ErrorState
              title={t('failed')}
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          )}
          {!coming && (query.isSuccess || list.ids.length > 0) && (
            <div
              className={cx(
                'flex min-h-0 flex-1 flex-col border-t border-line',
                query.isPlaceholderData && 'opacity-60',
              )}
            >
              <Suspense fallback={<SkeletonRows rows={20} />}>
                {phone ? (
                  <OrderCards
                    ids={list.ids}
                    openId={openId}
                    onOpen={open}
                    onEndReached={loadMore}
                    empty={empty}
                  />
                ) : (
                  <DataTable
                    id="orders"
                    label={t('list.label')}
                    columns={columns}
                    rows={rows}
                    getRowId={(row) => String(row.id)}
                    getRowLabel={(row) => readEntry(row.id)?.order.short_code ?? String(row.id)}
                    sort={
                      filters.sort.endsWith('created_at')
                        ? { id: 'created_at', desc: filters.sort.startsWith('-') }
                        : null
                    }
                    onSortChange={({ desc }) =>
                      setFilters({ sort: desc ? '-created_at' : 'created_at' })
                    }
                    selection={selectable ? selection : undefined}
                    onSelectionChange={setSelection}
                    onOpen={(row) => open(row.id)}
                    openId={openId === null ? null : String(openId)}
                    useRow={useOrderRow}
                    onCurrentChange={follow}
                    handle={table}
                    onEndReached={loadMore}
                    loadingMore={query.isFetchingNextPage}
                    total={total}
                    empty={empty}
                  />
                )}
              </Suspense>
            </div>
          )}
          <ListToolbar
            filters={filters}
            selected={selected}
            onClearSelection={() => setSelection(new Set())}
            onRefresh={refresh}
            refreshing={query.isRefetching && !query.isFetchingNextPage}
          />
        </Page>
      </div>
      <OrderPanel id={openId} onClose={close} />
      <OrderDialogs />
      {overlay === 'new' && <NewOrderDialog onClose={() => setOverlay(null)} onCreated={open} />}
      {overlay === 'import' && (
        <ImportOrdersDialog onClose={() => setOverlay(null)} onDone={refresh} />
      )}
    </div>
  );
}

/** Esc closes the details, unless a layer above them takes it first. */
function useEscape(run: () => void, active: boolean) {
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role=dialog]:not([data-beside]),[role=menu],[role=listbox]')) {
        return;
      }
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [run, active]);
}
