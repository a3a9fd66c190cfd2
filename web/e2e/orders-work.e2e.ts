/* Working on orders: statuses, notes, callbacks, reassigning (S0-ORD-16…38, IMP-ORD, IMP-COMM). */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Body, newOrder } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import { at, freshRow, statusDialog } from './support/orders.ts';
import {
  button,
  cell,
  details,
  dialog,
  focusRow,
  gone,
  isFocused,
  listStands,
  row,
  rows,
  seen,
  toast,
} from './support/page.ts';

const desk = openDesk();
let sarah: Api;
let manager: Api;
let supervisor: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  manager = await desk.api('manager');
  supervisor = await desk.api('supervisor');
});

const statusOf = async (id: number) => (await manager.order(id)).status;
const becomes = (id: number, status: string) =>
  expect.poll(() => statusOf(id), { message: `order ${id}` }).toBe(status);

describe('the status dialog', () => {
  test('has every element of the wireframe', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?order=1847');
    await button(details(page), 'Update status').click();
    const open = dialog(page, 'Update order status – ORD-001847');
    const text = (await open.innerText()).replace(/\s+/g, ' ');
    for (const part of [
      'Current status No response',
      'Customer Ahmed Al-Rashid (+971 50 123 4567)',
      'Product Samsung Galaxy S24 Ultra – AED 750.00',
    ]) {
      expect(text).toContain(part);
    }
    const statuses = open.getByRole('radiogroup', { name: 'New status (required)' });
    expect(await statuses.getByRole('radio').count()).toBe(6);
    for (const name of [
      'Confirmed',
      'No response',
      'Closed',
      'Postponed',
      'Under review',
      'Cancelled',
    ]) {
      await seen(statuses.getByRole('radio', { name: new RegExp(`^${name}`) }));
    }
    await seen(
      open.getByRole('textbox', { name: 'Update notes' }),
      button(open, 'Cancel'),
      button(open, 'Update status'),
      button(open, 'Close'),
    );
    for (const name of ['Notify customer via SMS', 'Schedule follow-up if needed']) {
      expect(await open.getByRole('checkbox', { name }).isChecked(), name).toBe(true);
    }
    expect(await open.getByRole('radiogroup').count()).toBe(1);
    await statuses.getByRole('radio', { name: /^Cancelled/ }).click();
    const reasons = open.getByRole('radiogroup', { name: 'Cancellation reason (required)' });
    expect(await reasons.locator('label').allInnerTexts()).toEqual([
      'Customer changed mind',
      'Price concerns',
      'Found better offer elsewhere',
      'Financial constraints',
      'Product not as described',
      'Delivery issues',
      'Other (specify below)',
    ]);
    await seen(open.getByRole('textbox', { name: 'Additional details' }));
    await button(open, 'Cancel').click();
    await gone(open);
    expect(await statusOf(1847)).toBe('no_response');
  });

  test('needs a status; a cancellation needs a reason, “other” needs words', async () => {
    const { page } = await desk.work('AG001');
    const order = await freshRow(page, manager);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT' && request.url().includes('/status'))
        asked.push(request.url());
    });
    const open = await at(page, order.id, /^Update order status/, 'u');
    await button(open, 'Update status').click();
    await seen(open.getByText('Choose the new status.'));
    await open.getByRole('radio', { name: /^Cancelled/ }).click();
    await button(open, 'Update status').click();
    await seen(open.getByText('A cancellation needs a reason.'));
    await open.getByRole('radio', { name: 'Other (specify below)' }).click();
    await button(open, 'Update status').click();
    await seen(open.getByText('Say what the other reason is.'));
    expect(asked, 'nothing was sent so far').toEqual([]);
    await open.getByRole('textbox', { name: /^Additional details/ }).fill('الطلب مكرر');
    await open.getByRole('textbox', { name: 'Update notes' }).fill('Ordered twice.');
    await button(open, 'Update status').click();
    await gone(open);
    await seen(toast(page, `${order.short_code}: Cancelled`));
    // SMS was asked for, and cannot be sent: the page says so.
    await seen(toast(page, /no SMS was sent: SMS is not set up/));
    const [last, ...others] = (await manager.history(order.id)).sort((a, b) => b.id - a.id);
    expect(last).toMatchObject({
      new_status: 'cancelled',
      previous_status: 'new',
      cancellation_reason: 'other',
      cancellation_details: 'الطلب مكرر',
      status_change_reason: 'Ordered twice.',
      customer_notified: false,
    });
    expect(others.filter((line) => line.new_status === 'cancelled')).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('a postponement needs a time that is still to come', async () => {
    const { page } = await desk.work('AG001');
    const order = await freshRow(page, manager);
    const open = await at(page, order.id, /^Update order status/, 'u');
    await open.getByRole('radio', { name: /^Postponed/ }).click();
    const when = open.getByLabel(/^Postponed until/);
    await when.fill('2020-01-01T10:00');
    await button(open, 'Update status').click();
    await seen(open.getByText('Choose a time that is still to come.'));
    await button(open, 'Tomorrow 16:00').first().click();
    await button(open, 'Update status').click();
    await gone(open);
    await becomes(order.id, 'postponed');
    const { next_attempt_at: at16 } = await manager.order(order.id);
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Dubai', timeStyle: 'short' });
    expect(clock.format(new Date(at16))).toBe('16:00');
  });

  test('offers only what can follow, and says why not', async () => {
    const { page } = await desk.work('AG001');
    const order = await freshRow(page, manager);
    const open = await at(page, order.id, /^Update order status/, 'u');
    const closed = open.getByRole('radio', { name: /^Closed/ });
    expect(await closed.isDisabled()).toBe(true);
    await seen(open.getByText('Not possible from: New'));
    // The digits choose inside the dialog too, but not what is impossible.
    await page.keyboard.press('3');
    expect(await closed.isChecked()).toBe(false);
    await page.keyboard.press('5');
    expect(await open.getByRole('radio', { name: /^Under review/ }).isChecked()).toBe(true);
    await page.keyboard.press('Control+Enter');
    await gone(open);
    await becomes(order.id, 'under_review');
  });

  test('a refusal of the server brings the dialog back with all that was written', async () => {
    const seat = await desk.work('AG001');
    const { page } = seat;
    seat.allow(answered(409, 422));
    const order = await freshRow(page, manager);
    const open = await at(page, order.id, /^Update order status/, 'u');
    await open.getByRole('radio', { name: /^Confirmed/ }).click();
    await open.getByRole('textbox', { name: 'Update notes' }).fill('Written with care.');
    // Behind the page's back: the clock of the rules, as a colleague's change would.
    await page.route('**/status', (route) => {
      const body = { ...route.request().postDataJSON(), status: 'closed' };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await button(open, 'Update status').click();
    await seen(statusDialog(page, order).getByRole('alert'));
    await page.unroute('**/status');
    const again = statusDialog(page, order);
    expect(await again.getByRole('textbox', { name: 'Update notes' }).inputValue()).toBe(
      'Written with care.',
    );
    expect(await statusOf(order.id)).toBe('new');
  });
});

describe('several orders at once', () => {
  test('one status for all, each with its own history', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const orders = [await newOrder(manager), await newOrder(manager), await newOrder(manager)];
    await button(page, 'Refresh').click();
    expect(await button(page, 'Bulk update').isDisabled()).toBe(true);
    for (const order of orders) {
      await row(page, order.id).getByRole('checkbox').click();
    }
    await button(page, 'Bulk update').click();
    const open = dialog(page, 'Update 3 orders');
    await open.getByRole('radio', { name: /^Cancelled/ }).click();
    await button(open, 'Update 3 orders').click();
    await seen(open.getByText('A cancellation needs a reason.'));
    await open.getByRole('radio', { name: /^Confirmed/ }).click();
    await open.getByRole('textbox', { name: 'Update notes' }).fill('Called all three.');
    await button(open, 'Update 3 orders').click();
    await gone(open);
    await seen(toast(page, '3 orders updated.'));
    for (const order of orders) {
      const lines = await manager.history(order.id);
      const made = lines.filter((line) => line.new_status === 'confirmed');
      expect(made).toHaveLength(1);
      expect(made[0].status_change_reason).toBe('Called all three.');
      await expect.poll(() => cell(page, order.id, 'Status')).toMatch(/^Confirmed/);
    }
  });

  test('what cannot follow is told by name, the rest is done', async () => {
    const { page } = await desk.work('AG001');
    await listStands(page);
    const [fresh, settled] = [await newOrder(manager), await newOrder(manager)];
    await sarah.put(`/api/agent/orders/${settled.id}/status`, {
      status: 'cancelled',
      cancellation_reason: 'price_concerns',
    });
    await button(page, 'Refresh').click();
    await row(page, fresh.id).getByRole('checkbox').click();
    await row(page, settled.id).getByRole('checkbox').click();
    await page.keyboard.press('b');
    const open = dialog(page, 'Update 2 orders');
    await seen(open.getByText('1 of 2 can become this').first());
    await open.getByRole('radio', { name: /^No response/ }).click();
    await button(open, 'Update 2 orders').click();
    await seen(open.getByText('1 order was not changed:'), open.getByText(settled.short_code));
    await button(open, 'Close').last().click();
    expect(await statusOf(fresh.id)).toBe('no_response');
    expect(await statusOf(settled.id)).toBe('cancelled');
  });
});

