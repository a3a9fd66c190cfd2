import type { OrderImport } from '@/lib/api';
import { uploadFile } from '@/lib/api/upload';

export type ImportFormat = 'auto' | 'plain' | 'shopify' | 'woocommerce';

interface Upload {
  file: File;
  format: ImportFormat;
  dryRun: boolean;
  key: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a file of orders. */
export async function uploadOrders({ format, dryRun, ...upload }: Upload): Promise<OrderImport> {
  const query = new URLSearchParams({ format, dry_run: String(dryRun) });
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
