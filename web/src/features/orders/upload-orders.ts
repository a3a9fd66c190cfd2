import { ApiError, type OrderImport } from '@/lib/api';
import type { ErrorBody } from '@/lib/api/error';
import { readCookie } from '@/lib/api/transport';

export type ImportFormat = 'auto' | 'plain' | 'shopify' | 'woocommerce';

interface Upload {
  file: File;
  format: ImportFormat;
  dryRun: boolean;
  key: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file of orders. XMLHttpRequest, since fetch does not tell how much has been sent, and a
 * file of many thousand orders takes its time on an office line.
 */
export function uploadOrders(upload: Upload): Promise<OrderImport> {
  const { file, format, dryRun, key, onProgress, signal } = upload;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ format, dry_run: String(dryRun) });
    request.open('POST', `/api/orders/import?${query}`);
    request.setRequestHeader('Content-Type', isJson(file) ? 'application/json' : 'text/csv');
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Idempotency-Key', key);
    const token = readCookie('XSRF-TOKEN');
    if (token) request.setRequestHeader('X-XSRF-TOKEN', token);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status < 300 && body.import) resolve(body.import);
      else reject(new ApiError(request.status, body));
    };
    request.onerror = () => reject(new ApiError(0, { code: 'network' }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function isJson(file: File): boolean {
  return file.type === 'application/json' || file.name.toLowerCase().endsWith('.json');
}

function parse(text: string): ErrorBody & { import?: OrderImport } {
  try {
    return JSON.parse(text) as ErrorBody & { import?: OrderImport };
  } catch {
    return {};
  }
}
