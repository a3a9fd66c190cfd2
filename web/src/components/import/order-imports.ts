import { api, call, type OrderImport } from '@/lib/api';
import type { ImportSource } from './source';

export const orderImports: ImportSource<OrderImport> = {
  texts: 'orders',
  event: 'import:progress',
  get: async (id) => {
    const path = { id: String(id) };
    return (await call(api.GET('/api/orders/imports/{id}', { params: { path } }))).import;
  },
  cancel: (id) =>
    call(api.POST('/api/orders/imports/{id}/cancel', { params: { path: { id: String(id) } } })),
  figures: ({ dry_run, imported, duplicates, failed }) => [
    { label: dry_run ? 'import.would_come' : 'import.imported', count: imported },
    { label: 'import.duplicates', count: duplicates },
    { label: 'import.failed', count: failed },
  ],
  errorsAddress: (id, language) =>
    `/api/orders/imports/${id}/errors?format=csv&language=${language}`,
};
