import { i18n } from '../i18n';
import type { components } from './schema';

/** A proxy's answer may have none of it. */
export type ErrorBody = Partial<components['schemas']['Error']>;

/**
 * Every refusal of the server, and every failure to reach it (status 0, code `network` or
 * `timeout`), arrives as this one class.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Field name to what is wrong with it (422). */
  readonly fields: Record<string, string[]>;
  readonly requestId: string | null;
  /** The row as it is now (409 conflict). */
  readonly current: unknown;
  /** What would be accepted instead (409 state). */
  readonly allowed: string[];
  /** Seconds to wait (429, 503), when the server said so. */
  readonly retryAfter: number | null;
  /** What the server says to the person, in the language of the page; null when it did not answer. */
  readonly sentence: string | null;

  constructor(status: number, body: ErrorBody, headers?: Headers) {
    super(body.error ?? body.message ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code ?? codeOf(status);
    this.fields = body.errors ?? {};
    this.sentence = sentenceOf(body);
    this.requestId = body.request_id ?? headers?.get('X-Request-Id') ?? null;
    this.current = body.current;
    this.allowed = body.allowed ?? [];
    const wait = Number(headers?.get('Retry-After'));
    this.retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  }

  /** First complaint about a field, for the line under it. */
  field(name: string): string | undefined {
    return this.fields[name]?.[0];
  }
}

/* `error` names the field of a refused entry for programs; a person reads that beside the field. */
function sentenceOf(body: ErrorBody): string | null {
  if (body.code === 'invalid') {
    const complaint = Object.values(body.errors ?? {})[0]?.[0];
    if (complaint) return complaint;
  }
  return body.error ?? body.message ?? null;
}

function codeOf(status: number): string {
  if (status === 0) return 'network';
  if (status === 401) return 'login';
  if (status === 403) return 'denied';
  if (status === 404) return 'not_found';
  if (status === 409) return 'conflict';
  if (status === 422) return 'invalid';
  if (status === 429) return 'rate';
  return status >= 500 ? 'internal' : 'malformed';
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new ApiError(0, { code: 'timeout' });
  }
  return new ApiError(0, { code: 'network' });
}

export async function errorFromResponse(response: Response): Promise<ApiError> {
  let body: ErrorBody = {};
  try {
    body = (await response.clone().json()) as ErrorBody;
  } catch {
    // A proxy answered with something that is not ours; the status says enough.
  }
  return new ApiError(response.status, body, response.headers);
}

/** What a person reads: the server's sentence; ours where it gave none, or could not be reached. */
export function errorText(error: unknown): string {
  const found = asApiError(error);
  if (found.sentence) return found.sentence;
  const key = `common:error.code.${found.code}`;
  if (i18n.exists(key)) return i18n.t(key, { seconds: found.retryAfter ?? 30 });
  return found.message || i18n.t('common:error.code.internal');
}
