/* The desk of chats: two people see the same, nothing is lost, nothing is sent twice (S1-CHAT, S1-RT). */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { answered, noNetwork, openDesk, type Seat } from './support/desk.ts';
import { button, dialog, gone, heading, isFocused, seen } from './support/page.ts';

const desk = openDesk();
let sarah: Api;
let supervisor: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  supervisor = await desk.api('supervisor');
});

let made = 0;

/** A chat of Sarah's with a customer of its own. */
async function newChat(name = ''): Promise<Body> {
  made += 1;
  const answer = await sarah.post('/api/chats', {
    name: name || `Visitor ${made}`,
    phone: `+97150999${1000 + made}`,
    message: 'How can I help you?',
  });
  return answer.chat;
}

/** Somebody else says something in it. */
const say = (by: Api, chat: Body, content: string) =>
  by.post(`/api/chats/${chat.id}/messages`, { client_message_id: crypto.randomUUID(), content });

const saidIn = async (chat: Body): Promise<string[]> => {
  const { messages } = await sarah.get(`/api/chats/${chat.id}/messages?limit=200`);
  return messages.flatMap(({ kind, content }: Body) => (kind === 'text' ? [content] : []));
};

const row = (page: Page, chat: Body) => page.locator(`a[data-chat="${chat.id}"]`);
const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const field = (page: Page) => page.getByLabel('Reply to the customer');

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

async function atChat(username: string, chat: Body, more = {}): Promise<Seat> {
  const seat = await desk.work(username, `/agent/chats/${chat.id}`, more);
  await seen(log(seat.page));
  await seat.hearing();
  return seat;
}

test('what one writes the other sees at once, and a chat that ends leaves the list', async () => {
  const chat = await newChat('نورة السالم');
  const agent = await atChat('AG001', chat);
  const lead = await desk.work('supervisor', '/agent/chats?view=all');
  await lead.hearing();
  await seen(row(lead.page, chat).getByText('نورة السالم'));
  await write(agent.page, 'Your parcel is on its way');
  await seen(row(lead.page, chat).getByText('Your parcel is on its way'));
  await seen(log(agent.page).getByText('Your parcel is on its way'), agent.page.getByText('Sent'));
  await row(lead.page, chat).click();
  await seen(log(lead.page).getByText('Your parcel is on its way'));
  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('e');
  await seen(
    lead.page.getByRole('main').getByText('Closed').first(),
    log(lead.page).getByText(/closed the chat/),
  );
  await gone(row(agent.page, chat));
});

test('the keys of the desk: next, reply, and the tabs of what was opened', async () => {
  const [first, second] = [await newChat(), await newChat()];
  const { page } = await atChat('AG001', second);
  await page.keyboard.press('j');
  await seen(heading(page, first.customer.name));
  await page.keyboard.press('r');
  await isFocused(field(page));
  await field(page).fill('half a thought');
  await page.keyboard.press('Alt+1');
  await seen(heading(page, second.customer.name));
  await expect.poll(() => field(page).inputValue()).toBe('');
  await page.keyboard.press('Alt+2');
  await expect.poll(() => field(page).inputValue()).toBe('half a thought');
});

test('what was written and not sent is the same in every tab and after a reload', async () => {
  const chat = await newChat();
  const seat = await atChat('AG001', chat);
  const other = await seat.context.newPage();
  await other.goto(`/agent/chats/${chat.id}`);
  await seen(log(other));
  await field(seat.page).fill('a long answer');
  await expect.poll(() => field(other).inputValue()).toBe('a long answer');
  await seat.page.reload();
  await expect.poll(() => field(seat.page).inputValue()).toBe('a long answer');
  await field(seat.page).press('Enter');
  await seen(log(other).getByText('a long answer'));
  await expect.poll(() => field(other).inputValue()).toBe('');
  expect((await saidIn(chat)).filter((text) => text === 'a long answer')).toHaveLength(1);
});

