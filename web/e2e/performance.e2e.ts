/* Performance on screen (S0-KPI-01…21, S0-DASH-20, S0-ROLE-11/19/23, IMP-SUP-01, IMP-MGR-04). */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { button, choose, dialog, gone, heading, nextFrames, seen, toast } from './support/page.ts';

const desk = openDesk();
const path = '/call-center-panel/performance';
const card = (page: Page, label: string) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: label })
    .filter({ has: page.locator('.text-2xl') });
const kpi = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Key figures' }).getByRole('row').filter({ hasText: name });

describe('what an agent sees', () => {
  test('from the dashboard to the page of the source document, computed', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel', { width: 1440 });
    await page.getByRole('link', { name: 'My stats' }).click();
    await seen(heading(page, 'My performance dashboard'), heading(page, "Today's performance"));
    await seen(card(page, 'Orders handled').getByText('24', { exact: true }));
    await seen(card(page, 'Success rate').getByText('87.5%', { exact: true }));
    await seen(card(page, 'Success rate').getByText('21 of 24 not cancelled'));
    await seen(card(page, 'Average call duration'), card(page, 'Customer rating'));
    await seen(card(page, 'Resolution rate'));
    const cells = await kpi(page, 'Order confirmation rate').getByRole('cell').allInnerTexts();
    expect(cells.map((text) => text.trim())).toEqual(['75%', 'at least 70%', 'Met']);
    await seen(kpi(page, 'Cancellation rate').getByText('less than 15%'));
    for (const title of [
      'Weekly performance trend',
      'Achievements this month',
      'Improvement opportunities',
      'My goals',
      'Team comparison',
    ])
      await seen(heading(page, title));
    expect(await page.getByText('Omar').count(), 'colleagues stay unnamed').toBe(0);
  });

  test('a figure opens its rows, and the address keeps what is open', async () => {
    const { page } = await desk.work('AG001', path, { width: 1440 });
    await card(page, 'Orders handled').getByRole('button').click();
    const rows = dialog(page, 'Orders handled');
    await seen(rows.getByText('All rows behind this figure: 24'));
    expect(await rows.getByRole('listitem').count()).toBe(24);
    expect(new URL(page.url()).searchParams.get('rows')).toBe('orders_handled');
    await page.keyboard.press('Escape');
    await gone(rows);
    await card(page, 'Success rate').getByRole('button').click();
    await seen(dialog(page, 'Success rate').getByText(/: 24 · Counted: 21/));
    await page.keyboard.press('Escape');
    await gone(dialog(page, 'Success rate'));
    await choose(page, 'Period', 'This month');
    await seen(heading(page, "This month's performance"));
    expect(new URL(page.url()).searchParams.get('period')).toBe('month');
  });

  test('day by day, and a month', async () => {
    const { page } = await desk.work('AG001', path, { width: 1440 });
    await button(page, 'Detailed report').click();
    const table = page.getByRole('table', { name: 'Detailed report' });
    await seen(table);
    expect(await table.getByRole('row').count()).toBe(15);
    await table.getByRole('button', { name: /^24, Rows behind Orders handled/ }).click();
    await seen(dialog(page, 'Orders handled').getByText('All rows behind this figure: 24'));
    await page.keyboard.press('Escape');
    await gone(dialog(page, 'Orders handled'));
    await seen(table);
    await button(page, 'Back to the overview').click();
    await button(page, 'Monthly view').click();
    await seen(page.getByRole('table', { name: 'Monthly view' }), page.getByLabel('Month'));
    const month = card(page, 'Orders handled').getByRole('button');
    const figure = (await month.locator('.text-2xl').innerText()).trim();
    await month.click();
    await seen(
      dialog(page, 'Orders handled').getByText(/rows behind this figure/),
      dialog(page, 'Orders handled').getByRole('listitem').first(),
    );
    const more = button(dialog(page, 'Orders handled'), 'Load older ones');
    while (await more.isVisible()) {
      await more.click();
      await nextFrames(page);
    }
    await seen(dialog(page, 'Orders handled').getByText(`All rows behind this figure: ${figure}`));
  });

  test('goals are set by keyboard, reached or not, and given up', async () => {
    const { page, allow } = await desk.work('AG001', path, { width: 1440 });
    allow(answered(422)); // a goal of nothing
    await button(page, 'Set goals').first().press('Enter');
    const goals = dialog(page, 'Set goals');
    await goals.getByLabel(/^Goal/).fill('0');
    await page.keyboard.press('Enter');
    await seen(goals.getByText('This is out of range.'));
    await goals.getByLabel(/^Goal/).fill('20');
    await page.keyboard.press('Enter');
    await seen(toast(page, 'Goal saved'), goals.getByLabel('Orders handled (day)'));
    await button(goals, 'Done').click();
    const region = page.getByRole('region', { name: 'My goals' });
    await seen(region.getByText('24 of 20'), region.getByText('Reached'));
    await button(page, 'Set goals').first().click();
    await goals.getByRole('button', { name: /^Remove the goal/ }).click();
    await seen(toast(page, 'Goal removed'));
    await button(goals, 'Done').click();
    await seen(region.getByText('No goals are set.'));
  });
});

