import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadTexts } from '@/lib/i18n';
import { forgetOrders, putOrder, readEntry } from '@/lib/orders/entries';
import { orderOf, signIn } from '@/test/orders';
import { testServer } from '@/test/server';
import { applyStatus } from './apply-status';
import { OrderDialogs } from './order-dialogs';
import { closeOrderDialog, useOrderDialogs } from './order-dialogs-store';

const server = testServer();
const theirs = orderOf({
  version: 4,
  status: 'under_review',
  allowed_statuses: ['confirmed', 'closed'],
});

beforeAll(() => loadTexts('orders'));
beforeEach(() => {
  signIn();
  putOrder(orderOf());
  server.use(
    http.get('*/api/agent/orders/:id/history', () =>
      HttpResponse.json({
        success: true,
        history: [
          {
            id: 2,
            agent: { id: 2, code: 'AGT-002', name: 'Omar' },
            change_timestamp: new Date().toISOString(),
            status_change_reason: 'Asked the seller',
          },
        ],
      }),
    ),
  );
});
afterEach(() => {
  closeOrderDialog();
  useOrderDialogs.setState({ conflicts: [] });
  forgetOrders();
});

const bodies: { version: number; status: string }[] = [];
function serverAt(version: number) {
  bodies.length = 0;
  server.use(
    http.put('*/api/agent/orders/:id/status', async ({ request }) => {
      const body = (await request.json()) as { version: number; status: string };
      bodies.push(body);
      if (body.version !== version) {
        return HttpResponse.json(
          { success: false, code: 'conflict', error: 'changed', current: theirs },
          { status: 409 },
        );
      }
      return HttpResponse.json({
        success: true,
        order: orderOf({ version: version + 1, status: body.status as never }),
        notification: { requested: false, state: 'none', message: '' },
      });
    }),
  );
}

function show() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Tooltip.Provider>
        <OrderDialogs />
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
}

describe('two people change one order', () => {
  it('sees both, who and when, and may save the own one on top', async () => {
    serverAt(4);
    show();
    await applyStatus(orderOf(), { status: 'confirmed', notes: 'Said yes' });
    expect(await screen.findByText(/Omar/)).toBeTruthy();
    expect(screen.getByText('Asked the seller')).toBeTruthy();
    expect(screen.getByText('Said yes')).toBeTruthy();
    expect(screen.getByText('Under review')).toBeTruthy();
    expect(readEntry(1847)?.order.status).toBe('under_review');
    expect(readEntry(1847)?.saving).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Save mine on top' }));
    await waitFor(() => expect(readEntry(1847)?.order.status).toBe('confirmed'));
    expect(bodies.map((body) => body.version)).toEqual([3, 4]);
  });

  it('may leave what is saved', async () => {
    serverAt(4);
    show();
    await applyStatus(orderOf(), { status: 'confirmed' });
    await userEvent.click(await screen.findByRole('button', { name: 'Keep what is saved' }));
    expect(bodies).toHaveLength(1);
    expect(readEntry(1847)?.order.status).toBe('under_review');
  });

  it('cannot save what the other change made impossible', async () => {
    serverAt(4);
    show();
    await applyStatus(orderOf(), { status: 'postponed', postponed_until: '2030-01-01T00:00:00Z' });
    const button = await screen.findByRole('button', { name: 'Save mine on top' });
    expect(button).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('button', { name: 'Change mine first' }));
    expect(await screen.findByRole('dialog', { name: /Update order status/ })).toBeTruthy();
  });
});

describe('a refused change', () => {
  it('opens the form again with what was entered', async () => {
    server.use(
      http.put('*/api/agent/orders/:id/status', () =>
        HttpResponse.json(
          {
            success: false,
            code: 'invalid',
            error: 'postponed_until: too far',
            errors: { postponed_until: ['too far'] },
          },
          { status: 422 },
        ),
      ),
    );
    show();
    await applyStatus(orderOf(), {
      status: 'postponed',
      notes: 'Next year',
      postponed_until: '2036-01-01T00:00:00Z',
    });
    // Once above the form, and once at its field.
    expect(await screen.findAllByText('too far')).toHaveLength(2);
    expect(screen.getByDisplayValue('Next year')).toBeTruthy();
  });
});
