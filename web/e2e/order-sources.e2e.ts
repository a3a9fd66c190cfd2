/* Shops that send orders, and the files that were imported (IMP-ORD-12, S0-GEN-02). */
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Body } from './support/api.ts';
import { answered, noNetwork, openDesk, type Seat } from './support/desk.ts';
import { allLooks, optionsOf, violations, windows } from './support/looks.ts';
import { button, details, dialog, gone, heading, listStands, seen, toast } from './support/page.ts';

const desk = openDesk();
const path = '/admin/order-sources';

const sources = async (): Promise<Body[]> =>
  (await (await desk.api('manager')).get('/api/order-sources')).order_sources;
const named = async (name: string): Promise<Body> =>
  (await sources()).find((source) => source.name === name);
const make = async (name: string, kind = 'hatif'): Promise<Body> =>
  (await (await desk.api('manager')).post('/api/order-sources', { name, kind })).order_source;

/** As a shop sends it. */
async function send(source: Body, secret: string, order: Body, headers = {}): Promise<number> {
  const body = JSON.stringify(order);
  const at = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  const answer = await fetch(desk.server.url + new URL(source.url).pathname, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-hatif-timestamp': at,
      'x-hatif-signature': `sha256=${mac}`,
      ...headers,
    },
  });
  return answer.status;
}

const order = (number: string) => ({
  order_number: number,
  customer_name: 'Shop Customer',
  customer_phone: '0501230077',
  product_name: 'Lamp',
  price: '25.00',
  address: 'Marina Walk 5',
});

const item = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

async function more(page: Page, name: string, choice: string) {
  await button(page, `More about ${name}`).click();
  await page.getByRole('menuitem', { name: choice }).click();
}

async function copied({ context, page }: Seat): Promise<string> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate(() => navigator.clipboard.readText());
}

test('is reached from the settings, and says what to do while there is none', async () => {
  const { page } = await desk.work('manager', '/call-center-panel');
  await button(page, 'Settings').click();
  await dialog(page, 'Settings').getByRole('link', { name: 'Order sources' }).click();
  await seen(heading(page, 'Order sources'), page.getByText('No shop sends orders yet.'));
  expect(new URL(page.url()).pathname).toBe(path);
  await seen(
    page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Order sources' }),
  );
});

test('a source is made; its address and secret are shown this once, to be copied', async () => {
  const seat = await desk.work('manager', path);
  const { page } = seat;
  await seat.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'New source').click();
  const form = dialog(page, 'New order source');
  await button(form, 'Create source').click();
  await seen(form.getByText('Give it a name.'));
  await form.getByRole('radio', { name: 'WooCommerce' }).click();
  await form.getByLabel('Name').fill('Our shop in Dubai');
  await form.getByLabel('Seller').fill('Marina Boutique');
  await form.getByLabel('Seller').press('Enter');
  const connect = dialog(page, 'Connect Our shop in Dubai');
  await seen(connect.getByText('The secret is shown only now.'));
  const [url, secret] = await connect.locator('code').allInnerTexts();
  expect(url).toBe((await named('Our shop in Dubai')).url);
  expect(secret?.length).toBeGreaterThanOrEqual(32);
  await button(connect, 'Copy: Secret').click();
  expect(await copied(seat)).toBe(secret);
  await button(connect, 'Copy: Webhook address').click();
  expect(await copied(seat)).toBe(url);
  expect(await violations(seat)).toEqual([]);
  await button(connect, 'I have copied it').click();
  const row = item(page, 'Our shop in Dubai');
  await seen(row.getByText('Waiting for the first order'), row.getByText('Marina Boutique'));
  await page.reload();
  await seen(row);
  expect(await page.content()).not.toContain(secret);
  expect(await named('Our shop in Dubai')).toMatchObject({
    kind: 'woocommerce',
    seller_name: 'Marina Boutique',
  });
});

