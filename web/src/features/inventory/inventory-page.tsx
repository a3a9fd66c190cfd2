import { useQueryClient } from '@tanstack/react-query';
import { FileSpreadsheet, MapPin, PackageOpen, RotateCw, Upload, Warehouse } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { StockProduct } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { useMedia } from '@/lib/use-media';
import { useStockHead, useStockLive, useStockRows } from './api';
import { ChangedRows, useStockRow } from './changed-rows';
import { FilterBar } from './components/filter-bar';
import { ImportStockDialog } from './components/import-dialog';
import { LocationsDialog } from './components/locations-dialog';
import { ProductDrawer } from './components/product-drawer';
import { StockAlerts } from './components/stock-alerts';
import { StockCards } from './components/stock-cards';
import { useStockColumns } from './components/stock-columns';
import { StockSummary } from './components/stock-summary';
import { isNarrowed, noFilters, reportUrl, type StockFilters } from './filters';
import { useAddress } from './use-address';

type Overlay = 'import' | 'places' | null;

export function InventoryPage() {
  const { t } = useTranslation('inventory');
  const { filters, setFilters, openId, setOpen } = useAddress();
  const ofScope = useCan('orders.read_team');
  const head = useStockHead();
  const search = useRef<HTMLInputElement>(null);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const queryClient = useQueryClient();
  const rows = useStockRows(filters);
  const refresh = () => {
    for (const key of ['stock-rows', 'stock-head', 'stock-product', 'stock-ledger']) {
      void queryClient.invalidateQueries({ queryKey: [key] });
    }
  };
  useShortcut('list.search', () => search.current?.focus());
  useShortcut('list.refresh', refresh);

  const own = ofScope ? 'scope' : 'mine';
  const which = filters.orders === 'all' ? 'all' : own;
  const total = rows.data?.pages[0]?.pagination.total ?? undefined;
  const capped = rows.data?.pages[0]?.pagination.total_capped;
  return (
    <>
      <Page
        title={t(`title.${which}`)}
        meta={
          total !== undefined && (
            <span className="num">{formatNumber(total) + (capped ? '+' : '')}</span>
          )
        }
        actions={
          <Actions
            filters={filters}
            refreshing={rows.isRefetching}
            onScope={() => setFilters({ orders: filters.orders === 'all' ? 'assigned' : 'all' })}
            onRefresh={refresh}
            onOverlay={setOverlay}
          />
        }
      >
        <FilterBar filters={filters} head={head.data} onChange={setFilters} searchRef={search} />
        <div className="flex min-h-0 flex-1 gap-4 pb-4 max-xl:flex-none max-xl:flex-col xl:pe-4">
          <section
            aria-labelledby="stock-products"
            className="flex min-w-0 flex-1 flex-col max-xl:flex-none md:max-xl:h-128 xl:min-h-96"
          >
            <h2
              id="stock-products"
              className="border-t border-line bg-surface px-4 py-2 font-semibold max-md:px-3"
            >
              {t(`list.${which}`)}
            </h2>
            <Products
              query={rows}
              filters={filters}
              openId={openId}
              onOpen={setOpen}
              onFilters={setFilters}
            />
          </section>
          <aside
            aria-label={t('aside')}
            className="flex w-80 shrink-0 flex-col gap-5 max-xl:w-full max-xl:px-4 max-md:px-3"
          >
            <StockSummary summary={head.data?.summary} />
            {head.isError && !head.data ? (
              <ErrorState
                title={t('alerts.failed')}
                error={head.error}
                onRetry={() => void head.refetch()}
              />
            ) : (
              head.data && (
                <StockAlerts
                  alerts={head.data.alerts ?? []}
                  count={head.data.alert_count ?? 0}
                  ofScope={ofScope}
                />
              )
            )}
          </aside>
        </div>
      </Page>
      {openId !== null && <ProductDrawer id={openId} onClose={() => setOpen(null)} />}
      {overlay === 'import' && (
        <ImportStockDialog onClose={() => setOverlay(null)} onDone={refresh} />
      )}
      {overlay === 'places' && <LocationsDialog onClose={() => setOverlay(null)} />}
    </>
  );
}

