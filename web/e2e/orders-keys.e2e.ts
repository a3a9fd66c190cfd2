/* The keys of the order list (S0-ORD-16…38, IMP-COMM). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { freshRow, statusDialog } from './support/orders.ts';
import {
  arabicKey,
  button,
  cell,
  details,
  dialog,
  focusIsOn,
  focusRow,
  gone,
  isFocused,
  listStands,
  seen,
  shownIds,
  toast,
} from './support/page.ts';

const desk = openDesk();
/** The letter after G, and where it leads. */
const places = [
  ['d', ''],
  ['i', '/inventory'],
  ['l', '/delivery'],
  ['c', '/call-log'],
  ['m', '/messages'],
  ['e', '/escalations'],
  ['p', '/performance'],
  ['o', '/orders'],
] as const;
let sarah: Api;
let manager: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  manager = await desk.api('manager');
});

const becomes = (id: number, status: string) =>
  expect
    .poll(async () => (await manager.order(id)).status, { message: `order ${id}` })
    .toBe(status);

describe('the keys', () => {
  test('1 to 6 set the status; what can be taken back is saved at once', async () => {
    const { page } = await desk.work('AG001');
    const order = await freshRow(page, manager);
    const open = statusDialog(page, order);

    // New cannot come back, so 1 asks first; Enter agrees.
    await page.keyboard.press('1');
    await seen(open);
    expect(await open.getByRole('radio', { name: /^Confirmed/ }).isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await gone(open);
    await becomes(order.id, 'confirmed');
    await seen(toast(page, `${order.short_code}: Confirmed`));
    await focusIsOn(page, order.id);

    await page.keyboard.press('5');
    await becomes(order.id, 'under_review');
    await seen(toast(page, `${order.short_code}: Under review`));
    await button(page.getByRole('region', { name: 'Messages' }), 'Undo')
      .last()
      .click();
    await becomes(order.id, 'confirmed');
    await expect.poll(() => cell(page, order.id, 'Status')).toBe('Confirmed');

    await focusRow(page, order.id);
    await page.keyboard.press('2');
    await seen(toast(page, `${order.short_code} is Confirmed: it cannot become No response.`));

    await page.keyboard.press('4');
    await seen(open);
    await page.keyboard.press('Enter');
    await gone(open);
    await becomes(order.id, 'postponed');
    // A row whose change is on its way takes no other one.
    await seen(toast(page, `${order.short_code}: Postponed`));
    await focusIsOn(page, order.id);

    await page.keyboard.press('2');
    await becomes(order.id, 'no_response');
    await seen(toast(page, /^Next attempt: /));
    await focusIsOn(page, order.id);

    await page.keyboard.press('6');
    await seen(open);
    await page.keyboard.press('Enter');
    await seen(open.getByText('A cancellation needs a reason.'));
    await open.getByRole('radio', { name: 'Price concerns' }).click();
    await page.keyboard.press('Control+Enter');
    await gone(open);
    await becomes(order.id, 'cancelled');
  });

  test('3 closes what is confirmed', async () => {
    const { page } = await desk.work('AG001');
    const order = await freshRow(page, manager);
    await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'confirmed' });
    await expect.poll(() => cell(page, order.id, 'Status')).toMatch(/^Confirmed/);
    await focusRow(page, order.id);
    await page.keyboard.press('3');
    await seen(statusDialog(page, order));
    await page.keyboard.press('Enter');
    await becomes(order.id, 'closed');
  });

  test('J and K walk, Enter opens, Esc closes, N notes, / searches, X selects', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const ids = await shownIds(page);
    await page.keyboard.press('j');
    await focusIsOn(page, ids[0]);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await focusIsOn(page, ids[2]);
    await page.keyboard.press('k');
    await focusIsOn(page, ids[1]);
    await page.keyboard.press('Enter');
    await seen(details(page));
    expect(new URL(page.url()).search).toBe(`?order=${ids[1]}`);
    // The details follow the row.
    await page.keyboard.press('j');
    await expect.poll(() => new URL(page.url()).search).toBe(`?order=${ids[2]}`);
    await page.keyboard.press('Escape');
    await gone(details(page));
    await focusIsOn(page, ids[2]);
    await page.keyboard.press('x');
    await seen(page.getByText('1 selected'));
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await seen(page.getByText('3 selected'));
    await page.keyboard.press('n');
    await seen(dialog(page, /^Notes – /));
    await page.keyboard.press('Escape');
    await gone(dialog(page, /^Notes – /));
    await page.keyboard.press('/');
    await isFocused(page.getByRole('textbox', { name: 'Search order' }));
    // Letters are letters while somebody types.
    await page.keyboard.type('jx1');
    expect(await page.getByRole('textbox', { name: 'Search order' }).inputValue()).toBe('jx1');
    await seen(page.getByText('No order matches these filters.'));
  });

  test('act by their place, whatever letters are on them', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const ids = await shownIds(page);
    await arabicKey(page, 'KeyJ', 'ت');
    await focusIsOn(page, ids[0]);
    await arabicKey(page, 'KeyJ', 'ت');
    await arabicKey(page, 'KeyK', 'ن');
    await focusIsOn(page, ids[0]);
    await arabicKey(page, 'KeyX', 'ء');
    await seen(page.getByText('1 selected'));
    await arabicKey(page, 'KeyN', 'ى');
    const note = dialog(page, /^Notes – /);
    await seen(note);
    await page.keyboard.press('Escape');
    await gone(note);
    const order = await freshRow(page, manager);
    await arabicKey(page, 'Digit5', '٥');
    await seen(statusDialog(page, order));
    await arabicKey(page, 'Digit1', '١');
    await seen(statusDialog(page, order).getByRole('radio', { name: /^Confirmed/, checked: true }));
    await page.keyboard.press('Escape');
    await gone(statusDialog(page, order));
    await arabicKey(page, 'Slash', 'ظ');
    await isFocused(page.getByRole('textbox', { name: 'Search order' }));
  });

  test('Ctrl K finds an order, ? shows the keys, G and a letter goes to a place', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Search and commands' });
    await isFocused(palette.getByRole('combobox'));
    await page.keyboard.type('Ahmed Al-Rashid');
    await seen(palette.getByRole('option', { name: /ORD-001847/ }));
    await page.keyboard.press('Enter');
    await seen(details(page));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Slash');
    const help = dialog(page, 'Keyboard shortcuts');
    await seen(help.getByText('Update the status'));
    await page.keyboard.press('Escape');
    await gone(help);
    for (const [key, where] of places) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL(`**/call-center-panel${where}`);
    }
  });
});