test('what arrives and what is refused shows by itself, with the reason', async () => {
  const source = await make('Live shop');
  const { page } = await desk.work('manager', path);
  const row = item(page, 'Live shop');
  await seen(row.getByText('No order has arrived yet.'));
  expect(await send(source, source.secret, order('LIVE-1'))).toBe(201);
  await seen(row.getByText('Receiving'));
  expect(await send(source, 'some other secret', order('LIVE-2'))).toBe(401);
  expect(await send(source, source.secret, { order_number: 'LIVE-3' })).toBe(422);
  await row.getByText('Last delivery refused').waitFor({ timeout: 15_000 });
  await button(row, 'Deliveries').click();
  const drawer = dialog(page, 'Deliveries of Live shop');
  const lines = drawer.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
  await expect.poll(() => lines.count()).toBe(3);
  const [refused, unsigned, created] = await lines.allInnerTexts();
  expect(refused).toMatch(/^Refused[\s\S]*customer_name|product_name/);
  expect(unsigned).toMatch(/^Wrong signature[\s\S]*it was signed with another secret/);
  expect(created).toMatch(/^New order\s+ORD-\d{4}-\d{6}/);
  await lines.nth(2).getByRole('link').click();
  await seen(details(page));
});

test('paused it takes nothing, and goes on', async () => {
  const source = await make('Slow shop');
  const { page } = await desk.work('manager', path);
  const row = item(page, 'Slow shop');
  await button(row, 'Pause').click();
  await seen(row.getByText('Paused', { exact: true }), toast(page, /Slow shop is paused/));
  expect(await send(source, source.secret, order('SLOW-1'))).toBe(503);
  await button(row, 'Go on').click();
  await seen(toast(page, 'Slow shop takes orders again.'));
  expect(await send(source, source.secret, order('SLOW-1'))).toBe(201);
});

test('a new secret replaces the old one; Shopify’s is typed in', async () => {
  const source = await make('Secret shop');
  await make('Shopify shop', 'shopify');
  const seat = await desk.work('manager', path);
  const { page } = seat;
  await more(page, 'Secret shop', 'New secret');
  await button(dialog(page, 'New secret for Secret shop'), 'Make a new secret').click();
  const connect = dialog(page, 'Connect Secret shop');
  const secret = await connect.locator('code').nth(1).innerText();
  await button(connect, 'I have copied it').click();
  expect(await send(source, source.secret, order('SEC-1'))).toBe(401);
  expect(await send(source, secret, order('SEC-1'))).toBe(201);

  await more(page, 'Shopify shop', 'New secret');
  const typed = dialog(page, 'New secret for Shopify shop');
  await typed.getByLabel('Signing secret of Shopify').fill('short');
  await button(typed, 'Save').click();
  await seen(typed.getByText('At least 16 characters'));
  await typed.getByLabel('Signing secret of Shopify').fill('shpss_0123456789abcdef');
  await button(typed, 'Save').click();
  await seen(toast(page, 'Shopify shop has its new secret.'));
  expect((await named('Shopify shop')).version).toBe(2);
});

test('is renamed, and a change that somebody else made first is not overwritten', async () => {
  const source = await make('Old name');
  const seat = await desk.work('manager', path);
  const { page } = seat;
  seat.allow(answered(409));
  await more(page, 'Old name', 'Edit');
  const form = dialog(page, 'Edit Old name');
  await (await desk.api('manager')).patch(`/api/order-sources/${source.id}`, { seller_name: 'X' });
  await form.getByLabel('Name').fill('Fresh name');
  await button(form, 'Save').click();
  await seen(form.getByText('Somebody else changed this in the meantime.'));
  await button(form, 'Cancel').click();
  await page.reload();
  await more(page, 'Old name', 'Edit');
  await form.getByLabel('Name').fill('Fresh name');
  await button(form, 'Save').click();
  await seen(item(page, 'Fresh name'));
  expect(await named('Fresh name')).toMatchObject({ id: source.id, seller_name: 'X' });
});

test('a removal can be taken back', async () => {
  const source = await make('Gone shop');
  const { page } = await desk.work('manager', path);
  await more(page, 'Gone shop', 'Remove');
  await gone(item(page, 'Gone shop'));
  expect(await send(source, source.secret, order('GONE-1'))).toBe(404);
  await button(page, 'Undo').click();
  await seen(item(page, 'Gone shop'));
  expect(await send(source, source.secret, order('GONE-1'))).toBe(201);
});