describe('notes', () => {
  test('are kept while they are written, and shown when they are saved', async () => {
    const { page } = await desk.work('AG001');
    const order = await freshRow(page, manager);
    const open = await at(page, order.id, /^Notes – /, 'n');
    const text = open.getByRole('textbox', { name: 'New note' });
    await isFocused(text);
    await text.fill('العميل يفضّل الاتصال بعد السادسة');
    // The draft is written a moment after the last letter.
    await expect
      .poll(() =>
        page.evaluate(
          () =>
            new Promise<number>((done) => {
              const open = indexedDB.open('hatif');
              open.onsuccess = () => {
                const base = open.result;
                const store = [...base.objectStoreNames][0];
                if (!store) return done(0);
                const ask = base.transaction(store).objectStore(store).count();
                ask.onsuccess = () => {
                  base.close();
                  done(ask.result);
                };
              };
              open.onerror = () => done(0);
            }),
        ),
      )
      .toBeGreaterThan(0);
    await page.reload();
    await seen(row(page, order.id));
    const again = await at(page, order.id, /^Notes – /, 'n');
    await expect
      .poll(() => again.getByRole('textbox', { name: 'New note' }).inputValue())
      .toBe('العميل يفضّل الاتصال بعد السادسة');
    await page.keyboard.press('Control+Enter');
    await gone(again);
    await seen(toast(page, `Note added to ${order.short_code}.`));
    await focusRow(page, order.id);
    await page.keyboard.press('Enter');
    const note = details(page).getByText('العميل يفضّل الاتصال بعد السادسة').first();
    await seen(note);
    expect(await note.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    expect((await sarah.order(order.id)).notes).toHaveLength(1);
  });
});

describe('calls and messages without a telephone system', () => {
  test('CALL says so, gives the number, and logs the attempt', async () => {
    const seat = await desk.work('AG001');
    const { page } = seat;
    const order = await freshRow(page, manager);
    const open = await at(page, order.id, /^Call customer/, 'c');
    await seen(open.getByText(/^No telephone system is connected/));
    expect(await open.getByRole('link', { name: 'Dial' }).getAttribute('href')).toBe(
      `tel:${order.customer_phone}`,
    );
    await button(open, 'Log this attempt').click();
    await button(open, 'Log call').click();
    await seen(open.getByText('Choose how the call ended.'));
    await open.getByRole('radio', { name: 'Answered' }).click();
    await open.getByLabel('Talk time').fill('three');
    await button(open, 'Log call').click();
    await seen(open.getByText('Write minutes and seconds, for example 3:20.').last());
    await open.getByLabel('Talk time').fill('3:20');
    await button(open, 'Log call').click();
    await gone(open);
    await seen(toast(page, `The call for ${order.short_code} was logged.`));
    const { communications } = await sarah.order(order.id);
    const calls = communications.filter((item: Body) => item.kind === 'call');
    expect(calls).toHaveLength(1);
    expect(calls[0].outcome).toBe('answered');
    await focusRow(page, order.id);
    await page.keyboard.press('o');
    await seen(details(page).getByText(/Call attempt \(Answered\)/));
  });

  test('SMS says so, and keeps what was written', async () => {
    const seat = await desk.work('AG001', '/call-center-panel/orders?order=1848');
    const { page } = seat;
    seat.allow(answered(409));
    await button(details(page), 'Send SMS').click();
    const open = dialog(page, 'SMS to the customer – ORD-001848');
    await open.getByRole('textbox', { name: 'Message' }).fill('Your order is ready.');
    await button(open, 'Send SMS').click();
    await seen(open.getByText(/^SMS is not set up on this server/));
    expect(await open.getByRole('textbox', { name: 'Message' }).inputValue()).toBe(
      'Your order is ready.',
    );
  });
});

test('a callback is scheduled, shown in the details, and waits on the dashboard', async () => {
  const { page } = await desk.work('AG001');
  const order = await freshRow(page, manager);
  await page.keyboard.press('Enter');
  await button(details(page), 'Schedule callback').click();
  const open = dialog(page, `Schedule callback – ${order.short_code}`);
  await open.getByLabel(/^Call back at/).fill('2020-01-01T10:00');
  await button(open, 'Schedule callback').click();
  await seen(open.getByText('Choose a time that is still to come.'));
  await button(open, 'Tomorrow 10:00').click();
  await open.getByRole('textbox', { name: 'Notes' }).fill('Ask for the gate number.');
  await button(open, 'Schedule callback').click();
  await gone(open);
  await seen(toast(page, 'Callback scheduled: Tomorrow, 10:00'));
  await seen(details(page).getByText('Ask for the gate number.'));
  const { callbacks } = await sarah.get('/api/agent/callbacks?status=pending');
  const mine = callbacks.filter((callback: Body) => callback.order.id === order.id);
  expect(mine).toHaveLength(1);
  expect(mine[0].phone_number).toBe(order.customer_phone);
});

describe('reassigning', () => {
  test('an agent asks and says why; the supervisor decides; the agent hears it at once', async () => {
    const agent = await desk.work('AG001');
    const [first, second] = [
      await freshRow(agent.page, manager),
      await freshRow(agent.page, manager),
    ];
    for (const order of [first, second]) {
      const open = await at(agent.page, order.id, /^Ask to reassign/, 't');
      await button(open, 'Send request').click();
      await seen(open.getByText('Say why.'));
      await open.getByRole('textbox', { name: /^Reason/ }).fill(`Speaks Urdu: ${order.short_code}`);
      await button(open, 'Send request').click();
      await gone(open);
      await seen(toast(agent.page, 'Request sent to your supervisor.').first());
    }

    const boss = await desk.work('supervisor', '/call-center-panel/approvals?show=handover');
    const queue = boss.page.getByRole('main');
    const request = (order: Body) =>
      queue.getByRole('listitem').filter({ hasText: order.short_code });
    await seen(request(first).getByText(/^Asked by .?Sarah Al-Mansouri/));
    const bell = agent.page.getByRole('banner').getByRole('button', { name: /^Notifications/ });
    const unread = async () =>
      Number((await bell.getAttribute('aria-label'))?.match(/\d+/)?.[0] ?? 0);
    const before = await unread();

    await button(request(second), 'Reject').click();
    await button(request(second), 'Reject').click();
    await seen(toast(boss.page, `${second.short_code}: request rejected.`));
    await expect.poll(unread).toBe(before + 1);

    await button(request(first), 'Approve').click();
    await request(first)
      .getByRole('radio', { name: /Omar Khoury/ })
      .click();
    await button(request(first), 'Approve').click();
    await seen(toast(boss.page, `${first.short_code}: request approved.`));
    await expect.poll(unread).toBe(before + 2);
    await seen(row(agent.page, first.id).getByText('No longer visible to you'));
    expect((await manager.order(first.id)).assigned_agent.code).toBe('AGT-002');
    expect((await manager.order(second.id)).assigned_agent.code).toBe('AGT-001');

    await bell.click();
    const panel = agent.page.getByRole('dialog', { name: 'Notifications' });
    await seen(panel.getByRole('listitem').filter({ hasText: second.short_code }).first());
  });

  test('a supervisor gives it away at once', async () => {
    const order = await newOrder(manager);
    const { page } = await desk.work('supervisor');
    await seen(row(page, order.id));
    const open = await at(page, order.id, /^Reassign – /, 't');
    await open.getByRole('textbox', { name: /^Reason/ }).fill('Balance');
    await button(open, 'Reassign').click();
    await seen(open.getByText('Choose who gets it.'));
    await open.getByRole('radio', { name: /Priya Nair/ }).click();
    await button(open, 'Reassign').click();
    await gone(open);
    await expect.poll(() => cell(page, order.id, 'Agent')).toBe('Priya Nair');
    expect((await supervisor.order(order.id)).assigned_agent.code).toBe('AGT-004');
  });
});

test('nobody is offered what the role does not allow', async () => {
  const { page } = await desk.work('AG001');
  await listStands(page);
  for (const name of ['New order', 'Import', 'Reassign']) {
    expect(await button(page, name).count(), name).toBe(0);
  }
  expect(await page.getByRole('link', { name: 'Password requests' }).count()).toBe(0);
  expect(await rows(page).count()).toBeGreaterThan(0);
});
