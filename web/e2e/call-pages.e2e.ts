/* Calls of agents, the wall, figures and how the company calls (S2-UI-06..09, S4-UI-01, S4-UI-02). */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ami, startAmi } from '../../tests/support/ami.ts';
import type { Api, Body } from './support/api.ts';
import { answered, noNetwork, openDesk } from './support/desk.ts';
import { button, choose, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk(['--fetch-allow', '127.0.0.1']);
const secret = 'only-the-pbx-knows';
let pbx: Ami;
beforeAll(async () => {
  pbx = await startAmi(secret);
  pbx.endpoints = { '201': { state: 'Not in use', contacts: '201/sip:201@127.0.0.1,' } };
  pbx.queue = [
    { Event: 'QueueParams', Queue: 'vip', Strategy: 'ringall' },
    {
      Event: 'QueueMember',
      Queue: 'vip',
      Name: 'Sarah Ahmed',
      Location: 'PJSIP/201',
      Membership: 'static',
      Status: 1,
      Paused: 0,
    },
  ];
});
afterAll(() => pbx?.stop());

let numbers = 0;
/** A call that somebody makes beside the browser. */
async function callBy(api: Api, customer_name: string): Promise<Body> {
  numbers += 1;
  const phone_number = `+97150777${1000 + numbers}`;
  return (await api.post('/api/calls', { phone_number, customer_name })).call;
}
const active = (page: Page, callId: string) => page.locator(`[data-call="${callId}"]`);
const waiting = (page: Page, callId: string) => page.locator(`[data-waiting="${callId}"]`);
const wall = (page: Page, key: string) => page.locator(`[data-queue="${key}"]`);
const lines = (page: Page) => page.getByRole('log', { name: 'Transcript' });

test('a call is started, written down by two who read along, and ended by another', async () => {
  const agent = await desk.work('AG001', '/callcenter/agent-dashboard');
  const watcher = await desk.work('supervisor', '/callcenter/agent-dashboard');
  await watcher.hearing();
  await agent.page.getByRole('link', { name: 'Start call' }).click();
  const { page } = agent;
  await seen(page.getByText('No call yet'));
  expect(await button(page, 'End call').isDisabled()).toBe(true);
  await page.getByLabel('Phone number').fill('+966501234567');
  await page.getByLabel('Customer').fill('محمد الأحمد');
  await button(page, 'Start call').click();
  await seen(
    page.getByRole('heading', { name: 'محمد الأحمد' }),
    page.getByText('Nothing is written'),
  );
  const callId = new URL(page.url()).searchParams.get('call') ?? '';
  expect(callId).toMatch(/^CALL-[0-9A-F]{8}$/);

  const row = active(watcher.page, callId);
  await seen(row.getByText('محمد الأحمد'), row.getByText(/Starting|Dialling/));
  await row.getByRole('link', { name: /Transcript/ }).click();
  await seen(watcher.page.getByRole('heading', { name: 'محمد الأحمد' }));
  await page.getByPlaceholder('What is said').fill('Good morning, how can I help?');
  await button(page, 'Send').click();
  await seen(lines(watcher.page).getByText('Good morning, how can I help?'));
  await choose(watcher.page, 'Who says it', 'Customer');
  await choose(watcher.page, 'Language of the words', 'العربية');
  await watcher.page.getByPlaceholder('What is said').fill('الطرد لم يصل');
  await watcher.page.getByPlaceholder('What is said').press('Control+Enter');
  await seen(lines(page).locator('[lang=ar]').getByText('الطرد لم يصل'));

  await button(watcher.page, 'End call').click();
  await seen(page.locator(`[data-call="${callId}"]`).getByText(/Completed|Cancelled/));
  await expect.poll(() => button(page, 'End call').isDisabled()).toBe(true);
});

test('a refused number says why, and no call begins', async () => {
  const seat = await desk.work('AG001', '/callcenter/call');
  seat.allow(answered(422));
  await seat.page.getByLabel('Phone number').fill('12');
  await button(seat.page, 'Start call').click();
  await seen(seat.page.getByRole('alert').getByText(/^Error: /));
  expect(new URL(seat.page.url()).search).toBe('');
});

test('a call handed to a department waits there, on the wall too, until a key takes it', async () => {
  const by = await desk.api('AG001');
  const call = await callBy(by, 'Layla Hassan');
  const screen = await desk.work('supervisor', '/wall', { width: 1920, height: 1080 });
  const { page } = await desk.work('AG001', '/callcenter/agent-dashboard');
  const row = active(page, call.call_id);
  await button(row, /^Transfer the call/).click();
  const open = dialog(page, /Transfer/);
  await open.getByRole('combobox').first().click();
  await page.getByRole('option', { name: 'Sales' }).click();
  await open
    .getByRole('button', { name: /Transfer|Hand/ })
    .last()
    .click();
  await seen(waiting(page, call.call_id).getByText('Layla Hassan'));
  const card = wall(screen.page, 'department/sales');
  await seen(card.getByText('Somebody waits'));
  await expect.poll(() => card.getAttribute('data-state')).toMatch(/waiting|late/);

  await page.locator('body').press('KeyQ');
  await gone(waiting(page, call.call_id));
  await seen(active(page, call.call_id).getByText('In a call'));
  await seen(card.getByText('Nobody waits'));
  await by.post(`/api/calls/${call.call_id}/end`);
});

test('a caller whom a colleague took while the line was lost is gone when it is back', async () => {
  const by = await desk.api('AG001');
  const call = await callBy(by, 'Noura Salem');
  await by.post(`/api/calls/${call.call_id}/route`, { department: 'sales' });
  const { page, ...seat } = await desk.work('AG001', '/callcenter/agent-dashboard');
  seat.allow(noNetwork);
  await seen(waiting(page, call.call_id));
  await page.context().setOffline(true);
  await (await desk.api('AG002')).post(`/api/calls/${call.call_id}/accept`);
  await page.context().setOffline(false);
  await gone(waiting(page, call.call_id));
  await (await desk.api('AG002')).post(`/api/calls/${call.call_id}/end`);
});

test('the wall follows the queues of a PBX, and says when the link is lost', async () => {
  const admin = await desk.api('admin');
  await admin.put('/api/settings/pbx', {
    host: '127.0.0.1',
    port: pbx.port,
    username: 'hatif',
    secret,
    is_active: true,
    trunks: [],
  });
  const { page } = await desk.work('supervisor', '/wall', { width: 1920, height: 1080 });
  const card = wall(page, 'queue/vip');
  await seen(card.getByText('Nobody waits'));
  pbx.event('QueueCallerJoin', {
    Queue: 'vip',
    Position: 1,
    Count: 1,
    Uniqueid: '1.1',
    CallerIDNum: '+971501110000',
    CallerIDName: 'Huda',
  });
  await seen(card.getByText('Somebody waits'), card.getByText('Longest wait'));
  pbx.down();
  await seen(page.getByText(/The PBX has not been connected since/));
  pbx.up();
  await gone(page.getByText(/The PBX has not been connected since/));
});

test('how the company calls is set by one; another who saves later is told', async () => {
  const { page } = await desk.work('manager', '/admin/calls');
  const other = await desk.work('admin', '/admin/calls');
  other.allow(answered(409));
  await seen(other.page.getByLabel('Prefix'));
  await page.getByLabel('Prefix').fill('9');
  await seen(page.getByText('Exten: 9+971501234567'));
  await page.getByLabel('Extension of Sales').fill('600');
  await page.getByLabel('Time after a call, in seconds').fill('45');
  await button(page, 'Save').click();
  await seen(toast(page, 'Saved.'));
  await other.page.getByLabel('Prefix').fill('00');
  await button(other.page, 'Save').click();
  await seen(other.page.getByText('Somebody else changed the settings meanwhile.'));
  await button(other.page, 'Load what is there now').click();
  await expect.poll(() => other.page.getByLabel('Prefix').inputValue()).toBe('9');
  await expect.poll(() => other.page.getByLabel('Extension of Sales').inputValue()).toBe('600');
});

test('a wrong entry is named where it stands', async () => {
  const seat = await desk.work('admin', '/admin/calls');
  const { page } = seat;
  seat.allow(answered(422));
  await page.getByLabel('Dial context').fill('from internal');
  await button(page, 'Save').click();
  await seen(page.getByText(/Use letters, digits and/));
});

test('figures count a call as soon as it has ended, and lead to it', async () => {
  const { page, ...seat } = await desk.work('manager', '/call-statistics');
  await seat.hearing();
  const total = page.locator('[data-measure=total] [data-figure]');
  const before = Number(await total.innerText());
  const by = await desk.api('AG001');
  const call = await callBy(by, 'Salma Nasser');
  await by.post(`/api/calls/${call.call_id}/status`, { status: 'in_progress' });
  await by.post(`/api/calls/${call.call_id}/end`);
  await expect.poll(async () => Number(await total.innerText())).toBe(before + 1);
  await page.locator('[data-measure=total] a').click();
  await page.waitForURL(/\/console\?period=today/);
  await seen(page.getByText('Salma Nasser'));
});

test('a month of calls in figures, charts and tables; the period stays in the address', async () => {
  const { page } = await desk.work('manager', '/call-statistics');
  await choose(page, 'Period', 'This month');
  await seen(heading(page, 'Calls by day'));
  expect(new URL(page.url()).searchParams.get('period')).toBe('month');
  await button(page.getByRole('region', { name: 'Calls by hour' }), 'As a table').click();
  await seen(page.getByRole('table', { name: 'Calls by hour' }));
  await page.reload();
  await seen(heading(page, 'Calls by day'), page.getByRole('table', { name: 'Agents' }));
});
