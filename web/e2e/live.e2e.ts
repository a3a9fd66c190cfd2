/* Two people, two browsers: what one does the other sees (A-31…A-34, IMP-RT). */
import { beforeAll, describe, expect, test } from 'vitest';
import { password } from './server.ts';
import { type Api, newOrder } from './support/api.ts';
import { answered, openDesk, type Seat } from './support/desk.ts';
import {
  button,
  cell,
  details,
  dialog,
  focusRow,
  gone,
  grid,
  heading,
  listStands,
  plain,
  row,
  seen,
  shownIds,
  toast,
} from './support/page.ts';

const desk = openDesk();
let manager: Api;

beforeAll(async () => {
  manager = await desk.api('manager');
});

const statusOf = async (id: number) => (await manager.order(id)).status;

describe('a change of the agent', () => {
  test('changes the row of the supervisor where it stands', async () => {
    for (let i = 0; i < 40; i++) await newOrder(manager);
    const agent = await desk.work('AG001');
    const boss = await desk.work('supervisor');
    await listStands(boss.page);
    await listStands(agent.page);
    const scroller = grid(boss.page).locator('xpath=..');
    const chosen = (await shownIds(boss.page)).slice(0, 2);
    for (const id of chosen) await row(boss.page, id).getByRole('checkbox').click();
    await scroller.evaluate((element) => element.scrollTo(0, 300));
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(300);
    const before = await shownIds(boss.page);
    const target = before[Math.floor(before.length / 2)] ?? 0;
    expect(await cell(boss.page, target, 'Status')).toBe('New');

    await agent.open(`/call-center-panel/orders?order=${target}`);
    await button(details(agent.page), 'Update status').click();
    const open = dialog(agent.page, /^Update order status/);
    await open.getByRole('radio', { name: /^Confirmed/ }).click();
    await button(open, 'Update status').click();
    await gone(open);

    await expect.poll(() => cell(boss.page, target, 'Status')).toMatch(/^Confirmed/);
    const mark = await row(boss.page, target).innerText();
    expect(plain(mark)).toMatch(/Changed by Sarah Al-Mansouri, \d\d:\d\d/);
    expect(await shownIds(boss.page)).toEqual(before);
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(300);
    await seen(boss.page.getByText('2 selected'));
    // The own change needs no mark at the agent's desk.
    expect(await details(agent.page).innerText()).not.toContain('Changed by');
    // Loading the list again takes the mark away.
    await button(boss.page, 'Refresh').click();
    await gone(row(boss.page, target).getByText(/^Changed by/));
  });

  test('is there within a second', async () => {
    const order = await newOrder(manager);
    const boss = await desk.work('supervisor');
    await seen(row(boss.page, order.id));
    // The first change opens the line; the second one is measured.
    const sarah = await desk.api('AG001');
    await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'confirmed' });
    await expect.poll(() => cell(boss.page, order.id, 'Status')).toMatch(/^Confirmed/);
    const began = Date.now();
    await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'under_review' });
    await row(boss.page, order.id).getByText('Under review').waitFor();
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  test('shows in the open details too', async () => {
    const order = await newOrder(manager);
    const boss = await desk.work('supervisor', `/call-center-panel/orders?order=${order.id}`);
    await seen(details(boss.page).getByText('Status history'));
    const sarah = await desk.api('AG001');
    await sarah.post(`/api/agent/orders/${order.id}/notes`, { note: 'Gate code 4711.' });
    await seen(details(boss.page).getByText('Gate code 4711.').first());
    await sarah.put(`/api/agent/orders/${order.id}/status`, { status: 'no_response' });
    await seen(details(boss.page).getByText('No response').first());
  });
});

