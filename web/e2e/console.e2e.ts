/* The call console: what goes on, what was, each call in detail (S2-UI-01, S2-UI-03, S2-UI-10…15). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { temporary } from './server.ts';
import type { Api, Body } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { button, choose, dialog, gone, seen, toast } from './support/page.ts';

const recordings = temporary('recordings');
const desk = openDesk(['--recordings-dir', recordings]);
const WIDE = { width: 1440 };
let sarah: Api;
let made = 0;

beforeAll(async () => {
  sarah = await desk.api('AG001');
});

const region = (page: Page, name: string) =>
  page.getByRole('region', { name, exact: true }).first();
const live = (page: Page, name: string) =>
  region(page, 'Live calls').locator('[data-call-id]').filter({ hasText: name });
const past = (page: Page, name: string) =>
  region(page, 'Call history').locator('[data-call-id]').filter({ hasText: name });

/** A call of somebody nobody has called before. */
async function newCall(change: Body = {}): Promise<Body> {
  made += 1;
  const answer = await sarah.post('/api/calls', {
    phone_number: `+97150777${String(1000 + made)}`,
    customer_name: `Caller Number ${made}`,
    direction: 'incoming',
    ...change,
  });
  return answer.call;
}

const say = (call: Body, status: string) => sarah.post(`/api/calls/${call.id}/status`, { status });

test('a call of a colleague appears, changes in its place, is transferred and ended', async () => {
  const { page } = await desk.work('supervisor', '/console', WIDE);
  await seen(region(page, 'Live calls'), region(page, 'Extensions'));
  const call = await newCall();
  const row = live(page, call.customer_name);
  await seen(row.getByText('Starting'), row.getByText('Sarah Al-Mansouri'));
  await say(call, 'in_progress');
  await seen(row.getByText('In a call'));

  await button(row, `Actions for the call with ${call.customer_name}`).click();
  await page.getByRole('menuitem', { name: 'Transfer…' }).click();
  const transfer = dialog(page, 'Transfer the call');
  await choose(transfer, 'Department', 'Sales');
  await button(transfer, 'Transfer').click();
  await seen(toast(page, 'The call was transferred.'), row.getByText('Waiting'));

  await button(row, `Actions for the call with ${call.customer_name}`).click();
  await page.getByRole('menuitem', { name: 'End the call' }).click();
  await button(dialog(page, 'End this call?'), 'End the call').click();
  await gone(row);
  expect((await sarah.get(`/api/calls/${call.id}`)).call.is_active).toBe(false);
});

test('a team lead hands a call to somebody of another department', async () => {
  const { agents } = await sarah.get('/api/agents');
  const other = agents.find(({ department }: Body) => department && department !== 'sales');
  const { page } = await desk.work('supervisor', '/console', WIDE);
  const call = await newCall();
  await say(call, 'in_progress');
  const row = live(page, call.customer_name);
  await button(row, `Actions for the call with ${call.customer_name}`).click();
  await page.getByRole('menuitem', { name: 'Transfer…' }).click();
  const transfer = dialog(page, 'Transfer the call');
  await choose(transfer, 'Department', other.department_name);
  await transfer.getByRole('radio', { name: new RegExp(other.name) }).click();
  await button(transfer, 'Transfer').click();
  await seen(toast(page, 'The call was transferred.'));
  const admin = await desk.api('admin');
  const { call: now } = await admin.get(`/api/calls/${call.id}`);
  expect(now).toMatchObject({ agent_id: other.agent_id, department: other.department });
  await admin.post(`/api/calls/${call.id}/end`);
});

