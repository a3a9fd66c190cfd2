/* Ready-made responses: written by one, seen by another at once, found and sent from a chat (S1-CAN). */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { answered, openDesk, type Seat } from './support/desk.ts';
import { arabicKey, button, choose, dialog, gone, isFocused, seen, toast } from './support/page.ts';

const desk = openDesk();
let sarah: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
});

const path = '/agent/canned-responses';
const article = (page: Page, title: string | RegExp) => page.getByRole('article', { name: title });
const field = (page: Page) => page.getByLabel('Reply to the customer');
const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const option = (page: Page, title: string) => page.getByRole('option', { name: title });
const preview = (page: Page) => page.getByRole('region', { name: 'What it says here' });

let made = 0;
async function atNewChat(): Promise<{ seat: Seat; chat: Body }> {
  made += 1;
  const { chat } = await sarah.post('/api/chats', {
    name: `Visitor ${made}`,
    phone: `+97150998${1000 + made}`,
    message: 'How can I help you?',
  });
  const seat = await desk.work('AG001', `/agent/chats/${chat.id}`);
  await seen(log(seat.page));
  await seat.hearing();
  return { seat, chat };
}

const make = async (by: Api, body: Body): Promise<Body> =>
  (await by.post('/api/canned-responses', body)).response;
const usesOf = async (id: number): Promise<number> =>
  (await sarah.get(`/api/canned-responses/${id}`)).response.use_count;

test('what the supervisor writes for the team the agent sees at once, changed and removed', async () => {
  const agent = await desk.work('AG001', `${path}?view=team&sort=title`);
  await seen(article(agent.page, 'Out of stock'));
  await agent.hearing();
  expect(await button(agent.page, /^Edit/).count()).toBe(0);
  const lead = await desk.work('supervisor', path);
  await button(lead.page, 'New response').click();
  const form = dialog(lead.page, 'New response');
  await isFocused(form.getByLabel('Title'));
  await form.getByLabel('Title').fill('Delay');
  await form.getByLabel('Shortcut').fill('/delay');
  await choose(form, 'For whom', 'For a team');
  await form.getByLabel('Response in English').fill('It comes a day later, {{customer}}.');
  await seen(form.getByText(/There is no such variable: {{customer}}/));
  await button(form, 'Save').click();
  await seen(toast(lead.page, 'The response is saved.'), article(lead.page, 'Delay'));
  await button(agent.page, '1 change – show').click();
  await seen(article(agent.page, 'Delay').getByText('Unknown: {{customer}}'));
  await button(lead.page, /^Edit “.*Delay/).click();
  const edit = dialog(lead.page, 'Edit the response');
  await edit.getByLabel('Response in English').fill('It comes a day later.');
  await button(edit, 'Save').click();
  await seen(article(agent.page, 'Delay').getByText('It comes a day later.'));
  await gone(article(agent.page, 'Delay').getByText('Unknown: {{customer}}'));
  await button(lead.page, /^Remove “.*Delay/).click();
  await seen(article(agent.page, 'Delay').getByText('Removed'));
  await gone(article(lead.page, 'Delay'));
  await button(lead.page, 'Undo').click();
  await seen(article(lead.page, 'Delay'));
  await gone(article(agent.page, 'Delay').getByText('Removed'));
});

test('one’s own: a copy, a shortcut that is taken, search and tags', async () => {
  const { page, allow } = await desk.work('AG001', path);
  allow(answered(409));
  await button(page, /^Copy “.*Returns/).click();
  const form = dialog(page, 'A copy for myself');
  expect(await form.getByLabel('Response in Arabic').inputValue()).toContain('14');
  await form.getByLabel('Shortcut').fill('hi');
  await button(form, 'Save').click();
  await seen(form.getByText(/Another response has this shortcut: My greeting/).first());
  await form.getByLabel('Shortcut').fill('my-return');
  await button(form, 'Save').click();
  await seen(toast(page, 'The response is saved.'));
  await button(page, /^Mine/).click();
  await seen(article(page, 'Returns'), article(page, 'My greeting'));
  await gone(article(page, 'Goodbye'));
  await page.getByLabel('Search shortcut, title or text').fill('refund');
  await gone(article(page, 'My greeting'));
  await article(page, 'Returns')
    .getByRole('button', { name: /tag refund/ })
    .click();
  expect(new URL(page.url()).searchParams.get('tag')).toBe('refund');
  await button(page, /^Remove “.*Returns/).click();
  await seen(page.getByText('No response matches.'));
});

