/* What was typed outlives a slip of the hand, and a second try is not a second doing (IMP-NFR-02). */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '@/lib/api';
import { loadTexts } from '@/lib/i18n';
import { deleteDraft } from '@/lib/storage/idb';
import { orderOf, signIn } from '@/test/orders';
import { testServer } from '@/test/server';
import { CallLogForm } from './call-log-form';
import { CallbackDialog } from './callback-dialog';
import { ComplaintDialog } from './complaint-dialog';
import { EscalateDialog } from './escalate-dialog';
import { InteractionDialog } from './interaction-dialog';
import { ModifyDialog } from './modify-dialog';
import { ReassignDialog } from './reassign-dialog';
import { StatusDialog } from './status-dialog';

const server = testServer();
beforeAll(() => loadTexts('orders'));
beforeEach(() => {
  signIn();
  server.use(
    http.get('/api/*', () => HttpResponse.json({ success: true, interactions: [], agents: [] })),
  );
});

const order = orderOf();
const nothing = () => {};

function show(dialog: ReactElement) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>{dialog}</Tooltip.Provider>
    </QueryClientProvider>,
  );
}

const escalate = (of: Order) => (
  <EscalateDialog subject={{ type: 'order', id: of.id, code: of.short_code }} onClose={nothing}>
    {null}
  </EscalateDialog>
);
const dialogs: [string, string, RegExp, ReactElement][] = [
  [
    'status',
    'order:1847:status',
    /Update notes/,
    <StatusDialog key="s" order={order} onSubmit={nothing} onClose={nothing} />,
  ],
  [
    'call log',
    'order:1847:call',
    /Notes/,
    <CallLogForm key="l" order={order} number="+971501234567" onDone={nothing} />,
  ],
  [
    'callback',
    'order:1847:callback',
    /Notes/,
    <CallbackDialog key="c" order={order} onClose={nothing} />,
  ],
  [
    'contact',
    'order:1847:contact',
    /Notes/,
    <InteractionDialog key="i" order={order} onClose={nothing} />,
  ],
  ['escalation', 'order:1847:escalate', /Reason/, escalate(order)],
  [
    'complaint',
    'order:1847:complaint',
    /What it is about/,
    <ComplaintDialog key="p" order={order} onClose={nothing} />,
  ],
  [
    'reassignment',
    'order:1847:reassign',
    /Reason/,
    <ReassignDialog key="r" orders={[order]} onClose={nothing} />,
  ],
  [
    'change',
    'order:1847:modify',
    /Reason/,
    <ModifyDialog key="m" order={order} onClose={nothing} />,
  ],
];

describe.each(dialogs)('%s', (_name, key, label, dialog) => {
  it('still has what was typed when it is opened again', async () => {
    await deleteDraft(key);
    const first = show(dialog);
    await userEvent.type(screen.getByLabelText(label), 'the lift is broken');
    await waitFor(async () => {
      const { getDraft } = await import('@/lib/storage/idb');
      expect(await getDraft(key)).toBe('the lift is broken');
    });
    first.unmount();
    show(dialog);
    await waitFor(() =>
      expect(screen.getByLabelText(label)).toHaveProperty('value', 'the lift is broken'),
    );
  });
});

describe('a second try after a lost answer', () => {
  it.each([
    [
      'an escalation',
      '/api/agent/orders/:id/escalate',
      /Reason/,
      'Escalate',
      escalate(orderOf({ id: 1 })),
    ],
    [
      'a complaint',
      '/api/agent/complaints',
      /What it is about/,
      'Save complaint',
      <ComplaintDialog key="p" order={orderOf({ id: 1 })} onClose={nothing} />,
    ],
  ])('%s is the same request to the server', async (_name, path, label, save, dialog) => {
    const keys: (string | null)[] = [];
    server.use(
      http.post(path, ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return HttpResponse.error();
      }),
    );
    show(dialog);
    await userEvent.type(screen.getByLabelText(label), 'twice');
    for (const count of [1, 2]) {
      await userEvent.click(screen.getByRole('button', { name: save }));
      await waitFor(() => expect(keys).toHaveLength(count));
      await screen.findByText('The server cannot be reached. Check your connection.');
    }
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
  });
});

it('a complaint about a field is said once, beside it', async () => {
  const complaint = 'This is not a phone number.';
  server.use(
    http.post('/api/agent/callbacks', () =>
      HttpResponse.json(
        {
          success: false,
          code: 'invalid',
          error: complaint,
          errors: { phone_number: [complaint] },
        },
        { status: 422 },
      ),
    ),
  );
  show(<CallbackDialog order={order} onClose={nothing} />);
  await userEvent.click(screen.getByRole('button', { name: 'Schedule callback' }));
  expect(await screen.findAllByText(complaint)).toHaveLength(1);
  expect(screen.getByLabelText(/Phone/).getAttribute('aria-invalid')).toBe('true');
});

it('a number that was there before keeps its direction in the sentence', async () => {
  show(<ModifyDialog order={order} onClose={nothing} />);
  await userEvent.type(screen.getByLabelText('Phone'), '0');
  expect(screen.getByText(/^Was: /).textContent).toContain('\u2068+971501234567\u2069');
});