test('what ends waits above the history, and opens at an address of its own', async () => {
  const { page } = await desk.work('supervisor', '/console', WIDE);
  await seen(region(page, 'Call history'));
  const call = await newCall();
  await say(call, 'in_progress');
  await seen(live(page, call.customer_name));
  await sarah.post(`/api/calls/${call.id}/end`);
  await button(page, /calls? ended – show/).click();
  await past(page, call.customer_name).getByRole('link').click();
  const details = dialog(page, new RegExp(call.customer_name));
  await seen(details.getByText('Where the time went'), details.getByText(call.call_id));
  await seen(details.getByText('The parts add up to the length of the call.'));
  expect(new URL(page.url()).pathname).toBe(`/console/calls/${call.id}`);
  await page.keyboard.press('Escape');
  await gone(details);
  expect(new URL(page.url()).pathname).toBe('/console');
});

test('the course is read by keys and as a table', async () => {
  const call = await newCall();
  await say(call, 'in_progress');
  await sarah.post(`/api/calls/${call.id}/hold`);
  await sarah.post(`/api/calls/${call.id}/unhold`);
  await sarah.post(`/api/calls/${call.id}/end`);
  const { page } = await desk.work('supervisor', `/console/calls/${call.id}`, WIDE);
  const marks = page.locator('[data-mark]');
  await seen(marks.first());
  await page.locator('[data-mark][tabindex="0"]').focus();
  const first = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(first).toContain(call.customer_name);
  await page.keyboard.press('ArrowDown');
  const second = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(second).toContain('Sarah Al-Mansouri');
  await button(page, 'As a table').click();
  const table = page.getByRole('table', { name: 'Course of the call' });
  await seen(table.getByRole('row').filter({ hasText: 'Sarah Al-Mansouri' }));
  await seen(table.getByRole('cell', { name: 'On hold' }));
});

test('who waits is taken by the first, and the other is told', async () => {
  const call = await newCall();
  await sarah.post(`/api/calls/${call.id}/route`, { department: 'sales' });
  const one = (await desk.work('AG002', '/console', WIDE)).page;
  const other = (await desk.work('AG003', '/console', WIDE)).page;
  await seen(live(one, call.customer_name), live(other, call.customer_name));
  await button(one, `Take the call with ${call.customer_name}`).click();
  await seen(toast(one, 'The call is yours.'));
  await seen(live(one, call.customer_name).getByText('In a call'));
  await gone(live(other, call.customer_name));
});

test('filters stand in the address, and narrow what is shown', async () => {
  const answered = await newCall();
  await say(answered, 'in_progress');
  await sarah.post(`/api/calls/${answered.id}/end`);
  const missed = await newCall();
  await say(missed, 'no_answer');
  const { page } = await desk.work('supervisor', '/console', WIDE);
  await seen(past(page, answered.customer_name), past(page, missed.customer_name));
  await button(page, 'Filters').click();
  await choose(page, 'How it ended', 'No answer');
  await page.keyboard.press('Escape');
  await gone(past(page, answered.customer_name));
  await seen(past(page, missed.customer_name));
  expect(new URL(page.url()).searchParams.get('status')).toBe('no_answer');
  await page.reload();
  await seen(past(page, missed.customer_name));
  await button(page, 'Lift the filter How it ended: No answer').click();
  await seen(past(page, answered.customer_name));
  await page.getByRole('textbox', { name: 'Search name or number' }).fill(missed.call_id);
  await gone(past(page, answered.customer_name));
  await seen(past(page, missed.customer_name));
});

test('how often it loads again is remembered, and a return to the page loads at once', async () => {
  const { page } = await desk.work('supervisor', '/console', WIDE);
  await choose(page, 'Load again by itself', 'Only live updates');
  await page.reload();
  await seen(page.getByRole('combobox', { name: 'Load again by itself' }).getByText('Only live'));
  const asked = page.waitForRequest((request) => request.url().endsWith('/api/calls/live'));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await asked;
});

test('an order shows the calls about it, and closing one leads back', async () => {
  const order = await sarah.order(1847);
  const call = await newCall({
    phone_number: order.customer_phone,
    customer_name: order.customer_name,
    order_id: order.id,
    direction: 'outgoing',
  });
  const path = '/call-center-panel/orders?order=1847&date=all';
  const { page } = await desk.work('AG001', path, WIDE);
  const calls = region(page, 'Calls');
  const row = calls.getByRole('listitem').filter({ hasText: 'about this order' });
  await seen(row.getByText('Starting'));
  await say(call, 'in_progress');
  await seen(row.getByText('In a call'));
  await row.getByRole('link').click();
  await seen(dialog(page, new RegExp(order.customer_name)));
  await page.keyboard.press('Escape');
  await seen(calls);
  await sarah.post(`/api/calls/${call.id}/end`);
});

