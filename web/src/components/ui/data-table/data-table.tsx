import {
  columnSizingFeature,
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { usePreferences } from '@/lib/preferences';
import { useShortcut } from '@/lib/shortcuts';
import { Checkbox } from '../checkbox';
import { Empty } from '../empty';
import { BodyRow } from './body-row';
import { HeaderCell } from './header-cell';
import type { DataColumn, DataSort, DataTableProps } from './types';
import { useColumnWidths } from './use-column-widths';
import { useRowKeys } from './use-row-keys';

const features = tableFeatures({
  columnSizingFeature,
  rowSelectionFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text },
});

const MIN_WIDTH = 72;
const FIRST_WIDTH = 140;
const HEADER_HEIGHT = 34;

/* Free width goes to growing columns, except to those whose width the person set. */
function templateOf<Row>(
  columns: DataColumn<Row>[],
  widths: Record<string, number>,
  selectable: boolean,
): string {
  const tracks = columns.map((column) => {
    const own = widths[column.id];
    if (own !== undefined) return `${own}px`;
    const size = column.size ?? FIRST_WIDTH;
    return column.grow ? `minmax(${size}px, ${column.grow}fr)` : `${size}px`;
  });
  return (selectable ? '40px ' : '') + tracks.join(' ');
}

const plainRow = <Row,>(row: Row) => ({ row });

/* The same function for as long as the table lives, which runs what the last drawing gave. */
function useSteady<Arguments extends unknown[], Result>(run: (...given: Arguments) => Result) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  return useCallback((...given: Arguments) => latest.current(...given), []);
}

/* The sum of the first widths: below it the table scrolls sideways. */
function leastWidth<Row>(
  columns: DataColumn<Row>[],
  widths: Record<string, number>,
  selectable: boolean,
): number {
  const own = columns.map((column) => widths[column.id] ?? column.size ?? FIRST_WIDTH);
  return own.reduce((sum, width) => sum + width, selectable ? 40 : 0);
}

function useRowHeight(): number {
  const density = usePreferences((state) => state.density);
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const fallback = density === 'comfortable' ? 44 : 36;
    return Number.parseInt(style.getPropertyValue('--table-row-h'), 10) || fallback;
  }, [density]);
}

/**
 * A grid of which only the visible rows exist. One row has the focus (arrows, Home, End, Page
 * keys and J K move it), Enter opens it, Space selects it; Tab goes to the controls inside that row.
 */
