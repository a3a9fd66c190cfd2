/* Orders under the hands of an agent. */
import type { Page } from 'playwright-core';
import { type Api, type Body, newOrder } from './api.ts';
import { button, dialog, focusRow, row, seen } from './page.ts';

/** A fresh order in the list of the agent, entered by a manager, with the focus on its row. */
export async function freshRow(page: Page, manager: Api, changes: Body = {}): Promise<Body> {
  const order = await newOrder(manager, changes);
  await button(page, 'Refresh').click();
  await seen(row(page, order.id));
  await focusRow(page, order.id);
  return order;
}

/** The dialog that a key opens on the row of an order. */
export async function at(page: Page, id: number, title: RegExp | string, key: string) {
  await focusRow(page, id);
  await page.keyboard.press(key);
  const open = dialog(page, title);
  await seen(open);
  return open;
}

export const statusDialog = (page: Page, order: Body) =>
  dialog(page, `Update order status – ${order.short_code}`);
