/* Stock on screen (S0-INV-01…17, IMP-INV-01…03, S0-ROLE-05). */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { allLooks, optionsOf, windows } from './support/looks.ts';
import { button, choose, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();
const path = '/call-center-panel/inventory';
const grid = (page: Page) => page.getByRole('grid', { name: 'Products' });
const line = (page: Page, code: string) =>
  grid(page).locator('[data-row-id]').filter({ hasText: code });
const alerts = (page: Page) =>
  page.getByRole('region', { name: /^Stock alerts/ }).getByRole('link');

/** What a row of the table says, column by column. */
const said = async (page: Page, code: string) =>
  (await line(page, code).getByRole('gridcell').allInnerTexts()).map((text) => text.trim());

describe('what an agent sees', () => {
  test('the page of the source document, computed', async () => {
    const { page } = await desk.work('AG001', path);
    await seen(heading(page, 'Inventory – my assigned orders'), line(page, 'SG-S24U'));
    const columns = await grid(page).getByRole('columnheader').allInnerTexts();
    expect(columns.map((text) => text.trim())).toEqual([
      'Product Name',
      'Code',
      'Stock',
      'Status',
      'Location',
    ]);
    expect((await said(page, 'SG-S24U')).slice(1)).toEqual([
      'SG-S24U',
      '15',
      'In stock',
      'WH-A-R3-S12',
    ]);
    expect((await said(page, 'IP-15P')).slice(1)).toEqual([
      'IP-15P',
      '3',
      'Low stock',
      'WH-A-R2-S08',
    ]);
    expect((await said(page, 'IP-AIR5')).slice(1)).toEqual([
      'IP-AIR5',
      '0',
      'Out of stock',
      'WH-B-R1-S15',
    ]);
    const summary = page.getByRole('region', { name: 'Stock summary' });
    await seen(summary.getByText('16'));
    const figures = await summary.getByRole('link').allInnerTexts();
    expect(figures.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      'In stock 12',
      'Low stock 3',
      'Out of stock 1',
      'Total products 16',
    ]);
    await seen(
      alerts(page).filter({ hasText: 'ORD-001849: iPad Air 5th Gen requested but out of stock' }),
    );
    await seen(
      alerts(page).filter({ hasText: 'ORD-001848: iPhone 15 Pro low stock (only 3 left)' }),
    );
    for (const name of ['Import stock', 'Locations'])
      expect(await button(page, name).count(), `${name} is not for agents`).toBe(0);
  });

  test('filters, search and full inventory live in the address', async () => {
    const { page } = await desk.work('AG001', path);
    await seen(line(page, 'SG-S24U'));
    await choose(page, 'Stock status', 'Low stock');
    await gone(line(page, 'SG-S24U'));
    await seen(line(page, 'IP-15P'));
    expect(page.url()).toContain('status=low_stock');
    await page.reload();
    await seen(line(page, 'IP-15P'));
    expect(await line(page, 'SG-S24U').count()).toBe(0);
    await choose(page, 'Stock status', 'Any stock');
    await button(page, 'Full inventory').click();
    await seen(heading(page, 'All products'));
    await page.keyboard.press('/');
    await page.keyboard.type('قلايه');
    await button(page, 'Search').click();
    await seen(line(page, 'BL-AIRFRY'));
    await gone(line(page, 'SG-S24U'));
    expect(await grid(page).locator('[data-row-id]').count()).toBe(1);
    await page.getByRole('button', { name: 'Clear' }).click();
    await seen(line(page, 'SG-S24U'));
    await choose(page, 'Location', 'All of WH-B');
    await gone(line(page, 'SG-S24U'));
    await seen(line(page, 'IP-AIR5'));
    await choose(page, 'Category', /^Tablets/);
    await gone(line(page, 'DY-V15'));
    await page
      .getByRole('region', { name: 'Stock summary' })
      .getByRole('link', { name: /Out of stock/ })
      .click();
    await seen(line(page, 'IP-AIR5'));
    expect(new URL(page.url()).search).toBe('?orders=all&status=out_of_stock');
    expect(await grid(page).locator('[data-row-id]').count()).toBe(1);
  });

  test('by keyboard: down, open, close; an alert opens its order', async () => {
    const { page } = await desk.work('AG001', path);
    await seen(line(page, 'SG-S24U'));
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await seen(
      drawer.getByRole('heading', { name: 'Stock movements' }),
      drawer.getByRole('listitem'),
    );
    expect(await drawer.getByRole('heading', { name: 'Adjust stock' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await gone(drawer);
    await alerts(page).filter({ hasText: 'ORD-001849' }).click();
    await page.waitForURL(/orders\?order=1849/);
    await seen(page.getByRole('complementary', { name: 'Order details' }));
  });

  test('a manager’s change arrives where it stands, with numbers and alerts', async () => {
    const agent = await desk.work('AG001', path);
    const { page } = agent;
    await seen(line(page, 'AW-S9'), alerts(page));
    expect(await alerts(page).filter({ hasText: 'ORD-001850' }).count()).toBe(0);
    const manager = await desk.api('manager');
    await manager.patch('/api/inventory/AW-S9', { quantity: 2, reason: 'Counted' });
    await expect.poll(() => said(page, 'AW-S9')).toContain('Low stock');
    await seen(alerts(page).filter({ hasText: 'ORD-001850' }));
    await seen(
      page
        .getByRole('region', { name: 'Stock summary' })
        .getByRole('link', { name: 'Low stock 4' }),
    );
    await manager.patch('/api/inventory/AW-S9', { quantity: 25, reason: 'Counted again' });
    await expect.poll(() => said(page, 'AW-S9')).toContain('In stock');
  });

  test('the report comes as CSV and as XLSX', async () => {
    const { page } = await desk.work('AG001', path);
    await seen(line(page, 'SG-S24U'));
    for (const [item, ending, head] of [
      ['As CSV', 'csv', '\uFEFFcode,name'],
      ['As Excel file (XLSX)', 'xlsx', 'PK'],
    ] as const) {
      const download = page.waitForEvent('download');
      await button(page, 'Stock report').click();
      await page.getByRole('menuitem', { name: item }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(new RegExp(`^stock-.*\\.${ending}$`));
      expect(readFileSync(await file.path(), 'utf8').startsWith(head)).toBe(true);
    }
  });

  test('a failure says so and can be tried again', async () => {
    const seat = await desk.seat();
    await seat.signIn('AG001');
    seat.allow(/500/);
    await seat.page.route('**/api/agent/inventory?*', (route) =>
      route.fulfill({ status: 500, json: { success: false, error: 'broken', code: 'internal' } }),
    );
    await seat.open(path);
    await seen(seat.page.getByText('The stock could not be loaded.'));
    await seat.page.unroute('**/api/agent/inventory?*');
    await button(seat.page, 'Try again').first().click();
    await seen(line(seat.page, 'SG-S24U'));
  });
});

describe('who keeps the stock', () => {
  test('adjusts it, with a reason that the ledger keeps', async () => {
    const seat = await desk.work('manager', `${path}?orders=all&search=pixel`, {
      language: 'en',
    });
    const { page } = seat;
    seat.allow(answered(409));
    await line(page, 'PX-8').click();
    const drawer = page.getByRole('dialog');
    await seen(drawer.getByRole('heading', { name: 'Adjust stock' }));
    await button(drawer, 'Save adjustment').click();
    await seen(drawer.getByText('Enter a whole number.'), drawer.getByText('Please fill this in.'));
    await drawer.getByRole('radio', { name: 'Went out' }).click();
    await drawer.getByLabel(/^How many went out/).fill('999');
    await drawer.getByLabel(/^Reason/).fill('Water damage');
    await button(drawer, 'Save adjustment').click();
    await seen(drawer.getByText('There are only 7 at WH-A-R2-S11.').first());
    await drawer.getByLabel(/^How many went out/).fill('3');
    await button(drawer, 'Save adjustment').click();
    await seen(toast(page, 'Stock of Pixel 8 adjusted'));
    await seen(drawer.getByText('Water damage'), drawer.getByText('Low stock').first());
    await expect.poll(() => said(page, 'PX-8')).toContain('4');
    const { product } = await (await desk.api('AG001')).get('/api/inventory/PX-8');
    expect(product).toMatchObject({ quantity: 4, status: 'low_stock' });
  });

  test('imports a file, checked first, and closes a location', async () => {
    const seat = await desk.work('manager', `${path}?orders=all`, { language: 'en' });
    const { page } = seat;
    seat.allow(answered(409));
    await seen(line(page, 'SG-S24U'));
    const file = join(mkdtempSync(join(tmpdir(), 'hatif-stock-')), 'stock.csv');
    writeFileSync(
      file,
      'code,name,location,quantity\nE2E-1,Camera,WH-X-R1-S01,8\nE2E-2,,WH-X-R1-S01,8\n',
    );
    await button(page, 'Import stock').click();
    const open = dialog(page, 'Import stock');
    await button(open, 'Import').click();
    await seen(open.getByText('Choose a file first.'));
    await open.getByLabel(/^File/).setInputFiles(file);
    await button(open, 'Check only').click();
    await seen(open.getByText('Checked; nothing was stored.'));
    await button(open, 'Import').click();
    await seen(open.getByText('The file has been imported.'));
    await seen(open.getByRole('row').filter({ hasText: 'is needed: the product is new' }));
    await button(open, 'Close').first().click();
    await seen(line(page, 'E2E-1'));
    expect((await said(page, 'E2E-1')).slice(1)).toEqual(['E2E-1', '8', 'In stock', 'WH-X-R1-S01']);

    await button(page, 'Locations').click();
    const places = dialog(page, 'Storage locations');
    await places.getByLabel(/^Code/).fill('wh-x-r1-s02');
    await button(places, 'Add location').click();
    await seen(places.getByText('WH-X-R1-S02'));
    await button(places, 'Close location WH-X-R1-S02').click();
    await gone(places.getByText('WH-X-R1-S02'));
    await button(places, 'Close location WH-X-R1-S01').click();
    await seen(toast(page, /Something lies at WH-X-R1-S01/));
  });
});

describe.each(['en', 'ar'] as const)('looks right in %s', (language) => {
  test.each(windows)('$name', async (window) => {
    const seat = await desk.work('manager', `${path}?orders=all`, optionsOf(window, language));
    const { page } = seat;
    const first = page.locator('[data-row-id], [data-product-id]').first();
    await seen(first, page.getByRole('region').getByRole('link'));
    await allLooks(seat, language, 'inventory', window);
    await first.click();
    await seen(page.getByRole('dialog').getByRole('listitem'));
    await allLooks(seat, language, 'inventory-product', window);
  });
});
