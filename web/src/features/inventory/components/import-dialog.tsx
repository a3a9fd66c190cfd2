import { ImportDialog } from '@/components/import/import-dialog';
import type { ImportUpload } from '@/components/import/source';
import type { StockImport } from '@/lib/api';
import { uploadFile } from '@/lib/api/upload';
import { stockImports } from '../stock-imports';

interface ImportStockDialogProps {
  onClose: () => void;
  /** Stock came in: load the lists again. */
  onDone: () => void;
}

async function uploadStock({ dryRun, ...upload }: ImportUpload): Promise<StockImport> {
  const query = new URLSearchParams({ file_name: upload.file.name, dry_run: String(dryRun) });
  const path = `/api/inventory/import?${query}`;
  return (await uploadFile<{ import: StockImport }>({ ...upload, path, type: 'text/csv' })).import;
}

/** A file of stock: a line for each product and place. */
export function ImportStockDialog(props: ImportStockDialogProps) {
  return (
    <ImportDialog source={stockImports} accept=".csv,text/csv" send={uploadStock} {...props} />
  );
}
