import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { useSession } from '@/lib/auth/session';
import { loadTexts } from '@/lib/i18n';
import { testServer } from '@/test/server';
import { CustomerParts } from './customer-parts';

const server = testServer();
beforeAll(() => loadTexts('customers'));

const card = {
  id: 7,
  code: 'CUST-007',
  name: 'Layla Hassan',
  phone: '+971501234567',
  email: null,
  language: 'ar',
  location: { address: 'Villa 9', area: 'Al Barsha', landmark: '', city: null, country: null },
  tags: ['old'],
  custom: { points: 12 },
  value: {
    orders: 3,
    confirmed: 2,
    delivered: 0,
    cancelled: 1,
    amounts: [{ currency: 'AED', amount_minor: 12050, amount: 120.5 }],
    first_at: '2026-11-01T08:00:00Z',
    last_at: '2026-11-20T08:00:00Z',
  },
  chats: 1,
  calls: 0,
  blocked: null,
  notes: [],
  more_notes: false,
  created_at: '2026-11-01T08:00:00Z',
  version: 4,
};
const field = {
  name_ar: 'x',
  options: [],
  required: false,
  active: true,
  customers: 1,
  version: 1,
};
const fields = [
  { ...field, id: 1, key: 'points', name_en: 'Points', type: 'number', position: 1 },
  { ...field, id: 2, key: 'shop', name_en: 'Shop', type: 'text', position: 2, required: true },
  { ...field, id: 3, key: 'gone', name_en: 'Gone', type: 'text', position: 3, active: false },
];
const tag = { name_ar: 'x', tone: 'info', customers: 1, version: 1 };
const tags = [
  { ...tag, id: 1, code: 'old', name_en: 'Old', active: false },
  { ...tag, id: 2, code: 'vip', name_en: 'VIP', active: true },
];

const asks = (path: string, body: object) =>
  http.get(path, () => HttpResponse.json({ success: true, ...body }));

function may(...permissions: string[]) {
  useSession.setState({ user: { id: 1, permissions } as never });
}

beforeEach(() => {
  server.use(
    asks('/api/customers/7', { customer: card }),
    asks('/api/settings/customer-fields', { fields }),
    asks('/api/settings/customer-tags', { tags }),
  );
});

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ title, action, children }: PartProps) {
  return (
    <section aria-label={title}>
      {action}
      {children}
    </section>
  );
}

async function show() {
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <Tooltip.Provider>
        <MemoryRouter>
          <CustomerParts
            id={7}
            part={Part}
            known={{ name: 'Layla', phone: '+971501234567', email: null }}
            onClose={() => {}}
          />
        </MemoryRouter>
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
  await screen.findByText('Points');
  await screen.findByText('Old');
}

it('says what the page around does not say, and offers nothing to who may only read (S1-CUST-01)', async () => {
  may('customers.read');
  await show();
  expect(screen.getByText('Layla Hassan')).toBeTruthy();
  expect(screen.queryByText('+971 50 123 4567')).toBeNull();
  expect(screen.queryByText('Gone')).toBeNull();
  const names = screen.getAllByRole('button').map((one) => one.textContent);
  expect(names).toEqual(['3Orders', '2Confirmed', '1Cancelled']);
});

it('opens the orders behind a figure, and says how many are out of reach (S1-CUST-08)', async () => {
  may('customers.read', 'customers.write');
  const order = {
    id: 1847,
    order_id: 'ORD-2026-001847',
    status: 'confirmed',
    outcome: 'no_parcel',
    product_name: 'Desk Lamp',
    price: 120.5,
    price_minor: 12050,
    currency: 'AED',
    agent: null,
    created_at: '2026-11-20T08:00:00Z',
  };
  server.use(asks('/api/customers/7/orders', { orders: [order] }));
  await show();
  await userEvent.click(screen.getByRole('button', { name: /2\s*Confirmed/ }));
  expect(await screen.findByText('Desk Lamp')).toBeTruthy();
  expect(screen.getByText(/^1 more order is not shown/)).toBeTruthy();
});

it('keeps a value by its type and version, and shows why it was refused (S1-CUST-06)', async () => {
  may('customers.read', 'customers.write');
  const sent: unknown[] = [];
  server.use(
    http.patch('/api/customers/7', async ({ request }) => {
      sent.push(await request.json());
      if (sent.length === 1) {
        return HttpResponse.json(
          {
            success: false,
            error: 'Not like this.',
            errors: { 'custom.points': ['This is not a number.'] },
          },
          { status: 422 },
        );
      }
      return HttpResponse.json({ success: true, customer: { ...card, custom: { points: 40 } } });
    }),
  );
  await show();
  await userEvent.click(screen.getByRole('button', { name: 'Edit Points: 12' }));
  const input = screen.getByRole('textbox', { name: 'Points' });
  await userEvent.clear(input);
  await userEvent.type(input, 'many{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('This is not a number.');
  await userEvent.clear(input);
  await userEvent.type(input, '40{Enter}');
  expect(await screen.findByRole('button', { name: 'Edit Points: 40' })).toBeTruthy();
  expect(sent).toEqual([
    { version: 4, custom: { points: 'many' } },
    { version: 4, custom: { points: 40 } },
  ]);
  expect(screen.getByRole('button', { name: 'Edit Shop: Missing' })).toBeTruthy();
});
