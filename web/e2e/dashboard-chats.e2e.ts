/* Chats on the dashboard: figures and their rows, what last happened, a chart, a new chat (S1-DASH). */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { violations } from './support/looks.ts';
import { button, choose, dialog, gone, heading, seen } from './support/page.ts';

const desk = openDesk();
let admin: Api;
let sarah: Api;

beforeAll(async () => {
  admin = await desk.api('admin');
  sarah = await desk.api('AG001');
});

let made = 0;

async function newChat(by: Api, name: string): Promise<Body> {
  made += 1;
  const phone = `+97150777${1000 + made}`;
  return (await by.post('/api/chats', { name, phone, message: 'How can I help you?' })).chat;
}

const recent = (page: Page, chat: Body) => page.locator(`[data-recent-chat="${chat.id}"]`);

/** The number on a card: its second line. */
const figure = async (page: Page, label: string): Promise<string | undefined> =>
  (await page.getByRole('link', { name: label }).innerText()).split('\n')[1];

/** The rows of the desk, however many are drawn. */
async function rowCount(page: Page): Promise<number> {
  const rows = page.locator('a[data-chat]');
  const nothing = page.getByText(/^(No chat matches|No customer waits)\.$/);
  await seen(rows.first().or(nothing));
  if ((await rows.count()) === 0) return 0;
  return Number(await rows.first().locator('xpath=..').getAttribute('aria-setsize'));
}

test('each figure is the server’s, and opens exactly its rows (S1-DASH-02, S1-DASH-03, S1-DASH-08)', async () => {
  const closed = await newChat(sarah, 'Done today');
  await sarah.post(`/api/chats/${closed.id}/close`);
  const { page } = await desk.work('AG001', '/agent');
  await seen(heading(page, 'Chats'));
  await expect.poll(() => figure(page, 'Closed today')).toBeDefined();
  const stats = await sarah.get('/api/chats/stats');
  expect(stats.closed_today).toBeGreaterThan(0);
  const wanted: [string, number, RegExp][] = [
    ['Active chats', stats.mine, /view=mine/],
    ['Waiting chats', stats.waiting, /view=waiting/],
    ['Closed today', stats.closed_today, /view=history&date=today&state=closed/],
  ];
  for (const [label, count, address] of wanted) {
    expect(await figure(page, label), label).toBe(String(count));
    await page.getByRole('link', { name: label }).click();
    await page.waitForURL(address);
    expect(await rowCount(page), label).toBe(count);
    await page.goBack();
    await seen(heading(page, 'Chats'));
  }
  await page.getByRole('link', { name: 'Chat satisfaction' }).click();
  await page.waitForURL(/view=history&date=today&with=rated/);
  expect(await rowCount(page)).toBe(stats.csat.count);
});

test('what happens elsewhere shows at once, and rows stay in their place (S1-DASH-10)', async () => {
  const [first, second] = [await newChat(sarah, 'First of two'), await newChat(sarah, 'Second')];
  const seat = await desk.work('supervisor', '/agent');
  const { page } = seat;
  await seen(recent(page, second), recent(page, first));
  await seat.hearing();
  expect(await violations(seat)).toEqual([]);
  const agent = await desk.work('AG001', `/agent/chats/${first.id}`);
  const field = agent.page.getByLabel('Reply to the customer');
  await field.fill('Your parcel is on its way');
  await field.press('Enter');
  await seen(recent(page, first).getByText('Your parcel is on its way'));
  const order = await page
    .locator('[data-recent-chat]')
    .evaluateAll((rows) => rows.slice(0, 2).map((row) => row.getAttribute('data-recent-chat')));
  expect(order).toEqual([String(second.id), String(first.id)]);

  const active = Number(await figure(page, 'Active chats'));
  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('e');
  await seen(recent(page, first).getByText('Closed'));
  await expect.poll(() => figure(page, 'Active chats')).toBe(String(active - 1));

  // Pointed at, a list lets nothing in that would move what is under the pointer.
  await recent(page, second).hover();
  const third = await newChat(sarah, 'Third');
  await expect.poll(() => figure(page, 'Active chats')).toBe(String(active));
  expect(await recent(page, third).count()).toBe(0);
  await page.getByRole('heading', { name: 'Recent chats' }).hover();
  await seen(recent(page, third));
});

test('the chart by day and by week, and the rows behind a bar (S1-DASH-12)', async () => {
  const { page } = await desk.work('supervisor', '/agent');
  const chart = page.getByRole('region', { name: 'Chats that ended' });
  await seen(chart);
  await button(chart, 'As a table').click();
  expect(await chart.getByRole('row').count()).toBe(1 + 7);
  await button(chart, 'Weekly').press('Enter');
  await expect.poll(() => chart.getByRole('row').count()).toBe(1 + 8);
  expect(page.url()).toContain('chart=weeks');
  const weeks = (await (await desk.api('supervisor')).get('/api/chats/stats?period=weeks')).series;
  const last = weeks.at(-1);
  await chart.getByRole('row').last().getByRole('link').first().click();
  await seen(page.locator('a[data-chat]'));
  expect(page.url()).toContain(`date=${last.date}..${last.date_to}`);
  expect(await rowCount(page)).toBe(last.closed + last.lost);
  await page.goBack();
  await choose(page, 'What the chart shows', 'First response');
  await seen(page.getByRole('region', { name: 'First response, on average' }));
});

test('a chat is begun from here (S1-DASH-13), and one’s own day is added up (S1-DASH-09)', async () => {
  const seat = await desk.work('AG002', '/agent');
  const { page } = seat;
  const day = page.getByRole('region', { name: 'Your day' });
  await seen(day.getByText('Orders handled'), day.getByText('Chats closed'));
  const own = (await (await desk.api('AG002')).get('/api/chats/stats?mine=true')).mine;
  await button(page, 'Start a chat').click();
  const open = dialog(page, 'New chat');
  await open.getByLabel(/^Name/).fill('Huda Salem');
  await open.getByLabel('Phone').fill('+971501230099');
  await button(open, 'Begin').click();
  await seen(heading(page, 'Huda Salem'));
  expect(page.url()).toMatch(/\/agent\/chats\/\d+$/);
  await page.goBack();
  await expect
    .poll(() => day.getByText('In hand').locator('xpath=..').innerText())
    .toContain(String(own + 1));
});

test('who has chats and no orders has a whole page', async () => {
  await admin.post('/api/admin/roles', {
    name: 'Only chats',
    code: 'only-chats',
    scope: 'own',
    permissions: ['self', 'agents.read', 'chats.read', 'chats.write'],
  });
  const { users } = await admin.get('/api/admin/users?search=AG004');
  await admin.put(`/api/admin/users/${users[0].id}`, { roles: ['only-chats'] });
  const chats = await desk.api('AG004');
  const chat = await newChat(chats, 'Of hers');
  const seat = await desk.work('AG004', '/');
  const { page } = seat;
  await seen(heading(page, 'Dashboard'), heading(page, 'Chats'), recent(page, chat));
  await seen(button(page, 'Start a chat'), page.getByRole('region', { name: 'Your day' }));
  await gone(heading(page, "Today's summary"), heading(page, 'Current priority orders'));
  expect(await violations(seat)).toEqual([]);
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .first()
    .getByRole('link', { name: 'Dashboard' })
    .click();
  await seen(heading(page, 'Recent chats'));
});
