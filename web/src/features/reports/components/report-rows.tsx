import { FileSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { useMedia } from '@/lib/use-media';
import type { ReportColumn } from './report-columns';

interface ReportRowsProps<Row extends object> {
  id: string;
  label: string;
  columns: ReportColumn<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  onOpen: (row: Row) => void;
  onMore: (() => void) | undefined;
  loadingMore: boolean;
}

/** Rows of a report as a table; on a phone each as a card of names and values. */
export function ReportRows<Row extends object>(props: ReportRowsProps<Row>) {
  const { t } = useTranslation('reports');
  const phone = useMedia('(max-width: 767px)');
  const wide = useMedia('(min-width: 1280px)');
  const { id, label, columns, rows, rowId, rowLabel, onOpen, onMore, loadingMore } = props;
  if (rows.length === 0)
    return <Empty icon={FileSearch} title={t('list.empty')} text={t('list.empty_text')} />;
  if (phone) return <Cards {...props} />;
  return (
    <div className="flex h-[32rem] min-h-0 flex-col border-y border-line">
      <DataTable
        id={`report-${id}`}
        label={label}
        columns={wide ? columns : columns.filter((column) => !column.wide)}
        rows={rows}
        getRowId={rowId}
        getRowLabel={rowLabel}
        onOpen={onOpen}
        onEndReached={onMore}
        loadingMore={loadingMore}
      />
    </div>
  );
}

function Cards<Row extends object>(props: ReportRowsProps<Row>) {
  const { t } = useTranslation('reports');
  const { label, columns, rows, rowId, onOpen, onMore, loadingMore } = props;
  return (
    <>
      <ul aria-label={label} className="border-y border-line bg-surface">
        {rows.map((row) => (
          <li key={rowId(row)} className="border-b border-line last:border-b-0">
            <button
              type="button"
              onClick={() => onOpen(row)}
              className="grid min-h-11 w-full grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 px-3 py-2 text-start text-sm hover:bg-sunken"
            >
              {columns.map((column) => (
                <span key={column.id} className="contents">
                  <span className="text-ink-3">{column.label}</span>
                  <span className="flex min-w-0">{column.cell(row)}</span>
                </span>
              ))}
            </button>
          </li>
        ))}
      </ul>
      {onMore && (
        <div className="flex justify-center p-3">
          <Button busy={loadingMore} onClick={onMore}>
            {t('list.older')}
          </Button>
        </div>
      )}
    </>
  );
}
