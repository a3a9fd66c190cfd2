/* The list of orders (S0-ORD-01…15, S0-ORD-25…36, IMP-ORD). */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Body, newOrder } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import {
  allIds,
  button,
  cell,
  choose,
  details,
  gone,
  grid,
  heading,
  listStands,
  row,
  rows,
  seen,
  shownIds,
} from './support/page.ts';

const desk = openDesk();
let sarah: Api;
let manager: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  manager = await desk.api('manager');
});

const idsOf = (answer: Body): number[] => answer.orders.map((order: Body) => order.id);
const list = (query: string, by = sarah) => by.get(`/api/agent/orders?per_page=500${query}`);
const query = (page: Page) => new URL(page.url()).search;

describe('the page', () => {
  test('has the filters, the groups, the seven columns and the three buttons', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    await seen(
      heading(page, 'Orders management'),
      page.getByRole('switch', { name: 'Auto-refresh' }),
      page.getByRole('combobox', { name: 'Status', exact: true }),
      page.getByRole('combobox', { name: 'Date', exact: true }),
      page.getByRole('combobox', { name: 'Priority', exact: true }),
      page.getByRole('textbox', { name: 'Search order' }),
      heading(page, 'All assigned orders'),
      button(page, 'Bulk update'),
      button(page, 'Export data'),
      button(page, 'Refresh'),
    );
    const names = await grid(page).getByRole('columnheader').allInnerTexts();
    expect(names.map((name) => name.trim()).filter((name) => name !== '')).toEqual([
      'Order Code',
      'Seller Name',
      'Customer',
      'Product',
      'Address',
      'Price',
      'Status',
    ]);
  });

  test('shows the orders of the server, the newest first, without any other', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const wanted = idsOf(await list(''));
    expect(await allIds(page)).toEqual(wanted);
    const total = await grid(page).getAttribute('aria-rowcount');
    expect(Number(total)).toBe(wanted.length + 1);
  });

  test('a row says what the order says', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?search=001850');
    await listStands(page);
    const order = await sarah.order(1850);
    expect(await cell(page, 1850, 'Order Code')).toBe('ORD-001850');
    expect(await cell(page, 1850, 'Seller Name')).toBe(order.seller_name);
    expect(await cell(page, 1850, 'Customer')).toBe('Omar M.');
    expect(await cell(page, 1850, 'Product')).toBe('Apple Watch S9');
    expect(await cell(page, 1850, 'Address')).toBe(order.area);
    expect(await cell(page, 1850, 'Price')).toMatch(/^AED\s400\.00$/);
    expect(await cell(page, 1850, 'Status')).toBe('Under review');
  });

  test('a supervisor also sees whose order it is', async () => {
    const { page } = await desk.work('supervisor');
    await listStands(page);
    await seen(grid(page).getByRole('columnheader', { name: 'Agent' }));
    await seen(heading(page, 'All orders of your scope'));
  });

  test('the urgent group counts, shows and acts', async () => {
    const seat = await desk.work('AG001');
    const { page } = seat;
    await listStands(page);
    const answer = await list('');
    const group = page.getByRole('region', { name: /^High priority orders \(\d+\)$/ });
    await seen(heading(page, `High priority orders (${answer.high_priority_count})`));
    const cards = group.getByRole('article');
    expect(await cards.count()).toBe(answer.high_priority.length);
    const ahmed = group.getByRole('article', { name: 'Order ORD-001847, Ahmed Al-Rashid' });
    const text = (await ahmed.innerText()).replace(/\s+/g, ' ');
    for (const part of [
      '+971 50 123 4567',
      'Samsung Galaxy S24 Ultra',
      'Dubai Marina',
      'AED 750.00',
    ]) {
      expect(text).toContain(part);
    }
    // In the first minutes of a day it happened just now.
    expect(text).toMatch(/No response (Overdue since \d\d:\d\d )?(\d+m ago|Now)/);
    const fatima = group.getByRole('article', { name: /Fatima Hassan/ });
    await seen(fatima.getByText('Tomorrow'));
    for (const name of ['Call', 'Update', 'Details', 'Add note']) await seen(button(ahmed, name));
    await button(ahmed, 'Details').click();
    await seen(details(page).getByText('ahmed.rashid@email.com'));
    // Folded, and remembered as folded.
    await group.getByRole('button', { name: /^High priority/ }).click();
    await gone(ahmed);
    await page.reload();
    await listStands(page);
    expect(await ahmed.count()).toBe(0);
  });
});