test('somebody wrote meanwhile: the message is held, shown what, and sent with one key', async () => {
  const chat = await newChat();
  const seat = await atChat('AG001', chat);
  seat.allow(answered(409), noNetwork);
  // The page does not hear of it before it sends.
  await seat.page.route('**/messages', async (route) => {
    if (route.request().method() === 'POST') await say(supervisor, chat, 'I have solved this');
    await seat.page.unroute('**/messages');
    await route.continue();
  });
  await write(seat.page, 'Is it still broken?');
  const held = seat.page.getByRole('region', { name: 'Your message is held' });
  await seen(held.getByText('I have solved this'), held.getByText(/Does it still fit/));
  expect(await saidIn(chat)).not.toContain('Is it still broken?');
  await seat.page.keyboard.press('Control+Shift+Space');
  await gone(held);
  await expect
    .poll(async () => (await saidIn(chat)).slice(-2))
    .toEqual(['I have solved this', 'Is it still broken?']);
});

test('without a connection messages wait, and go out once and in their order (S1-RT-06)', async () => {
  const chat = await newChat();
  const seat = await atChat('AG001', chat, { serviceWorker: true });
  seat.allow(noNetwork);
  await seat.context.setOffline(true);
  await seen(seat.page.getByText(/^Offline/));
  for (const text of ['one', 'two', 'three']) await write(seat.page, text);
  await seen(log(seat.page).getByText('Will be sent when the connection is back').first());
  await seat.context.setOffline(false);
  await expect.poll(() => log(seat.page).locator('[data-queued]').count()).toBe(0);
  expect((await saidIn(chat)).slice(-3)).toEqual(['one', 'two', 'three']);
  expect(await log(seat.page).getByText('two', { exact: true }).count()).toBe(1);
});

test('an answer that is lost on its way makes no second message', async () => {
  const chat = await newChat();
  const seat = await atChat('AG001', chat);
  seat.allow(noNetwork);
  await seat.page.route(
    '**/messages',
    async (route) => {
      await route.fetch();
      await route.abort('failed');
    },
    { times: 1 },
  );
  await write(seat.page, 'only once');
  await expect.poll(() => log(seat.page).locator('[data-queued]').count()).toBe(0);
  await seen(log(seat.page).getByText('only once'));
  expect((await saidIn(chat)).filter((text) => text === 'only once')).toHaveLength(1);
});

test('older messages come without a jump (S1-CHAT-12)', async () => {
  const chat = await newChat();
  for (let at = 0; at < 300; at += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => say(sarah, chat, `Line ${at + n}.`)));
  }
  const { page } = await atChat('AG001', chat);
  await seen(log(page).locator('[data-seq]').last());
  const drawn = () => log(page).locator('[data-seq]').count();
  expect(await drawn()).toBeLessThan(60);
  const top = () =>
    log(page).evaluate((element) => {
      const box = element.getBoundingClientRect();
      const rows = [...element.querySelectorAll<HTMLElement>('[data-seq]')];
      const first = rows.find((one) => one.getBoundingClientRect().top >= box.top);
      return first ? [first.dataset.seq, Math.round(first.getBoundingClientRect().top)] : null;
    });
  // Near the beginning of what is loaded the page before that is asked for.
  const asked = page.waitForResponse(/before=/);
  await log(page).evaluate((element) => element.scrollTo(0, 300));
  await asked;
  const before = await top();
  await expect.poll(() => page.getByRole('log').getAttribute('aria-busy')).toBe('false');
  const after = await top();
  expect(after?.[0]).toBe(before?.[0]);
  expect(Math.abs(Number(after?.[1]) - Number(before?.[1]))).toBeLessThanOrEqual(2);
  expect(await drawn()).toBeLessThan(60);
});

test('emoji go where the caret is, found by words of either language', async () => {
  const chat = await newChat();
  const { page } = await atChat('AG001', chat);
  await field(page).fill('Thanks !');
  await field(page).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(7, 7));
  await button(page, 'Emoji').click();
  const picker = dialog(page, 'Emoji');
  await picker.getByRole('textbox').fill('قلب أحمر');
  await seen(picker.getByRole('option', { name: 'red heart' }));
  await picker.getByRole('option', { name: 'red heart' }).click();
  await expect.poll(() => field(page).inputValue()).toBe('Thanks ❤️!');
});

test('a chat of somebody else’s company is not there', async () => {
  const foreign = await desk.api('agent', 'homes');
  await expect(foreign.get(`/api/chats/${(await newChat()).id}`)).rejects.toThrow('404');
});
