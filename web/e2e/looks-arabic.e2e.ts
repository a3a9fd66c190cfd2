import { expect, test } from 'vitest';
import { openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { listStands, seen } from './support/page.ts';
import { lookAtViews } from './support/views.ts';

const desk = openDesk();

lookAtViews(desk, 'ar');

test('the language is changed without a reload, and stays with the account', async () => {
  const seat = await desk.work('AG008', '/call-center-panel/orders');
  await listStands(seat.page);
  await seat.page.getByRole('button', { name: 'العربية' }).click();
  await seen(seat.page.getByRole('heading', { name: 'إدارة الطلبات' }));
  await looksRight(seat, 'ar', 'switched');
  const api = await desk.api('AG008');
  await expect
    .poll(async () => (await api.get('/api/me/preferences')).preferences.language)
    .toBe('ar');
  const elsewhere = await desk.work('AG008', '/call-center-panel/orders');
  await seen(elsewhere.page.getByRole('heading', { name: 'إدارة الطلبات' }));
  expect(await elsewhere.page.evaluate(() => document.documentElement.dir)).toBe('rtl');
});
