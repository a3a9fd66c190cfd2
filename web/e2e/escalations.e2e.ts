/* Contacts, ratings, escalations and complaints on screen (S0-API-09, IMP-KPI-02, IMP-ORD-08/09, IMP-SUP-04, IMP-MGR-02, S0-DASH-28/32). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { button, details, dialog, gone, heading, nextFrames, seen, toast } from './support/page.ts';

const desk = openDesk(['--fetch-allow', '127.0.0.1']);
const path = '/call-center-panel/escalations';

/** A gateway that takes every SMS and keeps it. */
const sent: string[] = [];
let gateway: Server;
beforeAll(async () => {
  gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      sent.push(body);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `m${sent.length}` }));
    });
  });
  await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
});
afterAll(() => new Promise((done) => gateway.close(done)));

const item = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

describe('the details of an order', () => {
  test('a contact is logged with its stars, and stands in the one history', async () => {
    const { page } = await desk.work('AG001', '/call-center-panel/orders?order=1845');
    const open = details(page);
    await button(open, 'Log a contact').click();
    const form = dialog(page, /Log a contact/);
    await button(form, 'Save contact').click();
    await seen(form.getByText('Choose how it ended.'));
    await form.getByRole('radio', { name: 'Chat' }).click();
    await form.getByRole('radio', { name: 'Resolved' }).click();
    await form.getByLabel('Duration').fill('3:20');
    await form.getByLabel('Notes').fill('Wants the blue one');
    // The stars are one choice: arrows move in it.
    await form.getByRole('radio', { name: 'Fair' }).check({ force: true });
    await page.keyboard.press('ArrowRight');
    expect(await form.getByRole('radio', { name: 'Good', exact: true }).isChecked()).toBe(true);
    await button(form, 'Save contact').click();
    await seen(toast(page, /was saved/), open.getByText('Wants the blue one'));
    await seen(open.getByText('Chat (Resolved)'), open.getByText('4 of 5 · 03:20'));
  });

  test('a call that was just logged is summed up, not counted twice', async () => {
    const api = await desk.api('AG001');
    await api.post('/api/agent/communication/call', {
      order_id: 1846,
      direction: 'outbound',
      outcome: 'answered',
      duration_seconds: 70,
    });
    const { page } = await desk.work('AG001', '/call-center-panel/orders?order=1846');
    await button(details(page), 'Log a contact').click();
    const form = dialog(page, /Log a contact/);
    await seen(form.getByRole('checkbox', { name: /It sums up the call logged/ }));
    expect(await form.getByLabel('Duration').count()).toBe(0);
    await form.getByRole('radio', { name: 'Pending' }).click();
    await form.getByLabel('Notes').fill('He asks his wife');
    await button(form, 'Save contact').click();
    await seen(details(page).getByText('He asks his wife'));
    const { interactions } = await api.get('/api/agent/orders/1846/interactions');
    const ofToday = interactions.filter(
      (one: { notes: string; duration_seconds: number }) => one.notes === 'He asks his wife',
    );
    expect(ofToday).toMatchObject([{ duration_seconds: 70, automatic: false }]);
  });
});

test('an agent hands an order up, the supervisor takes and resolves it, both see it live', async () => {
  const sarah = await desk.work('AG001', '/call-center-panel/orders?order=1847');
  const boss = await desk.work('supervisor', path);
  await seen(boss.page.getByRole('tab', { name: /Of my scope/, selected: true }));
  const open = details(sarah.page);
  await seen(open.getByText('Not escalated.'));
  await button(open, 'Escalate').click();
  const form = dialog(sarah.page, /Escalate/);
  await button(form, 'Escalate').click();
  await seen(form.getByText('Say why.'));
  await form.getByLabel(/^Reason/).fill('He wants his money back');
  await button(form, 'Escalate').click();
  await seen(open.getByText('Raised', { exact: true }));
  expect(await button(open, 'Escalate').count()).toBe(0);

  const row = item(boss.page, 'He wants his money back');
  await seen(row, row.getByText('Raised', { exact: true }));
  await sarah.open(path);
  const own = item(sarah.page, 'He wants his money back');
  await seen(own);
  expect(await button(own, 'Take over').count()).toBe(0);
  await button(row, 'Take over').click();
  await seen(row.getByText('In hand'), own.getByText('In hand'));

  await button(row, 'Resolve').click();
  const answer = dialog(boss.page, /Resolve escalation/);
  await button(answer, 'Resolve').click();
  await seen(answer.getByText('Say how it was resolved.'));
  await answer.getByLabel(/^How it was resolved/).fill('Half of it is paid back');
  await button(answer, 'Resolve').click();
  await seen(toast(boss.page, /is resolved/), own.getByText('Half of it is paid back'));
  await seen(own.getByText('Resolved', { exact: true }));
});

test('what is handed up reaches the manager’s tab, by keyboard', async () => {
  const api = await desk.api('AG002');
  const mine = await api.get('/api/agent/orders?per_page=1');
  await api.post(`/api/agent/orders/${mine.orders[0].id}/escalate`, {
    level: 'supervisor',
    reason: 'Nobody answers him',
  });
  const manager = await desk.work('manager', `${path}?tab=executive`);
  const boss = await desk.work('supervisor', path);
  const row = item(boss.page, 'Nobody answers him');
  await button(row, 'Hand up to the manager').focus();
  await boss.page.keyboard.press('Enter');
  const form = dialog(boss.page, /Hand up to the manager/);
  await seen(form);
  await boss.page.keyboard.type('He called me too');
  await button(form, 'Hand up').focus();
  await boss.page.keyboard.press('Enter');
  await seen(toast(boss.page, /went to the manager/));
  const up = item(manager.page, 'He called me too');
  await seen(up, up.getByText('To the manager'));
  expect(await button(up, 'Hand up to the manager').count()).toBe(0);
  await button(up, 'Assign').click();
  const who = dialog(manager.page, /Assign escalation/);
  await seen(who.getByText(/There is nobody to assign it to/)); // managers of the demo are no agents
  await manager.page.keyboard.press('Escape');
  await button(up, 'Take over').click();
  await seen(up.getByText('In hand'));
});

