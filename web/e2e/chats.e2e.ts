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
  await seat.page.route(
    '**/messages',
    async (route) => {
      await say(supervisor, chat, 'I have solved this');
      await route.continue();
    },
    { times: 1 },
  );
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

test('a chat in the queue is taken by one of two who press at once (S1-CHAT-24)', async () => {
  const chat = await newChat('Lina Mansour');
  const first = await desk.work('AG001', '/agent/chats?view=waiting');
  const second = await desk.work('AG002', '/agent/chats?view=waiting');
  for (const seat of [first, second]) {
    // Who comes second is refused, and may ask for more before the page knows it.
    seat.allow(answered(409, 404));
    await seat.hearing();
  }
  await sarah.post(`/api/chats/${chat.id}/transfer`, { department: chat.department.code });
  for (const { page } of [first, second]) {
    await row(page, chat).click();
    await seen(button(page, 'Take it'));
  }
  await Promise.all([first, second].map(({ page }) => page.keyboard.press('a')));
  const now = async () => (await supervisor.get(`/api/chats/${chat.id}`)).chat;
  await expect.poll(async () => (await now()).state).toBe('active');
  const winner = (await now()).agent.code === 'AGT-001' ? first : second;
  const loser = winner === first ? second : first;
  await seen(button(winner.page, 'Close'));
  await gone(button(loser.page, 'Take it'));
  await seen(loser.page.getByText('This chat is with somebody else now.'));
});

test('a note names a colleague, and the customer’s transcript is without it', async () => {
  const chat = await newChat();
  const { page } = await atChat('AG001', chat);
  const lead = await atChat('supervisor', chat);
  await page.keyboard.press('n');
  const note = page.getByLabel('Note for colleagues');
  await note.fill('Ask @om');
  await seen(page.getByRole('option', { name: /Omar/ }));
  await note.press('Enter');
  await expect.poll(() => note.inputValue()).toMatch(/^Ask @Omar/);
  await note.press('Enter');
  await seen(
    log(lead.page)
      .locator('.bg-note')
      .getByText(/Ask @Omar/),
  );
  await seen(lead.page.getByRole('complementary').getByText(/Ask @Omar/));
  const whole = await sarah.get(`/api/chats/${chat.id}/transcript?format=json`);
  const theirs = await sarah.get(`/api/chats/${chat.id}/transcript?format=json&for=customer`);
  const notes = (messages: Body[]) => messages.filter(({ kind }) => kind === 'note');
  expect(notes(whole.messages)[0].mentions).toHaveLength(1);
  expect(notes(theirs.messages)).toEqual([]);
});

test('a chat goes to a colleague with a word, and is theirs at once (S1-CHAT-25)', async () => {
  const chat = await newChat('Huda Omar');
  const giver = await atChat('AG001', chat);
  const taker = await desk.work('AG002', '/agent/chats');
  await taker.hearing();
  await giver.page.keyboard.press('t');
  const to = dialog(giver.page, /^Transfer/);
  await to.getByRole('radio', { name: /Omar/ }).first().click();
  await to.getByLabel('Word for who takes it').fill('She asks for a refund');
  await button(to, 'Transfer').click();
  await gone(to);
  await seen(row(taker.page, chat));
  await row(taker.page, chat).click();
  await seen(log(taker.page).getByText('She asks for a refund'), field(taker.page));
  await gone(row(giver.page, chat));
});

test('tags, the colleagues who look, and an edit are seen by both', async () => {
  const chat = await newChat();
  const { page } = await atChat('AG001', chat);
  const lead = await atChat('supervisor', chat);
  await seen(page.getByText(/looks at this chat too/));
  await page.keyboard.press('l');
  const tags = dialog(page, /^Tags/);
  await tags.getByRole('checkbox').first().click();
  await button(tags, 'Save').click();
  await gone(tags);
  await seen(lead.page.getByRole('complementary').getByRole('listitem').first());
  await write(page, 'Tomorow');
  await seen(log(lead.page).getByText('Tomorow'));
  await log(page).getByText('Tomorow').hover();
  await log(page).locator('article', { hasText: 'Tomorow' }).getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('Message', { exact: true }).fill('Tomorrow');
  await page.getByLabel('Message', { exact: true }).press('Control+Enter');
  await seen(log(lead.page).getByText('Tomorrow'), log(lead.page).getByText('edited'));
  await field(page).pressSequentially('writing');
  await seen(lead.page.getByText(/is writing$/));
});

test('an offer is accepted from any page before its time is over', async () => {
  const manager = await desk.api('manager');
  const chat = await newChat('Tariq Aziz');
  const seat = await desk.work('AG003', '/call-center-panel/orders');
  await seat.hearing();
  await (await desk.api('AG003')).put('/api/agent/auth/status', { status: 'available' });
  const { settings } = await manager.get('/api/settings/chat');
  const routing = { routing: 'auto', offer_seconds: 120, version: settings.version };
  await manager.put('/api/settings/chat', routing);
  try {
    await sarah.post(`/api/chats/${chat.id}/transfer`, { department: chat.department.code });
    const who = async () => (await supervisor.get(`/api/chats/${chat.id}`)).chat.offered_to?.code;
    await expect.poll(who).toBeTruthy();
    if ((await who()) === 'AGT-003') {
      const offers = seat.page.getByRole('region', { name: 'Chats offered to you' });
      await seen(offers.getByText('Tariq Aziz'));
      await seat.page.keyboard.press('Control+Shift+Enter');
      await seen(log(seat.page), field(seat.page));
    }
  } finally {
    const after = (await manager.get('/api/settings/chat')).settings;
    await manager.put('/api/settings/chat', { routing: 'manual', version: after.version });
  }
});

test('a file goes along, and is there for who reads (S1-CHAT-18)', async () => {
  const chat = await newChat();
  const { page } = await atChat('AG001', chat);
  const lead = await atChat('supervisor', chat);
  const body = Buffer.from('Price list\nLamp 120\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'prices.txt', mimeType: 'text/plain', buffer: body });
  await seen(page.getByRole('list', { name: 'Files of the next message' }).getByText('prices.txt'));
  await field(page).fill('Here it is');
  await expect.poll(() => button(page, /^Send/).getAttribute('aria-disabled')).toBe('false');
  await field(page).press('Enter');
  const link = log(lead.page).getByRole('link', { name: /prices\.txt/ });
  await seen(link);
  const path = (await link.getAttribute('href')) ?? '';
  const got = await lead.context.request.get(path);
  expect(await got.body()).toEqual(body);
  expect(got.headers()['content-disposition']).toContain('attachment');
  const stranger = await desk.seat();
  await stranger.signIn('agent', 'homes');
  expect((await stranger.context.request.get(path)).status()).toBe(404);
});

test('a chat of somebody else’s company is not there', async () => {
  const foreign = await desk.api('agent', 'homes');
  await expect(foreign.get(`/api/chats/${(await newChat()).id}`)).rejects.toThrow('404');
});
