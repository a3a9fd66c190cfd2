/* Without a mouse, and for those who hear the page (WCAG 2.1). */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, newOrder } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { violations } from './support/looks.ts';
import {
  button,
  details,
  dialog,
  focusedRow,
  focusIsOn,
  focusRow,
  gone,
  grid,
  listStands,
  row,
  seen,
} from './support/page.ts';

const desk = openDesk();
let manager: Api;

beforeAll(async () => {
  manager = await desk.api('manager');
});

interface Stop {
  name: string;
  marked: boolean;
  inView: boolean;
}

/** What has the focus now, and whether anybody can see that. */
function stop(page: Page): Promise<Stop> {
  return page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const element = document.activeElement as HTMLElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (element === document.body) return { name: 'BODY', marked: true, inView: true };
    const own = element.getAttribute('aria-label') ?? '';
    const byId = element.getAttribute('aria-labelledby');
    const labelled = byId ? (document.getElementById(byId)?.innerText ?? '') : '';
    const name = own || labelled || element.innerText || element.tagName;
    const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    return {
      name: name.trim().replace(/\s+/g, ' '),
      marked: hasOutline || style.boxShadow !== 'none',
      inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });
}

/** All stops of the Tab key from the top of the page until it begins again. */
async function walk(page: Page, most = 120): Promise<Stop[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
  });
  const stops: Stop[] = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const here = await stop(page);
    if (here.name === stops[0]?.name || here.name === 'BODY') break;
    stops.push(here);
  }
  return stops;
}

test('Tab reaches everything on the page of orders, and shows where it is', async () => {
  const { page } = await desk.work('AG001');
  await listStands(page);
  const stops = await walk(page);
  const names = stops.map(({ name }) => name);
  const wanted = [
    /^Skip to the content/,
    /^Gulf Commerce/,
    /^Search or run a command/,
    /^Your status:/,
    /^Notifications/,
    /^العربية/,
    /^(Dark|Light) theme/,
    /^Settings/,
    /^Log out/,
    /^Dashboard/,
    /^Orders$/,
    /^Narrow the sidebar/,
    /^Auto-refresh/,
    /^Search order/,
    /^Status$/,
    /^Date$/,
    /^Priority$/,
    /^Whose orders/,
    /^Sort by/,
    /^High priority orders/,
    /^Call$/,
    /^Update$/,
    /^Details$/,
    /^Add note$/,
    /^Select all loaded rows/,
    /^Order Code/,
    /^ORD-/,
    /^Export data/,
    /^Refresh/,
  ];
  let at = -1;
  for (const name of wanted) {
    const found = names.findIndex((candidate, index) => index > at && name.test(candidate));
    expect(found, `${name} after ${names[at]} in ${names.join(' | ')}`).toBeGreaterThan(at);
    at = found;
  }
  expect(
    stops.filter(({ marked }) => !marked).map(({ name }) => name),
    'unmarked',
  ).toEqual([]);
  expect(
    stops.filter(({ inView }) => !inView).map(({ name }) => name),
    'out of view',
  ).toEqual([]);
});

test('the skip link leads past the header', async () => {
  const { page } = await desk.work('AG001');
  await listStands(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await page.keyboard.press('Tab');
  expect((await stop(page)).name).toBe('Auto-refresh');
});

describe('dialogs', () => {
  test.each([
    ['u', /^Update order status/],
    ['n', /^Notes – /],
    ['s', /^Schedule callback/],
    ['t', /^Ask to reassign/],
  ])('%s keeps the focus inside and gives it back', async (key, title) => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const order = await newOrder(manager);
    await button(page, 'Refresh').click();
    await seen(row(page, order.id));
    await focusRow(page, order.id);
    await page.keyboard.press(key);
    const open = dialog(page, title);
    await seen(open);
    for (const press of ['Tab', 'Shift+Tab']) {
      for (let i = 0; i < 25; i++) {
        await page.keyboard.press(press);
        // The messages in the corner stay in reach by design.
        const inside = await page.evaluate(
          () =>
            document.activeElement?.closest('[role=dialog], [data-stays-in-reach]') !== null ||
            document.activeElement === document.body,
        );
        expect(inside, `${press} ${i}`).toBe(true);
      }
    }
    // On a button with a hint the first Esc would only take the hint away.
    await open.focus();
    await page.keyboard.press('Escape');
    await gone(open);
    await focusIsOn(page, order.id);
  });

  test('a status is changed with nothing but the keyboard', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const order = await newOrder(manager);
    await button(page, 'Refresh').click();
    await seen(row(page, order.id));
    await page.keyboard.press('j');
    for (let i = 0; i < 30 && (await focusedRow(page)) !== order.id; i++) {
      await page.keyboard.press('k');
    }
    await page.keyboard.press('u');
    const open = dialog(page, /^Update order status/);
    await seen(open);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('radio');
    await page.keyboard.press('6');
    await page.keyboard.press('Control+Enter');
    await seen(open.getByText('A cancellation needs a reason.'));
    const reasons = open.getByRole('radiogroup', { name: /^Cancellation reason/ });
    await reasons.getByRole('radio').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown', { delay: 60 });
    await seen(reasons.getByRole('radio', { name: 'Price concerns', checked: true }));
    await page.keyboard.press('Control+Enter');
    await gone(open);
    await expect
      .poll(async () => (await manager.order(order.id)).cancellation_reason)
      .toBe('price_concerns');
  });
});