describe('two at the same order', () => {
  async function bothOpen() {
    const order = await newOrder(manager);
    const seats: Seat[] = [];
    for (const name of ['AG001', 'supervisor']) {
      const seat = await desk.work(name, `/call-center-panel/orders?order=${order.id}`);
      await seen(details(seat.page).getByText('Status history'));
      await button(details(seat.page), 'Update status').click();
      await seen(dialog(seat.page, /^Update order status/));
      seats.push(seat);
    }
    const [agent, boss] = seats as [Seat, Seat];
    boss.allow(answered(409));
    for (const [seat, status, note] of [
      [agent, /^Confirmed/, 'Will be at home.'],
      [boss, /^Under review/, 'Price looks wrong.'],
    ] as const) {
      const open = dialog(seat.page, /^Update order status/);
      await open.getByRole('radio', { name: status }).click();
      await open.getByRole('textbox', { name: 'Update notes' }).fill(note);
    }
    await button(dialog(agent.page, /^Update order status/), 'Update status').click();
    await expect.poll(() => statusOf(order.id)).toBe('confirmed');
    await button(dialog(boss.page, /^Update order status/), 'Update status').click();
    const conflict = dialog(boss.page, /^Changed by somebody else/);
    await seen(conflict.getByText('Your change'));
    await seen(conflict.getByText(/Sarah Al-Mansouri.?, \d\d:\d\d/));
    const text = (await conflict.innerText()).replace(/\s+/g, ' ');
    for (const part of ['Confirmed', 'Will be at home.', 'Under review', 'Price looks wrong.']) {
      expect(text).toContain(part);
    }
    expect(await statusOf(order.id), 'nothing was written over').toBe('confirmed');
    return { order, boss, conflict };
  }

  test('the second sees both changes; hers may stand on top', async () => {
    const { order, boss, conflict } = await bothOpen();
    await button(conflict, 'Save mine on top').click();
    await gone(conflict);
    await seen(toast(boss.page, `${order.short_code}: Under review`));
    const lines = (await manager.history(order.id)).sort((a, b) => a.id - b.id);
    expect(lines.slice(-2).map((line) => line.new_status)).toEqual(['confirmed', 'under_review']);
  });

  test('or the first one stays', async () => {
    const { order, conflict } = await bothOpen();
    await button(conflict, 'Keep what is saved').click();
    await gone(conflict);
    expect(await statusOf(order.id)).toBe('confirmed');
  });

  test('or hers is looked at again before it is saved', async () => {
    const { order, boss, conflict } = await bothOpen();
    await button(conflict, 'Change mine first').click();
    const open = dialog(boss.page, /^Update order status/);
    await seen(open.getByText('Current status'));
    expect(await open.getByRole('textbox', { name: 'Update notes' }).inputValue()).toBe(
      'Price looks wrong.',
    );
    await open.getByRole('radio', { name: /^Cancelled/ }).click();
    await open.getByRole('radio', { name: 'Price concerns' }).click();
    await button(open, 'Update status').click();
    await expect.poll(() => statusOf(order.id)).toBe('cancelled');
  });
});

test('an order that goes to somebody else is drawn grey, and nothing of it can be pressed', async () => {
  const order = await newOrder(manager, { priority: 'high' });
  const agent = await desk.work('AG001');
  await seen(row(agent.page, order.id));
  const supervisor = await desk.api('supervisor');
  const { agents } = await supervisor.get('/api/team/members');
  const omar = agents.find((one: { code: string }) => one.code === 'AGT-002');
  await supervisor.post(`/api/agent/orders/${order.id}/reassign`, {
    agent_id: omar.id,
    reason: 'Omar knows the customer.',
  });
  await seen(row(agent.page, order.id).getByText('No longer visible to you'));
  await focusRow(agent.page, order.id);
  await agent.page.keyboard.press('1');
  expect(await dialog(agent.page, /^Update order status/).count()).toBe(0);
  await button(agent.page, 'Refresh').click();
  await gone(row(agent.page, order.id));

  const other = await desk.work('AG002');
  await seen(row(other.page, order.id));
});

test('a change of presence is seen by colleagues and at the other desk of the same agent', async () => {
  const first = await desk.work('AG003');
  const second = await desk.work('AG003');
  const own = (seat: Seat) => seat.page.getByRole('button', { name: /Your status:/ });
  const order = await newOrder(manager);
  const boss = await desk.work('supervisor', `/call-center-panel/orders?order=${order.id}`);
  await button(details(boss.page), 'Reassign').click();
  const colleague = dialog(boss.page, /^Reassign – /).getByRole('radio', { name: /يوسف المري/ });
  await seen(colleague, own(second));

  await own(first).click();
  await first.page.getByRole('menuitemcheckbox', { name: 'In a meeting' }).click();
  await seen(own(second).getByText('In a meeting'));
  await seen(
    dialog(boss.page, /^Reassign – /).getByRole('radio', { name: /يوسف المري.*In a meeting/ }),
  );
});