describe('filters', () => {
  test('stand in the address and survive a reload', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    await choose(page, 'Status', /^Confirmed/);
    await choose(page, 'Date', 'This month');
    await choose(page, 'Priority', 'Normal priority');
    await choose(page, 'Sort by', 'Oldest first');
    await expect
      .poll(() => query(page))
      .toBe('?status=confirmed&date=month&priority=normal&sort=created_at');
    const wanted = idsOf(
      await list('&status=confirmed&date=month&priority=normal&sort=created_at'),
    );
    expect(wanted.length).toBeGreaterThan(3);
    await expect.poll(() => allIds(page)).toEqual(wanted);
    await page.reload();
    await listStands(page);
    expect(await page.getByRole('combobox', { name: 'Status', exact: true }).innerText()).toMatch(
      /^Confirmed/,
    );
    expect(await page.getByRole('combobox', { name: 'Date', exact: true }).innerText()).toBe(
      'This month',
    );
    expect(await allIds(page)).toEqual(wanted);
  });

  test('the drop-down counts what each status has', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const { counts } = await list('');
    await page.getByRole('combobox', { name: 'Status', exact: true }).click();
    const options = await page.getByRole('option').allInnerTexts();
    expect(options.map((option) => option.replace(/\s+/g, ' '))).toEqual([
      `All statuses · ${counts.all}`,
      `New · ${counts.new}`,
      `Confirmed · ${counts.confirmed}`,
      `No response · ${counts.no_response}`,
      `Postponed · ${counts.postponed}`,
      `Under review · ${counts.under_review}`,
      `Cancelled · ${counts.cancelled}`,
      `Closed · ${counts.closed}`,
    ]);
  });

  test('between two days', async () => {
    const { page } = await desk.work('manager');
    await listStands(page);
    const day = (ago: number) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dubai' }).format(
        Date.now() - ago * 86_400_000,
      );
    await choose(page, 'Date', 'Between two days');
    await page.getByLabel('From day').fill(day(3));
    await page.getByLabel('To day').fill(day(2));
    await expect.poll(() => query(page)).toBe(`?date_from=${day(3)}&date_to=${day(2)}`);
    const wanted = idsOf(await list(`&date_from=${day(3)}&date_to=${day(2)}`, manager));
    expect(wanted.length).toBeGreaterThan(0);
    await expect.poll(() => allIds(page)).toEqual(wanted);
  });

  test('nothing found says so and leads back', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?search=zzzzqq');
    await seen(page.getByText('No order matches these filters.'));
    await button(page, 'Show all orders').click();
    await listStands(page);
    expect(query(page)).toBe('');
  });

  test('words that mean nothing in the address do no harm', async () => {
    const { page } = await desk.work(
      'AG001',
      '/call-center-panel/orders?status=asleep&date=sometime&sort=price;drop&order=-3',
    );
    await listStands(page);
    expect((await allIds(page)).length).toBe(idsOf(await list('')).length);
  });
});

describe('search', () => {
  test.each([
    ['001847', 1847],
    ['ORD-001847', 1847],
    ['Ahmed Al-Rashid', 1847],
    ['050 123 4567', 1847],
    ['apple watch', 1850],
  ])('finds by %s', async (words, id) => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    await page.getByRole('textbox', { name: 'Search order' }).fill(words);
    await expect.poll(() => query(page)).toContain('search=');
    await expect
      .poll(async () => ((await rows(page).count()) < 12 ? shownIds(page) : []))
      .toContain(id);
  });

  test('folds Arabic letters', async () => {
    const order = await newOrder(manager, {
      customer_name: 'أحْمَد إبراهيم المُنى',
      product_name: 'مِصباح مكتب',
    });
    const { page } = await desk.work('AG001');
    await listStands(page);
    for (const words of ['احمد ابراهيم', 'المنى', 'مصباح']) {
      await page.getByRole('textbox', { name: 'Search order' }).fill(words);
      await expect.poll(() => shownIds(page), { message: words }).toEqual([order.id]);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => query(page)).toBe('');
  });
});

