/* Reports, confirmation truth, exports, and orders to look at twice (IMP-ORD-11, S0-ROLE-08, S0-ROLE-22). */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, newOrder } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import { allLooks, optionsOf, windows } from './support/looks.ts';
import {
  button,
  choose,
  details,
  dialog,
  gone,
  heading,
  isFocused,
  listStands,
  row,
  seen,
  shownIds,
  toast,
} from './support/page.ts';

const desk = openDesk();
const path = '/call-center-panel/reports';
let manager: Api;
let sarah: Api;

beforeAll(async () => {
  manager = await desk.api('manager');
  sarah = await desk.api('AG001');
});

const confirmed = { status: 'confirmed' };
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const report = (page: Page) => page.getByRole('grid', { name: 'Orders of the report' });
const truthRow = (page: Page, key: string) => page.locator(`tr[data-key="${key}"]`);

describe('a report', () => {
  test('has filters in the address, figures, rows, and a file of the same rows', async () => {
    const area = `Reported ${Date.now()}`;
    await newOrder(manager, { area });
    const second = await newOrder(manager, { area });
    await sarah.put(`/api/agent/orders/${second.id}/status`, { status: 'confirmed' });
    const query = `area=${encodeURIComponent(area)}`;
    const { page } = await desk.work('AG001', `${path}?${query}`, { width: 1440 });
    await seen(heading(page, 'Reports'), report(page).getByText(second.short_code));
    await expect.poll(() => report(page).locator('[data-row-id]').count()).toBe(2);
    const figures = page.getByRole('region', { name: 'Figures' });
    await button(figures, /^Confirmed/).click();
    expect(new URL(page.url()).searchParams.get('status')).toBe('confirmed');
    await expect.poll(() => report(page).locator('[data-row-id]').count()).toBe(1);
    await page.reload();
    await seen(report(page).getByText('No parcel'));
    const waiting = page.waitForEvent('download');
    await button(page, 'Download').click();
    await page.getByRole('menuitem', { name: 'CSV file', exact: true }).click();
    const file = readFileSync(await (await waiting).path(), 'utf8');
    expect(file.trim().split('\r\n')).toHaveLength(2);
    expect(file).toContain(second.order_id);
    await button(page, 'Clear filters').click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await choose(page, 'Status', 'Postponed');
    await choose(page, 'Period', 'Yesterday');
    await tab(page, 'Interactions').click();
    await seen(page.getByRole('combobox', { name: 'Kind' }));
    expect(new URL(page.url()).search).toBe('?tab=interactions&date=yesterday');
  });

  test('in the background: begun, told of, downloaded; keys alone reach it', async () => {
    const { page } = await desk.work('supervisor', `${path}?tab=deliveries`, { width: 1440 });
    await seen(page.getByRole('grid', { name: 'Deliveries of the report' }));
    await button(page, 'Download').focus();
    await page.keyboard.press('Enter');
    // A key that comes before the menu has the focus is nobody's.
    await isFocused(page.getByRole('menuitem').first());
    await page.keyboard.press('End');
    await isFocused(page.getByRole('menuitem', { name: 'Excel in the background' }));
    await page.keyboard.press('Enter');
    await seen(toast(page, /The export has begun/));
    await tab(page, 'Exports').click();
    const line = page.locator('[data-export-id]').first();
    await seen(line.getByText('Ready'), line.getByText(/^Rows: /));
    const waiting = page.waitForEvent('download');
    await line.getByRole('link', { name: 'Download' }).click();
    expect((await waiting).suggestedFilename()).toMatch(/^deliveries-.*\.xlsx$/);
  });
});

