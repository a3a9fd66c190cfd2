export { DataTable } from './data-table';
export type { DataColumn, DataSort, DataTableHandle, DataTableProps, LiveRow } from './types';
