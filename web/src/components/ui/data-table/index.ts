export { DataTable } from './data-table';
export type { DataColumn, DataSort } from './types';