test('a phone has one panel at a time, and nothing is out of reach', async () => {
  const call = await newCall();
  const { page } = await desk.work('supervisor', '/console', {
    width: 390,
    height: 844,
    touch: true,
  });
  await seen(live(page, call.customer_name));
  await page.getByRole('tab', { name: 'Call history' }).click();
  await seen(region(page, 'Call history'));
  expect(new URL(page.url()).searchParams.get('view')).toBe('history');
  await page.getByRole('tab', { name: 'Live calls' }).click();
  await live(page, call.customer_name).getByRole('link').click();
  const details = dialog(page, new RegExp(call.customer_name));
  await seen(details.getByText('About this call'));
  await button(details, 'Close').click();
  await gone(details);
  await sarah.post(`/api/calls/${call.id}/end`);
});

/** A tone of so many seconds, as a PBX writes files: 16 bits, 8 kHz. */
function tone(seconds: number): Buffer {
  const rate = 8_000;
  const data = Buffer.alloc(seconds * rate * 2);
  for (let at = 0; at < seconds * rate; at++) {
    data.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * 440 * at) / rate)), at * 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

test('a recording is heard from any place of it, and who heard it is kept', async () => {
  const call = await newCall();
  await say(call, 'in_progress');
  await sarah.post(`/api/calls/${call.id}/end`);
  mkdirSync(join(recordings, 'gulf'));
  writeFileSync(join(recordings, 'gulf', 'tone.wav'), tone(4));
  desk.server.sql(
    `INSERT INTO call_recordings (company_id, call_id, recording, file_name, from_us, to_us)
     VALUES (1, ${call.id}, 0, 'tone.wav', 1, 4000001)`,
  );
  const { page } = await desk.work('supervisor', `/console/calls/${call.id}`, WIDE);
  await button(page, 'Listen').click();
  const place = page.getByRole('slider', { name: 'Place in Recording 1' });
  await seen(place);
  await place.focus();
  await page.keyboard.press('End');
  await expect.poll(() => place.getAttribute('aria-valuenow')).toBe('4');
  await page.keyboard.press('Home');
  await expect.poll(() => place.getAttribute('aria-valuetext')).toBe('00:00 of 00:04');
  await choose(page, 'Speed', '2×');
  await place.focus();
  await page.keyboard.press('Space');
  await seen(button(page, 'Pause'));
  await expect.poll(() => place.getAttribute('aria-valuenow')).not.toBe('0');
  const admin = await desk.api('admin');
  const { rows } = await admin.get('/api/admin/audit?action=recording.heard');
  expect(rows[0].action).toBe('recording.heard');

  const agent = await desk.work('AG001', `/console/calls/${call.id}`, WIDE);
  await seen(agent.page.getByText('You may not hear recordings.'));
});

test('what was said is written down by one and read by the other at once', async () => {
  const call = await newCall();
  await say(call, 'in_progress');
  const reader = (await desk.work('supervisor', `/console/calls/${call.id}`, WIDE)).page;
  await seen(reader.getByText('Nothing was written down.'));
  const writer = (await desk.work('AG001', `/console/calls/${call.id}`, WIDE)).page;
  await writer.getByRole('textbox', { name: 'Add a line' }).fill('أهلًا، معك سارة');
  await button(writer, 'Add').click();
  const line = reader.getByRole('listitem').filter({ hasText: 'أهلًا، معك سارة' });
  await seen(line);
  expect(await line.locator('p[lang]').getAttribute('lang')).toBe('ar');
  await gone(reader.getByText('Nothing was written down.'));
  await sarah.post(`/api/calls/${call.id}/end`);
});