interface ActionsProps {
  filters: StockFilters;
  refreshing: boolean;
  onScope: () => void;
  onRefresh: () => void;
  onOverlay: (overlay: Overlay) => void;
}

/** FULL INVENTORY, STOCK REPORT, REFRESH, and what those may who keep the stock. */
function Actions({ filters, refreshing, onScope, onRefresh, onOverlay }: ActionsProps) {
  const { t } = useTranslation(['inventory', 'common']);
  const mayManage = useCan('inventory.manage');
  const keys = useKeys('list.refresh');
  return (
    <>
      {mayManage && (
        <>
          <Button icon={MapPin} onClick={() => onOverlay('places')}>
            {t('places.action')}
          </Button>
          <Button icon={Upload} onClick={() => onOverlay('import')}>
            {t('import.action')}
          </Button>
        </>
      )}
      <Button
        icon={Warehouse}
        variant={filters.orders === 'all' ? 'primary' : 'outline'}
        aria-pressed={filters.orders === 'all'}
        onClick={onScope}
      >
        {t('full')}
      </Button>
      <Menu trigger={<Button icon={FileSpreadsheet}>{t('report.action')}</Button>}>
        {(['csv', 'xlsx'] as const).map((format) => (
          <MenuItem key={format} onSelect={() => location.assign(reportUrl(filters, format))}>
            {t(`report.${format}`)}
          </MenuItem>
        ))}
      </Menu>
      <Button icon={RotateCw} shortcut={keys} busy={refreshing} onClick={onRefresh}>
        {t('common:refresh')}
      </Button>
    </>
  );
}

interface ProductsProps {
  query: ReturnType<typeof useStockRows>;
  filters: StockFilters;
  openId: number | null;
  onOpen: (id: number) => void;
  onFilters: (change: Partial<StockFilters>) => void;
}

function Products({ query, filters, openId, onOpen, onFilters }: ProductsProps) {
  const { t } = useTranslation('inventory');
  const phone = useMedia('(max-width: 767px)');
  const columns = useStockColumns();
  const changed = useStockLive();
  const products = useMemo(
    () => query.data?.pages.flatMap((page) => page.products) ?? [],
    [query.data],
  );
  const open = useCallback((row: StockProduct) => onOpen(row.id), [onOpen]);
  const more = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  };
  if (query.isPending) {
    return (
      <div className="min-h-0 flex-1 overflow-hidden border-t border-line bg-surface">
        <SkeletonRows rows={8} />
      </div>
    );
  }
  if (query.isError && products.length === 0) {
    return (
      <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const narrowed = isNarrowed(filters);
  const empty = {
    icon: PackageOpen,
    title: narrowed ? t('empty.filtered') : t(`empty.${filters.orders}`),
    action: narrowed ? (
      <Button onClick={() => onFilters({ ...noFilters, orders: filters.orders })}>
        {t('empty.show_all')}
      </Button>
    ) : filters.orders === 'assigned' ? (
      <Button onClick={() => onFilters({ orders: 'all' })}>{t('full')}</Button>
    ) : undefined,
  };
  if (phone) {
    if (products.length === 0) {
      return (
        <Empty icon={empty.icon} title={empty.title}>
          {empty.action}
        </Empty>
      );
    }
    return (
      <StockCards
        label={t('list.label')}
        products={products}
        changed={changed}
        onOpen={onOpen}
        onMore={query.hasNextPage ? more : undefined}
        loadingMore={query.isFetchingNextPage}
      />
    );
  }
  return (
    <div
      className={cx(
        'flex min-h-0 flex-1 flex-col border-y border-line',
        query.isPlaceholderData && 'opacity-60',
      )}
    >
      <ChangedRows.Provider value={changed}>
        <DataTable
          id="stock"
          label={t('list.label')}
          columns={columns}
          rows={products}
          getRowId={(row) => String(row.id)}
          getRowLabel={(row) => row.name}
          onOpen={open}
          openId={openId === null ? null : String(openId)}
          useRow={useStockRow}
          onEndReached={more}
          loadingMore={query.isFetchingNextPage}
          total={query.data?.pages[0]?.pagination.total ?? undefined}
          empty={empty}
        />
      </ChangedRows.Provider>
    </div>
  );
}
