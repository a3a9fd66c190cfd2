import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useToasts } from '@/components/ui/toast-store';
import { loadTexts } from '@/lib/i18n';
import { forgetOrders, putOrder, readEntry } from '@/lib/orders/entries';
import { listenForShortcuts } from '@/lib/shortcuts';
import { orderOf, signIn } from '@/test/orders';
import { testServer } from '@/test/server';
import { closeOrderDialog, useOrderDialogs } from './order-dialogs-store';
import { useOrderKeys } from './use-order-keys';

const server = testServer();
let stop = () => {};
beforeAll(() => loadTexts('orders'));
beforeEach(() => {
  signIn();
  stop = listenForShortcuts();
});
afterEach(() => {
  stop();
  closeOrderDialog();
  useToasts.setState({ toasts: [] });
  forgetOrders();
});

function List({ open = null, onDetails }: { open?: number | null; onDetails: () => void }) {
  useOrderKeys(open, onDetails);
  return (
    <>
      <button type="button" data-row-id="1847">
        row
      </button>
      <textarea aria-label="notes" />
    </>
  );
}

function show(open: number | null = null) {
  const onDetails = vi.fn();
  render(<List open={open} onDetails={onDetails} />);
  return onDetails;
}

const focusRow = () => screen.getByText('row').focus();
const press = (code: string, key: string) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { code, key });
const dialog = () => useOrderDialogs.getState().dialog;

describe('the keys of an order', () => {
  it('act by the place of the key on an Arabic layout', () => {
    putOrder(orderOf());
    const onDetails = show();
    focusRow();
    press('KeyN', 'ى');
    expect(dialog()).toEqual({ kind: 'note', id: 1847 });
    press('KeyO', 'خ');
    expect(onDetails).toHaveBeenCalledWith(1847);
    press('KeyC', 'ؤ');
    expect(dialog()).toEqual({ kind: 'call', id: 1847 });
  });

  it('do nothing while nobody knows which order is meant', () => {
    putOrder(orderOf());
    show();
    press('Digit1', '1');
    press('KeyN', 'n');
    expect(dialog()).toBeNull();
  });

  it('are about the open order when no row has the focus', () => {
    putOrder(orderOf());
    show(1847);
    press('KeyU', 'u');
    expect(dialog()).toEqual({ kind: 'status', id: 1847 });
  });

  it('write letters into a text', () => {
    putOrder(orderOf());
    show(1847);
    screen.getByLabelText('notes').focus();
    press('Digit1', '1');
    expect(dialog()).toBeNull();
  });

  it('open the dialog for what needs a date or a reason, or cannot be taken back', () => {
    putOrder(orderOf());
    show();
    focusRow();
    for (const [code, status] of [
      ['Digit4', 'postponed'],
      ['Digit6', 'cancelled'],
      ['Digit1', 'confirmed'],
    ] as const) {
      press(code, '٠');
      expect(dialog()).toEqual({ kind: 'status', id: 1847, preset: { status } });
    }
  });

  it('save at once what can be taken back, and take it back', async () => {
    const sent: string[] = [];
    server.use(
      http.put('*/api/agent/orders/:id/status', async ({ request }) => {
        const { status, version } = (await request.json()) as { status: string; version: number };
        sent.push(`${status} v${version}`);
        return HttpResponse.json({
          success: true,
          order: orderOf({ status: status as never, version: version + 1 }),
          notification: { requested: false, state: 'none', message: '' },
        });
      }),
    );
    putOrder(orderOf({ status: 'under_review' }));
    show();
    focusRow();
    press('Digit1', '1');
    expect(dialog()).toBeNull();
    expect(readEntry(1847)?.saving).toEqual({ status: 'confirmed', phase: 'sending' });
    await waitFor(() => expect(readEntry(1847)?.order.status).toBe('confirmed'));
    const [toast] = useToasts.getState().toasts;
    expect(toast?.action?.label).toBe('Undo');
    expect(toast?.durationMs).toBe(8_000);
    toast?.action?.run();
    await waitFor(() => expect(readEntry(1847)?.order.status).toBe('under_review'));
    expect(sent).toEqual(['confirmed v3', 'under_review v4']);
  });

  it('say why not, and what is on its way is left alone', () => {
    putOrder(orderOf({ status: 'confirmed', allowed_statuses: ['closed'] }));
    show();
    focusRow();
    press('Digit2', '2');
    expect(useToasts.getState().toasts[0]?.text).toBe(
      'ORD-001847 is Confirmed: it cannot become No response.',
    );
    expect(dialog()).toBeNull();
  });

  it('change nothing for who may only read', () => {
    signIn(['orders.read']);
    putOrder(orderOf());
    show();
    focusRow();
    press('Digit1', '1');
    press('KeyN', 'n');
    expect(dialog()).toBeNull();
  });
});
