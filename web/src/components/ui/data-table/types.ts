import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';

export interface DataColumn<Row> {
  id: string;
  /** Heading, also the name of the column for screen readers. */
  label: string;
  cell: (row: Row) => ReactNode;
  /** What to sort by in the page; needed only when the page sorts (no `onSortChange`). */
  sortValue?: (row: Row) => string | number | null;
  sortable?: boolean;
  /** First width in pixels. */
  size?: number;
  minSize?: number;
  /** Share of the free width, until the person sets a width. */
  grow?: number;
  align?: 'start' | 'end';
}

export interface DataSort {
  id: string;
  desc: boolean;
}

/** A row as it is drawn: what its cells are given, and how it looks besides. */
export interface LiveRow<Row> {
  row: Row;
  /** A mark at the start side: urgent, changed just now. */
  tone?: 'danger' | 'warning' | 'accent' | null;
  /** A quiet tone over the whole row. */
  marked?: boolean;
  /** Drawn grey: it does not belong to the list any more. */
  dimmed?: boolean;
}

/** What a page may do to the table from outside. */
export interface DataTableHandle {
  /** Brings the focus to a row, also to one that is not drawn yet. */
  focusRow(id: string): void;
  /** One row on or back, as J and K do. */
  move(step: number): void;
}

export interface DataTableProps<Row> {
  /** Widths are remembered under this name. */
  id: string;
  label: string;
  columns: DataColumn<Row>[];
  rows: Row[];
  getRowId: (row: Row) => string;
  /** Spoken name of a row, for its check box. */
  getRowLabel?: (row: Row) => string;
  /** With `onSortChange` the server sorts and the rows are shown as they come. */
  sort?: DataSort | null;
  onSortChange?: (sort: DataSort) => void;
  /** Ids of the selected rows; without it there are no check boxes. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: ReadonlySet<string>) => void;
  /** Enter or a click on a row. */
  onOpen?: (row: Row) => void;
  /** The row shown beside the table. */
  openId?: string | null;
  /**
   * A hook that completes one row. It may subscribe to what the row shows, so that a change draws
   * that row alone. Always the same function.
   */
  useRow?: (row: Row) => LiveRow<Row>;
  /** The row that has the focus of the table, whenever it moves. */
  onCurrentChange?: (id: string) => void;
  handle?: Ref<DataTableHandle>;
  onEndReached?: () => void;
  loadingMore?: boolean;
  /** Rows in all, when not all are loaded. */
  total?: number;
  /** Instead of rows, when there are none. */
  empty?: { icon: LucideIcon; title: string; text?: string; action?: ReactNode };
  className?: string;
}