test('without a server the page says so, and loads when it is back', async () => {
  const seat = await desk.work('manager', '/call-center-panel');
  const { page, context } = seat;
  seat.allow(noNetwork);
  await context.route('**/api/order-sources', (route) => route.abort());
  await page.getByRole('link', { name: 'Order sources' }).first().click();
  await page.getByText('The order sources could not be loaded.').waitFor({ timeout: 30_000 });
  await context.unroute('**/api/order-sources');
  await button(page, 'Try again').click();
  await seen(page.getByRole('list', { name: 'Order sources' }));
});

test('agents neither see nor open it', async () => {
  const seat = await desk.work('AG001', '/call-center-panel');
  await gone(seat.page.getByRole('link', { name: 'Order sources' }));
  await seat.open(path);
  await seen(heading(seat.page, 'This page is not open to you'));
  await seat.open('/admin/imports');
  await seen(heading(seat.page, 'This page is not open to you'));
});

async function importFile(name: string, text: string, dryRun: boolean): Promise<void> {
  const api = await desk.api('manager');
  const query = `file_name=${encodeURIComponent(name)}&dry_run=${dryRun}`;
  const answer = await fetch(`${desk.server.url}/api/orders/import?${query}`, {
    method: 'POST',
    body: text,
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'text/csv' },
  });
  expect(answer.status).toBe(202);
}

const csv =
  'order_number,customer_name,customer_phone,product_name,price,address\n' +
  'PAST-1,Past Import,0501239911,Lamp,10,x\nPAST-2,Past Import,0501239912,Lamp,ten,x\n';

test('past imports are listed with their reports, and lead from the import dialog', async () => {
  await importFile('november.csv', csv, false);
  await importFile('trial.csv', csv, true);
  const { page } = await desk.work('manager');
  await listStands(page);
  await button(page, 'Import').click();
  await dialog(page, 'Import orders').getByRole('link', { name: 'Past imports' }).click();
  await seen(heading(page, 'Imported files'));
  const row = page.getByRole('listitem').filter({ hasText: 'november.csv' });
  await seen(row.getByText('Finished'), row.getByText(/Imported: 1/), row.getByText(/Refused: 1/));
  await seen(page.getByRole('listitem').filter({ hasText: 'trial.csv' }).getByText('Trial run'));
  await button(page, 'Report of november.csv').click();
  const report = dialog(page, 'november.csv');
  await seen(report.getByText('The import is finished.'));
  await seen(report.getByRole('row').filter({ hasText: 'price' }));
  await page.reload();
  await seen(report);
});

describe.each(['en', 'ar'] as const)('looks right in %s', (language) => {
  const texts = {
    en: { deliveries: 'Deliveries', add: 'New source' },
    ar: { deliveries: 'الإرسالات', add: 'مصدر جديد' },
  }[language];

  describe.each(windows)('$name', (window) => {
    const name = `Boutique ${language} ${window.name}`;
    const work = (at: string) => desk.work('manager', at, optionsOf(window, language));
    const all = (seat: Seat, view: string) => allLooks(seat, language, view, window);

    test('the list and the deliveries', async () => {
      const source = await make(name);
      await send(source, source.secret, order(`LOOK-${language}-${window.widths[0]}`));
      await send(source, 'wrong', order('LOOK'));
      const seat = await work(path);
      const row = item(seat.page, name);
      await seen(row);
      await all(seat, 'sources');
      await button(row, texts.deliveries).click();
      await seen(seat.page.getByRole('dialog').getByRole('listitem'));
      await all(seat, 'source-deliveries');
    });

    test('the form', async () => {
      const seat = await work(path);
      await button(seat.page, texts.add).click();
      await seen(seat.page.getByRole('dialog').getByRole('radio').first());
      await all(seat, 'source-new');
    });

    test('the imports', async () => {
      await importFile(`${language}-${window.widths[0]}.csv`, csv, false);
      const seat = await work('/admin/imports');
      await seen(seat.page.getByRole('main').getByRole('listitem'));
      await all(seat, 'imports');
    });
  });
});
