import type { MouseEvent } from 'react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { RowCheckbox } from './row-checkbox';
import type { DataColumn, LiveRow } from './types';

interface BodyRowProps<Row> {
  id: string;
  row: Row;
  index: number;
  columns: DataColumn<Row>[];
  template: string;
  start: number;
  height: number;
  /** Has the one tab stop of the body. */
  current: boolean;
  open: boolean;
  /** Null in a table without check boxes. */
  selected: boolean | null;
  rowLabel: string;
  useRow: (row: Row) => LiveRow<Row>;
  onFocus: (id: string) => void;
  onOpen?: (row: Row) => void;
  onToggle: (id: string, range: boolean) => void;
}

const marks = { danger: 'bg-danger-solid', warning: 'bg-warning', accent: 'bg-accent' };

function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('a, button, input, label, select, textarea, [role=menuitem]') !== null
  );
}

function BodyRowView<Row>({
  id,
  row: given,
  index,
  columns,
  template,
  start,
  height,
  current,
  open,
  selected,
  rowLabel,
  useRow,
  onFocus,
  onOpen,
  onToggle,
}: BodyRowProps<Row>) {
  const { t } = useTranslation('common');
  const { row, tone, marked, dimmed } = useRow(given);
  const selectable = selected !== null;

  function onClick(event: MouseEvent) {
    if (isControl(event.target)) return;
    if (selectable && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      onToggle(id, event.shiftKey);
      return;
    }
    onOpen?.(row);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys of its rows
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : open || undefined}
      tabIndex={current ? 0 : -1}
      data-row-id={id}
      onFocus={() => onFocus(id)}
      onClick={onClick}
      className={cx(
        'absolute inset-x-0 top-0 grid border-b border-line -outline-offset-2',
        selected || open
          ? 'bg-selected'
          : marked
            ? 'bg-info-bg/50 hover:bg-sunken'
            : 'hover:bg-sunken',
        dimmed && 'text-ink-3',
      )}
      style={{
        gridTemplateColumns: template,
        height,
        transform: `translateY(${start}px)`,
      }}
    >
      {tone && (
        <span aria-hidden className={cx('absolute inset-y-0 start-0 w-[3px]', marks[tone])} />
      )}
      {selectable && (
        <div role="gridcell" aria-colindex={1} className="grid place-items-center">
          <RowCheckbox
            label={t('table.select_row', { row: rowLabel })}
            checked={selected}
            focusable={current}
            onToggle={(range) => onToggle(id, range)}
          />
        </div>
      )}
      {columns.map((column, position) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={position + (selectable ? 2 : 1)}
          className={cx(
            'flex min-w-0 items-center gap-1 overflow-hidden px-3 text-sm',
            column.align === 'end' && 'justify-end',
          )}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

export const BodyRow = memo(BodyRowView) as typeof BodyRowView;
