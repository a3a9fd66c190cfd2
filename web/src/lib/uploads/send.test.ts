import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { testServer } from '@/test/server';
import { sendFile } from './send';

const server = testServer();
const PIECE = 4;

interface FakeOptions {
  /** What becomes of the n-th piece that arrives, beginning with 1. */
  onPiece?: (count: number) => 'take' | 'lose' | 'lose answer' | 'refuse';
}

/** A server that keeps what it is sent, and loses what it is told to. */
function fakeServer({ onPiece = () => 'take' }: FakeOptions = {}) {
  const state = { bytes: '', size: 0, offsets: [] as number[], looks: 0, begun: 0 };
  const answer = () => ({
    success: true,
    upload: { id: 'u1', offset: state.bytes.length, size: state.size, piece_bytes: PIECE },
    ...(state.size && state.bytes.length === state.size ? { file: { id: 'f1' } } : {}),
  });
  server.use(
    http.post('*/api/uploads', async ({ request }) => {
      state.begun++;
      state.size = ((await request.json()) as { size: number }).size;
      return HttpResponse.json(answer(), { status: 201 });
    }),
    http.get('*/api/uploads/u1', () => {
      state.looks++;
      return HttpResponse.json(answer());
    }),
    http.patch('*/api/uploads/u1', async ({ request }) => {
      const offset = Number(request.headers.get('upload-offset'));
      const what = onPiece(state.offsets.push(offset));
      if (what === 'refuse')
        return HttpResponse.json({ code: 'invalid', errors: { file: ['no'] } }, { status: 422 });
      if (what === 'lose') return HttpResponse.error();
      if (offset !== state.bytes.length) return HttpResponse.json({}, { status: 409 });
      state.bytes += await request.text();
      return what === 'lose answer' ? HttpResponse.error() : HttpResponse.json(answer());
    }),
  );
  return state;
}

function send(text: string, signal = new AbortController().signal) {
  const shares: number[] = [];
  const file = new Blob([text]);
  const sending = { file, name: 'a.txt', purpose: 'chat', signal } as const;
  return {
    shares,
    done: sendFile({ ...sending, onProgress: (share) => shares.push(share) }),
  };
}

describe('a file in pieces', () => {
  it('comes whole, in order, and says how far it is', async () => {
    const state = fakeServer();
    const { done, shares } = send('abcdefghij');
    expect(await done).toEqual({ id: 'f1' });
    expect(state).toMatchObject({ bytes: 'abcdefghij', offsets: [0, 4, 8], looks: 0 });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('goes on where the server is when a piece is lost', async () => {
    const state = fakeServer({ onPiece: (count) => (count === 2 ? 'lose' : 'take') });
    await send('abcdefghij').done;
    expect(state).toMatchObject({ bytes: 'abcdefghij', offsets: [0, 4, 4, 8], begun: 1, looks: 1 });
  });

  it('does not send twice what arrived though its answer was lost', async () => {
    const state = fakeServer({ onPiece: (count) => (count === 2 ? 'lose answer' : 'take') });
    await send('abcdefghij').done;
    expect(state).toMatchObject({ bytes: 'abcdefghij', offsets: [0, 4, 8] });
  });

  it('takes the file when only the last answer was lost', async () => {
    const state = fakeServer({ onPiece: (count) => (count === 3 ? 'lose answer' : 'take') });
    expect(await send('abcdefghij').done).toEqual({ id: 'f1' });
    expect(state.offsets).toEqual([0, 4, 8]);
  });

  it('does not try again what was refused', async () => {
    const state = fakeServer({ onPiece: () => 'refuse' });
    await expect(send('abc').done).rejects.toMatchObject({ status: 422, fields: { file: ['no'] } });
    expect(state.offsets).toEqual([0]);
  });

  it('stops at once when it is told to, also while it waits', async () => {
    const stop = new AbortController();
    const state = fakeServer({ onPiece: () => 'lose' });
    const { done } = send('abcdefghij', stop.signal);
    const refused = expect(done).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(state.offsets).toEqual([0]));
    stop.abort();
    await refused;
  });
});