describe('the details', () => {
  test('open by address, with everything of the wireframe', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?order=1847');
    const panel = details(page);
    await seen(heading(panel, 'Order details – ORD-001847'), panel.getByText('Near Marina Mall'));
    const text = (await panel.innerText()).replace(/\s+/g, ' ');
    const order = await sarah.order(1847);
    const { previous_orders: before } = order.customer;
    expect(before).toMatchObject({ total: 3, completed: 2, cancelled: 1 });
    for (const part of [
      'Order status No response',
      'Assigned agent Sarah Al-Mansouri',
      'Customer information',
      'Name Ahmed Al-Rashid',
      '+971 50 123 4567',
      'ahmed.rashid@email.com',
      'Previous orders 3 (2 completed, 1 cancelled)',
      'Product information',
      'Samsung Galaxy S24 Ultra',
      'Seller TechStore Electronics',
      'AED 750.00',
      'View product page',
      'Delivery information',
      'Dubai Marina, Building 5, Apt 1203',
      'Area Dubai Marina',
      'Landmark Near Marina Mall',
      'Expected delivery',
      'Communication history',
      'Agent notes',
      'Need to follow up before 5 PM.',
      'Status history',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/Created \d{1,2} \w{3} \d{4}, \d\d:\d\d/);
    expect(text).toMatch(/Call attempt \(No answer\)/);
    for (const name of [
      'Call',
      'SMS',
      'Call customer',
      'Send SMS',
      'Update status',
      'Schedule callback',
      'Ask to reassign',
    ]) {
      await seen(button(panel, name));
    }
    expect(await button(panel, 'Add note').count()).toBeGreaterThan(0);
    const product = panel.getByRole('link', { name: 'View product page' });
    expect(await product.getAttribute('href')).toMatch(/^https:\/\/shop\.example\.com\//);
    expect(await product.getAttribute('rel')).toContain('noopener');
    expect(await product.getAttribute('target')).toBe('_blank');
    await panel.getByRole('button', { name: 'Close' }).first().click();
    await gone(panel);
    expect(query(page)).toBe('');
  });

  test('the short address leads to the same place; the way back closes', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders');
    await listStands(page);
    await page.goto('/call-center-panel/orders/1847');
    await seen(heading(details(page), 'Order details – ORD-001847'));
    expect(query(page)).toBe('?order=1847');
    await listStands(page);
    const other = (await shownIds(page)).find((id) => id !== 1847) ?? 0;
    await row(page, other).click();
    await expect.poll(() => query(page)).toBe(`?order=${other}`);
    await page.goBack();
    await seen(heading(details(page), 'Order details – ORD-001847'));
  });

  test('of an order that does not exist', async () => {
    const seat = await desk.work('AG001', '/call-center-panel/orders?order=99999999');
    seat.allow(answered(404));
    await seen(details(seat.page).getByText('The order could not be loaded.'));
    await seen(details(seat.page).getByText(/does not exist, or is not visible to you/));
    await listStands(seat.page);
  });
});

describe('the export', () => {
  test('is the list on screen as a CSV file, safe for spreadsheets', async () => {
    const trap = await newOrder(manager, {
      customer_name: '=HYPERLINK("http://x","y")',
      product_name: '@SUM(1)',
    });
    const { page } = await desk.work('AG001', '/call-center-panel/orders?status=new');
    await listStands(page);
    const waiting = page.waitForEvent('download');
    await button(page, 'Export data').click();
    await page.getByRole('menuitem', { name: 'CSV file' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const lines = text.trim().split(/\r?\n/);
    expect(lines).toHaveLength((await allIds(page)).length + 1);
    const line = lines.find((one) => one.includes(trap.order_id)) ?? '';
    expect(line).not.toMatch(/(^|,)"?[=@]/);
    expect(line).toContain('HYPERLINK');
  });
});

test('auto-refresh off: the rows rest, the page says what it misses', async () => {
  const { page } = await desk.work('AG001');
  await listStands(page);
  const order = await newOrder(manager);
  await button(page, 'Refresh').click();
  await seen(row(page, order.id));
  await page.getByRole('switch', { name: 'Auto-refresh' }).click();
  await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'confirmed' });
  const news = button(page, '1 change since you loaded the list – refresh');
  await seen(news);
  expect(await cell(page, order.id, 'Status')).toBe('New');
  await news.click();
  await expect.poll(() => cell(page, order.id, 'Status')).toMatch(/^Confirmed/);
  // It is remembered with the account: also that it is on again, before the page goes.
  const remembered = async () =>
    (await sarah.get('/api/me/preferences')).preferences.autoRefresh ?? null;
  await expect.poll(remembered).toBe(false);
  await page.getByRole('switch', { name: 'Auto-refresh' }).click();
  await expect.poll(remembered).toBe(true);
});

test('what comes in waits behind a line instead of pushing the rows down', async () => {
  const { page, hearing } = await desk.work('AG001');
  await listStands(page);
  // What came before the line was open stands in the list itself.
  await hearing();
  const before = (await shownIds(page)).slice(0, 8);
  const order = await newOrder(manager);
  const news = button(page, '1 new order – show');
  await seen(news);
  expect((await shownIds(page)).slice(0, 8)).toEqual(before);
  await news.click();
  await seen(row(page, order.id));
  expect((await shownIds(page))[0]).toBe(order.id);
});

test('where there is little room the list keeps it: a screen zoomed in, a telephone', async () => {
  for (const size of [
    { width: 720, height: 450 },
    { width: 844, height: 390 },
  ]) {
    const { page } = await desk.work('AG001', '/call-center-panel/orders', size);
    const first = page.locator('[data-row-id], [data-order-id]').first();
    await first.scrollIntoViewIfNeeded();
    await seen(first);
    await button(page, 'Filters').click();
    await choose(page, 'Priority', 'High priority');
    await page.waitForURL('**priority=high**');
    await seen(button(page, 'Filters · 1'));
    await page.goto('/call-center-panel/orders?order=1847');
    // The details have more of the screen than the buttons below them.
    const update = button(page, /^Update status/).last();
    await seen(update);
    const box = await update.boundingBox();
    expect(box?.y ?? 0, `${size.width}`).toBeGreaterThan(size.height / 2);
  }
});
