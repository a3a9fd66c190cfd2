import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { MemoryRouter } from 'react-router';
import { beforeAll, expect, it } from 'vitest';
import { loadTexts } from '@/lib/i18n';
import { orderOf } from '@/test/orders';
import { testServer } from '@/test/server';
import { CustomerHistory } from './customer-history';

const server = testServer();
beforeAll(() => loadTexts('orders'));

function show() {
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <MemoryRouter>
        <CustomerHistory order={orderOf()} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.click(screen.getByRole('button', { name: 'Earlier orders and contacts' }));
}

it('opens the customer’s other orders and what was said about them (S0-ROLE-04, IMP-ORD-10)', async () => {
  const call = {
    kind: 'call',
    direction: 'outbound',
    outcome: 'answered',
    at: '2026-11-20T08:00:00Z',
  };
  server.use(
    http.get('/api/agent/customers/1', () =>
      HttpResponse.json({
        success: true,
        customer: {
          orders: [orderOf(), orderOf({ id: 1672, status: 'closed' })],
          interactions: [
            { ...call, id: 1, order_id: 1672, short_code: 'ORD-001672' },
            { ...call, id: 2, order_id: 1847, short_code: 'ORD-001847' },
          ],
        },
      }),
    ),
  );
  await show();
  const links = await screen.findAllByRole('link', { name: 'ORD-001672' });
  expect(links[0]?.getAttribute('href')).toBe('/call-center-panel/orders?order=1672&date=all');
  const lines = screen.getAllByRole('listitem').map((item) => item.textContent);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^ORD-001672Closed/);
  expect(lines[1]).toMatch(/^ORD-001672Call attempt \(Answered\)/);
});

it('says so where the reader may see none of them', async () => {
  server.use(
    http.get('/api/agent/customers/1', () =>
      HttpResponse.json({ success: true, customer: { orders: [orderOf()], interactions: [] } }),
    ),
  );
  await show();
  expect(await screen.findByText('None that you may see.')).toBeTruthy();
});
