/* What the server says, on an Arabic page. */
import { expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { button, dialog, gone, seen } from './support/page.ts';

const desk = openDesk();

test('a save that the server refuses is refused in Arabic', async () => {
  const seat = await desk.work('manager', '/call-center-panel/orders', { language: 'ar' });
  const { page } = seat;
  seat.allow(answered(422));
  await button(page, 'طلب جديد').click();
  const open = dialog(page, 'طلب جديد');
  for (const [label, text] of [
    ['اسم العميل', 'سعيد المنصوري'],
    ['الهاتف', '12'],
    ['المنتج', 'مصباح'],
    ['العنوان', 'بناية ٣'],
    ['المنطقة', 'ديرة'],
  ] as const) {
    await open.getByLabel(new RegExp(`^${label}( \\(مطلوب\\))?$`)).fill(text);
  }
  await open.getByLabel(/^السعر/).fill('5');
  await button(open, 'إنشاء الطلب').click();
  await seen(open.getByText('رقم الهاتف غير صحيح.').first());
  expect(await open.innerText()).not.toMatch(/phone number|customer_phone/i);
  // What was entered would be lost: Esc asks first.
  await page.keyboard.press('Escape');
  await seen(open.getByText('ما أدخلته لم يُحفظ بعد.'));
  await button(open, 'تجاهل').click();
  await gone(open);
});

test('notifications turn with the page', async () => {
  const { page } = await desk.work('AG001', '/call-center-panel', { language: 'ar' });
  await page.getByRole('button', { name: /^الإشعارات/ }).click();
  await seen(page.getByText(/^أُسند إليك الطلب ORD-\d+$/).first());
  await seen(page.getByText(/^اتصل الآن بـ /).first());
  expect(await page.getByText(/is yours$|^Call .* now$|^Follow up on/).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await seen(page.getByText(/^Order ORD-\d+ is yours$/).first());
});
