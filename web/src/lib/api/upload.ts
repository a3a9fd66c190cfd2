import { i18n } from '../i18n';
import { ApiError, type ErrorBody } from './error';
import { readCookie } from './transport';

interface Upload {
  path: string;
  file: Blob | ArrayBuffer;
  type: string;
  /** POST if not said. */
  method?: 'POST' | 'PATCH';
  headers?: Record<string, string>;
  /** One key for one intention of the person. */
  key?: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file as the body. XMLHttpRequest, since fetch does not tell how much has been sent, and a
 * file of many thousand lines takes its time on an office line.
 */
export function uploadFile<Answer>(upload: Upload): Promise<Answer> {
  const { path, file, type, method, headers, key, onProgress, signal } = upload;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method ?? 'POST', path);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', i18n.language);
    if (key) request.setRequestHeader('Idempotency-Key', key);
    for (const [name, value] of Object.entries(headers ?? {}))
      request.setRequestHeader(name, value);
    const token = readCookie('XSRF-TOKEN');
    if (token) request.setRequestHeader('X-XSRF-TOKEN', token);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status < 300 && answer !== null) resolve(answer as Answer);
      else reject(new ApiError(request.status, (answer ?? {}) as ErrorBody));
    };
    request.onerror = () => reject(new ApiError(0, { code: 'network' }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    if (signal.aborted) return reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
