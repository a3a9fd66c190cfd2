import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import type { StockImport } from '@/lib/api';
import { linesDone } from './source';
import { useImport } from './use-import';

const at = (part: Partial<StockImport>): StockImport => ({
  id: 5,
  status: 'running',
  file_name: 'stock.csv',
  dry_run: false,
  size_bytes: 100,
  done_bytes: 10,
  total_lines: 1,
  created: 1,
  changed: 0,
  unchanged: 0,
  failed: 0,
  error: null,
  created_at: '',
  updated_at: '',
  ...part,
});

const sourceOf = (answer: StockImport) => ({
  texts: 'inventory' as const,
  event: 'stock:import_progress' as const,
  get: () => Promise.resolve(answer),
  cancel: () => Promise.resolve(),
  figures: ({ created, failed }: StockImport) => [
    { label: 'import.created', count: created },
    { label: 'import.failed', count: failed },
  ],
  errorsAddress: () => '',
});

function follow(first: StockImport, answer: StockImport) {
  const onDone = vi.fn();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const source = sourceOf(answer);
  const { result } = renderHook(() => useImport(source, first, onDone), { wrapper });
  return { result, onDone };
}

it('follows an import to its end, with the refused lines, and tells once', async () => {
  const errors = [{ line: 2, field: 'code', reason: 'This is needed.' }];
  const end = at({ status: 'done', created: 1, failed: 1, errors });
  const { result, onDone } = follow(at({}), end);
  await waitFor(() => expect(result.current).toMatchObject({ status: 'done', errors }));
  expect(onDone).toHaveBeenCalledOnce();
  expect(linesDone(sourceOf(end), end)).toBe(2);
});

it('a trial run brings nothing in: no list has to be loaded again', async () => {
  const { result, onDone } = follow(at({ dry_run: true }), at({ dry_run: true, status: 'done' }));
  await waitFor(() => expect(result.current?.status).toBe('done'));
  expect(onDone).not.toHaveBeenCalled();
});
