/* Clients of other makers: switched on, set up, and given a new secret (IMP-RT-04, S2-RT-01). */
import { expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { button, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();

test('an administrator lets clients connect; a manager sees it, and the new secret’s day', async () => {
  const seat = await desk.work('admin', '/admin/live-connections');
  const other = await desk.work('manager', '/admin/live-connections');
  const { page } = seat;
  await seen(heading(page, 'Live connections'));
  await seen(heading(other.page, 'Live connections'));
  const allowed = (at: typeof page) => at.getByRole('checkbox', { name: 'Programs may publish' });
  const before = await allowed(other.page).isChecked();
  await page.getByRole('checkbox', { name: 'Clients may connect' }).setChecked(true);
  await allowed(page).press('Space');
  await button(page, 'Save').press('Enter');
  await seen(toast(page, 'Saved; open connections come again with it.'));
  // What the other one sees follows, in place.
  await expect.poll(() => allowed(other.page).isChecked()).toBe(!before);
  const first = page.getByRole('dialog');
  if (await first.count()) await button(first, 'I have kept it').click();
  await seen(page.getByText("broadcaster: 'reverb'"));

  await button(page, 'New secret').click();
  await looksRight(seat, 'en', 'live-connections-ask');
  await button(dialog(page, 'Make a new secret?'), 'New secret').click();
  const made = dialog(page, 'Your new secret');
  const secret = await made.locator('code').textContent();
  expect(secret).toMatch(/^[0-9a-f]{40}$/);
  await looksRight(seat, 'en', 'live-connections-secret');
  await button(made, 'I have kept it').click();
  await gone(made);
  expect(await page.content()).not.toContain(secret);

  // Whoever saves on top of what somebody else has saved is told, and shown it.
  await allowed(page).press('Space');
  await allowed(other.page).press('Space');
  await button(other.page, 'Save').click();
  await seen(toast(other.page, 'Saved; open connections come again with it.'));
  seat.allow(answered(409));
  await button(page, 'Save').click();
  await seen(page.getByText('Somebody else has changed this'));
  await button(page, 'Show how it is now').click();
  await gone(page.getByText('Somebody else has changed this'));
}, 60_000);

test('the Arabic page is whole', async () => {
  await (await desk.api('admin')).put('/api/settings/push', { enabled: true });
  const seat = await desk.work('admin', '/admin/live-connections', { language: 'ar' });
  await seen(heading(seat.page, 'الاتصالات الحيّة'));
  await button(seat.page, 'مفتاح سري جديد').click();
  await seen(dialog(seat.page, 'إنشاء مفتاح سري جديد؟'));
  await looksRight(seat, 'ar', 'live-connections-ask-ar');
});
