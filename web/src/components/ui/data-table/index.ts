export { DataTable } from './data-table';
export type { DataColumn, DataSort, DataTableHandle, LiveRow } from './types';
