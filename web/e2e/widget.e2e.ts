/* The customer's chat on a shop's own site, and the desk at the other end (IMP-WIDGET-01). */
import { beforeAll, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { screenshot } from './support/looks.ts';
import { seen } from './support/page.ts';
import { begin, logOf, openShop, say, visit, widgetOf } from './support/shop.ts';

const desk = openDesk();
const shop = openShop(desk);
let sarah: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  await sarah.put('/api/agent/auth/status', { status: 'available' });
});

test('try', async () => {
  const seat = await visit(desk, shop);
  await seen(widgetOf(seat.page).getByRole('button'));
  await screenshot(seat, 'w1');
  const chat = await begin(seat, sarah, 'Where is my parcel?');
  await screenshot(seat, 'w2');
  expect(chat).toBeTruthy();
  await say(seat.page, 'one more');
  await seen(logOf(seat.page).getByText('one more'));
  await sarah.post(`/api/chats/${chat.id}/claim`);
  await sarah.post(`/api/chats/${chat.id}/messages`, {
    client_message_id: crypto.randomUUID(),
    content: 'It is on its way, look at https://example.com/track?id=12 please',
  });
  await seen(logOf(seat.page).getByText('on its way'));
  await screenshot(seat, 'w3');
});
