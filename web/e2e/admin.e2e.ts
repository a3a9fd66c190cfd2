/* Managing people in the browser: by keyboard and by finger, in both languages. */
import { describe, expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { seen } from './support/page.ts';

const desk = openDesk();

const words = {
  en: {
    title: 'Users and agents',
    add: 'Add a person',
    username: 'User name',
    works: 'Works as an agent',
  },
  ar: {
    title: 'المستخدمون والموظفون',
    add: 'إضافة شخص',
    username: 'اسم المستخدم',
    works: 'يعمل موظفاً في مركز الاتصال',
  },
} as const;

describe.each(['en', 'ar'] as const)('in %s', (language) => {
  const t = words[language];
  test.each([1440, 390] as const)('the list and the form look right at %i px', async (width) => {
    const seat = await desk.work('admin', '/admin/users', {
      language,
      width,
      height: 844,
      touch: width === 390,
    });
    const { page } = seat;
    await seen(page.getByRole('heading', { name: t.title }), page.getByText('AGT-001').first());
    await looksRight(seat, language, `people-${language}-${width}`);
    await page.getByRole('button', { name: t.add }).click();
    await seen(page.getByLabel(t.username), page.getByText(t.works));
    await looksRight(seat, language, `person-${language}-${width}`);
  });
});

test('somebody is added, corrected and taken out of service', async () => {
  const seat = await desk.work('manager', '/admin/users');
  const { page } = seat;
  await page.getByRole('button', { name: 'Add a person' }).click();
  const form = page.getByRole('dialog');
  await seen(form.getByLabel('User name'));
  expect(await form.getByRole('checkbox', { name: 'Administrator' }).count()).toBe(0);

  seat.allow(answered(409));
  await form.getByLabel('Name', { exact: false }).first().fill('Zayd Karimi');
  await form.getByLabel('User name').fill('AG001');
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(form.getByText('Another user has this name.').first());
  await form.getByLabel('User name').fill('zayd.karimi');
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByText('Temporary password for Zayd Karimi'));
  expect(await page.locator('code').textContent()).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  await page.getByRole('button', { name: 'I have passed it on' }).click();

  await page.getByLabel('Name, user name or code').fill('zayd');
  await expect.poll(() => page.url()).toContain('search=zayd');
  await page.getByRole('row').filter({ hasText: 'Zayd Karimi' }).click();
  await seen(form.getByRole('button', { name: 'Disable' }));
  await page.reload();
  await form.getByLabel('Open orders at most').fill('9');
  await form.getByRole('combobox', { name: 'Skills' }).fill('After Sales');
  await page.keyboard.press('Enter');
  await form.getByRole('combobox', { name: 'Level of after-sales' }).click();
  await page.getByRole('option', { name: 'Level 4' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByText('Zayd Karimi is saved.'));

  await page.getByRole('row').filter({ hasText: 'Zayd Karimi' }).click();
  expect(await form.getByLabel('Open orders at most').inputValue()).toBe('9');
  const level = form.getByRole('combobox', { name: 'Level of after-sales' });
  expect(await level.textContent()).toBe('Level 4');
  await form.getByRole('button', { name: 'Disable' }).click();
  await seen(page.getByText('Disable Zayd Karimi?'));
  await page.getByRole('dialog').last().getByRole('button', { name: 'Disable' }).click();
  await seen(page.getByText('Zayd Karimi is disabled.'));
  await seen(page.getByRole('row').filter({ hasText: 'Zayd Karimi' }).getByText('Disabled'));
});

test('the open orders of who is disabled go to a chosen colleague', async () => {
  const seat = await desk.work('admin', '/admin/users?search=AG001');
  const { page } = seat;
  const agentOf = (username: string) =>
    desk.server.sql(
      `SELECT a.open_orders FROM agents a JOIN users u ON u.company_id = a.company_id AND u.id = a.user_id WHERE u.company_id = 1 AND u.username = '${username}'`,
    );
  expect(Number(agentOf('AG001')[0])).toBeGreaterThan(0);
  await page.getByRole('row').filter({ hasText: 'AGT-001' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  const ask = page.getByRole('dialog').last();
  await ask.getByText('To a colleague').click();
  await ask.getByRole('combobox').click();
  await page.getByRole('option').first().click();
  await ask.getByRole('button', { name: 'Disable' }).click();
  await seen(page.getByText('is disabled.'));
  expect(agentOf('AG001')).toEqual(['0']);
});

describe.each(['en', 'ar'] as const)('departments and teams in %s', (language) => {
  const title = { en: 'Departments and teams', ar: 'الأقسام والفرق' }[language];
  const add = { en: 'New team', ar: 'فريق جديد' }[language];
  test.each([1440, 390] as const)('look right at %i px', async (width) => {
    const seat = await desk.work('manager', '/admin/teams', {
      language,
      width,
      height: 844,
      touch: width === 390,
    });
    const { page } = seat;
    await seen(page.getByRole('heading', { name: title }), page.getByRole('listitem').first());
    await looksRight(seat, language, `org-${language}-${width}`);
    await page.getByRole('button', { name: add }).click();
    await seen(page.getByRole('dialog'));
    await looksRight(seat, language, `team-${language}-${width}`);
  });
});

test('a department is opened, closed and removed; one with people stays', async () => {
  const seat = await desk.work('manager', '/admin/teams');
  const { page } = seat;
  const departments = page.getByRole('region', { name: 'Departments' });
  await departments.getByRole('button', { name: 'New department' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Export');
  await dialog.getByLabel('Code').fill('export');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(page.getByText('Export is saved.'));
  await departments.getByRole('button', { name: 'Change Export' }).click();
  await dialog.getByRole('checkbox', { name: 'In use' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await seen(departments.getByRole('listitem').filter({ hasText: 'Export' }).getByText('Closed'));
  await departments.getByRole('button', { name: 'Change Export' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await seen(page.getByText('Export is removed.'));

  seat.allow(answered(409));
  await departments.getByRole('button', { name: 'Change Sales' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await seen(dialog.getByText('Still in it:'));
});
