/* How chats are given out, automatic answers and tags; several chats at once (S1-ADV-11, S1-CHAT-30, IMP-CHAT-04). */
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { answered, openDesk } from './support/desk.ts';
import { violations } from './support/looks.ts';
import { button, choose, dialog, gone, heading, seen, toast } from './support/page.ts';

const desk = openDesk();
let admin: Api;
let sarah: Api;

beforeAll(async () => {
  admin = await desk.api('admin');
  sarah = await desk.api('AG001');
});

let made = 0;

async function newChat(by: Api, name: string): Promise<Body> {
  made += 1;
  const phone = `+97150888${1000 + made}`;
  return (await by.post('/api/chats', { name, phone, message: 'How can I help you?' })).chat;
}

test('what is set holds, and of two who set it at once the second is told', async () => {
  const seat = await desk.work('manager', '/admin/chat');
  const { page } = seat;
  await seen(heading(page, 'Chat settings'), heading(page, 'Giving out'));
  expect(await violations(seat)).toEqual([]);
  const other = await desk.work('admin', '/admin/chat');
  await seen(heading(other.page, 'Giving out'));

  await page.getByRole('radio', { name: /They are offered in turn/ }).click();
  await page.getByLabel('Time to accept an offer').fill('45');
  await button(page, 'Away').click();
  await page.getByLabel('In Arabic').fill('نعود إليك في أقرب وقت.');
  await seen(page.getByRole('figure').getByText('نعود إليك في أقرب وقت.'));
  await button(page, 'Save').click();
  await toast(page, 'The settings were saved.').waitFor();
  const { settings } = await admin.get('/api/settings/chat');
  expect(settings).toMatchObject({ routing: 'auto', offer_seconds: 45 });
  expect(settings.answers.away.ar).toBe('نعود إليك في أقرب وقت.');

  other.allow(answered(409));
  await other.page.getByLabel('Chats at a time for one agent').fill('7');
  await button(other.page, 'Save').click();
  await button(other.page, 'Load what holds now').click();
  await expect.poll(() => other.page.getByLabel('Time to accept an offer').inputValue()).toBe('45');
  await other.page.getByLabel('Chats at a time for one agent').fill('0');
  other.allow(answered(422));
  await button(other.page, 'Save').click();
  const field = other.page.getByLabel('Chats at a time for one agent');
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  await admin.put('/api/settings/chat', { routing: 'manual', version: settings.version });
});

test('a tag in both languages is made, used, switched off; one in no use goes and comes back', async () => {
  const { page } = await desk.work('manager', '/admin/chat');
  await button(page, 'Add a tag').click();
  const open = dialog(page, 'Add a tag');
  await open.getByLabel('Name', { exact: true }).fill('Wrong size');
  await open.getByLabel('Name in Arabic').fill('مقاس خاطئ');
  expect(await open.getByLabel('Code').inputValue()).toBe('wrong-size');
  await open.getByRole('radio', { name: 'Violet' }).click();
  await button(open, 'Save').click();
  await gone(open);
  const row = page.locator('[data-tag="wrong-size"]');
  await seen(row.getByText('مقاس خاطئ'), row.getByText('0 chats'));

  await button(row, 'Remove Wrong size').click();
  await gone(row);
  await button(page, 'Undo').click();
  await seen(row);

  const chat = await newChat(sarah, 'With a tag');
  await sarah.put(`/api/chats/${chat.id}/tags`, { tags: ['wrong-size'] });
  const arabic = await desk.work('AG001', `/agent/chats/${chat.id}`, { language: 'ar' });
  await seen(arabic.page.getByRole('log').getByText(/مقاس خاطئ/));
  await page.reload();
  await seen(row.getByText('1 chat'));
  expect(await button(row, 'Remove Wrong size').count()).toBe(0);
  await button(row, /Switch off/).click();
  await seen(row.getByText('Off', { exact: true }));
});

