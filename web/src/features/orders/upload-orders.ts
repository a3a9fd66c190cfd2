import type { ImportUpload } from '@/components/import/source';
import type { OrderImport } from '@/lib/api';
import { uploadFile } from '@/lib/api/upload';

export type ImportFormat = 'auto' | 'plain' | 'shopify' | 'woocommerce';

interface Upload extends ImportUpload {
  format: ImportFormat;
}

/** Sends a file of orders. */
export async function uploadOrders({ format, dryRun, ...upload }: Upload): Promise<OrderImport> {
  const query = new URLSearchParams({
    format,
    file_name: upload.file.name,
    dry_run: String(dryRun),
  });
  const answer = await uploadFile<{ import: OrderImport }>({
    ...upload,
    path: `/api/orders/import?${query}`,
    type: isJson(upload.file) ? 'application/json' : 'text/csv',
  });
  return answer.import;
}

function isJson(file: File): boolean {
  return file.type === 'application/json' || file.name.toLowerCase().endsWith('.json');
}
