import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/lib/api';
import { loadTexts } from '@/lib/i18n';
import { orderOf, signIn } from '@/test/orders';
import { useSmsState } from './sms-state';
import { StatusDialog } from './status-dialog';

beforeAll(() => loadTexts('orders'));
beforeEach(() => {
  signIn();
  useSmsState.setState({ configured: null });
});

type Props = Partial<React.ComponentProps<typeof StatusDialog>>;

function show(props: Props = {}) {
  const onSubmit = vi.fn();
  render(
    <Tooltip.Provider>
      <StatusDialog order={orderOf()} onSubmit={onSubmit} onClose={() => {}} {...props} />
    </Tooltip.Provider>,
  );
  return onSubmit;
}

const submit = () => userEvent.click(screen.getByRole('button', { name: /Update status/ }));
const radio = (name: RegExp) => screen.getByRole('radio', { name });
const form = () => screen.getByRole('dialog').querySelector('form') as HTMLElement;

describe('UPDATE ORDER STATUS', () => {
  it('says which order, how it is, whose it is and what it costs', () => {
    show();
    const dialog = screen.getByRole('dialog', { name: /Update order status – ORD-001847/ });
    expect(within(dialog).getByText('Ahmed Al-Rashid')).toBeTruthy();
    expect(within(dialog).getByText(/971 50 123 4567/)).toBeTruthy();
    expect(within(dialog).getByText(/750\.00/)).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: /Notify customer/ })).toHaveProperty(
      'ariaChecked',
      'true',
    );
  });

  it('enables what is allowed and says why not otherwise', () => {
    show({ order: orderOf({ status: 'new', allowed_statuses: ['confirmed', 'cancelled'] }) });
    expect(radio(/Confirmed/)).toHaveProperty('disabled', false);
    expect(radio(/Closed/)).toHaveProperty('disabled', true);
    expect(screen.getAllByText('Not possible from: New').length).toBe(4);
  });

  it('needs a reason to cancel, and details for another reason', async () => {
    const onSubmit = show();
    await userEvent.click(radio(/Cancelled/));
    await submit();
    expect(screen.getByText('A cancellation needs a reason.')).toBeTruthy();
    await userEvent.click(radio(/Other/));
    await submit();
    expect(screen.getByText('Say what the other reason is.')).toBeTruthy();
    expect(onSubmit).not.toHaveBeenCalled();
    await userEvent.type(screen.getByLabelText(/Additional details/), 'moved away');
    await submit();
    expect(onSubmit).toHaveBeenCalledWith(
      {
        status: 'cancelled',
        cancellation_reason: 'other',
        cancellation_details: 'moved away',
        notify_customer: true,
        follow_up_required: true,
        version: 3,
      },
      expect.objectContaining({ version: 3 }),
    );
  });

  it('stays with what the person saw when somebody changes the order meanwhile', async () => {
    const onSubmit = vi.fn();
    const dialog = (order: ReturnType<typeof orderOf>) => (
      <Tooltip.Provider>
        <StatusDialog order={order} onSubmit={onSubmit} onClose={() => {}} />
      </Tooltip.Provider>
    );
    const { rerender } = render(dialog(orderOf()));
    rerender(dialog(orderOf({ version: 4, status: 'under_review' })));
    expect(screen.getByRole('alert').textContent).toContain('It is now: Under review');
    await userEvent.click(radio(/Confirmed/));
    await submit();
    expect(onSubmit.mock.calls[0]?.[0]).toMatchObject({ status: 'confirmed', version: 3 });
  });

  it('takes the digits by their place, also where the layout writes others', () => {
    show();
    fireEvent.keyDown(form(), { code: 'Digit6', key: '٦' });
    expect(radio(/Cancelled/).getAttribute('aria-checked')).toBe('true');
    fireEvent.keyDown(form(), { code: 'Numpad1', key: '1' });
    expect(radio(/Confirmed/).getAttribute('aria-checked')).toBe('true');
  });

  it('does not take a digit out of the notes', async () => {
    show();
    await userEvent.type(screen.getByLabelText(/Update notes/), '6');
    expect(radio(/Cancelled/).getAttribute('aria-checked')).toBe('false');
  });

  it('does not choose by key what is not allowed', () => {
    show({ order: orderOf({ status: 'new', allowed_statuses: ['confirmed'] }) });
    fireEvent.keyDown(form(), { code: 'Digit3', key: '3' });
    expect(radio(/Closed/).getAttribute('aria-checked')).toBe('false');
  });

  it('shows what the server allows after it refused', () => {
    const problem = new ApiError(409, {
      code: 'state',
      error: 'The order is confirmed',
      allowed: ['closed'],
      request_id: 'abc-1',
    });
    show({ preset: { status: 'no_response' }, problem });
    expect(screen.getByRole('alert').textContent).toContain('The order is confirmed');
    expect(screen.getByText('abc-1')).toBeTruthy();
    expect(radio(/Closed/)).toHaveProperty('disabled', false);
    expect(radio(/Confirmed/)).toHaveProperty('disabled', true);
  });

  it('says beforehand that no SMS will go out, once that is known', () => {
    useSmsState.setState({ configured: false });
    show();
    expect(screen.getByText(/SMS is not set up on this server/)).toBeTruthy();
  });
});
