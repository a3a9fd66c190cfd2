/* Companies, roles and hostile text (A-15…A-22, security of the pages). */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Body, newOrder } from './support/api.ts';
import { answered, openDesk, type Seat } from './support/desk.ts';
import {
  button,
  details,
  dialog,
  focusRow,
  heading,
  isFocused,
  listStands,
  row,
  seen,
  toast,
  words,
} from './support/page.ts';

const desk = openDesk();
let manager: Api;

beforeAll(async () => {
  manager = await desk.api('manager');
});

describe('companies', () => {
  test('an order of another company is not there, and nothing of it comes over the line', async () => {
    const seat = await desk.seat();
    seat.allow(answered(404));
    await seat.signIn('agent', 'homes');
    const bodies: Promise<string>[] = [];
    seat.page.on('response', (answer) => {
      if (answer.url().includes('/api/')) bodies.push(answer.text().catch(() => ''));
    });
    const frames: string[] = [];
    seat.page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
    );
    for (const path of ['/call-center-panel/orders/1847', '/call-center-panel?order=1847']) {
      await seat.open(path);
      await seen(seat.page.getByText('The order could not be loaded.'));
      await seen(seat.page.getByText(/does not exist, or is not visible to you/));
    }
    // Meanwhile something happens over there.
    await newOrder(manager, { customer_name: 'Gulf Secret' });
    await seat.open('/call-center-panel/orders?search=Ahmed+Al-Rashid');
    await seen(seat.page.getByText('No order matches these filters.'));
    const all = [...(await Promise.all(bodies)), ...frames, await words(seat.page)].join('\n');
    expect(all).not.toMatch(/Ahmed Al-Rashid|ahmed\.rashid|501234567|Gulf Secret|Gulf Commerce/);
    expect(all).toContain('Homes Real Estate');
  });

  test('money and time are those of the company', async () => {
    const seat = await desk.seat();
    await seat.signIn('agent', 'homes');
    await seat.open('/call-center-panel/orders');
    await listStands(seat.page);
    expect(await seat.page.getByRole('grid').innerText()).toMatch(/SAR\s[\d,]+\.\d\d/);
    await seat.open('/call-center-panel');
    await seen(seat.page.getByTitle('Asia/Riyadh'));
  });
});

describe('roles', () => {
  test('an agent at a page of managers is told so, and asks the server nothing', async () => {
    const seat = await desk.work('AG001', '/call-center-panel');
    const asked: string[] = [];
    seat.page.on('request', (request) => asked.push(request.url()));
    await seat.open('/admin/password-requests');
    await seen(heading(seat.page, 'This page is not open to you'));
    await seen(seat.page.getByRole('link', { name: 'Go to the start page' }));
    expect(asked.filter((url) => url.includes('/api/admin'))).toEqual([]);
    const answer = await seat.context.request.get('/api/admin/password-requests');
    expect(answer.status()).toBe(403);
  });

  test('people without orders get no orders', async () => {
    const seat = await desk.seat();
    await seat.signIn('sales', 'homes');
    await seat.open('/call-center-panel/orders');
    await seen(heading(seat.page, 'This page is not open to you'));
  });

  test('an address that leads nowhere says so', async () => {
    const seat = await desk.work('AG001', '/call-center-panel/nothing-here');
    await seen(heading(seat.page, 'There is nothing at this address'));
  });
});