test('several chats are tagged and closed at once, by mouse and by key, and each says what came of it', async () => {
  const chats = [
    await newChat(sarah, 'Bulk one'),
    await newChat(sarah, 'Bulk two'),
    await newChat(sarah, 'Bulk three'),
  ];
  const lead = await desk.work('supervisor', '/agent/chats?view=all');
  const seat = await desk.work('AG001', '/agent/chats');
  const { page } = seat;
  const box = (chat: Body) => page.locator(`[role=checkbox][data-chat="${chat.id}"]`);
  await seen(page.locator(`a[data-chat="${chats[0]?.id}"]`));
  await seat.hearing();
  await button(page, 'Choose several').click();
  await box(chats[0]).click();
  await box(chats[2]).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Chosen chats' });
  await seen(bar.getByText('3 chosen'));
  expect(await violations(seat)).toEqual([]);

  await button(bar, 'Add tags').click();
  const tags = dialog(page, 'Add tags to 3 chats');
  await button(tags, 'Add the tags').click();
  await seen(tags.getByText('Choose at least one tag.'));
  await tags.getByRole('checkbox', { name: 'Escalated' }).click();
  await button(tags, 'Add the tags').click();
  await toast(page, '3 chats have the tags.').waitFor();
  await gone(tags, bar);
  for (const chat of chats)
    expect((await sarah.get(`/api/chats/${chat.id}`)).chat.tags).toEqual(['escalated']);

  // By the keyboard: X on a row, B to the deeds. One of them is taken away meanwhile.
  await page.locator(`a[data-chat="${chats[1]?.id}"]`).focus();
  await page.keyboard.press('x');
  await box(chats[0]).press('Space');
  await seen(bar.getByText('2 chosen'));
  await page.route(
    '**/api/chats/bulk',
    async (route) => {
      await sarah.post(`/api/chats/${chats[1]?.id}/close`);
      await route.continue();
    },
    { times: 1 },
  );
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');
  const close = dialog(page, 'Close 2 chats');
  await close.getByLabel('Reason').fill('End of the day');
  await button(close, 'Close them').click();
  await seen(close.getByText('1 chat stayed as it was:'), close.getByText('Bulk two'));
  await button(close, 'Close').last().click();
  await gone(lead.page.locator(`a[data-chat="${chats[0]?.id}"]`));
  expect((await sarah.get(`/api/chats/${chats[0]?.id}`)).chat.close_reason).toBe('End of the day');
});

test('who gives out chats hands several to a queue, and both the list and the line name it', async () => {
  const chat = await newChat(sarah, 'To be handed on');
  const { page } = await desk.work('supervisor', '/agent/chats?view=all');
  await page.locator(`a[data-chat="${chat.id}"]`).click();
  await seen(heading(page, 'To be handed on'));
  await page.keyboard.press('x');
  const bar = page.getByRole('region', { name: 'Chosen chats' });
  await button(bar, 'Assign').click();
  const assign = dialog(page, 'Assign 1 chat');
  const queue = assign.getByRole('radio', { name: /^Queue of/ }).first();
  const { teams } = await sarah.get('/api/teams');
  const names = teams.map(({ department }: Body) => department?.name ?? '');
  await queue.click();
  await button(assign, 'Assign them').click();
  await toast(page, '1 chat was assigned.').waitFor();
  const line = await page
    .getByRole('log')
    .getByText(/transferred the chat to/)
    .innerText();
  expect(
    names.some((name: string) => name && line.includes(name)),
    line,
  ).toBe(true);
});

test('the history is narrowed by when and how chats ended', async () => {
  const chat = await newChat(sarah, 'Ended today');
  await sarah.post(`/api/chats/${chat.id}/close`);
  const { page } = await desk.work('AG001', '/agent/chats?view=history');
  await seen(page.locator(`a[data-chat="${chat.id}"]`));
  await button(page, 'Filter').click();
  await choose(page, 'When it ended', 'Yesterday');
  await gone(page.locator(`a[data-chat="${chat.id}"]`));
  expect(page.url()).toContain('date=yesterday');
  await choose(page, 'When it ended', 'Today');
  await seen(page.locator(`a[data-chat="${chat.id}"]`));
  await choose(page, 'How it ended', 'Missed');
  await gone(page.locator(`a[data-chat="${chat.id}"]`));
});
