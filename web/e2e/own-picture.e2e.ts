/* One's own picture: set and taken away in the settings, seen by colleagues (S1-PROF-05, S1-PROF-02). */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { looksRight, violations } from './support/looks.ts';
import { button, gone, seen, toast } from './support/page.ts';

const desk = openDesk();
const photo = join(import.meta.dirname, '../../tests/support/samples/turned.jpg');

test('a picture is chosen, sent, seen by an administrator, and taken away', async () => {
  const seat = await desk.work('AG001', '/settings');
  const { page } = seat;
  const part = page.getByRole('group', { name: 'Your picture' });
  await seen(button(part, 'Choose a picture'));
  expect(await violations(seat)).toEqual([]);
  await part.locator('input[type=file]').setInputFiles(photo);
  await seen(toast(page, 'Your picture is saved.'));
  const own = part.locator('img');
  await seen(own);
  // It is really drawn: the small picture of an upright photograph.
  await expect.poll(() => own.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(60);
  await seen(button(part, 'Change'));

  const admin = await desk.work('admin', '/admin/sessions');
  const theirs = admin.page.locator(`img[src="${await own.getAttribute('src')}"]`);
  await seen(theirs);

  const phone = await desk.work('AG001', '/settings', { language: 'ar', width: 390 });
  await seen(button(phone.page, 'تغيير'));
  await looksRight(phone, 'ar', 'own-picture-phone');

  await button(part, 'Remove your picture').press('Enter');
  await seen(toast(page, 'Your picture is removed.'));
  await gone(own);
  // The other window of the same person hears of it.
  await seen(button(phone.page, 'اختيار صورة'));
}, 60_000);

test('what is no picture is refused in words', async () => {
  const seat = await desk.work('AG002', '/settings');
  seat.allow(answered(422));
  const { page } = seat;
  const part = page.getByRole('group', { name: 'Your picture' });
  await part
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await seen(part.getByRole('alert').getByText('Choose an image.'));
});
