/* How a test finds its way on the pages of the desk. English words, unless it says otherwise. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until it is there to be seen. */
export async function seen(...wanted: Locator[]): Promise<void> {
  for (const locator of wanted) await locator.first().waitFor({ state: 'visible' });
}

export async function gone(...unwanted: Locator[]): Promise<void> {
  for (const locator of unwanted) await locator.waitFor({ state: 'hidden' });
}

export const button = (at: Page | Locator, name: string | RegExp) =>
  at.getByRole('button', { name, exact: typeof name === 'string' });

export const heading = (at: Page | Locator, name: string | RegExp) =>
  at.getByRole('heading', { name });

/** A message in the corner. */
export const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Messages' }).getByText(text);

export const dialog = (page: Page, title: string | RegExp) =>
  page.getByRole('dialog', { name: title });

export const details = (page: Page) => page.getByRole('complementary', { name: 'Order details' });

export const grid = (page: Page) => page.getByRole('grid', { name: 'Orders' });

export const rows = (page: Page) => grid(page).locator('[data-row-id]');

export const row = (page: Page, id: number) => grid(page).locator(`[data-row-id="${id}"]`);

/** The list with its rows, loaded. */
export async function listStands(page: Page): Promise<void> {
  await seen(rows(page).first());
}

/** The text of the cell below that column. */
export async function cell(page: Page, id: number, column: string): Promise<string> {
  const names = await grid(page).getByRole('columnheader').allInnerTexts();
  const at = names.findIndex((name) => name.trim() === column);
  const text = await row(page, id).getByRole('gridcell').nth(at).innerText();
  return text.trim();
}

/** Ids of all rows, also of those that are only drawn when scrolled to. */
export async function allIds(page: Page): Promise<number[]> {
  const scroller = grid(page).locator('xpath=..');
  const ids = new Set<number>();
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  for (let step = 0; step < 100; step++) {
    for (const id of await shownIds(page)) ids.add(id);
    const more = await scroller.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollBy(0, element.clientHeight * 0.8);
      return element.scrollTop > before;
    });
    if (!more) break;
    await nextFrames(page);
  }
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  return [...ids];
}

/** Ids of the rows that are drawn now, from the top. */
export async function shownIds(page: Page): Promise<number[]> {
  return rows(page).evaluateAll((elements) =>
    elements
      .map((element) => ({
        id: Number((element as HTMLElement).dataset.rowId),
        top: element.getBoundingClientRect().top,
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ id }) => id),
  );
}

/** Lets the page draw. */
export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** Chooses one of a drop-down list. */
export async function choose(at: Page | Locator, label: string, option: RegExp | string) {
  await at.getByRole('combobox', { name: label }).click();
  const page = 'page' in at ? at.page() : at;
  await page.getByRole('option', { name: option }).click();
}

/** Focus of the row, as after a click beside its controls, without opening it. */
export async function focusRow(page: Page, id: number): Promise<void> {
  await row(page, id).focus();
}

/** The id of the row that has the focus. */
export function focusedRow(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const near = document.activeElement?.closest<HTMLElement>('[data-row-id]');
    return near ? Number(near.dataset.rowId) : null;
  });
}

/** Waits until the row has the focus: a dialog gives it back a moment after it closed. */
export async function focusIsOn(page: Page, id: number | undefined): Promise<void> {
  await expect.poll(() => focusedRow(page)).toBe(id);
}

/** A key press as an Arabic keyboard sends it: the place of the key, another letter on it. */
export async function arabicKey(page: Page, code: string, key: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const virtual = code.startsWith('Key') ? code.charCodeAt(3) : code.charCodeAt(code.length - 1);
  const press = { code, key, windowsVirtualKeyCode: virtual };
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key, ...press });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press });
  await session.detach();
}

const arabicLetters: Record<string, string> = { b: 'لا', d: 'ي', g: 'ل' };

/** A badge scanner: a keyboard that types faster than people can, on either layout. */
export async function scan(page: Page, badge: string, arabic = false): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const keys = [...badge].map((key) => {
    const code = key === '-' ? 'Minus' : /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
    const written = (arabic && arabicLetters[key]) || key;
    return { code, key: written, text: written, windowsVirtualKeyCode: key.charCodeAt(0) };
  });
  keys.push({ code: 'Enter', key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 });
  await Promise.all(
    keys.flatMap(({ text, ...press }) => [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', text, ...press }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press }),
    ]),
  );
  await session.detach();
}

/** The whole text of the page, as a person reads it. */
export function words(page: Page): Promise<string> {
  return page.locator('body').innerText();
}

export async function isFocused(locator: Locator): Promise<void> {
  await expect
    .poll(() => locator.evaluate((element) => element === document.activeElement))
    .toBe(true);
}

/** Without the invisible marks that keep names of the other direction apart. */
export const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '');