describe('confirmation truth', () => {
  test('grows while somebody works, and each figure opens its orders', async () => {
    const area = `Truth ${Date.now()}`;
    const order = await newOrder(manager, { area });
    const seat = await desk.work('manager', `${path}?tab=truth&date=today&by=city`, {
      width: 1440,
    });
    const { page } = seat;
    await seen(heading(page, 'What became of confirmed orders'));
    const agent = await desk.work('AG001', `/call-center-panel/orders?order=${order.id}`, {
      width: 1440,
    });
    await button(details(agent.page), 'Update status').click();
    const form = dialog(agent.page, /Update order status/i);
    await form.getByRole('radio', { name: 'Confirmed' }).click();
    await button(form, /^Update status/).click();
    await seen(truthRow(page, area));
    const { couriers } = await (await desk.api('admin')).get('/api/admin/couriers');
    await manager.post('/api/deliveries', {
      order_id: order.id,
      courier_id: couriers[0].id,
      tracking_number: `TRUE${Date.now()}`,
    });
    const onTheWay = truthRow(page, area).locator('td').nth(4).getByRole('link');
    await expect.poll(() => onTheWay.allInnerTexts()).toEqual(['1']);
    // The parcel stands in the agent's details by itself.
    await seen(heading(details(agent.page), 'Parcel'));
    await onTheWay.click();
    await listStands(page);
    await seen(row(page, order.id), page.getByText('On the way'));
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('outcome')).toBe('on_the_way');
    expect(searchParams.get('area')).toBe(area);
    await button(page, 'Show all').click();
    await expect.poll(() => new URL(page.url()).searchParams.has('area')).toBe(false);
  });

  test('its orders go by confirmation, either way, and what others have now is said', async () => {
    const area = `Given ${Date.now()}`;
    const orders = [await newOrder(manager, { area }), await newOrder(manager, { area })];
    const [first, second] = orders.map((order) => order.id);
    for (const id of [second, first]) await sarah.put(`/api/agent/orders/${id}/status`, confirmed);
    const { page } = await desk.work('AG001', `${path}?tab=truth&date=today&by=agent`, {
      width: 1440,
    });
    await page.locator('tr[data-key] a').first().click();
    await listStands(page);
    await page.goto(`${page.url()}&area=${encodeURIComponent(area)}`);
    await expect.poll(() => shownIds(page)).toEqual([first, second]);
    // Nothing but the rows behind the figure: no urgent orders of anything above them.
    expect(await heading(page, /^High priority/).count()).toBe(0);
    await choose(page, 'Sort by', 'Confirmed first');
    await expect.poll(() => shownIds(page)).toEqual([second, first]);
    expect(new URL(page.url()).searchParams.get('sort')).toBe('confirmed_at');
    await manager.post(`/api/agent/orders/${second}/reassign`, {
      agent_id: 'AG008',
      reason: 'Another team',
    });
    await seen(page.getByText('Confirmed too, with colleagues now: 1'));
  });

  test('an agent sees one row, the own', async () => {
    const { page } = await desk.work('AG001', `${path}?tab=truth`, { width: 1440 });
    await seen(page.locator('tbody tr[data-key]').first());
    expect(await page.locator('tbody tr[data-key]').count()).toBe(1);
    expect(await button(page, 'Flag rules').count()).toBe(0);
  });
});

describe('orders to look at twice', () => {
  test('a likely duplicate says why; what one dismisses, others see dismissed', async () => {
    const phone = `+9715055${String(Date.now()).slice(-5)}`;
    const first = await newOrder(manager, { customer_phone: phone, product_name: 'Twin' });
    const { page } = await desk.work('AG001', '/call-center-panel/orders?date=today', {
      width: 1440,
    });
    await listStands(page);
    await seen(row(page, first.id));
    const second = await newOrder(manager, { customer_phone: phone, product_name: 'Twin' });
    await seen(row(page, first.id).getByText('Likely duplicate'));
    const boss = await desk.work('manager', '/call-center-panel/orders?flag=duplicate', {
      width: 1440,
    });
    await seen(row(boss.page, second.id).getByText('Likely duplicate'));
    await row(page, first.id).click();
    const open = details(page);
    await seen(heading(open, 'Look twice'), open.getByRole('link', { name: second.short_code }));
    await button(open, 'Not a duplicate').click();
    await seen(toast(page, 'The flag is taken off.'));
    await gone(row(page, first.id).getByText('Likely duplicate'));
    await gone(row(boss.page, second.id).getByText('Likely duplicate'));
  });

  test('the rules are the company’s', async () => {
    const { page, allow } = await desk.work('manager', `${path}?tab=truth`, { width: 1440 });
    allow(answered(422));
    await button(page, 'Flag rules').click();
    const form = dialog(page, 'When orders are flagged');
    const least = form.getByLabel(/^Cancelled or returned/);
    await least.fill('40');
    await button(form, 'Save').click();
    await seen(form.getByText(/Use at most the number of orders/));
    await least.fill('4');
    await button(form, 'Save').click();
    await seen(toast(page, /^Saved/));
    expect((await manager.get('/api/manager/order-flags')).rules.refused_least).toBe(4);
  });
});

test('the export of orders comes in both formats', async () => {
  const { page } = await desk.work('AG001', '/call-center-panel/orders?date=today');
  await listStands(page);
  const waiting = page.waitForEvent('download');
  await button(page, 'Export data').click();
  await page.getByRole('menuitem', { name: 'Excel file' }).click();
  expect((await waiting).suggestedFilename()).toMatch(/\.xlsx$/);
});

describe.each(['en', 'ar'] as const)('looks right in %s', (language) => {
  test.each(windows)('$name', async (window) => {
    const seat = await desk.work('manager', path, optionsOf(window, language));
    const { page } = seat;
    const first = page
      .locator('[data-row-id]')
      .or(page.getByRole('main').locator('li button'))
      .first();
    await seen(first);
    await allLooks(seat, language, 'reports', window);
    await seat.open(`${path}?tab=truth`);
    await seen(page.locator('tr[data-key]').first());
    await allLooks(seat, language, 'truth', window);
    await seat.open(`${path}?tab=interactions`);
    await seen(first);
    await allLooks(seat, language, 'report-interactions', window);
  });
});