describe('what a screen reader is told', () => {
  test('a table with its columns and rows', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?search=001850');
    await listStands(page);
    const tree = await grid(page).ariaSnapshot();
    for (const line of [
      '- grid "Orders"',
      '- columnheader "Order Code',
      '- columnheader "Seller Name',
      '- columnheader "Customer',
      '- columnheader "Product',
      '- columnheader "Address',
      '- columnheader "Price',
      '- columnheader "Status',
      '- gridcell "ORD-001850"',
      '- gridcell "Omar M."',
      '- gridcell "Under review"',
      '- checkbox "Select ORD-001850"',
    ]) {
      expect(tree).toContain(line);
    }
    expect(await grid(page).getAttribute('aria-colcount')).toBe('8');
    expect(await row(page, 1850).getAttribute('aria-selected')).toBe('false');
    await row(page, 1850).getByRole('checkbox').click();
    expect(await row(page, 1850).getAttribute('aria-selected')).toBe('true');
  });

  test('a dialog with a name, groups of choices and fields with labels', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?order=1847');
    await button(details(page), 'Update status').click();
    const open = dialog(page, 'Update order status – ORD-001847');
    await open.getByRole('radio', { name: /^Cancelled/ }).click();
    const tree = await open.ariaSnapshot();
    for (const line of [
      '- dialog "Update order status – ORD-001847"',
      '- heading "Update order status – ORD-001847" [level=2]',
      '- radiogroup "New status (required)"',
      '- radio "Confirmed',
      '- radio "Cancelled" [checked]',
      '- radiogroup "Cancellation reason (required)"',
      '- radio "Other (specify below)"',
      '- textbox "Update notes"',
      '- textbox "Additional details"',
      '- checkbox "Notify customer via SMS" [checked]',
      '- button "Cancel"',
      '- button "Update status"',
    ]) {
      expect(tree).toContain(line);
    }
    await button(open, 'Update status').click();
    const group = open.getByRole('radiogroup', { name: /^Cancellation reason/ });
    expect(await group.getAttribute('aria-invalid')).toBe('true');
    const about = await group.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${about}"]`).innerText()).toBe(
      'A cancellation needs a reason.',
    );
  });

  test('landmarks and one heading for the page', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual([
      'Orders management',
    ]);
    for (const role of ['banner', 'main'] as const)
      expect(await page.getByRole(role).count()).toBe(1);
    expect(await page.title()).toMatch(/^Orders management/);
  });

  test('every other dialog and menu is accessible too', async () => {
    const seat = await desk.work('manager');
    const { page } = seat;
    await listStands(page);
    const leave = async () => page.keyboard.press('Escape');
    const opens: [string, () => Promise<unknown>][] = [
      ['palette', () => page.keyboard.press('Control+k')],
      ['settings', () => button(page, 'Settings').click()],
      ['help', () => page.keyboard.press('Shift+Slash')],
      ['notifications', () => page.getByRole('button', { name: /^Notifications/ }).click()],
      ['status filter', () => page.getByRole('combobox', { name: 'Status', exact: true }).click()],
      ['new order', () => button(page, 'New order').click()],
      ['import', () => button(page, 'Import').click()],
    ];
    for (const [name, open] of opens) {
      await open();
      const layer = page.locator('[role=dialog], [role=listbox]').last();
      await seen(layer);
      // A list of choices is no page: what lies behind it is out of reach as long as it is open.
      const within = name === 'status filter' ? '[role=listbox]' : undefined;
      expect(await violations(seat, within), name).toEqual([]);
      await leave();
      await gone(layer);
    }
  });
});