test('an order confirmed elsewhere moves the figures within seconds', async () => {
  const { page } = await desk.work('AG002', path, { width: 1440 });
  const shown = card(page, 'Orders handled');
  await seen(shown);
  const figure = async () => Number((await shown.locator('.text-2xl').innerText()).trim());
  const before = await figure();
  const manager = await desk.api('manager');
  const { order } = await manager.post('/api/orders', {
    customer_name: 'Layla Haddad',
    customer_phone: '0507770011',
    product_name: 'Lamp',
    price: '10.00',
    address: 'Marina Walk 5',
    agent_id: 'AG002',
  });
  const omar = await desk.api('AG002');
  await omar.put(`/api/agent/orders/${order.id}/status`, { status: 'confirmed' });
  await expect.poll(figure, { timeout: 15_000 }).toBe(before + 1);
});

test('a manager sets targets, and an agent sees at once what is met (S0-KPI-13)', async () => {
  const sarah = await desk.work('AG001', path, { width: 1440 });
  await seen(kpi(sarah.page, 'Order confirmation rate').getByText('Met'));
  const manager = await desk.work('manager', '/call-center-panel/manager/targets', { width: 1440 });
  manager.allow(answered(422)); // more than all
  const field = manager.page.getByLabel(/^Order confirmation rate/);
  await field.fill('101');
  await button(manager.page, 'Save').click();
  await seen(manager.page.getByText('This is out of range.'));
  await field.fill('80');
  await button(manager.page, 'Save').click();
  await seen(toast(manager.page, 'Targets saved'));
  await seen(kpi(sarah.page, 'Order confirmation rate').getByText('Not met'));
  await seen(kpi(sarah.page, 'Order confirmation rate').getByText('at least 80%'));
  await field.fill('');
  await button(manager.page, 'Save').click();
  await seen(kpi(sarah.page, 'Order confirmation rate').getByText('at least 70%'));
});

test('a supervisor sees the team, and from there each agent', async () => {
  const { page } = await desk.work('supervisor', `${path}/team`, { width: 1440 });
  await seen(heading(page, 'Team performance'), heading(page, 'Agents'));
  await page.getByRole('link', { name: 'Sarah Al-Mansouri', exact: true }).click();
  await seen(
    heading(page, 'Performance of an agent'),
    card(page, 'Orders handled').getByText('24', { exact: true }),
  );
  expect(await button(page, 'Set goals').count(), 'goals are their own').toBe(0);
});

test('a manager sees the company, its teams and departments', async () => {
  const { page } = await desk.work('manager', `${path}/team?period=month`, { width: 1440 });
  for (const title of ['Agents', 'Teams', 'Departments']) await seen(heading(page, title));
  // A figure of an agent opens its rows; a team's name, its agents.
  const sarah = page.getByRole('row').filter({ hasText: 'Sarah Al-Mansouri' });
  const handled = sarah.getByRole('link').nth(1);
  const figure = (await handled.innerText()).trim();
  await handled.click();
  const rows = dialog(page, 'Orders handled');
  await seen(rows.getByRole('listitem').first());
  const more = button(rows, 'Load older ones');
  while (await more.isVisible()) {
    await more.click();
    await nextFrames(page);
  }
  await seen(rows.getByText(`All rows behind this figure: ${figure}`));
  await page.goBack();
  await page.getByRole('link', { name: 'Sales Dubai' }).click();
  await gone(heading(page, 'Departments'));
  await choose(page, 'Team', 'Everyone');
  await seen(heading(page, 'Departments'));
  await choose(page, 'Team', 'Sales Dubai');
  await gone(heading(page, 'Departments'));
  expect(new URL(page.url()).searchParams.get('team')).toMatch(/^\d+$/);
});

describe.each([
  ['en', 'light', 1440],
  ['ar', 'dark', 1440],
  ['ar', 'light', 390],
  ['en', 'dark', 1024],
] as const)('it looks right: %s, %s, %i px', (language, theme, width) => {
  const options = {
    language,
    theme,
    width,
    height: width === 390 ? 844 : 900,
    touch: width === 390,
  };

  test('goals, a month, and rows', async () => {
    const seat = await desk.work('AG001', path, options);
    await seen(seat.page.getByRole('table').first());
    await button(seat.page, language === 'ar' ? 'تحديد الأهداف' : 'Set goals')
      .first()
      .click();
    await seen(seat.page.getByRole('dialog').getByRole('combobox').first());
    await looksRight(seat, language, `goals-${language}-${theme}-${width}`);
    await seat.open(`${path}?view=monthly&rows=orders_handled`);
    await seen(seat.page.getByRole('dialog').getByRole('listitem').first());
    await looksRight(seat, language, `performance-rows-${language}-${theme}-${width}`);
  });
});
