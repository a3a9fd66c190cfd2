import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { ResizeHandle } from './resize-handle';

interface HeaderCellProps {
  label: string;
  align: 'start' | 'end';
  sorted: 'asc' | 'desc' | false;
  /** Undefined for a column that cannot be sorted. */
  onSort?: () => void;
  width: number;
  minWidth: number;
  onResize: (width: number) => void;
  onResetWidth: () => void;
  index: number;
}

export function HeaderCell({
  label,
  align,
  sorted,
  onSort,
  width,
  minWidth,
  onResize,
  onResetWidth,
  index,
}: HeaderCellProps) {
  const { t } = useTranslation('common');
  const Icon = sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ChevronsUpDown;
  const ariaSort = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none';
  const look = cx(
    'flex h-full w-full min-w-0 items-center gap-1 px-3 text-xs font-semibold text-ink-2',
    align === 'end' && 'justify-end',
  );
  return (
    <div
      role="columnheader"
      aria-colindex={index}
      aria-sort={onSort ? ariaSort : undefined}
      data-column-header
      className="relative min-w-0"
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cx(look, 'hover:text-ink -outline-offset-2')}
        >
          <span className="truncate">{label}</span>
          <Icon
            aria-hidden
            size={13}
            className={cx('shrink-0', sorted ? 'text-accent' : 'text-ink-3')}
          />
        </button>
      ) : (
        <span className={look}>
          <span className="truncate">{label}</span>
        </span>
      )}
      <ResizeHandle
        label={t('table.resize', { column: label })}
        width={width}
        minWidth={minWidth}
        onResize={onResize}
        onReset={onResetWidth}
      />
    </div>
  );
}
