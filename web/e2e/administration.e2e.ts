/* Roles, company settings, keys, webhooks, the audit log and announcements (IMP-ADMIN-01, S1-DASH-14). */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { looksRight } from './support/looks.ts';
import { button, choose, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk(['--fetch-allow', '127.0.0.1']);

describe.each(['en', 'ar'] as const)('in %s', (language) => {
  test('the drawers and dialogs look right', async () => {
    const api = await desk.api('admin');
    const { roles } = await api.get('/api/admin/roles');
    const lead = roles.find(({ code }: { code: string }) => code === 'supervisor');
    const seat = await desk.work('admin', `/admin/roles?role=${lead.id}`, { language });
    await seen(seat.page.getByRole('dialog'));
    await seat.quiet();
    await looksRight(seat, language, `role-${language}`);
    for (const path of ['/admin/api-keys', '/admin/webhooks', '/admin/announcements']) {
      await seat.open(path);
      await seat.page.getByRole('main').getByRole('button').first().click();
      await seen(seat.page.getByRole('dialog'));
      await looksRight(seat, language, `dialog${path.replaceAll('/', '-')}-${language}`);
    }
  }, 60_000);
});

test('a role that is widened gives its holders a page at once, and takes it back', async () => {
  const seat = await desk.work('admin', '/admin/roles');
  const agent = await desk.work('AG004', '/call-center-panel');
  const { page } = seat;
  const place = agent.page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Couriers' });
  await seen(heading(agent.page, "Today's summary"));
  expect(await place.count()).toBe(0);
  await button(page, 'Open the role Agent').click();
  const form = dialog(page, 'The role Agent');
  await form.getByLabel('Find a permission').fill('courier');
  await form.getByRole('checkbox', { name: 'Message and courier providers' }).click();
  await button(form, 'Save').click();
  await seen(toast(page, 'The role Agent is saved; it counts from now on.'));
  await seen(place);
  await button(page, 'Open the role Agent').click();
  await seen(form.getByText('Grace Santos'));
  await form.getByRole('checkbox', { name: 'Message and courier providers' }).click();
  await button(form, 'Save').click();
  await gone(place);
});

test('a role of one’s own is made by keyboard, opened again and removed; administrators stay', async () => {
  const { page } = await desk.work('admin', '/admin/roles');
  await button(page, 'New role').press('Enter');
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('Night shift');
  await form.getByRole('checkbox', { name: 'See own orders and the pool' }).press('Space');
  await button(form, 'Save').press('Enter');
  await seen(button(page, 'Open the role Night shift'));
  await button(page, 'Open the role Night shift').click();
  await button(form, 'Remove the role').click();
  await gone(button(page, 'Open the role Night shift'));
  await button(page, 'Open the role Administrator').click();
  await seen(form.getByText('Administrators keep every right'));
  expect(await button(form, 'Save').count()).toBe(0);
});

test('who saves a role last sees what the other has done', async () => {
  const first = await desk.work('admin', '/admin/roles');
  const api = await desk.api('admin');
  const made = await api.post('/api/admin/roles', { name: 'Both', permissions: ['orders.read'] });
  await button(first.page, 'Open the role Both').click();
  const form = first.page.getByRole('dialog');
  await form.getByLabel('Name').fill('Mine');
  await api.put(`/api/admin/roles/${made.role.id}`, { name: 'Theirs' });
  first.allow(answered(409));
  await button(form, 'Save').click();
  await seen(form.getByText('Somebody else has changed this'));
  await button(form, 'Show how it is now').click();
  expect(await form.getByLabel('Name').inputValue()).toBe('Theirs');
  await button(form, 'Save').click();
  await seen(toast(first.page, 'The role Theirs is saved'));
});

test('an announcement stands on every page at once, until it was read', async () => {
  const reader = await desk.work('AG001', '/call-center-panel/orders');
  const seat = await desk.work('manager', '/admin/announcements', { language: 'en' });
  const { page } = seat;
  await button(page, 'New announcement').click();
  const form = dialog(page, 'New announcement');
  seat.allow(answered(422));
  await button(form, 'Announce').click();
  await seen(form.getByText('This is needed.').first());
  await form.getByLabel('Title').fill('The line is down');
  await form.getByLabel('Text').fill('We call back after three.');
  await form.getByRole('radio', { name: 'Urgent' }).click();
  await button(form, 'Announce').click();
  await seen(toast(page, 'The announcement is saved.'));
  const banner = reader.page.getByRole('region', { name: 'Announcements' });
  await seen(banner.getByText('The line is down'));
  await looksRight(reader, 'en', 'announcement-banner');
  await button(banner, 'Show the text').click();
  await seen(banner.getByText('We call back after three.'));
  await button(banner, 'Got it: The line is down').click();
  await gone(banner);
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'The line is down' });
  await seen(row.getByText(/^Read by/));
  await page.reload();
  await seen(row.getByText(/^Read by 1 of/));
  await button(page, 'Change The line is down').click();
  await button(dialog(page, 'Change the announcement'), 'Take back').click();
  await gone(row);
});

