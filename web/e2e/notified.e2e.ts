/*
 * What a chat does to whoever has it, heard and seen as they chose; and how they take their own
 * chats (S1-NOTIF-01, S1-NOTIF-15…19, S1-PROF-03, 16, 18, 20, 21).
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { answered, openDesk, type Seat } from './support/desk.ts';
import { looksRight, violations } from './support/looks.ts';
import { button, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();
let supervisor: Api;
let admin: Api;

beforeAll(async () => {
  supervisor = await desk.api('supervisor');
  admin = await desk.api('admin');
});

interface Told {
  tones: number;
  files: string[];
  windows: { title: string; tag: string; onclick: () => void }[];
}

/* The browser's sound and its windows, written down; nobody looks at the page. */
async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told = { tones: 0, files: [] as string[], windows: [] as object[] };
    Object.assign(window, { told });
    document.hasFocus = () => false;
    window.OscillatorNode = class extends OscillatorNode {
      override start(when?: number) {
        told.tones += 1;
        super.start(when);
      }
    };
    HTMLMediaElement.prototype.play = function play() {
      told.files.push(this.src);
      return Promise.resolve();
    };
    window.Notification = class {
      static readonly permission = 'granted';
      static requestPermission = () => Promise.resolve('granted');
      onclick = () => {};
      constructor(
        readonly title: string,
        { tag }: { tag: string },
      ) {
        Object.assign(this, { tag });
        told.windows.push(this);
      }
      close() {}
    } as unknown as typeof Notification;
  });
}

const told = (page: Page) =>
  page.evaluate(() => {
    const { tones, files, windows } = (window as unknown as { told: Told }).told;
    return { tones, files, windows: windows.map(({ title, tag }) => ({ title, tag })) };
  });

let made = 0;
/** A chat that the supervisor hands to Sarah. */
async function handOn(name: string): Promise<Body> {
  made += 1;
  const omar = await desk.api('AG002');
  const phone = `+97150888${1000 + made}`;
  const { chat } = await omar.post('/api/chats', { name, phone, message: 'Hello' });
  await supervisor.post(`/api/chats/${chat.id}/transfer`, { agent_id: 'AG001', note: 'Yours' });
  return chat;
}

/** At a place where she does not look at it. */
async function elsewhere(): Promise<Seat> {
  const seat = await desk.seat();
  await listenIn(seat.page);
  await seat.signIn('AG001');
  await seat.open('/call-center-panel/orders');
  await seat.hearing();
  await seat.page.mouse.click(5, 5); // browsers let no sound out before that
  return seat;
}

test('a chat that becomes hers is heard and shown, and a press opens it', async () => {
  const { page } = await elsewhere();
  const chat = await handOn('Layla Haddad');
  await expect.poll(async () => (await told(page)).windows.length).toBe(1);
  await expect.poll(async () => (await told(page)).tones).toBeGreaterThan(0);
  expect((await told(page)).windows[0]?.title).toContain('Layla Haddad');
  await page.evaluate(() => (window as unknown as { told: Told }).told.windows[0]?.onclick());
  await page.waitForURL(`**/agent/chats/${chat.id}`);
  await seen(heading(page, 'Layla Haddad'));
}, 90_000);

test('muted it is counted and no more; afterwards it is heard again', async () => {
  const { page } = await elsewhere();
  await button(page, /^Notifications, /).click();
  await button(page, 'Mute notifications').press('Enter');
  await page.getByRole('menuitem', { name: 'For an hour' }).click();
  await seen(page.getByText(/^Muted until/));
  await handOn('While muted');
  const panel = page.getByRole('dialog').or(page.getByRole('menu')).first();
  await seen(panel.getByText(/While muted/));
  expect(await told(page)).toEqual({ tones: 0, files: [], windows: [] });
  await button(page, 'Let them sound again').click();
  await gone(page.getByText(/^Muted until/));
  await handOn('After it');
  await expect.poll(async () => (await told(page)).windows.length).toBe(1);
  expect((await told(page)).windows[0]?.title).toContain('After it');
}, 90_000);

test('an agent says how chats are taken; what a manager allows follows where it stands', async () => {
  const users = await admin.get('/api/admin/users?search=AG001');
  const { id } = users.users[0];
  const seat = await desk.work('AG001', '/agent/profile?tab=chats');
  seat.allow(answered(422));
  const { page } = seat;
  const most = page.getByLabel('Chats at a time');
  await seen(most, page.getByText('You are allowed 5.', { exact: false }));
  expect(await violations(seat)).toEqual([]);
  await seat.hearing();
  await admin.patch(`/api/admin/users/${id}`, { chat_capacity: 8 });
  await seen(page.getByText('You are allowed 8.', { exact: false }));
  await most.fill('9');
  await button(page, 'Save').press('Enter');
  await seen(page.getByText('You may have at most 8 chats at a time.'));
  await most.fill('3');
  await page.getByRole('radio', { name: /It is mine at once/ }).check();
  await page.getByRole('radio', { name: 'The first in each chat' }).check();
  const greeting = page.getByRole('group', { name: 'Greeting' });
  await greeting.getByLabel('In Arabic').fill('مرحبًا، معك سارة');
  await button(page, 'Save').press('Enter');
  await seen(toast(page, 'Saved. It counts from the next chat on.'));
  await page.reload();
  await expect.poll(() => most.inputValue()).toBe('3');
  await expect.poll(() => greeting.getByLabel('In Arabic').inputValue()).toBe('مرحبًا، معك سارة');

  const phone = await desk.work('AG001', '/agent/profile?tab=chats', {
    language: 'ar',
    width: 390,
  });
  await seen(phone.page.getByLabel('المحادثات في الوقت نفسه'));
  expect(await violations(phone)).toEqual([]);
  await looksRight(phone, 'ar', 'profile-chats-phone');
}, 90_000);

test('a name of one’s own reaches the supervisor; the company may keep names', async () => {
  const seat = await desk.work('AG003', '/agent/profile');
  const { page } = seat;
  const name = page
    .getByRole('main')
    .getByLabel('Name (required)')
    .or(page.getByLabel(/^Name/))
    .first();
  await seen(name);
  await name.fill('Renamed By Herself');
  await button(page, 'Save').press('Enter');
  await seen(toast(page, 'Your profile is saved.'));
  const lead = await desk.work('supervisor', '/call-center-panel/supervisor');
  await seen(lead.page.getByText('Renamed By Herself').first());
  const { company } = await admin.get('/api/company');
  await admin.patch('/api/company', { own_names: false, version: company.version });
  await seen(page.getByText('Your administrator changes name and user name.'));
}, 90_000);
