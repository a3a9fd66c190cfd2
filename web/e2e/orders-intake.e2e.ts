/* Orders coming in by hand and by file (IMP-ORD-01…, A-55). */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Body } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import {
  button,
  choose,
  details,
  dialog,
  gone,
  listStands,
  row,
  rows,
  seen,
  toast,
} from './support/page.ts';

const desk = openDesk();

const found = async (words: string): Promise<Body[]> =>
  (await (await desk.api('manager')).get(`/api/agent/orders?search=${words}&per_page=100`)).orders;

/** By the number that the shop gave it. */
const byNumber = async (number: string) =>
  (await found(number)).filter((order) => order.external_code === number);

describe('a new order by hand', () => {
  test('is checked in the page, made once, and opened', async () => {
    const { page } = await desk.work('manager');
    await listStands(page);
    await button(page, 'New order').click();
    const open = dialog(page, 'New order');
    await button(open, 'Create order').click();
    expect(await open.getByText('This is needed.').count()).toBe(6);
    const fields: [string, string][] = [
      ['Customer name', 'ليلى حداد'],
      ['Phone', '050 123 9876'],
      ['E-mail', 'layla@example.com'],
      ['Seller', 'MobileHub'],
      ['Product', 'Pixel 8'],
      ['Address', 'Tower 3, Apt 12'],
      ['Area', 'Al Barsha'],
      ['Landmark', 'Near the park'],
      ['Notes', 'Call before 8 pm.'],
    ];
    for (const [label, text] of fields) {
      await open.getByLabel(new RegExp(`^${label}( \\(required\\))?$`)).fill(text);
    }
    await open.getByLabel(/^Price \(AED\)/).fill('1,2,3');
    await button(open, 'Create order').click();
    await seen(open.getByText('Write an amount, for example 750 or 749.50.'));
    await open.getByLabel(/^Price \(AED\)/).fill('2449.50');
    await choose(open, 'Priority', 'High priority');
    await button(open, 'Create order').dblclick();
    await gone(open);
    await seen(details(page).getByText('ليلى حداد'));
    // The notes come with the whole order, a moment after what the list knows of it.
    await seen(details(page).getByText('Call before 8 pm.'));
    const text = (await details(page).innerText()).replace(/\s+/g, ' ');
    for (const part of ['+971 50 123 9876', 'AED 2,449.50', 'Near the park']) {
      expect(text).toContain(part);
    }
    const made = await found('0501239876');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ priority: 'high', price_minor: 244950, quantity: 1 });
    await seen(row(page, made[0].id));
  });

  test('what the server refuses stands at its field', async () => {
    const seat = await desk.work('manager');
    const { page } = seat;
    seat.allow(answered(422));
    await button(page, 'New order').click();
    const open = dialog(page, 'New order');
    for (const [label, text] of [
      ['Customer name', 'Wrong Number'],
      ['Phone', '12'],
      ['Product', 'Lamp'],
      ['Address', 'x'],
      ['Area', 'y'],
    ] as const) {
      await open.getByLabel(new RegExp(`^${label}( \\(required\\))?$`)).fill(text);
    }
    await open.getByLabel(/^Price \(AED\)/).fill('5');
    await button(open, 'Create order').click();
    const phone = open.getByLabel(/^Phone/);
    await expect.poll(() => phone.getAttribute('aria-invalid')).toBe('true');
    await phone.fill('0501112223');
    await button(open, 'Create order').click();
    await gone(open);
    await seen(toast(page, /was created\.$/));
  });
});

const header = 'order_number,customer_name,customer_phone,product,quantity,price,address,area';
const line = (number: number, phone = `0509${String(100000 + number)}`) =>
  `IMP-${number},Import ${number},${phone},Desk Lamp,1,99.50,"Street ${number}, Block 2",Deira`;

async function choosing(page: Page, text: string, name = 'orders.csv') {
  await button(page, 'Import').click();
  const open = dialog(page, 'Import orders');
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  await open.getByLabel(/^File/).setInputFiles(file);
  return open;
}

const figures = async (page: Page) => {
  const report = page.getByRole('region', { name: 'Report' });
  await report.getByRole('alert').waitFor();
  const values = await report.locator('dd').allInnerTexts();
  return values.map((value) => Number(value.replaceAll(',', '')));
};