export function DataTable<Row extends object>({
  id,
  label,
  columns,
  rows,
  getRowId,
  getRowLabel,
  sort,
  onSortChange,
  selection,
  onSelectionChange,
  onOpen,
  openId,
  useRow = plainRow,
  onCurrentChange,
  handle,
  onEndReached,
  loadingMore,
  total,
  empty,
  className,
}: DataTableProps<Row>) {
  const { t } = useTranslation('common');
  const scroller = useRef<HTMLDivElement>(null);
  const [widths, setWidths] = useColumnWidths(id);
  const [ownSort, setOwnSort] = useState<DataSort | null>(null);
  const sorting = sort === undefined ? ownSort : sort;
  const selectable = selection !== undefined;
  const rowHeight = useRowHeight();

  const tableColumns = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => column.sortValue?.(row) ?? null,
        enableSorting: column.sortable ?? false,
        size: column.size ?? FIRST_WIDTH,
        minSize: column.minSize ?? MIN_WIDTH,
      })),
    [columns],
  );

  const table = useTable({
    features,
    columns: tableColumns,
    data: rows,
    getRowId,
    manualSorting: onSortChange !== undefined,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: {
      sorting: sorting ? [sorting] : [],
      columnSizing: widths,
      rowSelection: Object.fromEntries([...(selection ?? [])].map((key) => [key, true as const])),
    },
    onColumnSizingChange: setWidths,
  });

  const shown = table.getRowModel().rows;
  const template = templateOf(columns, widths, selectable);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 6,
    scrollPaddingStart: HEADER_HEIGHT,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow the density
  useEffect(() => virtualizer.measure(), [rowHeight]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = shown.length > 0 && last >= shown.length - 10;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each new length
  useEffect(() => {
    if (nearEnd) onEndReached?.();
  }, [nearEnd, shown.length]);

  const toggle = useSteady((key: string, range: boolean) => {
    if (!selection || !onSelectionChange) return;
    onSelectionChange(keys.nextSelection(selection, key, range));
  });
  const open = useSteady((row: Row) => onOpen?.(row));
  const focus = useSteady((key: string) => keys.setCurrent(key));

  const keys = useRowKeys({
    ids: shown.map((row) => row.id),
    pageSize: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    root: scroller,
    onOpen: (key) => {
      const row = shown.find((candidate) => candidate.id === key);
      if (row) onOpen?.(row.original);
    },
    onToggle: toggle,
  });

  useShortcut('list.next', () => keys.move(1), shown.length > 0);
  useShortcut('list.previous', () => keys.move(-1), shown.length > 0);
  useShortcut('list.select', () => keys.toggleCurrent(false), selectable && shown.length > 0);
  useShortcut('list.select_range', () => keys.toggleCurrent(true), selectable && shown.length > 0);
  useImperativeHandle(handle, () => ({
    focusRow: (key) => keys.focusRow(shown.findIndex((row) => row.id === key)),
    move: keys.move,
  }));

  const tellCurrent = useSteady((key: string) => onCurrentChange?.(key));
  useEffect(() => {
    if (keys.currentId !== null) tellCurrent(keys.currentId);
  }, [keys.currentId, tellCurrent]);

  function sortBy(column: DataColumn<Row>) {
    const desc = sorting?.id === column.id ? !sorting.desc : false;
    const next = { id: column.id, desc };
    if (onSortChange) onSortChange(next);
    else setOwnSort(next);
  }

  const chosen = selection?.size ?? 0;
  const allChosen = chosen > 0 && shown.every((row) => selection?.has(row.id));

  return (
    <div
      ref={scroller}
      className={cx('thin relative min-h-0 flex-1 overflow-auto bg-surface', className)}
    >
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={(total ?? shown.length) + 1}
        aria-colcount={columns.length + (selectable ? 1 : 0)}
        aria-multiselectable={selectable || undefined}
        aria-busy={loadingMore || undefined}
        onKeyDown={keys.onKeyDown}
        style={{ minWidth: leastWidth(columns, widths, selectable) }}
      >
        <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-canvas">
          <div
            role="row"
            aria-rowindex={1}
            className="grid"
            style={{ gridTemplateColumns: template, height: HEADER_HEIGHT }}
          >
            {selectable && (
              <div role="columnheader" aria-colindex={1} className="grid place-items-center">
                <Checkbox
                  aria-label={t('table.select_all')}
                  checked={allChosen ? true : chosen > 0 ? 'indeterminate' : false}
                  onChange={(on) =>
                    onSelectionChange?.(new Set(on ? shown.map((row) => row.id) : []))
                  }
                />
              </div>
            )}
            {columns.map((column, index) => (
              <HeaderCell
                key={column.id}
                label={column.label}
                align={column.align ?? 'start'}
                index={index + (selectable ? 2 : 1)}
                sorted={sorting?.id === column.id ? (sorting.desc ? 'desc' : 'asc') : false}
                onSort={column.sortable ? () => sortBy(column) : undefined}
                width={table.getColumn(column.id)?.getSize() ?? FIRST_WIDTH}
                minWidth={column.minSize ?? MIN_WIDTH}
                onResize={(width) => table.setColumnSizing({ ...widths, [column.id]: width })}
                onResetWidth={() => table.getColumn(column.id)?.resetSize()}
              />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className="relative"
          style={{ height: shown.length > 0 ? virtualizer.getTotalSize() : undefined }}
        >
          {items.map((item) => {
            const row = shown[item.index];
            if (!row) return null;
            return (
              <BodyRow
                key={row.id}
                id={row.id}
                row={row.original}
                index={item.index}
                columns={columns}
                template={template}
                start={item.start}
                height={item.size}
                current={keys.currentId === row.id}
                open={openId === row.id}
                selected={selectable ? row.getIsSelected() : null}
                rowLabel={getRowLabel?.(row.original) ?? row.id}
                useRow={useRow}
                onFocus={focus}
                onOpen={open}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </div>
      {shown.length === 0 && empty && (
        <Empty icon={empty.icon} title={empty.title} text={empty.text}>
          {empty.action}
        </Empty>
      )}
      {loadingMore && (
        <p role="status" className="sticky start-0 p-3 text-center text-xs text-ink-3">
          {t('table.loading_more')}
        </p>
      )}
    </div>
  );
}
