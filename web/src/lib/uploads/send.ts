import { ApiError, api, asApiError, call, type FilePurpose, type StoredFile } from '../api';
import type { UploadAnswer } from '../api/types';
import { uploadFile } from '../api/upload';

export interface Sending {
  file: Blob;
  name: string;
  purpose: FilePurpose;
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress: (share: number) => void;
}

/** Of one that was begun: where it goes on after a lost connection, or in another attempt. */
export interface Begun {
  id: string;
  offset: number;
  size: number;
  piece_bytes: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** With the pauses above: about five minutes without a single piece that comes through. */
const FAILURES_MAX = 25;

/** What may be better in a moment: no connection, a restart of the server, too much at once. */
function comesBack({ status }: ApiError): boolean {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}

/** Ends early when the connection is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

function pauseAfter(failures: number, { retryAfter }: ApiError): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return Math.max((retryAfter ?? 0) * 1000, longest * (0.5 + Math.random() / 2));
}

async function begin({ file, name, purpose, signal }: Sending): Promise<Begun> {
  const body = { name, size: file.size, purpose };
  const { upload } = await call(api.POST('/api/uploads', { body, signal }));
  return upload as Begun;
}

async function lookAgain(id: string, signal: AbortSignal): Promise<UploadAnswer> {
  return call(api.GET('/api/uploads/{id}', { params: { path: { id } }, signal }));
}

async function sendPiece(sending: Sending, { id, offset, size, piece_bytes }: Begun) {
  const piece = sending.file.slice(offset, Math.min(offset + piece_bytes, size));
  // Nothing is left, and it is no file: no further piece would make it one.
  if (piece.size === 0) throw new ApiError(500, {});
  return uploadFile<UploadAnswer>({
    method: 'PATCH',
    path: `/api/uploads/${id}`,
    // Read now: a file that was changed or removed meanwhile is an error here, not half a piece.
    file: await piece.arrayBuffer(),
    type: 'application/octet-stream',
    headers: { 'Upload-Offset': String(offset) },
    onProgress: (share) => sending.onProgress((offset + share * piece.size) / size),
    signal: sending.signal,
  });
}

/** One step: the next piece, or, after a failure, the question where the server stands. */
async function step(sending: Sending, begun: Begun, failed: boolean): Promise<UploadAnswer> {
  if (failed) return lookAgain(begun.id, sending.signal);
  try {
    return await sendPiece(sending, begun);
  } catch (error) {
    // The server has it already: the answer to the last attempt was lost on its way.
    if (error instanceof ApiError && error.status === 409)
      return lookAgain(begun.id, sending.signal);
    throw error;
  }
}

/**
 * Sends a file in pieces until it is whole. A lost connection costs one piece: it waits and goes on
 * where the server is. `begun` is told once it has begun, so that a later attempt can go on with it.
 * Throws an ApiError, or an AbortError when it was stopped.
 */
export async function sendFile(
  sending: Sending,
  onBegun: (begun: Begun) => void = () => {},
  begun: Begun | null = null,
): Promise<StoredFile> {
  let at = begun;
  let failures = 0;
  let failed = begun !== null;
  for (;;) {
    sending.signal.throwIfAborted();
    try {
      if (!at) {
        at = await begin(sending);
        onBegun(at);
      }
      const answer = await step(sending, at, failed);
      if (answer.file) return answer.file;
      at = { ...at, ...answer.upload };
      onBegun(at);
      failed = false;
      failures = 0;
    } catch (error) {
      sending.signal.throwIfAborted();
      const reason = asApiError(error);
      failures++;
      if (!comesBack(reason) || failures > FAILURES_MAX) throw reason;
      failed = at !== null;
      await pause(pauseAfter(failures, reason), sending.signal);
    }
  }
}

/** Takes one back that will not be sent to the end. */
export async function forgetUpload(id: string): Promise<void> {
  await call(api.DELETE('/api/uploads/{id}', { params: { path: { id } } })).catch(() => {});
}
