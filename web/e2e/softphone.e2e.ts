/*
 * The phone in the browser without a PBX: what is missing is said, and setting it up reaches the
 * desk of whoever waits for it (S2-EXT-01). With a PBX it is tried in softphone.pbx.ts.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { answered, openDesk } from './support/desk.ts';
import { button, dialog, seen, toast } from './support/page.ts';

const desk = openDesk();
const bar = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Phone:/ });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Phone' });
/* Nothing answers there. */
const nowhere = 'wss://127.0.0.1:9/ws';

test('whoever wants a phone learns what is missing, and gets it once it is set up', async () => {
  const seat = await desk.work('AG001', '/call-center-panel', { width: 1440 });
  const { page } = seat;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await seen(bar(page).getByText('Off'));
  await bar(page).click();
  await button(panel(page), 'Turn the phone on').click();
  await seen(panel(page).getByText(/The phone in the browser is not configured/));
  expect(await button(panel(page), 'Call').count()).toBe(0);
  expect(asked.filter((url) => url.includes('/assets/phone-'))).toEqual([]);

  const office = await desk.work('admin', '/admin/pbx', { width: 1440 });
  office.allow(answered(422));
  const admin = office.page;
  await seen(admin.getByText('Not configured: nobody can turn a phone on yet.'));
  await admin.getByLabel('Address for browsers').fill('https://pbx.example.com');
  await admin.getByLabel('SIP domain').fill('pbx.example.com');
  await button(admin, 'Save the address').click();
  await seen(admin.getByText('Write it as wss://pbx.example.com:8089/ws.').first());
  await admin.getByLabel('Address for browsers').fill(nowhere);
  await button(admin, 'Add a server').click();
  await admin.getByLabel('Address of server 1').fill('turn:turn.example.com:3478');
  await admin.getByLabel('User of server 1').fill('hatif');
  await admin.getByLabel('Password of server 1').fill('relay-9');
  await button(admin, 'Save the address').click();
  await seen(toast(admin, 'Saved. Open phones take it over.'));
  expect(await admin.getByLabel('Password of server 1').inputValue()).toBe('');

  await seen(panel(page).getByText(/Your extension has no account/));
  seat.allow(/WebSocket/);
  const lead = await desk.work('manager', '/admin/extensions', { width: 1440 });
  lead.allow(answered(422));
  const manager = lead.page;
  await button(manager, 'Account of extension 201').click();
  const account = dialog(manager, 'Account of extension 201');
  await button(account, 'Save').click();
  await seen(account.getByText('This is needed.').first());
  await account.getByRole('textbox', { name: 'Secret' }).fill('only-the-phone-knows');
  await button(account, 'Save').click();
  await seen(toast(manager, 'The account of 201 is saved.'));

  await seen(panel(page).getByText('Line lost'));
  await seen(panel(page).getByText(/nobody can reach you here/));
  expect(await button(panel(page), 'Call').isDisabled()).toBe(true);
  expect(asked.filter((url) => url.includes('/assets/phone-'))).toHaveLength(1);

  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Slash');
  await seen(
    dialog(page, 'Keyboard shortcuts').getByText('Answer the call'),
    dialog(page, 'Keyboard shortcuts').getByText('F2'),
  );
  await page.keyboard.press('Escape');
  await bar(page).click();
  await button(panel(page), 'Turn off').click();
  await seen(bar(page).getByText('Off'));
});

test('pages connect to this program alone, whatever runs in them', async () => {
  const seat = await desk.work('AG001', '/call-center-panel', { width: 1440 });
  seat.allow(/connect-src/, /Content Security Policy/);
  await seat.page.evaluate((url) => {
    try {
      new WebSocket(url);
    } catch {
      // Refused at once.
    }
  }, nowhere);
  await expect
    .poll(() => seat.complaints().some((line) => line.includes(`connect-src ${nowhere}`)))
    .toBe(true);
});

test('whoever may not call has no phone', async () => {
  const { page } = await desk.work('admin', '/admin/pbx', { width: 1440 });
  await seen(page.getByRole('banner').getByRole('button', { name: 'Settings' }));
  expect(await bar(page).count()).toBe(0);
});
