/* The page of the company's widgets: made, shown live to others, changed by two, embedded (IMP-WIDGET-01). */
import { expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { button, dialog, gone, seen, toast } from './support/page.ts';
import { openShop, visit, widgetOf } from './support/shop.ts';

const desk = openDesk();
const shop = openShop(desk);

test('one makes it, another sees it at once; the secret is shown this once', async () => {
  const manager = await desk.work('manager', '/admin/widget');
  const admin = await desk.work('admin', '/admin/widget');
  await admin.hearing();
  await button(manager.page, 'New widget').click();
  await manager.page.getByLabel('Name', { exact: false }).first().fill('Summer shop');
  await manager.page.getByLabel('Addresses of your sites').fill('https://summer.example.com/a');
  await button(manager.page, 'Save').click();
  const shown = dialog(manager.page, 'The secret of Summer shop');
  const secret = await shown.locator('code').innerText();
  expect(secret.length).toBeGreaterThan(20);
  await seen(admin.page.getByText('https://summer.example.com'));
  await button(shown, 'I have kept it').click();
  await seen(manager.page.getByText(/<script async src=.*widget\.js/));
  expect(await manager.page.content()).not.toContain(secret);
});

test('what the form says the preview shows, and visitors get', async () => {
  const { page } = await desk.work('manager', `/admin/widget?widget=${shop.widget.id}`);
  const preview = page.locator('[data-preview]');
  await page.getByLabel('Heading').last().fill('Ask the lamp people');
  await seen(preview.getByText('Ask the lamp people'));
  await page.getByLabel('Colour', { exact: true }).fill('#ffee00');
  await expect
    .poll(() => preview.evaluate((element: HTMLElement) => element.style.cssText))
    .toContain('rgb(0 0 0)');
  await button(page, 'Save').click();
  await seen(toast(page, 'The widget Shop is saved.'));
  const seat = await visit(desk, shop);
  await widgetOf(seat.page).getByRole('button').click();
  await seen(widgetOf(seat.page).getByRole('heading', { name: 'Ask the lamp people' }));
});

test('two who change it at once: the second is shown what is there', async () => {
  const first = await desk.work('manager', `/admin/widget?widget=${shop.widget.id}`);
  const second = await desk.work('admin', `/admin/widget?widget=${shop.widget.id}`);
  second.allow(answered(409));
  await second.page.getByLabel('Addresses of your sites').fill('https://second.example.com');
  await first.page.getByLabel('Greeting').last().fill('Good morning');
  await button(first.page, 'Save').click();
  await seen(toast(first.page, 'The widget Shop is saved.'));
  await button(second.page, 'Save').click();
  await seen(second.page.getByText(/Somebody else has changed this/));
  await button(second.page, 'Show how it is now').click();
  await expect
    .poll(() => second.page.getByLabel('Greeting').last().inputValue())
    .toBe('Good morning');
});

test('it is removed after a question, and pages show it no more', async () => {
  const manager = await desk.api('manager');
  const { widget } = await manager.post('/api/settings/widgets', { name: 'For a day' });
  const { page } = await desk.work('manager', `/admin/widget?widget=${widget.id}`);
  await button(page, 'Remove the widget').click();
  await button(dialog(page, /For a day/), 'Remove the widget').click();
  await seen(toast(page, 'The widget For a day is removed.'));
  await gone(page.getByText('For a day').first());
});

test('who may not manage chats does not get there', async () => {
  const { page } = await desk.work('AG001', '/admin/widget');
  await seen(
    page
      .getByRole('heading', { name: 'This page is not open to you' })
      .or(page.getByText(/not open|permission/i)),
  );
  expect(await page.getByText('New widget').count()).toBe(0);
});
