/* The line is lost, the server dies: nothing is lost and nothing is done twice (A-33, A-34, C.6). */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, newOrder } from './support/api.ts';
import { noNetwork, openDesk, type Seat } from './support/desk.ts';
import {
  button,
  cell,
  details,
  dialog,
  focusRow,
  gone,
  heading,
  listStands,
  row,
  seen,
  toast,
} from './support/page.ts';

const desk = openDesk();
let manager: Api;
let sarah: Api;

beforeAll(async () => {
  manager = await desk.api('manager');
  sarah = await desk.api('AG001');
});

const changesOf = async (id: number, status: string) =>
  (await manager.history(id)).filter((line) => line.new_status === status).length;
const bar = ({ page }: Seat) =>
  page.getByText(/^(Offline|Connection lost): showing data from \d\d:\d\d$/);

/** The line of events is open: without it a page would only load things anew. */
async function live(seat: Seat): Promise<void> {
  const order = await newOrder(manager);
  await seen(seat.page.getByRole('button', { name: /new orders? – show$/ }));
  await button(seat.page, 'Refresh').click();
  await seen(row(seat.page, order.id));
}

async function change(seat: Seat, id: number, status: RegExp) {
  await focusRow(seat.page, id);
  await seat.page.keyboard.press('u');
  const open = dialog(seat.page, /^Update order status/);
  await open.getByRole('radio', { name: status }).click();
  await button(open, 'Update status').click();
  await gone(open);
}

describe('without a network', () => {
  test('the page says so, keeps the change, and sends it once', async () => {
    const order = await newOrder(manager);
    const seat = await desk.work('AG001');
    seat.allow(noNetwork);
    await seen(row(seat.page, order.id));
    await live(seat);
    await seat.context.setOffline(true);
    await seen(bar(seat));
    await change(seat, order.id, /^Confirmed/);
    await seen(seat.page.getByText('1 change waits on this device to be sent.'));
    await seen(row(seat.page, order.id).getByText('Not sent yet'));
    expect(await changesOf(order.id, 'confirmed')).toBe(0);

    await seat.context.setOffline(false);
    await seen(toast(seat.page, `${order.short_code} was sent: Confirmed`));
    await gone(bar(seat));
    await gone(seat.page.getByText(/waits on this device/));
    await expect.poll(() => cell(seat.page, order.id, 'Status')).toBe('Confirmed');
    expect(await changesOf(order.id, 'confirmed')).toBe(1);
  });

  test('what happened meanwhile comes after, each thing once', async () => {
    const orders = [await newOrder(manager), await newOrder(manager)];
    const seat = await desk.work('supervisor');
    seat.allow(noNetwork);
    await listStands(seat.page);
    await live(seat);
    await seat.context.setOffline(true);
    await seen(bar(seat));
    for (const { id } of orders) {
      await sarah.put(`/api/agent/orders/${id}/status`, { status: 'under_review' });
    }
    await sarah.put(`/api/agent/orders/${orders[0].id}/status`, { status: 'confirmed' });
    const fresh = await newOrder(manager);
    expect(await cell(seat.page, orders[0].id, 'Status')).toBe('New');
    await seat.context.setOffline(false);
    await seen(toast(seat.page, /^Back online: \d+ events recovered$/));
    await expect.poll(() => cell(seat.page, orders[0].id, 'Status')).toMatch(/^Confirmed/);
    expect(await cell(seat.page, orders[1].id, 'Status')).toMatch(/^Under review/);
    // What is new came with the list itself, loaded once more, or waits behind its line.
    const news = button(seat.page, '1 new order – show');
    await expect
      .poll(async () => (await news.count()) + (await row(seat.page, fresh.id).count()))
      .toBe(1);
  });

  test('a change that waits survives a reload of the page', async () => {
    const order = await newOrder(manager);
    const seat = await desk.work('AG001', '/call-center-panel/orders', { serviceWorker: true });
    seat.allow(noNetwork);
    await seen(row(seat.page, order.id));
    await live(seat);
    await seat.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await seat.page.reload();
    await seen(row(seat.page, order.id));
    await seat.context.setOffline(true);
    await change(seat, order.id, /^Confirmed/);
    await seen(seat.page.getByText('1 change waits on this device to be sent.'));
    await seat.page.reload();
    await seen(seat.page.getByText('1 change waits on this device to be sent.'));
    await seat.context.setOffline(false);
    await seen(toast(seat.page, `${order.short_code} was sent: Confirmed`));
    expect(await changesOf(order.id, 'confirmed')).toBe(1);
  });

  test('a dialog that cannot come leaves the page, and opens when the line is back', async () => {
    const order = await newOrder(manager);
    const seat = await desk.seat();
    seat.allow(noNetwork);
    await seat.signIn('AG001');
    await seat.page.route(/assets\/callback-dialog/, (route) => route.abort());
    await seat.open('/call-center-panel/orders');
    await seen(row(seat.page, order.id));
    await focusRow(seat.page, order.id);
    await seat.page.keyboard.press('s');
    await seen(toast(seat.page, 'The server cannot be reached. Check your connection.'));
    await seen(row(seat.page, order.id));
    await seat.page.unroute(/assets\/callback-dialog/);
    await seat.page.keyboard.press('s');
    await seen(dialog(seat.page, /^Schedule callback/));
  });

  test('a reload still shows the desk', async () => {
    const seat = await desk.work('AG001', '/call-center-panel', { serviceWorker: true });
    seat.allow(noNetwork);
    await seen(heading(seat.page, "Today's summary"));
    await seat.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await seat.page.reload();
    await seen(heading(seat.page, "Today's summary"));
    await seat.context.setOffline(true);
    await seat.page.reload();
    await seen(
      heading(seat.page, 'Dashboard'),
      seat.page.getByRole('banner').getByText('Sarah Al-Mansouri'),
      seat.page.getByRole('navigation', { name: 'Main navigation' }).first(),
      seat.page.getByText(/^Offline/),
      seat.page.getByText('The dashboard could not be loaded.'),
    );
    await seat.context.setOffline(false);
    await seen(heading(seat.page, "Today's summary"));
  });
});

