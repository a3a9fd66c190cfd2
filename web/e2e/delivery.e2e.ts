/* Parcels on screen (S0-DLV-01…19, S0-FIX-05, S0-ROLE-06). */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { allLooks, optionsOf, windows } from './support/looks.ts';
import { button, choose, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();
const path = '/call-center-panel/delivery';
const grid = (page: Page) => page.getByRole('grid', { name: 'Deliveries' });
const line = (page: Page, text: string) =>
  grid(page).locator('[data-row-id]').filter({ hasText: text });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Delivery details' });

describe('what an agent sees', () => {
  test('the page of the source document, computed', async () => {
    const { page } = await desk.work('AG001', path, { width: 1440 });
    await seen(
      heading(page, 'Delivery tracking – my orders'),
      heading(page, 'Active deliveries (8)'),
      heading(page, 'Completed deliveries today (12)'),
    );
    const columns = await grid(page).getByRole('columnheader').allInnerTexts();
    expect(columns.map((text) => text.trim())).toEqual([
      'Order',
      'Customer',
      'Product',
      'Courier',
      'Track #',
      'Status',
    ]);
    const cells = await line(page, 'FD789456123').getByRole('gridcell').allInnerTexts();
    expect(cells.map((text) => text.trim())).toEqual([
      'ORD-001847',
      'Ahmed Al-Rashid',
      'Samsung Galaxy S24 Ultra',
      'FastDel',
      'FD789456123',
      'In transit',
    ]);
    expect(await grid(page).locator('[data-row-id]').count()).toBe(8);
  });

  test('a parcel is found by its number, and its whole story is told', async () => {
    const { page, allow } = await desk.work('AG001', path, { width: 1440 });
    allow(answered(409)); // there is no telephone system to call by
    await seen(line(page, 'FD789456123'));
    await page.keyboard.press('/');
    await page.keyboard.type('fd789-456-123');
    await page.keyboard.press('Enter');
    const open = panel(page);
    await seen(open.getByText('FastDelivery LLC'), heading(open, 'Delivery details – ORD-001847'));
    expect(new URL(page.url()).searchParams.get('order')).toBe('1847');
    const history = await open.getByRole('listitem').allInnerTexts();
    expect(history.map((text) => text.split('\n').at(-1))).toEqual([
      'Package in transit to delivery location',
      'Package departed from distribution center',
      'Package picked up from warehouse',
    ]);
    await button(open, 'Full track').click();
    await seen(dialog(page, /Full track/).getByText('Reported by the courier'));
    await page.keyboard.press('Escape');
    await button(open, 'SMS update').click();
    const sms = dialog(page, /SMS update/);
    await seen(sms.getByText(/SMS is not set up/));
    expect(await sms.getByLabel(/^Message/).inputValue()).toContain('FD789456123');
    expect(await button(sms, 'Send').isDisabled()).toBe(true);
    await button(sms, 'Cancel').click();
    await button(open, 'Call customer').click();
    await seen(dialog(page, /Call/));
  });

  test('filters live in the address; completed ones and nothing at all are shown', async () => {
    const { page } = await desk.work('AG001', path, { width: 1440 });
    await seen(line(page, 'QS456'));
    await choose(page, 'Courier', 'QuickShip');
    await gone(line(page, 'FD790'));
    expect(new URL(page.url()).searchParams.get('courier')).toMatch(/^\d+$/);
    await button(page, 'View completed').click();
    await seen(heading(page, 'Completed deliveries'), grid(page).getByText('Delivered'));
    await expect.poll(() => grid(page).locator('[data-row-id]').count()).toBe(12);
    await page.reload();
    await seen(heading(page, 'Completed deliveries'), grid(page).getByText('Delivered'));
    await choose(page, 'Status', /^Lost/);
    await seen(page.getByText('No delivery fits these filters.'));
    await button(page, 'Show active deliveries').click();
    await seen(line(page, 'FD790'));
  });
});

test('a manager moves a parcel on, and the agent sees it at once (S0-DLV-14)', async () => {
  const sarah = await desk.work('AG001', `${path}?order=1849`, { width: 1440 });
  await seen(line(sarah.page, 'FD790').getByText('Out for delivery'));
  const manager = await desk.work('manager', `${path}?order=1849`, { width: 1440 });
  await button(panel(manager.page), 'Update delivery').click();
  const move = dialog(manager.page, /Update delivery/);
  await choose(move, 'New status', 'Delivered');
  await move.getByLabel('Note for the history').fill('Signed by the neighbour');
  await button(move, 'Save').click();
  await seen(toast(manager.page, 'Delivery updated'));
  await seen(
    panel(sarah.page).getByText('Signed by the neighbour'),
    heading(sarah.page, 'Active deliveries (7)'),
    heading(sarah.page, 'Completed deliveries today (13)'),
  );
});

test('an administrator adds a courier and learns what is wrong', async () => {
  const { page } = await desk.work('admin', '/admin/couriers', { width: 1440 });
  await seen(page.getByText('FastDelivery LLC'));
  await button(page, 'Add courier').click();
  const form = dialog(page, 'Add courier');
  await form.getByLabel(/^Name/).fill('Falcon');
  await form.getByLabel('The courier’s words').fill('With driver = gone');
  await seen(form.getByText('Line 1 is not “word = status”.'));
  await form.getByLabel('The courier’s words').fill('With driver = out_for_delivery');
  await button(form, 'Save').click();
  await seen(toast(page, 'Courier saved'), page.getByText('Falcon'));
});

describe.each(['en', 'ar'] as const)('looks right in %s', (language) => {
  test.each(windows)('$name', async (window) => {
    const look = optionsOf(window, language);
    const seat = await desk.work('manager', path, look);
    const { page } = seat;
    const first = page
      .locator('[data-row-id]')
      .or(page.getByRole('main').getByRole('listitem').getByRole('button'))
      .first();
    await seen(first);
    await allLooks(seat, language, 'delivery', window);
    await first.click();
    await seen(page.locator('dl'));
    await allLooks(seat, language, 'delivery-details', window);
    const admin = await desk.work('admin', '/admin/couriers', look);
    await seen(admin.page.getByText('FastDelivery LLC'));
    await allLooks(admin, language, 'couriers', window);
  });
});
