/* Notifications, what reaches one how, and one's own profile (IMP-NOTIF-01, IMP-PROF-01; S1-NOTIF-09…19, S1-PROF-01…19). */
import { expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { openDesk } from './support/desk.ts';
import { violations } from './support/looks.ts';
import { button, choose, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();

async function write(from: Api, text: string): Promise<void> {
  const body = { channel: 'internal', agent_id: 'AG001', message: text };
  await from.post('/api/agent/communication/messages', body);
}

test('the history counts what is new, follows another browser, and is cleared and brought back', async () => {
  const omar = await desk.api('AG002');
  await write(omar, 'The first of today');
  const seat = await desk.work('AG001', '/agent/notifications');
  const { page } = seat;
  const list = page.getByRole('list', { name: 'Notifications' });
  const first = list.getByRole('listitem').filter({ hasText: 'The first of today' });
  await seen(first);
  expect(await violations(seat)).toEqual([]);
  await seat.hearing();
  await write(omar, 'The second of today');
  await button(page, /^Show 1 new one/).click();
  const second = list.getByRole('listitem').filter({ hasText: 'The second of today' });
  await seen(second.getByText('Unread'));

  const elsewhere = await desk.work('AG001', '/agent/notifications');
  await seen(elsewhere.page.getByText('The second of today'));
  await button(elsewhere.page.getByRole('main'), 'Mark all as read').click();
  await gone(second.getByText('Unread'), first.getByText('Unread'));
  await seen(button(page, 'Notifications, none unread'));

  await button(page, 'Clear all').press('Enter');
  await gone(first, second);
  await seen(heading(page, 'No notifications yet.').or(page.getByText('No notifications yet.')));
  await toast(page, /cleared/).waitFor();
  await button(page, 'Undo').click();
  await seen(first, second);
}, 90_000);

test('muted at the bell, chosen in the matrix, and remembered', async () => {
  const seat = await desk.work('AG001', '/agent/profile?tab=notifications');
  const { page } = seat;
  const cell = page.getByRole('checkbox', { name: 'Messages of colleagues: Desktop' });
  await seen(cell);
  expect(await violations(seat)).toEqual([]);
  await cell.press('Space');
  await choose(page, 'Sound for: Messages of colleagues', 'Knock');
  await seen(button(page, 'As usual again: Messages of colleagues'));
  await page.reload();
  await seen(cell);
  expect(await cell.getAttribute('aria-checked')).toBe('false');
  await button(page, 'As usual again: Messages of colleagues').press('Enter');
  await gone(button(page, 'As usual again: Messages of colleagues'));
  expect(await cell.getAttribute('aria-checked')).toBe('true');

  await button(page, /^Notifications, /).click();
  await button(page, 'Mute notifications').press('Enter');
  await page.getByRole('menuitem', { name: 'For an hour' }).click();
  await seen(page.getByText(/^Muted until/));
  await button(page, 'Let them sound again').click();
  await gone(page.getByText(/^Muted until/));
}, 90_000);

test('a status with a reason reaches the supervisor; breaks count; times follow the zone', async () => {
  const supervisor = await desk.work('supervisor', '/call-center-panel/supervisor');
  await supervisor.hearing();
  const seat = await desk.work('AG001', '/agent/profile?tab=status');
  const { page } = seat;
  const panel = page.getByRole('main');
  await choose(panel, 'New status', 'In a meeting');
  await panel.getByLabel('Reason (optional)').fill('With the courier');
  await button(panel, 'Set status').press('Enter');
  await seen(panel.getByText('In a meeting').first());
  const row = supervisor.page.getByText('In a meeting').first();
  await seen(row);
  await button(panel, 'Start a break').press('Enter');
  await seen(button(panel, 'End the break'));
  expect(await violations(seat)).toEqual([]);
  await button(panel, 'End the break').press('Enter');
  await seen(button(panel, 'Start a break'));
  await seen(panel.getByText(/^Today: [1-9]/));

  await page.getByRole('tab', { name: 'About me' }).click();
  await panel.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await panel.getByLabel('Signature').fill('Sarah, Gulf');
  await button(panel, 'Save').press('Enter');
  await seen(toast(page, 'Your profile is saved.'));
  await page.getByRole('tab', { name: 'Status and breaks' }).click();
  const times = panel.getByRole('listitem').first();
  await seen(times);
  const shown = (await times.textContent()) ?? '';
  const tokyo = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Asia/Tokyo' });
  expect(shown.slice(0, 2)).toBe(tokyo.format(new Date()).slice(0, 2));
}, 90_000);