describe('hostile text', () => {
  const image = '<img src=x onerror="window.__x=1">';
  const script = '"><script>window.__x=1</script>';
  const template = '{{constructor.constructor("window.__x=1")()}}$t(common:save)';

  const untouched = async ({ page }: Seat) =>
    expect(await page.evaluate(() => '__x' in window), 'a script of the data ran').toBe(false);

  test('stays text in every place it is shown', async () => {
    const order: Body = await newOrder(manager, {
      customer_name: image,
      product_name: script,
      seller_name: template,
      address: `${image}${script}`,
      area: script,
      landmark: image,
      priority: 'high',
      notes: image,
    });
    await manager.post(`/api/agent/orders/${order.id}/notes`, { note: script });
    desk.server.sql(
      `UPDATE agents SET name = '${image}' WHERE agent_no = 2 AND company_id = 1;
       UPDATE users SET name = '${image}' WHERE username = 'AG002' AND company_id = 1`,
    );
    const seat = await desk.work('AG001', `/call-center-panel/orders?order=${order.id}`);
    const { page } = seat;
    const panel = details(page);
    await seen(panel.getByText('Status history'), panel.getByText(script).first());
    await seen(row(page, order.id).getByText(image).first());
    expect(await page.locator('#root img[src="x"], #root script').count()).toBe(0);
    await untouched(seat);

    await focusRow(page, order.id);
    await page.keyboard.press('u');
    const open = dialog(page, /^Update order status/);
    await seen(open.getByText(image));
    await open.getByRole('radio', { name: /^Confirmed/ }).click();
    await open.getByRole('textbox', { name: 'Update notes' }).fill(image + template);
    await button(open, 'Update status').click();
    await seen(toast(page, `${order.short_code}: Confirmed`));
    await seen(panel.getByText(image + template).first());

    await seat.open('/call-center-panel');
    await seen(heading(page, 'Recent activity (last 2 hours)'));
    await page.keyboard.press('Control+k');
    await isFocused(page.getByRole('dialog').getByRole('combobox'));
    await page.keyboard.type(order.short_code);
    await seen(page.getByRole('option', { name: new RegExp(order.short_code) }));
    await untouched(seat);

    const boss = await desk.work('supervisor', `/call-center-panel/orders?order=${order.id}`);
    await button(details(boss.page), 'Reassign').click();
    await seen(
      dialog(boss.page, /^Reassign – /)
        .getByText(image)
        .first(),
    );
    await untouched(boss);

    const victim = await desk.work('AG002', '/call-center-panel');
    await seen(victim.page.getByRole('banner').getByText(image));
    await untouched(victim);
  });

  test('an address of a product that is a script becomes no link', async () => {
    const order = await newOrder(manager, { product_name: 'Trap' });
    desk.server.sql(
      `UPDATE products SET product_url = 'javascript:window.__x=1' WHERE name = 'Trap' AND company_id = 1`,
    );
    const seat = await desk.work('AG001', `/call-center-panel/orders?order=${order.id}`);
    await seen(details(seat.page).getByText('Status history'));
    expect(await seat.page.locator('a[href^="javascript" i]').count()).toBe(0);
    await untouched(seat);
  });

  test('in the address of the page stays text too', async () => {
    const seat = await desk.work(
      'AG001',
      `/call-center-panel/orders?search=${encodeURIComponent(image)}`,
    );
    // The orders above are found by it: the search, too, takes it for text.
    await listStands(seat.page);
    expect(await seat.page.getByRole('textbox', { name: 'Search order' }).inputValue()).toBe(image);
    await untouched(seat);
    const out = await desk.seat();
    await out.open(`/login?company=${encodeURIComponent(script)}&next=javascript:window.__x=1`);
    await seen(heading(out.page, 'Log in'));
    await untouched(out);
  });
});

describe('the headers of the pages', () => {
  test('forbid scripts from elsewhere, framing and guessing', async () => {
    const seat = await desk.seat();
    const answer = await seat.context.request.get('/call-center-panel/login');
    const headers = answer.headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBeTruthy();
  });

  test('an injected script is stopped by the browser', async () => {
    const seat = await desk.seat();
    seat.allow(/content security: script-src/, /Content Security Policy/);
    await seat.open('/login');
    await seat.page.evaluate(() => {
      const element = document.createElement('script');
      element.textContent = 'window.__x = 1';
      document.body.append(element);
    });
    await expect.poll(() => seat.complaints().join()).toMatch(/content security: script-src/);
    expect(await seat.page.evaluate(() => '__x' in window)).toBe(false);
  });

  test('nothing is asked of any other host', async () => {
    const seat = await desk.seat();
    const strangers: string[] = [];
    seat.page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.origin !== desk.server.url) strangers.push(url.href);
    });
    await seat.signIn('AG001');
    for (const path of ['/call-center-panel', '/call-center-panel/orders?order=1847', '/login']) {
      await seat.open(path);
      await seat.quiet();
    }
    expect(strangers).toEqual([]);
  });
});
