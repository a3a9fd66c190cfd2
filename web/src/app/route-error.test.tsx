import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { useToasts } from '@/components/ui/toast-store';
import { initI18n } from '@/lib/i18n';
import { testServer } from '@/test/server';
import { RouteError } from './route-error';

const server = testServer();
beforeAll(initI18n);
afterEach(() => vi.unstubAllGlobals());

function openBrokenPage() {
  const reload = vi.fn();
  vi.stubGlobal('location', { ...location, href: location.href, reload });
  const lazy = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  const router = createMemoryRouter([{ path: '/', lazy, ErrorBoundary: RouteError }]);
  render(<RouterProvider router={router} />);
  return reload;
}

it('a page that could not come is not reloaded while the server is away', async () => {
  server.use(http.get('/health', () => HttpResponse.error()));
  const reload = openBrokenPage();
  fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  await waitFor(() =>
    expect(useToasts.getState().toasts.map((one) => one.text)).toEqual([
      'The server cannot be reached. Check your connection.',
    ]),
  );
  expect(reload).not.toHaveBeenCalled();
});

it('and is when it answers', async () => {
  server.use(http.get('/health', () => HttpResponse.json({ success: true })));
  const reload = openBrokenPage();
  fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(reload).toHaveBeenCalledOnce());
});