test('who was set away is told why, and is back with the first movement (A-13)', async () => {
  const agent = await desk.seat();
  const { page, context } = agent;
  const reports = '**/api/agent/auth/activity';
  await agent.signIn('AG004');
  // What the page says of its person is kept from the server, which hears of an old input instead.
  await page.route(reports, (route) => route.fulfill({ json: { success: true } }));
  await agent.open('/call-center-panel');
  const own = page.getByRole('button', { name: /Your status:/ });
  await seen(own.getByText('Available'));
  const cookies = await context.cookies();
  const token = cookies.find(({ name }) => name === 'XSRF-TOKEN')?.value ?? '';
  const answer = await context.request.post('/api/agent/auth/activity', {
    data: { idle_s: 400 },
    headers: { 'x-xsrf-token': decodeURIComponent(token) },
  });
  expect(answer.status()).toBe(200);
  await seen(own.getByText('Away'), own.getByText('set automatically'));
  await own.click();
  await seen(page.getByText(/^Set automatically: there was no input/));
  await page.keyboard.press('Escape');

  await page.unroute(reports);
  await expect
    .poll(
      async () => {
        await page.mouse.move(100 + Math.random() * 200, 300);
        return own.getByText('Available').isVisible();
      },
      { timeout: 15_000, interval: 500 },
    )
    .toBe(true);
  await gone(own.getByText('set automatically'));
});

describe('sessions', () => {
  async function remembered(name: string): Promise<Seat> {
    const seat = await desk.seat();
    await seat.open('/call-center-panel/login?company=gulf');
    await seat.page.getByLabel('Agent ID', { exact: true }).fill(name);
    await seat.page.getByLabel('Password', { exact: true }).fill(password);
    await seat.page.getByRole('checkbox', { name: 'Remember me' }).check();
    await button(seat.page, 'LOGIN TO AGENT PANEL').click();
    await seen(heading(seat.page, 'Dashboard'));
    return seat;
  }

  test('a device that is logged out from elsewhere is out at once', async () => {
    const lost = await remembered('AG008');
    const here = await remembered('AG008');
    await here.open('/account/devices');
    const others = here.page
      .getByRole('region', { name: 'Remembered devices' })
      .getByRole('listitem')
      .filter({ hasNotText: 'This device' });
    await seen(here.page.getByText('This device'));
    expect(await others.count()).toBe(1);
    lost.allow(answered(401));
    await button(others.first(), /^Log out/).click();
    await button(dialog(here.page, /^Log out on/), 'Log out').click();
    await seen(lost.page.getByText('Your session has ended. Log in to go on where you were.'));
    expect(await lost.page.getByRole('main').innerText()).not.toContain("Today's summary");
    await expect.poll(() => others.count()).toBe(0);
  });

  test('everywhere else ends at once, and this session is marked (A-27)', async () => {
    const lost = await desk.work('AG007');
    const here = await desk.work('AG007', '/account/devices');
    const sessions = here.page.getByRole('region', { name: 'Logged in now' }).getByRole('listitem');
    await expect.poll(() => sessions.count()).toBeGreaterThan(1);
    await seen(sessions.filter({ hasText: 'This session' }).getByText('Chrome on Linux'));
    await seen(sessions.filter({ hasText: 'This session' }).getByText('127.0.0.1'));
    lost.allow(answered(401));
    await button(here.page, 'Log out everywhere else').click();
    await button(dialog(here.page, /^Log out of/), 'Log out everywhere else').click();
    await seen(lost.page.getByText('Your session has ended. Log in to go on where you were.'));
    await expect.poll(() => sessions.count()).toBe(1);
    await gone(button(here.page, 'Log out everywhere else'));
  });

  test('a manager logs somebody out everywhere', async () => {
    const agent = await desk.work('AG006');
    const boss = await desk.work('manager', '/admin/sessions');
    await boss.page.getByLabel('Name, code or address').fill('AGT-006');
    const people = boss.page.getByRole('main').getByRole('region');
    await expect.poll(() => people.count()).toBe(1);
    agent.allow(answered(401));
    await button(people, /^Log out everywhere/).click();
    await button(dialog(boss.page, /out everywhere\?$/), 'Log out everywhere').click();
    await seen(agent.page.getByText('Your session has ended. Log in to go on where you were.'));
    await expect.poll(() => people.count()).toBe(0);
  });
});
