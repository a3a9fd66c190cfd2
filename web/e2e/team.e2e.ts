/* The supervisor's board, schedules and analytics in the browser (S0-ROLE-10…15, 17…19, 22). */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openDesk } from './support/desk.ts';
import { button, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();
const card = (page: Page, name: string) =>
  page.locator('[data-agent-id]').filter({ has: page.getByRole('heading', { name }) });

describe('the board', () => {
  test('follows an agent at work in another browser, card by card, in place', async () => {
    const sarah = await desk.work('AG001', '/call-center-panel');
    const { page } = await desk.work('supervisor', '/call-center-panel/supervisor');
    await seen(card(page, 'Sarah Al-Mansouri').getByText('Available', { exact: true }));
    const names = () => page.locator('[data-agent-id] h2').allInnerTexts();
    const before = await names();
    const figure = async (label: string) =>
      Number(
        await card(page, 'Sarah Al-Mansouri')
          .locator('dl > div')
          .filter({ hasText: label })
          .locator('dd')
          .innerText(),
      );
    const handled = await figure('Handled');
    const api = await desk.api('AG001');
    await api.put('/api/agent/auth/status', { status: 'on_break' });
    await seen(card(page, 'Sarah Al-Mansouri').getByText('On break'));
    await api.put('/api/agent/orders/1852/status', { status: 'confirmed' });
    await expect.poll(() => figure('Handled')).toBe(handled + 1);
    expect(await names()).toEqual(before);
    await sarah.close();
  });

  test('orders are given away by keyboard, and both sides see it', async () => {
    const omar = await desk.work('AG002', '/call-center-panel/orders');
    const { page } = await desk.work('supervisor', '/call-center-panel/supervisor');
    await card(page, 'Sarah Al-Mansouri').getByRole('button').focus();
    await page.keyboard.press('Enter');
    const panel = dialog(page, 'Sarah Al-Mansouri');
    const box = panel.getByRole('checkbox', { name: 'Select ORD-001850' });
    await seen(box);
    await box.focus();
    await page.keyboard.press('Space');
    await button(panel, 'Reassign 1').focus();
    await page.keyboard.press('Enter');
    const give = dialog(page, 'Reassign 1');
    await seen(give.getByRole('radio', { name: /Omar Khoury/ }));
    await give.getByRole('radio', { name: /Omar Khoury/ }).focus();
    await page.keyboard.press('Space');
    await button(give, 'Reassign').click();
    await seen(give.getByText(/reason/i).first());
    await give.getByLabel(/Reason/).fill('She is at lunch');
    await button(give, 'Reassign').click();
    await seen(toast(page, '1 reassigned'));
    await gone(box);
    await seen(omar.page.getByRole('button', { name: /Notifications, \d+ unread/ }));
  });

  test('a state is chosen for an agent', async () => {
    const omar = await desk.work('AG002', '/call-center-panel');
    const { page } = await desk.work('supervisor', '/call-center-panel/supervisor?agent=2');
    await button(dialog(page, 'Omar Khoury'), 'Change the state').click();
    await page.getByRole('menuitemcheckbox', { name: 'In a meeting' }).click();
    await seen(card(page, 'Omar Khoury').getByText('In a meeting'));
    await seen(omar.page.getByText('In a meeting').first());
  });
});

describe('schedules', () => {
  test('an entry is made, refused where one is in the way, changed and removed; its agent sees it', async () => {
    const week = new Date(Date.now() + 70 * 86_400_000).toISOString().slice(0, 10);
    const sarah = await desk.work('AG001', `/call-center-panel/my-schedule?week=${week}`);
    await seen(sarah.page.getByText('Nothing is scheduled in these two weeks.'));
    const seat = await desk.work('supervisor', `/call-center-panel/schedules?week=${week}`);
    const { page } = seat;
    await seen(page.getByRole('table', { name: 'The week' }));
    await page
      .getByRole('button', { name: /New entry for Sarah/ })
      .first()
      .click();
    const form = dialog(page, 'New entry');
    await form.getByLabel('Note').fill('Opening the desk');
    await button(form, 'Save').click();
    await seen(toast(page, 'The schedule was saved'));
    const entry = page.locator('[data-entry-id]').filter({ hasText: 'Opening the desk' });
    await seen(entry, sarah.page.getByText('Opening the desk'));

    seat.allow(/409/);
    await page
      .getByRole('button', { name: /New entry for Sarah/ })
      .first()
      .click();
    await button(form, 'Save').click();
    await seen(form.getByText(/There is another entry then/).first());
    await form.getByRole('radio', { name: 'Meeting' }).click();
    await form.getByLabel('To').fill(
      `${await form
        .getByLabel('From')
        .inputValue()
        .then((text) => text.slice(0, 10))}T10:00`,
    );
    await button(form, 'Save').click();
    await seen(page.locator('[data-entry-id]').filter({ hasText: 'Meeting' }));

    await entry.focus();
    await page.keyboard.press('Enter');
    const edit = dialog(page, 'Change the entry');
    await button(edit, 'Remove').click();
    await seen(toast(page, 'Removed from the schedule'));
    await gone(entry);
    await gone(sarah.page.getByText('Opening the desk'));
  });

  test('an agent has no way to the schedules of others', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/my-schedule');
    await seen(heading(page, 'My schedule'), page.locator('ol li').first());
    expect(await page.getByRole('link', { name: 'Schedules' }).count()).toBe(0);
    expect(await page.locator('[data-entry-id]').count()).toBe(0);
  });
});

describe('analytics', () => {
  test('a figure opens as many rows as it says, and follows the work', async () => {
    const { page } = await desk.work('manager', '/call-center-panel/manager?date=today');
    const confirmed = page
      .getByRole('main')
      .getByRole('link', { name: /^Confirmed/ })
      .first();
    await seen(confirmed);
    const value = async () => Number((await confirmed.innerText()).match(/\d+/)?.[0]);
    const before = await value();
    expect(before).toBeGreaterThan(0);
    const api = await desk.api('AG001');
    await api.put('/api/agent/orders/1847/status', { status: 'confirmed' });
    await expect.poll(value, { timeout: 30_000 }).toBe(before + 1);
    await confirmed.click();
    const rows = dialog(page, 'Behind the figure');
    await seen(rows.getByText('ORD-001847'));
    await expect.poll(() => rows.getByRole('listitem').count()).toBe(before + 1);
  });

  test('a department is chosen, and its people are one press away', async () => {
    const { page } = await desk.work('manager', '/call-center-panel/manager');
    await seen(heading(page, 'Teams').first());
    await page.getByRole('combobox', { name: 'Department' }).click();
    await page.getByRole('option', { name: 'Support' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('department')).toMatch(/^\d+$/);
    await gone(page.getByRole('rowheader', { name: 'Sarah Al-Mansouri' }));
    await page.getByRole('link', { name: 'Supervisors' }).click();
    await seen(page.getByText('Layla Haddad').first());
  });
});
