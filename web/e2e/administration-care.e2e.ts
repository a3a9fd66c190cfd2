/* What an administrator leans on: the record of logins, the way to what was done, forms that keep (IMP-AUTH-06, IMP-ADMIN-01). */
import { describe, expect, test } from 'vitest';
import { answered, noNetwork, openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { heading, seen } from './support/page.ts';

const desk = openDesk();

describe('the record of logins', () => {
  const words = {
    en: {
      title: 'Who is logged in',
      filter: 'Which logins',
      only: 'Only refused',
      wrong: 'Wrong password',
    },
    ar: {
      title: 'المسجّل دخولهم',
      filter: 'أي محاولات',
      only: 'المرفوضة فقط',
      wrong: 'كلمة مرور خاطئة',
    },
  } as const;

  test.each(['en', 'ar'] as const)('shows in %s who was refused a moment ago', async (language) => {
    const t = words[language];
    const seat = await desk.work('admin', '/admin/sessions?view=logins', { language });
    const { page } = seat;
    const newest = page.locator('[data-login-id]').first();
    await seen(heading(page, t.title), newest);
    const stranger = await desk.seat();
    const refused = await stranger.context.request.post('/api/auth/login', {
      data: { username: 'AG005', password: 'not this one', company: 'gulf' },
    });
    expect(refused.status()).toBe(401);
    await page.getByRole('combobox', { name: t.filter }).click();
    await page.getByRole('option', { name: t.only }).click();
    await seen(newest.filter({ hasText: 'AGT-005' }).filter({ hasText: t.wrong }));
    await looksRight(seat, language, `logins-${language}`);
  });

  test('is not there for who may not read it', async () => {
    const { page } = await desk.work('manager', '/admin/sessions?view=logins');
    await seen(
      heading(page, 'Who is logged in'),
      page.getByText('People whose sessions you may end.'),
    );
    expect(await page.getByRole('tab').count()).toBe(0);
  });
});

test('/admin is the first page that one may see, and signs in where nobody is', async () => {
  const { page } = await desk.work('manager', '/admin');
  await seen(heading(page, 'Users and agents'));
  const agent = await desk.work('AG001', '/admin');
  await seen(agent.page.getByText('There is nothing at this address'));
  const nobody = await desk.seat();
  nobody.allow(answered(401));
  await nobody.open('/admin?company=gulf');
  await nobody.page.waitForURL(/\/admin\/login/);
  await seen(nobody.page.locator('form'));
});

test('Esc asks before ticked rights are lost, a lost line loses nothing', async () => {
  const seat = await desk.work('admin', '/admin/roles');
  const { page, context } = seat;
  await page.getByRole('button', { name: 'New role' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Save' }).click();
  const name = form.getByLabel('Name (required)');
  seat.allow(answered(422), noNetwork);
  await expect.poll(() => name.evaluate((one) => one === document.activeElement)).toBe(true);
  await name.fill('Night desk');
  await form.getByRole('checkbox', { name: 'See own orders and the pool' }).click();
  await page.keyboard.press('Escape');
  await seen(form.getByText('What you entered is not saved yet.'));
  await page.keyboard.press('Enter');
  await context.setOffline(true);
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(form.getByText('The server cannot be reached. Check your connection.'));
  await page.keyboard.press('Escape');
  await seen(form.getByRole('button', { name: 'Go on editing' }));
  await page.keyboard.press('Escape');
  await context.setOffline(false);
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByText('The role Night desk is saved; it counts from now on.'));
  await page.goto('/admin/audit?action=role');
  const row = page.getByRole('row').filter({ hasText: 'Role Night desk' });
  await row.first().click();
  await page.getByRole('button', { name: 'Everything about Role Night desk' }).click();
  await seen(page.getByText('Only about Role Night desk'), row);
  expect(await row.count()).toBe(1);
});

test('a temporary password shown once stays through Esc', async () => {
  const { page } = await desk.work('admin', '/admin/users');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: false }).first().fill('Rim Once');
  await form.getByLabel('User name').fill('rim.once');
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(page.locator('code'));
  await page.keyboard.press('Escape');
  await seen(page.locator('code'));
});
