export { DataTable } from './data-table';
export type { DataColumn, DataSort, DataTableHandle, RowLook } from './types';