test('a complaint is recorded, worked and resolved', async () => {
  const { page, allow } = await desk.work('AG001', `${path}?tab=complaints`);
  allow(answered(404));
  await button(page, 'Record a complaint').click();
  const form = dialog(page, 'Record a complaint');
  await form.getByLabel(/^Order number/).fill('ORD-999999');
  await form.getByLabel(/^What it is about/).fill('Came two days late');
  await button(form, 'Save complaint').click();
  await seen(form.getByText(/does not exist/));
  await form.getByLabel(/^Order number/).fill('ORD-001847');
  await button(form, 'Save complaint').click();
  const row = item(page, 'Came two days late');
  await seen(row.getByText('Open', { exact: true }));
  await button(row, 'Work on it').click();
  await seen(row.getByText('In progress'));
  await button(row, 'Resolve').click();
  const answer = dialog(page, /Resolve complaint/);
  await answer.getByLabel(/^How it was resolved/).fill('A voucher was sent');
  await button(answer, 'Resolve').click();
  await gone(answer);
  await page.reload();
  await seen(page.getByRole('tab', { name: 'Complaints', selected: true }));
  expect(await row.count()).toBe(0);
  await page.getByRole('checkbox', { name: 'Show finished ones too' }).click();
  await seen(row.getByText('A voucher was sent'));
});

describe('a rating', () => {
  /** A link as its customer gets it. */
  async function link(order: number): Promise<string> {
    const known = sent.length;
    const api = await desk.api('AG001');
    await api.post(`/api/agent/orders/${order}/rating-request`, { channel: 'sms' });
    await expect.poll(() => sent.length).toBeGreaterThan(known);
    return /\/rate\/[\w-]{32}/.exec(sent[known] as string)?.[0] ?? '';
  }

  test('cannot be asked for by SMS before a gateway is connected, and that is said', async () => {
    const seat = await desk.work('AG001', '/call-center-panel/orders?order=1847');
    seat.allow(answered(409));
    await button(details(seat.page), 'Ask for a rating').click();
    const form = dialog(seat.page, /Ask for a rating/);
    await button(form, 'Send request').click();
    await seen(form.getByText(/SMS is not set up/));
    const manager = await desk.work('manager', '/admin/ratings');
    await seen(manager.page.getByText(/this channel is not set up/));
  });

  test('is given by the customer on a telephone, in Arabic, and reaches the agent', async () => {
    const admin = await desk.api('admin');
    const { port } = gateway.address() as AddressInfo;
    await admin.post('/api/admin/message-providers', {
      channel: 'sms',
      kind: 'http',
      name: 'Gateway',
      settings: { url: `http://127.0.0.1:${port}/`, body: '{"text":"{{text}}"}' },
    });
    const sarah = await desk.work('AG001', '/call-center-panel/orders?order=1848');
    const address = await link(1848);
    const phone = await desk.seat({ language: 'ar', width: 390, height: 844, touch: true });
    await phone.open(address);
    const { page } = phone;
    await seen(heading(page, 'رأيك يهمنا'), page.getByText(/Gulf/).first());
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await nextFrames(page);
      await looksRight(phone, 'ar', `rate-ar-${theme}-390`);
    }
    await button(page, 'إرسال التقييم').click();
    await seen(page.getByText('اختر من نجمة إلى خمس نجوم.'));
    await page.getByRole('radio', { name: 'ممتازة' }).check({ force: true });
    await page.getByRole('textbox').fill('شكراً على السرعة');
    await button(page, 'إرسال التقييم').click();
    await seen(page.getByText('وصلنا تقييمك.'));
    const open = details(sarah.page);
    await seen(open.getByText('Rating (5 of 5)'), open.getByText('شكراً على السرعة'));
    // The key is the customer's alone.
    expect(await open.innerText()).not.toContain(address.slice('/rate/'.length));

    phone.allow(answered(404));
    await page.reload();
    await seen(page.getByText('لم يعد هذا الرابط صالحاً.'));
    expect(await page.getByRole('radio').count()).toBe(0);
  });

  test('may be asked for by itself: a setting of the company', async () => {
    const { page } = await desk.work('manager', '/admin/ratings');
    await page.getByRole('radio', { name: 'When the order is closed' }).click();
    await button(page, 'Save').click();
    await seen(toast(page, 'Settings saved.'));
    await page.reload();
    await seen(page.getByRole('radio', { name: 'When the order is closed', checked: true }));
    await seen(page.getByText(/public address of this server is not configured/));
  });
});

test('the dashboard leads to the open ones and says how satisfied customers are', async () => {
  const api = await desk.api('AG001');
  const { page } = await desk.work('AG001', '/call-center-panel');
  const link = page.getByRole('link', { name: /^Escalations/ }).last();
  await seen(link, page.getByText('Customer satisfaction'));
  const { today, quick_actions } = await api.get('/api/agent/dashboard');
  expect(await link.innerText()).toMatch(new RegExp(`${quick_actions.escalations}$`));
  expect(today.ratings).toBeGreaterThan(0);
  const main = await page.getByRole('main').innerText();
  expect(main).toMatch(/Customer satisfaction\s+[1-5](\.\d)? \/ 5/);
  await link.click();
  await seen(heading(page, 'Escalations and complaints'));
});
