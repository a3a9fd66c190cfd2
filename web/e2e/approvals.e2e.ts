/*
 * Changes that a supervisor approves, how calls are handled, and service levels (IMP-ORD-07,
 * IMP-SUP-03, IMP-MGR-03, IMP-MGR-04, S0-ROLE-07, S0-ROLE-16, S0-ROLE-21, S0-ROLE-23).
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Body, newOrder } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import { violations } from './support/looks.ts';
import {
  button,
  choose,
  details,
  dialog,
  gone,
  heading,
  isFocused,
  plain,
  row,
  seen,
  toast,
} from './support/page.ts';

const desk = openDesk();
const path = '/call-center-panel/approvals';
let sarah: Api;
let manager: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  manager = await desk.api('manager');
});

const item = (page: Page, code: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name: code, exact: true }) });

const openOrder = (id: number) => `/call-center-panel/orders?order=${id}`;

const ask = async (id: number, changes: Body): Promise<Body> =>
  (await sarah.post(`/api/agent/orders/${id}/modifications`, { changes, reason: 'as told' }))
    .modification;

describe('a change of an order', () => {
  test('is asked for by keyboard, waits, is approved elsewhere, and shows at once', async () => {
    const order = await newOrder(manager);
    const boss = await desk.work('supervisor', path);
    await seen(heading(boss.page, 'Approvals'), boss.page.getByRole('listitem').first());
    const seat = await desk.work('AG001', openOrder(order.id));
    const { page } = seat;
    await seen(details(page));

    await button(details(page), /^Request a change/).focus();
    await page.keyboard.press('m');
    const form = dialog(page, `Request a change – ${order.short_code}`);
    await seen(form);
    expect(await violations(seat)).toEqual([]);
    await form.getByLabel('Address').fill('Al Barsha 1, Villa 7');
    const before = form.getByText(/^Was: /);
    await expect.poll(async () => plain(await before.innerText())).toBe(`Was: ${order.address}`);
    await button(form, 'Send request').click();
    await seen(form.getByText('Say why.'));
    await form.getByLabel('Reason').fill('The customer moved');
    await form.getByLabel('Area').press('Enter');
    await seen(toast(page, `${order.short_code}: your request was sent to your supervisor.`));
    await seen(details(page).getByText('Change waits for approval').first());
    await seen(details(page).getByText('The customer moved'));

    await button(boss.page, '1 new request – show').click();
    const asked = item(boss.page, order.short_code);
    await seen(asked.getByText('The customer moved'), asked.getByText(order.address));
    await seen(asked.getByText('Al Barsha 1, Villa 7'));
    expect(await violations(boss)).toEqual([]);
    await button(asked, `Approve the request about ${order.short_code}`).press('Enter');
    await isFocused(asked.getByLabel('Answer (optional)'));
    await boss.page.keyboard.type('fine');
    await boss.page.keyboard.press('Enter');
    await seen(toast(boss.page, `${order.short_code}: approved, and done.`));
    await seen(asked.getByText('Approved', { exact: true }));

    await seen(details(page).getByText(/^Approved by .*Layla Haddad.*: fine$/));
    await gone(details(page).getByText('Change waits for approval').first());
    expect(await manager.order(order.id)).toMatchObject({ address: 'Al Barsha 1, Villa 7' });
  });

  test('is taken back by who asked for it; the queue says so where it stands', async () => {
    const order = await newOrder(manager);
    await ask(order.id, { area: 'JLT' });
    const boss = await desk.work('supervisor', path);
    await seen(item(boss.page, order.short_code));
    const { page } = await desk.work('AG001', openOrder(order.id));
    await button(details(page), 'Withdraw').click();
    await seen(toast(page, `${order.short_code}: your request was withdrawn.`));
    await seen(item(boss.page, order.short_code).getByText('Withdrawn', { exact: true }));
    await gone(button(item(boss.page, order.short_code), /^Approve/));
  });

  test('that meets a newer order shows both, and is approved all the same or not', async () => {
    const order = await newOrder(manager);
    await ask(order.id, { address: 'Al Barsha 1, Villa 7' });
    const boss = await desk.work('supervisor', path);
    boss.allow(answered(409));
    const asked = item(boss.page, order.short_code);
    await seen(asked);
    await manager.put(`/api/orders/${order.id}`, { address: 'JLT, Tower 1' });
    await button(asked, /^Approve/).click();
    await button(asked, 'Approve').click();
    await seen(asked.getByText('The order has changed since this was asked for.'));
    await seen(asked.getByText('JLT, Tower 1'));
    await button(asked, 'Approve all the same').click();
    await seen(asked.getByText('Approved', { exact: true }));
    expect((await manager.order(order.id)).address).toBe('Al Barsha 1, Villa 7');
  });

  test('is rejected with a reason', async () => {
    const order = await newOrder(manager);
    await ask(order.id, { area: 'JLT' });
    const { page } = await desk.work('supervisor', path);
    const asked = item(page, order.short_code);
    await button(asked, /^Reject/).click();
    await button(asked, 'Reject').click();
    await seen(asked.getByText('Say why.'));
    await asked.getByLabel('Reason').fill('Out of our area');
    await button(asked, 'Reject').click();
    await seen(toast(page, `${order.short_code}: rejected.`));
    await choose(page, 'Status of requests', 'Rejected');
    await seen(item(page, order.short_code).getByText('Out of our area'));
  });

  test('a supervisor makes at once', async () => {
    const order = await newOrder(manager);
    const { page } = await desk.work('supervisor', openOrder(order.id));
    await button(details(page), /^Change the order/).click();
    const form = dialog(page, /^Change the order/);
    await form.getByLabel('Quantity').fill('3');
    await form.getByLabel('Reason').fill('A typing error');
    await button(form, 'Change the order').click();
    await seen(toast(page, `${order.short_code} was changed.`));
    expect((await manager.order(order.id)).quantity).toBe(3);
  });
});

test('a cancellation of what is on its way goes to the supervisor in one step', async () => {
  const order = await newOrder(manager);
  await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'confirmed' });
  const { delivery } = await manager.post('/api/deliveries', {
    order_id: order.id,
    courier_id: 1,
    tracking_number: `E2E-${order.id}`,
  });
  await manager.put(`/api/deliveries/${delivery.id}`, { status: 'picked_up' });
  const seat = await desk.work('AG001', openOrder(order.id));
  seat.allow(answered(409));
  const { page } = seat;
  await button(details(page), /^Update status/).click();
  const form = dialog(page, /^Update order status/);
  await form.getByRole('radio', { name: /^Cancelled/ }).click();
  await form.getByRole('radio', { name: 'Found better offer elsewhere' }).click();
  await button(form, /^Update status/).click();
  await seen(toast(page, /your supervisor was asked to approve the cancellation/));
  await seen(row(page, order.id).getByText('Cancellation waits for approval'));
  expect(await manager.order(order.id)).toMatchObject({
    status: 'confirmed',
    pending_changes: ['cancellation'],
  });
  const boss = await desk.work('supervisor', path);
  await button(item(boss.page, order.short_code), /^Approve/).click();
  await button(item(boss.page, order.short_code), 'Approve').click();
  await seen(toast(boss.page, `${order.short_code}: approved, and done.`));
  await gone(details(page).getByText('Cancellation waits for approval').first());
  expect((await manager.order(order.id)).status).toBe('cancelled');
});

test('requests to hand over are decided in the same place, and counted beside its name', async () => {
  const order = await newOrder(manager);
  const boss = await desk.work('supervisor', `${path}?show=handover`);
  const { page } = boss;
  const link = page.getByRole('navigation').getByRole('link', { name: /^Approvals/ });
  const count = async () => Number(/\d+/.exec(await link.innerText())?.[0] ?? 0);
  await expect.poll(count).toBeGreaterThan(0);
  const before = await count();
  await sarah.post(`/api/agent/orders/${order.id}/reassign`, { reason: 'Speaks Urdu only' });
  await expect.poll(count).toBe(before + 1);
  const asked = page.getByRole('listitem').filter({ hasText: 'Speaks Urdu only' });
  await seen(asked);
  expect(await violations(boss)).toEqual([]);
  await button(asked, 'Reject').click();
  await button(asked, 'Reject').click();
  await gone(asked);
  await expect.poll(count).toBe(before);
});

describe('how calls are handled', () => {
  const policies = '/call-center-panel/manager/policies';

  test('is set by a manager, and what agents see follows at once', async () => {
    const order = await newOrder(manager);
    const { page: agent } = await desk.work('AG001', openOrder(order.id));
    await button(details(agent), /^Schedule callback/).click();
    await seen(dialog(agent, /^Schedule callback/));

    const seat = await desk.work('manager', policies);
    const { page } = seat;
    const other = await desk.work('admin', policies);
    await seen(heading(page, 'Call policies'), heading(other.page, 'Callbacks'));
    expect(await violations(seat)).toEqual([]);
    await page.getByLabel('Attempts without an answer').fill('99');
    await button(page, 'Save').click();
    await seen(page.getByText('Write a whole number within the limits.'));
    await page.getByLabel('Attempts without an answer').fill('1');
    await page.getByRole('checkbox', { name: 'Friday' }).click();
    await choose(page, 'From', '09:00');
    await button(page, 'Save').click();
    await seen(toast(page, 'The policies were saved.'));

    const hours = dialog(agent, /^Schedule callback/).getByText(/between 09:00 and 24:00: Monday/);
    await seen(hours);
    expect(await hours.innerText()).not.toContain('Friday');
    await seen(other.page.getByText('Somebody changed the policies while you were here.'));
    await button(other.page, 'Show what is stored').click();
    expect(await other.page.getByLabel('Attempts without an answer').inputValue()).toBe('1');

    await agent.keyboard.press('Escape');
    await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'no_response' });
    await seen(
      details(agent).getByText('1 of 1'),
      details(agent).getByText('Enough attempts: closing the order is proposed.'),
    );
  });

  test('is closed to agents', async () => {
    const { page } = await desk.work('AG001', policies);
    await seen(page.getByText('This page is not open to you'));
    expect(await page.getByRole('link', { name: 'Call policies' }).count()).toBe(0);
  });
});

describe('service levels', () => {
  const levels = '/call-center-panel/manager/service-levels';

  test('are made, shown to others at once, used by the next order, and removed', async () => {
    const seat = await desk.work('manager', levels);
    const { page } = seat;
    const other = await desk.work('admin', levels);
    await seen(page.getByText('Standard'), other.page.getByText('Standard'));
    expect(await violations(seat)).toEqual([]);
    await button(page, 'New service level').click();
    const form = dialog(page, 'New service level');
    await button(form, 'Save').click();
    await seen(
      form.getByText('Give it a name.'),
      form.getByText('Set a limit for the response, the resolution or both.'),
    );
    await form.getByLabel('Name').fill('Quick sales');
    await choose(form, 'Priority', 'High priority');
    await choose(form, 'Department', 'Sales');
    await form.getByLabel('Minutes to the first response').fill('20');
    await choose(form, 'Hours that count', 'Hours of its own');
    await button(form, 'Add hours').click();
    expect(await violations(seat)).toEqual([]);
    await button(form, 'Save').click();
    await seen(toast(page, 'The service level was saved.'));
    const made = other.page.getByRole('listitem').filter({ hasText: 'Quick sales' });
    await seen(made.getByText('High priority · Sales'), made.getByText(/20 mins?/));

    await button(page, 'Edit Quick sales').click();
    const again = dialog(page, 'Edit service level');
    await choose(again, 'Hours that count', 'All hours');
    await button(again, 'Save').click();
    await seen(made.getByText('All hours count'));
    const order = await newOrder(manager, { priority: 'high' });
    expect(order.sla).toMatchObject({ state: 'running', resolution_due_at: null });
    const { page: agent } = await desk.work('AG001', openOrder(order.id));
    await seen(details(agent).getByText(/^Due /));

    await button(page, 'Edit Quick sales').click();
    await button(dialog(page, 'Edit service level'), 'Remove').click();
    await gone(made);
  });

  test('each figure opens its rows', async () => {
    const { page } = await desk.work('manager', levels);
    const missed = page.getByRole('link', { name: /^Not in time/ });
    await expect.poll(() => missed.innerText()).toMatch(/\d/);
    const shown = Number((await missed.innerText()).replace(/\D/g, ''));
    await missed.click();
    await seen(heading(page, 'Orders management'));
    await seen(page.getByRole('combobox', { name: 'Service level' }).getByText('Not in time'));
    const { pagination } = await manager.get(
      '/api/agent/orders?date=30d&orders=all&sla=breached&per_page=1',
    );
    expect(pagination.total).toBe(shown);
    await expect
      .poll(() => page.locator('header').getByText(String(shown), { exact: true }).count())
      .toBeGreaterThan(0);
  });
});