test('the company’s settings count at once; a logo is seen before it is kept', async () => {
  const seat = await desk.work('manager', '/admin/company');
  const other = await desk.work('admin', '/admin/company');
  const { page } = seat;
  await page.getByLabel('Extension of IT support').fill('7007');
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>',
    ),
  });
  await seen(page.getByRole('img', { name: 'Preview of the logo' }));
  seat.allow(answered(422));
  await page.getByLabel('Own host name').fill('not a host');
  await button(page, 'Save').click();
  await seen(page.getByText('Use a host name such as desk.example.com, in lower case.').first());
  await page.getByLabel('Own host name').fill('');
  await button(page, 'Save').click();
  await seen(toast(page, 'The settings are saved; they count from now on.'));
  await expect
    .poll(() => other.page.getByLabel('Extension of IT support').inputValue())
    .toBe('7007');
  await seen(other.page.getByRole('img', { name: 'Preview of the logo' }));
  const out = await desk.seat();
  await out.open('/call-center-panel/login?company=gulf');
  await seen(out.page.getByText('7007'));
});

test('a key is shown once, works, and is revoked under the eyes of another administrator', async () => {
  const seat = await desk.work('admin', '/admin/api-keys');
  const { page } = seat;
  await button(page, 'New key').click();
  const form = dialog(page, 'New key');
  await form.getByLabel('Which program is it for?').fill('Warehouse');
  await form.getByRole('checkbox', { name: 'See stock' }).click();
  await button(form, 'Make the key').click();
  const shown = dialog(page, 'Your new key');
  const key = (await shown.locator('code').textContent()) ?? '';
  expect(key).toMatch(/^hatif_/);
  await button(shown, 'I have kept it').click();
  const ask = async (path: string) =>
    (await fetch(desk.server.url + path, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await ask('/api/agent/inventory')).toBe(200);
  expect(await ask('/api/agent/orders')).toBe(403);
  const other = await desk.work('admin', '/admin/api-keys');
  const row = other.page.getByRole('listitem').filter({ hasText: 'Warehouse' });
  await seen(row.getByText('Active'));
  await button(page, 'Revoke Warehouse').click();
  await button(dialog(page, 'Revoke Warehouse?'), 'Revoke').click();
  await seen(row.getByText('Revoked'));
  expect(await ask('/api/agent/inventory')).toBe(401);
  await page.reload();
  expect(await page.getByRole('main').textContent()).not.toContain(key);
});

test('a webhook is made, tested, followed in its log and sent again', async () => {
  const heard: string[] = [];
  const receiver = createServer((request, answer) => {
    heard.push(String(request.headers['webhook-id']));
    answer.writeHead(heard.length === 1 ? 503 : 200).end('noted');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  try {
    const { page } = await desk.work('admin', '/admin/webhooks');
    await button(page, 'New webhook').click();
    const form = dialog(page, 'New webhook');
    await form.getByLabel('Name').fill('ERP');
    await form.getByLabel('Address').fill(`http://127.0.0.1:${port}/`);
    await form.getByRole('radio', { name: 'Only these' }).click();
    await form.getByRole('checkbox', { name: 'An order came in' }).click();
    await button(form, 'Save').click();
    const shown = dialog(page, 'The secret of ERP');
    expect(await shown.locator('code').textContent()).toMatch(/^whsec_/);
    await button(shown, 'I have kept it').click();
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'ERP' });
    await button(row, 'Send a test to ERP').click();
    await seen(row.getByText('The test was not taken:'));
    await button(row, 'Send a test to ERP').click();
    await seen(row.getByText('The receiver took the test.'));
    await button(row, 'Deliveries to ERP').click();
    const log = dialog(page, 'Deliveries to ERP');
    await seen(log.getByText('Answer 503'));
    await choose(log, 'State', 'Not taken');
    await button(log, 'Send A test again').click();
    await expect.poll(() => heard.length).toBe(3);
    expect(heard[2]).toBe(heard[0]);
  } finally {
    receiver.close();
  }
});

test('the audit log is filtered, opened and taken away', async () => {
  const api = await desk.api('admin');
  await api.put('/api/company', { help_desk_ext: '2102' });
  const seat = await desk.work('admin', '/admin/audit');
  const { page } = seat;
  await choose(page, 'What', 'Company');
  await expect.poll(() => page.url()).toContain('action=company');
  await page.getByRole('row').filter({ hasText: 'Company: changed' }).first().click();
  const entry = dialog(page, 'Company: changed');
  await seen(entry.getByRole('row').filter({ hasText: 'help_desk_ext' }).getByText('2102'));
  await button(entry, 'Show only what Khalid Al-Falasi did').click();
  await seen(page.getByText('Only by Khalid Al-Falasi'));
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  expect(file).toContain('company.changed');
  expect(file).not.toContain('session.');
});

test('an entry of the audit log is announced as it is written, and shown when asked for', async () => {
  const seat = await desk.work('admin', '/admin/audit?action=call_policies');
  const { page } = seat;
  await seen(page.getByText('Nothing matches'));
  await seat.quiet();
  const manager = await desk.api('manager');
  await manager.put('/api/manager/policies', { no_response_attempts: 4 });
  await button(page, '1 new entry – show').click();
  await page.getByRole('row').filter({ hasText: 'Call policies: changed' }).first().click();
  const entry = dialog(page, 'Call policies: changed');
  await seen(entry.getByRole('row').filter({ hasText: 'no_response_attempts' }).getByText('4'));
});

test('the settings lead each person to what is theirs', async () => {
  const agent = await desk.work('AG001', '/settings');
  await seen(heading(agent.page, 'Settings'), heading(agent.page, 'Yours'));
  expect(await heading(agent.page, 'Of the company').count()).toBe(0);
  const admin = await desk.work('admin', '/settings');
  await admin.page.getByRole('main').getByRole('link', { name: 'Roles' }).click();
  await seen(heading(admin.page, 'Roles and rights'));
});
