import { ArrowRightLeft, Download, FileSpreadsheet, ListChecks, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openOrderDialog } from '@/components/order/order-dialogs-store';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { useCan } from '@/lib/auth/use-can';
import { exportUrl, type OrderFilters } from '@/lib/orders/filters';
import { useKeys } from '@/lib/shortcuts';

interface ListToolbarProps {
  filters: OrderFilters;
  selected: number[];
  onClearSelection: () => void;
  onRefresh: () => void;
  refreshing: boolean;
}

/** BULK UPDATE, EXPORT DATA, REFRESH, and what is done with a selection. */
export function ListToolbar({
  filters,
  selected,
  onClearSelection,
  onRefresh,
  refreshing,
}: ListToolbarProps) {
  const { t, i18n } = useTranslation(['orders', 'common']);
  const mayBulk = useCan('orders.bulk');
  const mayReassign = useCan('orders.reassign');
  const mayExport = useCan('orders.export');
  const bulkKeys = useKeys('list.bulk');
  const refreshKeys = useKeys('list.refresh');
  const count = selected.length;
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2 max-md:px-3">
      {mayBulk && (
        <Button
          icon={ListChecks}
          shortcut={bulkKeys}
          variant={count > 0 ? 'primary' : 'outline'}
          disabled={count === 0}
          title={count === 0 ? t('bulk.select_first') : undefined}
          onClick={() => openOrderDialog({ kind: 'bulk', ids: selected })}
          className="max-md:hidden"
        >
          {t('bulk.action')}
        </Button>
      )}
      {mayReassign && (
        <Button
          icon={ArrowRightLeft}
          disabled={count === 0}
          title={count === 0 ? t('bulk.select_first') : undefined}
          onClick={() => openOrderDialog({ kind: 'reassign', ids: selected })}
          className="max-md:hidden"
        >
          {t('action.reassign')}
        </Button>
      )}
      {count > 0 && (
        <p role="status" className="flex items-center gap-1 text-ink-2">
          {t('bulk.selected', { count })}
          <Button variant="ghost" onClick={onClearSelection} className="px-2">
            {t('bulk.clear')}
          </Button>
        </p>
      )}
      <span className="ms-auto flex flex-wrap gap-2 max-md:ms-0 max-md:flex-1">
        {mayExport && (
          <Menu
            trigger={
              <Button icon={Download} className="max-md:flex-1">
                {t('list.export')}
              </Button>
            }
          >
            {(['csv', 'xlsx'] as const).map((format) => (
              <MenuItem
                key={format}
                icon={FileSpreadsheet}
                onSelect={() => location.assign(exportUrl(filters, format, i18n.language))}
              >
                {t(`list.export_${format}`)}
              </MenuItem>
            ))}
          </Menu>
        )}
        <Button
          icon={RotateCw}
          shortcut={refreshKeys}
          busy={refreshing}
          onClick={onRefresh}
          className="max-md:flex-1"
        >
          {t('common:refresh')}
        </Button>
      </span>
    </div>
  );
}
