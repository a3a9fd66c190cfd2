/* The day at a glance (S0-DASH-01…31, IMP-DASH). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { newOrder } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import { allIds, button, dialog, gone, heading, listStands, seen, toast } from './support/page.ts';

const desk = openDesk();
let sarah: Api;
let manager: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  manager = await desk.api('manager');
});

const dashboard = () => desk.work('AG001', '/call-center-panel');
const today = async (): Promise<Body> => (await sarah.get('/api/agent/dashboard')).today;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const cards = [
  ['Total orders', 'total_orders', ''],
  ['Confirmed orders', 'confirmed', 'confirmed'],
  ['Postponed orders', 'postponed', 'postponed'],
  ['Cancelled orders', 'cancelled', 'cancelled'],
] as const;

test('has every element of the header and of the page', async () => {
  const { page } = await dashboard();
  await seen(heading(page, 'Dashboard'));
  const header = page.getByRole('banner');
  await seen(
    header.getByText('Sarah Al-Mansouri'),
    header.getByRole('button', { name: /^Notifications/ }),
    header.getByRole('button', { name: /Your status:/ }),
    button(header, 'Settings'),
    button(header, 'Log out'),
    heading(page, "Today's summary"),
    heading(page, 'Current priority orders'),
    heading(page, 'Recent activity (last 2 hours)'),
    page.getByRole('link', { name: 'All orders' }),
  );
  const clock = await page.getByText(/^\d\d:\d\d, [A-Z][a-z]{2} \d{1,2}$/).innerText();
  const dubai = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Dubai',
    hour: '2-digit',
    minute: '2-digit',
  });
  const near = [0, 60_000].map((ago) => dubai.format(Date.now() - ago));
  expect(near).toContain(clock.slice(0, 5));
});

test('the figures are those of the server, and of the source document', async () => {
  const { page } = await dashboard();
  await seen(heading(page, "Today's summary"));
  const figures = await today();
  for (const [label, field] of cards) {
    const text = await page.getByRole('link', { name: label }).innerText();
    expect(text.split('\n')[1], label).toBe(String(figures[field]));
  }
  expect(figures).toMatchObject({ confirmed: 18, postponed: 3, cancelled: 3, calls_handled: 47 });
  const main = await page.getByRole('main').innerText();
  expect(main).toMatch(new RegExp(`Calls handled\\s+${figures.calls_handled}\\b`));
  const seconds = Math.floor(figures.average_call_time);
  const talk = [Math.floor(seconds / 60), seconds % 60].map((n) => String(n).padStart(2, '0'));
  expect(main).toMatch(new RegExp(`Average call time\\s+${talk.join(':')}`));
  // Early in the day nobody has rated yet.
  const { customer_satisfaction: rated } = figures;
  const average = rated === null ? '–' : `${Math.round(rated * 10) / 10} / 5`;
  expect(main).toMatch(new RegExp(`Customer satisfaction\\s+${average}`));
});

test.each(cards)('“%s” opens exactly its rows', async (label, field, status) => {
  const { page } = await dashboard();
  const card = page.getByRole('link', { name: label });
  await seen(card);
  const figure = Number((await card.innerText()).split('\n')[1]);
  expect(figure).toBe((await today())[field]);
  await card.click();
  await listStands(page);
  expect(new URL(page.url()).search).toBe(
    status ? `?status=${status}&date=today&date_of=status` : '?date=today&date_of=status',
  );
  expect(await allIds(page)).toHaveLength(figure);
});

test('the total is the sum of what the cards say', async () => {
  const { page } = await dashboard();
  const figures = await today();
  const numbers = async (label: string) =>
    [...(await page.getByRole('link', { name: label }).innerText()).matchAll(/\d+/g)].map(Number);
  const [total, ...rest] = await numbers('Total orders');
  const others = [];
  for (const label of ['Confirmed orders', 'Postponed orders', 'Cancelled orders'])
    others.push((await numbers(label))[0] ?? 0);
  expect([...rest, ...others].reduce((sum, n) => sum + n, 0)).toBe(total);
  expect(total).toBe(figures.total_orders);
});

test('a promised call is made from where it stands, at the number that was asked for', async () => {
  const order = await newOrder(manager);
  await sarah.post('/api/agent/callbacks', {
    order_id: order.id,
    callback_at: new Date(Date.now() + 600_000).toISOString(),
    phone_number: '+971559990001',
  });
  const seat = await desk.work('AG001', '/call-center-panel?tasks=callbacks');
  const { page } = seat;
  const row = page.getByRole('listitem').filter({ hasText: order.short_code });
  await row.getByRole('button', { name: 'Call' }).click();
  const call = page.getByRole('dialog', { name: `Call customer – ${order.short_code}` });
  await seen(call.getByText('+971 55 999 0001'));
  await page.keyboard.press('Enter'); // the focus is on "Log this attempt"
  await call.getByRole('radio', { name: 'No answer' }).click();
  await call.getByRole('button', { name: 'Log call' }).click();
  await gone(call);
  const calls = (await sarah.get(`/api/agent/communication/history/${order.id}`)).history;
  expect(calls[0]).toMatchObject({ outcome: 'no_answer', phone_number: '+971559990001' });
});

test('the reasons of the cancelled ones add up', async () => {
  const { page } = await dashboard();
  const text = await page.getByRole('link', { name: 'Cancelled orders' }).innerText();
  const figures = await today();
  const reasons = Object.values<number>(figures.cancelled_by_reason).filter((n) => n > 0);
  expect(reasons.reduce((sum, n) => sum + n, 0)).toBe(figures.cancelled);
  expect(text.split('\n').length).toBeGreaterThan(2);
});

describe('a priority order', () => {
  const card = (page: import('playwright-core').Page) =>
    page.getByRole('article', { name: 'Order ORD-2024-001847, Ahmed Al-Rashid' });

  test('shows what the agent needs to call', async () => {
    const { page } = await dashboard();
    await seen(card(page));
    const text = (await card(page).innerText()).replace(/\s+/g, ' ');
    for (const part of [
      'ORD-2024-001847',
      'High priority',
      'Ahmed Al-Rashid',
      '+971 50 123 4567',
      'Dubai Marina, Building 5, Apt 1203',
      'AED 750.00',
      'Expected: 16:00',
      'Status: No response',
    ]) {
      expect(text).toContain(part);
    }
    const shown = await page.getByRole('article').count();
    const { priority_orders: wanted } = await sarah.get('/api/agent/dashboard');
    expect(shown).toBe(wanted.length);
  });

  test('its four buttons open what they name', async () => {
    const seat = await dashboard();
    const { page } = seat;
    seat.allow(answered(409));
    await seen(card(page));
    const opens = [
      ['Call now', /^Call customer – ORD-001847/],
      ['Update', /^Update order status – ORD-001847/],
      ['Notes', /^Notes – ORD-001847/],
      ['Details', /^Order details – ORD-001847/],
    ] as const;
    for (const [name, title] of opens) {
      await button(card(page), name).click();
      await seen(dialog(page, title));
      await page.keyboard.press('Escape');
      await gone(dialog(page, title));
    }
  });

  test('one more appears by itself, and its status changes in place', async () => {
    const { page } = await dashboard();
    await seen(card(page));
    const before = (await today()).total_orders;
    const order = await newOrder(manager, { priority: 'high', customer_name: 'Just Arrived' });
    const fresh = page.getByRole('article', { name: /Just Arrived/ });
    await seen(fresh.getByText('New', { exact: true }));
    await expect
      .poll(
        async () =>
          (await page.getByRole('link', { name: 'Total orders' }).innerText()).split('\n')[1],
      )
      .toBe(String(before + 1));
    await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'under_review' });
    await seen(fresh.getByText('Under review'));
  });
});

test('recent activity tells the changes of two hours, and opens the order', async () => {
  const { page } = await dashboard();
  const list = page.getByRole('region', { name: /^Recent activity/ });
  await seen(list);
  const { recent_activity: told } = await sarah.get('/api/agent/dashboard');
  expect(told.length).toBeGreaterThan(0);
  for (const item of told) expect(Date.now() - Date.parse(item.at)).toBeLessThan(7_200_000 + 5_000);
  const lines = await list.getByRole('listitem').allInnerTexts();
  expect(lines).toHaveLength(told.length);
  const first = (lines[0] ?? '').replace(/\s+/g, ' ');
  expect(first).toMatch(/^\d\d:\d\d /);
  expect(first).toContain(told[0].short_code);
  expect(first).toContain(told[0].customer_name);
  await list.getByRole('button').first().click();
  await seen(dialog(page, `Order details – ${told[0].short_code}`));
});

describe('quick actions', () => {
  test('“Priority orders” opens the urgent ones that are open', async () => {
    const { page } = await dashboard();
    const link = page.getByRole('link', { name: /^Priority orders/ });
    await seen(link);
    const count = Number((await link.innerText()).match(/\d+/)?.[0]);
    expect(count).toBe((await sarah.get('/api/agent/dashboard')).quick_actions.priority);
    await link.click();
    await listStands(page);
    expect(await allIds(page)).toHaveLength(count);
  });

  test('“Pending callbacks” lists them; one is done, one moved', async () => {
    const orders = [await newOrder(manager), await newOrder(manager)];
    for (const { id } of orders) {
      await sarah.post('/api/agent/callbacks', { order_id: id, callback_at: inAnHour() });
    }
    const { page } = await dashboard();
    const before = (await sarah.get('/api/agent/dashboard')).quick_actions.callbacks;
    const open = page.getByRole('button', { name: /^Pending callbacks/ });
    await expect.poll(() => open.innerText()).toContain(String(before));
    await open.click();
    const list = dialog(page, 'Pending callbacks');
    const line = (order: Body) => list.getByRole('listitem').filter({ hasText: order.short_code });
    await button(line(orders[0]), 'Done').click();
    await gone(line(orders[0]));
    await button(line(orders[1]), 'Reschedule').click();
    await button(line(orders[1]), 'Tomorrow 10:00').click();
    await button(line(orders[1]), 'Save').click();
    await seen(line(orders[1]).getByText('Tomorrow, 10:00'));
    await expect
      .poll(async () => (await sarah.get('/api/agent/dashboard')).quick_actions.callbacks)
      .toBe(before - 1);
    const { callbacks } = await sarah.get('/api/agent/callbacks?status=done');
    expect(callbacks.map((callback: Body) => callback.order.id)).toContain(orders[0].id);
  });

  test('“Follow-ups” lists what was promised, and ticks it off', async () => {
    const order = await newOrder(manager);
    await sarah.put(`/api/agent/orders/${order.id}/status`, {
      status: 'confirmed',
      follow_up_required: true,
      follow_up_at: inAnHour(),
    });
    const { page } = await dashboard();
    await page.getByRole('button', { name: /^Follow-ups/ }).click();
    const line = dialog(page, 'Follow-ups')
      .getByRole('listitem')
      .filter({ hasText: order.short_code });
    await seen(line.getByText('Confirmed'));
    await button(line, 'Done').click();
    await gone(line);
    expect((await sarah.order(order.id)).follow_ups).toEqual([]);
  });
});

test('“All orders” leads to the list', async () => {
  const { page } = await dashboard();
  await page.getByRole('link', { name: 'All orders' }).click();
  await listStands(page);
  expect(new URL(page.url()).pathname).toBe('/call-center-panel/orders');
});

test('the status of the agent is changed from the header', async () => {
  const { page } = await dashboard();
  const menu = page.getByRole('button', { name: /Your status:/ });
  await seen(menu);
  await menu.click();
  await page.getByRole('menuitemcheckbox', { name: 'On break' }).click();
  await seen(menu.getByText('On break'));
  await expect.poll(async () => (await sarah.get('/api/auth/me')).agent.presence).toBe('on_break');
  expect(await toast(page, /could not be changed/).count()).toBe(0);
  await menu.click();
  await page.getByRole('menuitemcheckbox', { name: 'Available' }).click();
  await seen(menu.getByText('Available'));
});