test('/ finds it, Tab shows what it says, Enter inserts it, and sending counts', async () => {
  const { seat, chat } = await atNewChat();
  const { page } = seat;
  const mine = await make(sarah, {
    title: 'Testing hello',
    shortcut: 'testing',
    body: 'Hello {{customer_name}}, your chat is {{chat_id}}.',
  });
  await field(page).fill('Yes. ');
  await field(page).pressSequentially('/test');
  await seen(option(page, 'Testing hello'));
  await seen(preview(page).getByText(`Hello ${chat.customer.name}, your chat is ${chat.code}.`));
  await page.keyboard.press('Tab');
  await gone(preview(page));
  await page.keyboard.press('Tab');
  await seen(preview(page));
  await page.keyboard.press('Enter');
  await gone(option(page, 'Testing hello'));
  const text = `Yes. Hello ${chat.customer.name}, your chat is ${chat.code}.`;
  await expect.poll(() => field(page).inputValue()).toBe(text);
  await page.keyboard.press('Enter');
  await seen(log(page).getByText(text));
  await expect.poll(() => usesOf(mine.id)).toBe(1);
  // Esc lets it be, and the sign stays what it is.
  await field(page).pressSequentially('/');
  await seen(page.getByRole('listbox', { name: 'Canned responses' }));
  await page.keyboard.press('Escape');
  await gone(page.getByRole('listbox', { name: 'Canned responses' }));
  await isFocused(field(page));
  expect(await field(page).inputValue()).toBe('/');
});

test('a gap is selected, and nothing is sent before it is filled in', async () => {
  const { seat } = await atNewChat();
  const { page } = seat;
  const made = await make(sarah, { title: 'Gap', shortcut: 'gap', body: 'See {{ticket}} first.' });
  await page.keyboard.press('r');
  await page.keyboard.press('Control+Slash');
  await field(page).pressSequentially('gap');
  await seen(preview(page).getByText('No such variable: {{ticket}}'));
  await page.keyboard.press('Enter');
  await seen(page.getByText('Fill in ____ before you send.'));
  await page.keyboard.press('Enter');
  await seen(page.getByText('Fill in ____ before you send.'));
  await page.keyboard.type('number 7');
  await gone(page.getByText('Fill in ____ before you send.'));
  await page.keyboard.press('Enter');
  await seen(log(page).getByText('See number 7 first.'));
  await expect.poll(() => usesOf(made.id)).toBe(1);
});

test('on an Arabic keyboard the key of / offers them and still writes its letter', async () => {
  const { seat } = await atNewChat();
  const { page } = seat;
  await field(page).focus();
  await arabicKey(page, 'Slash', 'ظ');
  await seen(page.getByRole('option').first());
  // Nothing is chosen: Enter would send what is written.
  expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(0);
  await page.keyboard.press('ArrowDown');
  await seen(page.locator('[role=option][aria-selected=true]'));
  await page.keyboard.press('Enter');
  await expect.poll(() => field(page).inputValue()).not.toContain('ظ');
  await field(page).fill('');
  await field(page).fill('ظهر الخطأ');
  await gone(page.getByRole('option').first());
  await page.keyboard.press('Enter');
  await seen(log(page).getByText('ظهر الخطأ'));
});

test('a file of responses is checked, then taken', async () => {
  const { page } = await desk.work('supervisor', path);
  await button(page, 'Import and export').click();
  await page.getByRole('menuitem', { name: 'Import a file' }).click();
  const open = dialog(page, 'Import responses');
  await open.getByLabel('File').setInputFiles({
    name: 'responses.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('title,body_en,scope\nFrom a file,Hello,team\nFor all,Hello,company\n'),
  });
  await button(open, 'Check only').click();
  await seen(
    open.getByText('The file was checked; nothing is stored yet.'),
    open.getByText('Responses of the company are kept by its managers.'),
  );
  await button(open, 'Import').click();
  await seen(open.getByText('The file was imported.'));
  await button(open, 'Close').first().click();
  await seen(article(page, 'From a file'));
});
