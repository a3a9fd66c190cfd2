import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { Tooltip } from 'radix-ui';
import { MemoryRouter } from 'react-router';
import { beforeAll, expect, it } from 'vitest';
import { initI18n, loadTexts } from '@/lib/i18n';
import { testServer } from '@/test/server';
import { LinkBanner } from './link-banner';

const server = testServer();
beforeAll(async () => {
  await initI18n();
  await loadTexts('calls');
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** The page with a link in that state, and what the last loss left. */
function show(state: string, outage: Record<string, unknown> | null = null) {
  server.use(
    http.get('*/api/pbx', () =>
      HttpResponse.json({
        success: true,
        link: { state, reason: 'none', since: ago(60) },
        last_outage: outage,
      }),
    ),
  );
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Tooltip.Provider>
          <LinkBanner />
        </Tooltip.Provider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return {
    page,
    asked: () =>
      waitFor(() => expect(client.getQueryState(['telephony', 'link'])?.data).toBeTruthy()),
  };
}

const lost = (change: Record<string, unknown> = {}) => ({
  state: 'lost',
  reason: 'closed',
  started_at: ago(30),
  ended_at: ago(22),
  calls_reconstructed: 2,
  calls_interrupted: 0,
  ...change,
});

it('says how long the link was lost and how many calls were found again, until it is read', async () => {
  const { page } = show('connected', lost());
  await screen.findByText(/^PBX link lost \d\d:\d\d:\d\d–\d\d:\d\d:\d\d, 2 calls reconstructed$/);
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(page.container.textContent).toBe('');
});

it('names calls whose end was not seen', async () => {
  show('connected', lost({ calls_interrupted: 1 }));
  await screen.findByText(/2 calls reconstructed, the end of 1 call not seen$/);
});

it('is silent while the link stands and nothing was lost lately', async () => {
  const old = lost({ started_at: ago(7_300), ended_at: ago(7_200) });
  const { page, asked } = show('connected', old);
  await asked();
  expect(page.container.textContent).toBe('');
});

it('says since when what is shown is not what happens', async () => {
  show('lost');
  await screen.findByText(/^The PBX link has not stood since \d\d:\d\d:\d\d\./);
});

it('says what is followed without a PBX', async () => {
  show('not_configured');
  await screen.findByText(/^No PBX is connected\./);
});
