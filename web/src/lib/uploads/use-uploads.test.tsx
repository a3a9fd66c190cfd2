import { act, renderHook, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import { testServer } from '@/test/server';
import { useUploads } from './use-uploads';

const server = testServer();

/** Takes everything in one piece; names in `refused` it does not take while they stand there. */
function fakeServer(refused = new Set<string>()) {
  const names = new Map<string, string>();
  const taken: string[] = [];
  const forgotten: string[] = [];
  server.use(
    http.post('*/api/uploads', async ({ request }) => {
      const { name, size } = (await request.json()) as { name: string; size: number };
      names.set(name, name);
      const upload = { id: name, offset: 0, size, piece_bytes: 1000 };
      return HttpResponse.json({ success: true, upload }, { status: 201 });
    }),
    http.get('*/api/uploads/:id', ({ params }) =>
      HttpResponse.json({ success: true, upload: { id: params.id, offset: 0 } }),
    ),
    http.patch('*/api/uploads/:id', ({ params }) => {
      const name = String(params.id);
      if (refused.has(name)) return HttpResponse.json({ error: 'Not this.' }, { status: 422 });
      taken.push(name);
      return HttpResponse.json({ success: true, file: { id: `file of ${name}`, name } });
    }),
    http.delete('*/api/uploads/:id', ({ params }) => {
      forgotten.push(String(params.id));
      return HttpResponse.json({ success: true });
    }),
  );
  return { taken, forgotten, refused };
}

const file = (name: string) => new File(['text'], name, { type: 'text/plain' });

it('sends one after another, in their order, and gives them to the message', async () => {
  const { taken } = fakeServer();
  const { result } = renderHook(() => useUploads('chat'));
  act(() => result.current.add([file('a'), file('b'), { blob: new Blob(['x']), name: 'c' }]));
  expect(result.current.ready).toBe(false);
  await waitFor(() => expect(result.current.ready).toBe(true));
  expect(taken).toEqual(['a', 'b', 'c']);
  let files: unknown;
  act(() => {
    files = result.current.take();
  });
  expect(files).toMatchObject([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  expect(result.current.list).toEqual([]);
});

it('says why one failed, goes on with the others, and tries it again', async () => {
  const { taken, refused } = fakeServer(new Set(['a']));
  const { result } = renderHook(() => useUploads('chat'));
  act(() => result.current.add([file('a'), file('b')]));
  await waitFor(() => expect(taken).toEqual(['b']));
  const [first] = result.current.list;
  expect(first).toMatchObject({ state: 'failed', error: 'Not this.' });
  refused.clear();
  act(() => result.current.retry(first?.key ?? ''));
  await waitFor(() => expect(result.current.ready).toBe(true));
  expect(taken).toEqual(['b', 'a']);
});

it('takes one back, here and at the server', async () => {
  const { forgotten } = fakeServer(new Set(['a']));
  const { result } = renderHook(() => useUploads('chat'));
  act(() => result.current.add([file('a')]));
  await waitFor(() => expect(result.current.list[0]?.state).toBe('failed'));
  act(() => result.current.remove(result.current.list[0]?.key ?? ''));
  expect(result.current.list).toEqual([]);
  await waitFor(() => expect(forgotten).toEqual(['a']));
});