describe('a file', () => {
  test('is tried first, then imported, with each refused line named', async () => {
    const { page } = await desk.work('manager');
    await listStands(page);
    await button(page, 'Import').click();
    await button(dialog(page, 'Import orders'), 'Import').click();
    await seen(dialog(page, 'Import orders').getByText('Choose a file first.'));
    await button(dialog(page, 'Import orders'), 'Close').first().click();

    const text = `\uFEFF${header}\r\n${[1, 2, 3].map((n) => line(n)).join('\r\n')}\r\nIMP-4,,0509,Lamp,0,abc,,\r\n${line(1)}\r\n`;
    const open = await choosing(page, text);
    await button(open, 'Trial run').click();
    await seen(open.getByText('Trial run: nothing was stored.'));
    expect(await figures(page)).toEqual([3, 1, 1]);
    expect(await byNumber('IMP-1')).toEqual([]);

    await button(open, 'Import').click();
    await seen(open.getByText('The import is finished.'));
    expect(await figures(page)).toEqual([3, 1, 1]);
    const table = open.getByRole('region', { name: 'Refused lines' }).getByRole('table');
    const refused = await table.getByRole('row').allInnerTexts();
    expect(refused.length).toBeGreaterThan(1);
    for (const cells of refused.slice(1)) expect(cells).toMatch(/^5\s/);
    const waiting = page.waitForEvent('download');
    await open.getByRole('link', { name: 'Download errors' }).click();
    const file = readFileSync(await (await waiting).path(), 'utf8');
    expect(file.trim().split(/\r?\n/).length).toBe(refused.length);

    await button(open, 'Close').last().click();
    const [order] = await byNumber('IMP-1');
    expect(order).toMatchObject({ customer_name: 'Import 1', price_minor: 9950 });
    await seen(row(page, order.id));
  });

  test('sent again adds nothing', async () => {
    const { page } = await desk.work('manager');
    const open = await choosing(page, `${header}\n${[1, 2, 3].map((n) => line(n)).join('\n')}\n`);
    await button(open, 'Import').click();
    expect(await figures(page)).toEqual([0, 3, 0]);
    expect(await byNumber('IMP-2')).toHaveLength(1);
  });

  test('with Arabic headings', async () => {
    const { page } = await desk.work('manager');
    const text =
      'رقم الطلب,العميل,الهاتف,المنتج,الكمية,السعر,العنوان,المنطقة\nع-1,سعاد محمود,0507654321,مكواة بخار,1,150,شارع ٥,ديرة\n';
    const open = await choosing(page, text, 'طلبات.csv');
    await button(open, 'Import').click();
    expect(await figures(page)).toEqual([1, 0, 0]);
    const [order] = await found('0507654321');
    expect(order).toMatchObject({ customer_name: 'سعاد محمود', price_minor: 15000 });
  });

  test('that is no list of orders is refused in words', async () => {
    const seat = await desk.work('manager');
    seat.allow(answered(400, 415, 422));
    const open = await choosing(seat.page, '\u0000\u0001\u0002 not a table');
    await button(open, 'Import').click();
    await seen(open.getByRole('alert'));
    expect((await open.getByRole('alert').innerText()).length).toBeGreaterThan(10);
  });

  test('of thousands shows how far it is, while the list goes on working', async () => {
    const { page } = await desk.work('manager');
    await listStands(page);
    const count = 3_000;
    const text = `${header}\n${Array.from({ length: count }, (_, n) => line(10_000 + n)).join('\n')}\n`;
    const open = await choosing(page, text);
    await button(open, 'Import').click();
    await seen(open.getByRole('progressbar'));
    await page
      .getByRole('region', { name: 'Report' })
      .getByText('The import is finished.')
      .waitFor({ timeout: 45_000 });
    expect(await figures(page)).toEqual([count, 0, 0]);
    await button(open, 'Close').last().click();
    await gone(open);
    // Three thousand rows more, and still only some dozen of them are drawn.
    await expect
      .poll(async () => Number(await page.getByRole('grid').getAttribute('aria-rowcount')))
      .toBeGreaterThan(count);
    expect(await rows(page).count()).toBeLessThan(60);
  });
});
