import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearDrafts } from '@/lib/storage/idb';
import { orderOf, signIn } from '@/test/orders';
import { testServer } from '@/test/server';
import { forgetOrders, putOrder, readEntry } from './entries';
import { keepForLater, openOutbox, sendWaiting, useOutbox } from './outbox';
import { saveStatus } from './save-status';

const server = testServer();
const url = '*/api/agent/orders/:id/status';
const waiting = () => useOutbox.getState().waiting;
const hooks = () => ({ onSaved: vi.fn(), onConflict: vi.fn(), onRefused: vi.fn() });

const saved = (version: number) =>
  http.put(url, () =>
    HttpResponse.json({
      success: true,
      order: orderOf({ status: 'confirmed', version }),
      notification: { requested: false, state: 'none', message: '' },
    }),
  );
const conflict = (current: object) =>
  http.put(url, () =>
    HttpResponse.json(
      { success: false, code: 'conflict', error: 'changed', current },
      { status: 409 },
    ),
  );

beforeEach(async () => {
  await clearDrafts();
  signIn();
  putOrder(orderOf());
  await openOutbox(1);
});
afterEach(forgetOrders);

describe('changes that wait for the line', () => {
  it('are recognised as lost, not refused, when nobody answers', async () => {
    server.use(http.put(url, () => HttpResponse.error()));
    const result = await saveStatus(orderOf(), { status: 'confirmed' });
    expect(result.outcome).toBe('lost');
    server.use(http.put(url, () => new HttpResponse(null, { status: 503 })));
    expect((await saveStatus(orderOf(), { status: 'confirmed' })).outcome).toBe('lost');
  });

  it('survive a reload, for the same person only', async () => {
    await keepForLater(orderOf(), { status: 'confirmed' });
    useOutbox.setState({ waiting: [] });
    await openOutbox(2);
    expect(waiting()).toEqual([]);
    await openOutbox(1);
    expect(waiting()).toHaveLength(1);
    expect(readEntry(1847)?.saving).toEqual({ status: 'confirmed', phase: 'queued' });
  });

  it('are sent with the version they were made on, once', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.put(url, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({
          success: true,
          order: orderOf({ status: 'closed', version: 4 }),
        });
      }),
    );
    await keepForLater(orderOf(), { status: 'confirmed' });
    await keepForLater(orderOf(), { status: 'closed' });
    const told = hooks();
    await Promise.all([sendWaiting(told), sendWaiting(told)]);
    expect(bodies).toEqual([{ status: 'closed', version: 3 }]);
    expect(told.onSaved).toHaveBeenCalledOnce();
    expect(waiting()).toEqual([]);
    expect(readEntry(1847)).toMatchObject({ saving: null, order: { status: 'closed' } });
  });

  it('stay when the line is still down', async () => {
    server.use(http.put(url, () => HttpResponse.error()));
    await keepForLater(orderOf(), { status: 'confirmed' });
    await sendWaiting(hooks());
    expect(waiting()).toHaveLength(1);
    expect(readEntry(1847)?.saving?.phase).toBe('queued');
    server.use(saved(4));
    await sendWaiting(hooks());
    expect(waiting()).toEqual([]);
  });

  it('are taken for saved when the first sending did arrive', async () => {
    const mine = [{ id: 7, agent: { id: 1, code: 'AGT-001', name: 'Sarah' } }];
    server.use(
      conflict(orderOf({ status: 'confirmed', version: 4 })),
      http.get('*/api/agent/orders/:id/history', () =>
        HttpResponse.json({ success: true, history: mine }),
      ),
    );
    await keepForLater(orderOf(), { status: 'confirmed' });
    const told = hooks();
    await sendWaiting(told);
    expect(told.onSaved).toHaveBeenCalledOnce();
    expect(told.onConflict).not.toHaveBeenCalled();
  });

  it('ask the person when somebody else was first', async () => {
    const hers = [{ id: 7, agent: { id: 2, code: 'AGT-002', name: 'Lina' } }];
    server.use(
      conflict(orderOf({ status: 'confirmed', version: 4 })),
      http.get('*/api/agent/orders/:id/history', () =>
        HttpResponse.json({ success: true, history: hers }),
      ),
    );
    await keepForLater(orderOf(), { status: 'confirmed' });
    const told = hooks();
    await sendWaiting(told);
    expect(told.onConflict).toHaveBeenCalledOnce();
    expect(readEntry(1847)?.order.version).toBe(4);
  });
});
