import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetOrders, readEntry } from '@/lib/orders/entries';
import { noFilters, type OrderFilters } from '@/lib/orders/filters';
import type { LiveEvent } from '@/lib/realtime';
import { dispatchEvents } from '@/lib/realtime/store';
import { orderOf, signIn } from '@/test/orders';
import { testServer } from '@/test/server';
import { nextRow } from './use-focus-after-save';
import { useOrderList } from './use-order-list';

const server = testServer();
const asked: URLSearchParams[] = [];

beforeEach(() => {
  signIn();
  asked.length = 0;
  server.use(
    http.get('*/api/agent/orders', ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const last = query.get('cursor') === 'more';
      return HttpResponse.json({
        success: true,
        orders: (last ? [14, 13] : [13, 12, 11]).map((id) => orderOf({ id })),
        pagination: { per_page: 100, total: 4, next: last ? null : 'more' },
        seq: 1,
      });
    }),
  );
});
afterEach(forgetOrders);

const filters: OrderFilters = { ...noFilters, status: 'no_response,new' };

async function show(live = true) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const view = renderHook(() => useOrderList(filters, live), { wrapper });
  await waitFor(() => expect(view.result.current.ids).toEqual([13, 12, 11]));
  return view;
}

function tell(...events: { type: string; data: object }[]) {
  act(() => {
    dispatchEvents(
      events.map((event, at) => ({
        ...event,
        seq: 10 + at,
        at: '2026-11-21T10:02:00Z',
      })) as unknown as LiveEvent[],
    );
  });
}

const updated = (change: Parameters<typeof orderOf>[0], user = 9) => {
  const order = orderOf({ version: 4, ...change });
  const actor = { user_id: user, agent_id: 2, name: 'Omar' };
  const { id, version, status } = order;
  return {
    type: 'order:updated',
    data: { id, version, status, changed: ['status'], order, actor },
  };
};

describe('the list of orders under events', () => {
  it('patches a row where it stands and marks who changed it', async () => {
    const { result } = await show();
    tell(updated({ id: 12, status: 'confirmed' }));
    expect(result.current.ids).toEqual([13, 12, 11]);
    expect(readEntry(12)).toMatchObject({
      order: { status: 'confirmed' },
      mark: { by: 'Omar', at: '2026-11-21T10:02:00Z' },
    });
  });

  it('does not mark what I changed myself', async () => {
    await show();
    tell(updated({ id: 12, status: 'confirmed' }, 1));
    expect(readEntry(12)?.order.status).toBe('confirmed');
    expect(readEntry(12)?.mark).toBeNull();
  });

  it('works out anew what I may do, since an event is for everybody', async () => {
    await show();
    tell(updated({ id: 12, status: 'confirmed', allowed_statuses: ['new'] }));
    expect(readEntry(12)?.order.allowed_statuses).toContain('closed');
    expect(readEntry(12)?.order.allowed_statuses).not.toContain('new');
  });

  it('counts new orders that belong here, and only those', async () => {
    const { result } = await show();
    tell(
      { type: 'order:created', data: { order: orderOf({ id: 20, status: 'new' }) } },
      { type: 'order:created', data: { order: orderOf({ id: 21, status: 'confirmed' }) } },
      updated({ id: 22, status: 'no_response' }),
      { type: 'order:created', data: { order: orderOf({ id: 20, status: 'new' }) } },
    );
    expect(result.current.fresh).toBe(2);
    expect(result.current.ids).toEqual([13, 12, 11]);
    tell({ type: 'order:removed', data: { id: 20 } });
    expect(result.current.fresh).toBe(1);
    await act(() => result.current.query.refetch());
    await waitFor(() => expect(result.current.fresh).toBe(0));
  });

  it('asks for the next page with the cursor, without rows it has', async () => {
    const { result } = await show();
    await act(() => result.current.query.fetchNextPage());
    await waitFor(() => expect(result.current.ids).toEqual([13, 12, 11, 14]));
    expect(asked.at(-1)?.get('cursor')).toBe('more');
    expect(asked.every((query) => query.get('include') === 'rows')).toBe(true);
  });

  it('leaves everything as it is while auto-refresh is off, and counts what it missed', async () => {
    const { result } = await show(false);
    tell(updated({ id: 12, status: 'confirmed' }), {
      type: 'order:created',
      data: { order: orderOf({ id: 20 }) },
    });
    expect(readEntry(12)?.order.status).toBe('no_response');
    expect(result.current).toMatchObject({ fresh: 0, missed: 2 });
  });

  it('knows the row to go to when one leaves the list', async () => {
    const { result } = await show();
    tell(updated({ id: 13, status: 'confirmed' }), updated({ id: 12, status: 'confirmed' }));
    expect(nextRow(result.current.ids, 13)).toBe(11);
    expect(nextRow(result.current.ids, 11)).toBeUndefined();
  });
});
