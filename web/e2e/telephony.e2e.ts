/* Extensions, queues and the PBX on screen (S2-EXT-06, S2-EXT-11, S2-UI-12, IMP-TEL-08, A-14). */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ami, startAmi } from '../../tests/support/ami.ts';
import { openDesk } from './support/desk.ts';
import { button, dialog, heading, seen, toast } from './support/page.ts';

const desk = openDesk(['--fetch-allow', '127.0.0.1']);
const secret = 'only-the-pbx-knows';
let pbx: Ami;
const phones = (page: Page) => page.getByRole('list', { name: 'Extensions' });
const phone = (page: Page, number: string) =>
  phones(page).getByRole('listitem').filter({ hasText: number });

beforeAll(async () => {
  pbx = await startAmi(secret);
  pbx.endpoints = {
    '201': { state: 'Not in use', contacts: '201/sip:201@127.0.0.1,' },
    '299': { state: 'Unavailable', contacts: '' },
  };
  pbx.queue = [
    { Event: 'QueueParams', Queue: 'sales', Strategy: 'ringall' },
    {
      Event: 'QueueMember',
      Queue: 'sales',
      Name: 'Sarah Ahmed',
      Location: 'PJSIP/201',
      Membership: 'static',
      Status: 1,
      Paused: 0,
    },
  ];
});
afterAll(() => pbx?.stop());

test('without a PBX the page says so, and claims nothing', async () => {
  const { page } = await desk.work('supervisor', '/admin/extensions', { width: 1440 });
  await seen(page.getByText('No PBX is set up.'), phone(page, '201').getByText('Unknown').first());
});

test('a PBX is tried, set up, and what it says moves the cards of others', async () => {
  const seat = await desk.work('admin', '/admin/pbx', { width: 1440 });
  const { page } = seat;
  await page.getByLabel('Host').fill('127.0.0.1');
  await page.getByLabel('Port').fill(String(pbx.port));
  await page.getByLabel('User').fill('hatif');
  await page.getByRole('textbox', { name: 'Secret' }).fill('wrong');
  await button(page, 'Test the connection').click();
  await seen(page.getByText('The PBX does not accept this user with this secret.'));
  await page.getByRole('textbox', { name: 'Secret' }).fill(secret);
  await button(page, 'Test the connection').click();
  await seen(page.getByText('Everything that is needed works.'));
  await button(page, 'Save').click();
  await seen(toast(page, 'Saved. The link begins anew.'));
  await seen(page.getByRole('main').getByText('Connected').first());

  const watcher = (await desk.work('supervisor', '/admin/extensions', { width: 1440 })).page;
  await seen(phone(watcher, '201').getByText('Online'), phone(watcher, '201').getByText('Free'));
  pbx.event('DeviceStateChange', { Device: 'PJSIP/201', State: 'RINGING' });
  await seen(phone(watcher, '201').getByText('Ringing'));
  pbx.event('DeviceStateChange', { Device: 'PJSIP/201', State: 'INUSE' });
  await seen(phone(watcher, '201').getByText('In a call'));
  pbx.event('DeviceStateChange', { Device: 'PJSIP/201', State: 'UNAVAILABLE' });
  await seen(phone(watcher, '201').getByText('Offline'));
});

test('an extension is entered by one and seen by another', async () => {
  const watcher = (await desk.work('supervisor', '/admin/extensions', { width: 1440 })).page;
  await seen(phone(watcher, '201'));
  const { page } = await desk.work('manager', '/admin/extensions', { width: 1440 });
  await button(page, 'New extension').click();
  await dialog(page, 'New extension').getByLabel('Extension').fill('299');
  await dialog(page, 'New extension').getByLabel('Name').fill('Reception');
  await button(dialog(page, 'New extension'), 'Save').click();
  await seen(toast(page, 'Extension 299 saved.'));
  await seen(phone(watcher, '299').getByText('Reception'));
  await seen(phone(watcher, '299').getByText('Offline'));
  await button(phone(watcher, '201'), 'History of extension 201').click();
  await seen(heading(watcher, 'History of 201'));
});

test('a member is paused with a reason, and everyone sees it', async () => {
  const watcher = (await desk.work('AG002', '/admin/extensions?view=queues', { width: 1440 })).page;
  const { page } = await desk.work('manager', '/admin/extensions?view=queues', { width: 1440 });
  await seen(watcher.getByText('Sarah Ahmed'), page.getByText('Sarah Ahmed'));
  expect(await watcher.getByRole('button', { name: 'Pause Sarah Ahmed in sales' }).count()).toBe(0);
  const before = pbx.heard.length;
  await button(page, 'Pause Sarah Ahmed in sales').click();
  await dialog(page, 'Pause Sarah Ahmed').getByLabel('Reason').fill('Lunch');
  await button(dialog(page, 'Pause Sarah Ahmed'), 'Pause').click();
  expect((await pbx.action('QueuePause', before)).get('Reason')).toBe('Lunch');
  pbx.event('QueueMemberPause', {
    Queue: 'sales',
    MemberName: 'Sarah Ahmed',
    Interface: 'PJSIP/201',
    Membership: 'static',
    Status: 1,
    Paused: 1,
    PausedReason: 'Lunch',
    LastPause: Math.floor(Date.now() / 1000),
  });
  await seen(watcher.getByText('Lunch'), watcher.getByText('Paused: 1'));
  await seen(page.getByRole('button', { name: 'Let Sarah Ahmed go on in sales' }));
});
