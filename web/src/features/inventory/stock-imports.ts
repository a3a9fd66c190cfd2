import type { ImportSource } from '@/components/import/source';
import { api, call, type StockImport } from '@/lib/api';

export const stockImports: ImportSource<StockImport> = {
  texts: 'inventory',
  event: 'stock:import_progress',
  get: async (id) => {
    const path = { id: String(id) };
    return (await call(api.GET('/api/inventory/imports/{id}', { params: { path } }))).import;
  },
  cancel: (id) =>
    call(api.POST('/api/inventory/imports/{id}/cancel', { params: { path: { id: String(id) } } })),
  figures: ({ created, changed, unchanged, failed }) => [
    { label: 'import.created', count: created },
    { label: 'import.changed', count: changed },
    { label: 'import.unchanged', count: unchanged },
    { label: 'import.failed', count: failed },
  ],
  errorsAddress: (id, language) =>
    `/api/inventory/imports/${id}/errors?format=csv&language=${language}`,
};
