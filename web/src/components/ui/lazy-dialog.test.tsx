import { render, screen, waitFor } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { initI18n } from '@/lib/i18n';
import { lazyDialog } from './lazy-dialog';
import { useToasts } from './toast-store';

beforeAll(initI18n);

const Plain = ({ onClose }: { onClose: () => void }) => (
  <button type="button" onClick={onClose}>
    Open
  </button>
);

it('says that its code cannot be had, closes, and asks again the next time', async () => {
  const load = vi
    .fn<() => Promise<typeof Plain>>()
    .mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
    .mockResolvedValue(Plain);
  const Dialog = lazyDialog(load);
  const onClose = vi.fn();
  const { unmount } = render(<Dialog onClose={onClose} />);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(useToasts.getState().toasts.map((one) => one.text)).toEqual([
    'The server cannot be reached. Check your connection.',
  ]);
  unmount();

  render(<Dialog onClose={onClose} />);
  await screen.findByRole('button', { name: 'Open' });
  expect(load).toHaveBeenCalledTimes(2);
});

it('stands at once where its code was brought ahead', async () => {
  const load = vi.fn(() => Promise.resolve(Plain));
  const Dialog = lazyDialog(load);
  Dialog.preload();
  await waitFor(() => expect(load).toHaveBeenCalledOnce());
  await Promise.resolve();
  render(<Dialog onClose={() => {}} />);
  expect(screen.getByRole('button', { name: 'Open' }).isConnected).toBe(true);
});
