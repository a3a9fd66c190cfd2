import { render, screen } from '@testing-library/react';
import { beforeAll, expect, it } from 'vitest';
import type { Communication } from '@/lib/api';
import { i18n, initI18n, loadTexts } from '@/lib/i18n';
import { Communications } from './communications';

const entry = (id: number, part: Partial<Communication>): Communication => ({
  id,
  at: `2026-11-21T06:0${id}:00Z`,
  kind: 'call',
  direction: null,
  outcome: null,
  channel: null,
  score: null,
  status: null,
  template: null,
  error: null,
  duration_seconds: null,
  text: null,
  agent: null,
  ...part,
});

beforeAll(async () => {
  await initI18n();
  await loadTexts('orders');
});

it('tells calls, contacts, ratings and escalations in one row of times, the latest first', async () => {
  await i18n.changeLanguage('en');
  render(
    <Communications
      items={[
        entry(1, { direction: 'outbound', outcome: 'answered' }),
        entry(2, {
          kind: 'interaction',
          channel: 'chat',
          outcome: 'follow_up_required',
          score: 2,
          duration_seconds: 200,
        }),
        entry(3, { kind: 'rating', channel: 'link', score: 5, text: 'Quick' }),
        entry(4, { kind: 'escalation', channel: 'manager', outcome: 'escalated_further' }),
        // These stand in sections of their own and are no contact with the customer.
        entry(5, { kind: 'note', text: 'Prefers calls after 4 pm' }),
        entry(6, { kind: 'status', outcome: 'no_response' }),
      ]}
    />,
  );
  const lines = screen.getAllByRole('listitem').map((item) => item.textContent);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/Escalation \(Handed up\).*To the manager/);
  expect(lines[1]).toMatch(/Rating \(5 of 5\).*Quick/);
  expect(lines[2]).toMatch(/Chat \(Follow-up needed\).*2 of 5 · 03:20/);
  expect(lines[3]).toMatch(/Call attempt \(Answered\)/);
});

it('says whether a message has reached the customer, and why not (S0-COMM-03)', async () => {
  await i18n.changeLanguage('en');
  const sms = { kind: 'sms', direction: 'outbound' } as const;
  render(
    <Communications
      items={[
        entry(1, { ...sms, status: 'failed', error: 'No such number', text: 'Hello' }),
        entry(2, { ...sms, status: 'delivered', template: 'order_confirmation' }),
        entry(3, { kind: 'sms', direction: 'inbound', status: 'received', text: 'Thanks' }),
      ]}
    />,
  );
  const lines = screen.getAllByRole('listitem').map((item) => item.textContent);
  expect(lines[0]).toMatch(/SMS from the customerThanks$/);
  expect(lines[1]).toMatch(/SMS \(Order confirmation\)Delivered$/);
  expect(lines[2]).toMatch(/SMSNot sentNo such numberHello$/);
});
