import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Api, ApiError } from './api';
import type { Upload } from './types';
import { Uploads } from './uploads';

const PIECE = 4;
let kept = '';
let offsets: number[] = [];
let onPiece: (count: number) => 'take' | 'lose' | 'lose answer' | 'refuse' = () => 'take';
let size = 0;

const answer = () => ({
  upload: { id: 'u1', offset: kept.length, size, piece_bytes: PIECE },
  ...(size > 0 && kept.length === size ? { file: { id: 'f1', name: 'a.txt' } } : {}),
});

const api = {
  beginUpload: vi.fn(async (_name: string, bytes: number) => {
    size = bytes;
    return answer();
  }),
  lookAtUpload: vi.fn(async () => answer()),
  sendPiece: async ({ offset }: Upload, piece: Blob, onProgress: (bytes: number) => void) => {
    const what = onPiece(offsets.push(offset));
    if (what === 'refuse') throw new ApiError(422, 'invalid', '', { file: ['No program.'] });
    if (what === 'lose') throw new ApiError(0, 'network', '');
    if (offset !== kept.length) throw new ApiError(409, 'state', '');
    onProgress(piece.size);
    kept += String(piece);
    if (what === 'lose answer') throw new ApiError(0, 'network', '');
    return answer();
  },
} as unknown as Api;

/* A file that can be read at once. */
function fileOf(text: string): File {
  const slice = (from: number, to: number) => fileOf(text.slice(from, to));
  return { name: 'a.txt', size: text.length, slice, toString: () => text } as unknown as File;
}

function sending(text: string): Uploads {
  const uploads = new Uploads(api, () => {});
  uploads.add([fileOf(text)], 100);
  return uploads;
}

const settle = () => vi.advanceTimersByTimeAsync(60_000);

beforeEach(() => {
  vi.useFakeTimers();
  kept = '';
  offsets = [];
  onPiece = () => 'take';
});
afterEach(() => vi.useRealTimers());

it('comes whole, in pieces and in order', async () => {
  const uploads = sending('abcdefghij');
  expect(uploads.ready).toBe(false);
  await settle();
  expect(kept).toBe('abcdefghij');
  expect(offsets).toEqual([0, 4, 8]);
  expect(uploads.ready).toBe(true);
  expect(uploads.take()).toEqual([{ id: 'f1', name: 'a.txt' }]);
  expect(uploads.list).toEqual([]);
});

it('goes on where the server is when a piece or its answer is lost', async () => {
  onPiece = (count) => (count === 2 ? 'lose' : count === 3 ? 'lose answer' : 'take');
  sending('abcdefghij');
  await settle();
  expect(kept).toBe('abcdefghij');
  expect(offsets).toEqual([0, 4, 4, 8]);
});

it('says why one was refused, tries again when told to, and forgets what is taken out', async () => {
  onPiece = () => 'refuse';
  const uploads = sending('abc');
  await settle();
  expect(uploads.list[0]).toMatchObject({ state: 'failed', error: 'No program.' });
  onPiece = () => 'take';
  uploads.retry(uploads.list[0]?.key ?? '');
  await settle();
  expect(uploads.ready).toBe(true);
  uploads.remove(uploads.list[0]?.key ?? '');
  expect(uploads.take()).toEqual([]);
});

it('stops when it is taken out while it waits for the line', async () => {
  onPiece = () => 'lose';
  const uploads = sending('abc');
  await vi.advanceTimersByTimeAsync(10);
  uploads.remove(uploads.list[0]?.key ?? '');
  await settle();
  expect(offsets).toEqual([0]);
});

it('what is too large is not sent, and holds the message until it is taken out', async () => {
  const uploads = new Uploads(api, () => {});
  uploads.add([fileOf('abcdef')], 5);
  await settle();
  expect(uploads.list[0]?.state).toBe('too large');
  expect(uploads.ready).toBe(false);
  expect(offsets).toEqual([]);
});