test('an answer that is lost on its way does not make the change twice', async () => {
  const order = await newOrder(manager);
  const seat = await desk.work('AG001');
  seat.allow(noNetwork, /status of 409/);
  await seen(row(seat.page, order.id));
  await seat.page.route(
    '**/status',
    async (route) => {
      await route.fetch();
      await route.abort('failed');
    },
    { times: 1 },
  );
  await change(seat, order.id, /^Confirmed/);
  await seen(toast(seat.page, /^No connection: the change of \S+ is kept on this device/));
  expect(await changesOf(order.id, 'confirmed'), 'the server did hear it').toBe(1);
  // The line of events stands, so it is sent again at once.
  await seen(toast(seat.page, `${order.short_code} was sent: Confirmed`));
  await gone(seat.page.getByText(/waits on this device/));
  expect(await dialog(seat.page, /^Changed by somebody else/).count()).toBe(0);
  expect(await changesOf(order.id, 'confirmed')).toBe(1);
  await expect.poll(() => cell(seat.page, order.id, 'Status')).toBe('Confirmed');
});

test('somebody else changed it before the waiting change could be sent: both are shown', async () => {
  const order = await newOrder(manager);
  const seat = await desk.work('AG001');
  seat.allow(noNetwork, /status of 409/);
  await seen(row(seat.page, order.id));
  await live(seat);
  await seat.context.setOffline(true);
  await seen(bar(seat));
  await change(seat, order.id, /^Confirmed/);
  await seen(row(seat.page, order.id).getByText('Not sent yet'));
  await manager.put(`/api/agent/orders/${order.id}/status`, {
    status: 'cancelled',
    cancellation_reason: 'better_offer',
  });
  await seat.context.setOffline(false);
  const conflict = dialog(seat.page, /^Changed by somebody else/);
  await seen(conflict.getByText('Cancelled'), conflict.getByText('Confirmed'));
  await button(conflict, 'Keep what is saved').click();
  expect((await manager.order(order.id)).status).toBe('cancelled');
  expect(await changesOf(order.id, 'confirmed')).toBe(0);
});

test('the server is killed and comes back: the page goes on where it was', async () => {
  const [mine, theirs] = [await newOrder(manager), await newOrder(manager)];
  const seat = await desk.work('AG001');
  seat.allow(noNetwork);
  await seen(row(seat.page, mine.id));
  await live(seat);
  await desk.server.kill();
  await seen(bar(seat));
  await change(seat, mine.id, /^Confirmed/);
  await seen(seat.page.getByText('1 change waits on this device to be sent.'));
  await desk.server.revive();
  // Before the page is back: what it would have missed.
  await sarah.put(`/api/agent/orders/${theirs.id}/status`, { status: 'under_review' });
  await seen(toast(seat.page, `${mine.short_code} was sent: Confirmed`));
  await gone(bar(seat));
  await expect.poll(() => cell(seat.page, theirs.id, 'Status')).toMatch(/^Under review/);
  expect(await changesOf(mine.id, 'confirmed')).toBe(1);
  expect(await changesOf(theirs.id, 'under_review')).toBe(1);
  // Still signed in, and the next event arrives by itself.
  await sarah.put(`/api/agent/orders/${theirs.id}/status`, { status: 'confirmed' });
  await expect.poll(() => cell(seat.page, theirs.id, 'Status')).toMatch(/^Confirmed/);
  await focusRow(seat.page, theirs.id);
  await seat.page.keyboard.press('Enter');
  const history = details(seat.page).getByRole('region', { name: 'Status history' });
  await seen(history);
  await expect.poll(async () => (await history.innerText()).match(/Under review/g)?.length).toBe(1);
});
