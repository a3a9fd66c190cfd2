/* The customer's chat on a shop's own site, and the desk at the other end (IMP-WIDGET-01). */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Api, Body } from './support/api.ts';
import { answered, noNetwork, openDesk, type Seat } from './support/desk.ts';
import { button, gone, seen } from './support/page.ts';
import {
  addressOf,
  ask,
  begin,
  holdsFocus,
  logOf,
  names,
  openShop,
  say,
  visit,
  widgetOf,
  writeField,
} from './support/shop.ts';

const desk = openDesk();
const shop = openShop(desk);
let sarah: Api;

beforeAll(async () => {
  sarah = await desk.api('AG001');
  await sarah.put('/api/agent/auth/status', { status: 'available' });
});

let made = 0;
const fresh = (text: string) => `${text} ${++made}`;

const answer = (chat: Body, content: string) =>
  sarah.post(`/api/chats/${chat.id}/messages`, {
    client_message_id: crypto.randomUUID(),
    content,
  });

const saidIn = async (chat: Body): Promise<string[]> => {
  const { messages } = await sarah.get(`/api/chats/${chat.id}/messages?limit=200`);
  return messages.flatMap(({ kind, content }: Body) => (kind === 'text' ? [content] : []));
};

/** A visitor with a chat that Sarah has taken. */
async function talking(options: Parameters<typeof visit>[2] = {}) {
  const seat = await visit(desk, shop, options);
  const chat = await begin(seat, sarah, fresh('Where is my parcel?'), options);
  await sarah.post(`/api/chats/${chat.id}/claim`);
  await seen(widgetOf(seat.page).getByText(/Sarah/));
  return { seat, chat };
}

const deskLog = (page: Page) => page.getByRole('log', { name: 'Messages' });
const deskField = (page: Page) => page.getByLabel('Reply to the customer');

async function atDesk(chat: Body): Promise<Seat> {
  const agent = await desk.work('AG001', `/agent/chats/${chat.id}`);
  await seen(deskLog(agent.page));
  await agent.hearing();
  return agent;
}

test('customer and agent talk, live both ways: typing, read, and a rating at the end', async () => {
  const { seat, chat } = await talking();
  const widget = widgetOf(seat.page);
  const agent = await atDesk(chat);
  await say(seat.page, 'It is late');
  await seen(deskLog(agent.page).getByText('It is late'));
  await seen(widget.getByText('Read', { exact: false }).last());
  await writeField(seat.page).pressSequentially('And');
  await seen(agent.page.getByText(/is writing$/));
  await deskField(agent.page).pressSequentially('I will look');
  await seen(widget.getByText(/Sarah.* is typing/));
  await deskField(agent.page).press('Enter');
  await seen(logOf(seat.page).getByText('I will look'));
  await gone(widget.getByText(/is typing/));
  await seen(agent.page.getByText('Read').last());
  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('e');
  await seen(widget.getByText('This chat has ended.').first());
  await widget.getByRole('radio', { name: /5/ }).check({ force: true });
  await widget.getByRole('textbox', { name: 'Anything you want to add' }).fill('Quick');
  await button(widget, 'Send rating').click();
  await seen(widget.getByText('Thank you for your rating.'));
  const { rating } = (await sarah.get(`/api/chats/${chat.id}`)).chat;
  expect(rating).toMatchObject({ score: 5, comment: 'Quick' });
  await button(widget, 'Start a new chat').click();
  await seen(widget.getByLabel(names.en.help));
});

test('a note of the agent never comes to the customer', async () => {
  const { seat, chat } = await talking();
  const frames: string[] = [];
  seat.page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
  });
  seat.page.on('response', async (response) => {
    if (response.url().includes('/api/widget/')) frames.push(await response.text());
  });
  await seat.page.reload();
  await seen(logOf(seat.page).locator('[data-seq]'));
  await sarah.post(`/api/chats/${chat.id}/notes`, {
    client_message_id: crypto.randomUUID(),
    content: 'secret-note',
  });
  await answer(chat, 'After the note');
  await seen(logOf(seat.page).getByText('After the note'));
  await seat.page.reload();
  await seen(logOf(seat.page).getByText('After the note'));
  expect(frames.length).toBeGreaterThan(3);
  expect(frames.filter((text) => text.includes('secret-note'))).toEqual([]);
  expect(await widgetOf(seat.page).getByText('secret-note').count()).toBe(0);
});

test('files go both ways, dropped, pasted and chosen, and are the other’s alone', async () => {
  const { seat, chat } = await talking();
  const widget = widgetOf(seat.page);
  const body = Buffer.from('Price list\nLamp 120\n');
  await widget
    .locator('input[type=file]')
    .setInputFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: body });
  await seen(widget.getByRole('list', { name: 'Files of the next message' }).getByText('list.txt'));
  await expect.poll(() => button(widget, 'Send').getAttribute('aria-disabled')).toBe('false');
  await button(widget, 'Send').click();
  const link = logOf(seat.page).getByRole('link', { name: /list\.txt/ });
  await seen(link);
  const address = (await link.getAttribute('href')) ?? '';
  const got = await fetch(address);
  expect(Buffer.from(await got.arrayBuffer())).toEqual(body);
  expect((await fetch(address.replace(/\?.*$/, ''))).status).toBeGreaterThanOrEqual(401);
  const agent = await atDesk(chat);
  await seen(deskLog(agent.page).getByRole('link', { name: /list\.txt/ }));
  const picture = await agent.page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } });
  await agent.page
    .locator('input[type=file]')
    .setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer: picture });
  await expect.poll(() => button(agent.page, /^Send/).getAttribute('aria-disabled')).toBe('false');
  await deskField(agent.page).press('Enter');
  const image = logOf(seat.page).getByRole('img', { name: /lamp/ });
  await seen(image);
  await expect
    .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
    .toBeGreaterThan(0);
});

test('a reply, emoji where the caret is, and a link that leads out', async () => {
  const { seat, chat } = await talking();
  const widget = widgetOf(seat.page);
  await answer(chat, 'Look at https://example.com/track.');
  const theirs = logOf(seat.page).locator('[data-seq]', { hasText: 'Look at' });
  expect(await theirs.getByRole('link').getAttribute('href')).toBe('https://example.com/track');
  await theirs.hover();
  await theirs.getByRole('button', { name: /^Reply/ }).click();
  await holdsFocus(writeField(seat.page));
  await writeField(seat.page).fill('Thanks !');
  await writeField(seat.page).evaluate((element: HTMLTextAreaElement) =>
    element.setSelectionRange(7, 7),
  );
  await button(widget, 'Emoji').click();
  await holdsFocus(button(widget, '😀'));
  await seat.page.keyboard.press('ArrowRight');
  await holdsFocus(button(widget, '😄'));
  await seat.page.keyboard.press('Enter');
  await expect.poll(() => writeField(seat.page).inputValue()).toBe('Thanks 😄!');
  await writeField(seat.page).press('Enter');
  await seen(logOf(seat.page).locator('.own blockquote', { hasText: 'Look at' }));
  // The page shows it before the server has it.
  await expect
    .poll(async () => (await sarah.get(`/api/chats/${chat.id}/messages`)).messages.at(-1))
    .toMatchObject({ content: 'Thanks 😄!', reply_to: { speaker: 'agent' } });
});

test('an answer that is lost on its way makes no second message', async () => {
  const { seat, chat } = await talking();
  seat.allow(noNetwork, /blocked by CORS/);
  await seat.page.route(
    '**/api/widget/messages',
    async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await route.abort('failed');
    },
    { times: 1 },
  );
  await say(seat.page, 'only once');
  await expect.poll(() => logOf(seat.page).locator('[data-outgoing]').count()).toBe(0);
  expect((await saidIn(chat)).filter((text) => text === 'only once')).toHaveLength(1);
  expect(await logOf(seat.page).getByText('only once').count()).toBe(1);
});

test('without a connection messages wait, over a reload, and go out once and in order', async () => {
  const { seat, chat } = await talking();
  seat.allow(noNetwork);
  await seat.context.setOffline(true);
  for (const text of ['one', 'two', 'three']) await say(seat.page, text);
  await seen(widgetOf(seat.page).getByText(/No connection/));
  await expect.poll(() => logOf(seat.page).locator('[data-outgoing]').count()).toBe(3);
  await seat.context.setOffline(false);
  await seat.page.reload();
  await expect.poll(async () => (await saidIn(chat)).slice(-3)).toEqual(['one', 'two', 'three']);
  await seen(logOf(seat.page).getByText('three'));
  await expect.poll(() => logOf(seat.page).locator('[data-outgoing]').count()).toBe(0);
});

test('where sockets are blocked it asks by itself, and says so with HTTP', async () => {
  const seat = await visit(desk, shop);
  seat.allow(noNetwork);
  await seat.page.addInitScript(() => {
    window.WebSocket = class {
      constructor() {
        throw new DOMException('no', 'SecurityError');
      }
    } as unknown as typeof WebSocket;
  });
  await seat.page.reload();
  const chat = await begin(seat, sarah, fresh('No sockets here'));
  await sarah.post(`/api/chats/${chat.id}/claim`);
  await answer(chat, 'And yet it comes');
  await seen(logOf(seat.page).getByText('And yet it comes'));
  await expect
    .poll(async () => (await sarah.get(`/api/chats/${chat.id}`)).chat.customer_read_seq)
    .toBeGreaterThan(1);
});

test('two tabs agree: what one says, what was read, and one counts in its title', async () => {
  const { seat, chat } = await talking();
  const other = await seat.context.newPage();
  await other.goto(seat.page.url());
  await widgetOf(other).getByRole('button', { name: names.en.open }).waitFor();
  await say(seat.page, 'from the first tab');
  await button(widgetOf(seat.page), 'Close the chat').first().click();
  await answer(chat, 'news');
  const badge = (page: Page) => widgetOf(page).getByRole('button', { name: /New messages: 1/ });
  await seen(badge(seat.page), badge(other));
  await badge(other).click();
  await seen(logOf(other).getByText('from the first tab'), logOf(other).getByText('news'));
  await gone(badge(seat.page));
});

test('the program is killed and comes back: nothing is lost, nothing is there twice', async () => {
  const { seat, chat } = await talking();
  seat.allow(noNetwork, answered(502, 503), /blocked by CORS/);
  await say(seat.page, 'before');
  await seen(logOf(seat.page).locator('[data-seq]', { hasText: 'before' }));
  await desk.server.kill();
  await say(seat.page, 'while it was away');
  await desk.server.revive();
  await seen(logOf(seat.page).locator('[data-seq]', { hasText: 'while it was away' }));
  await answer(chat, 'welcome back');
  await seen(logOf(seat.page).getByText('welcome back'));
  expect((await saidIn(chat)).slice(-3)).toEqual(['before', 'while it was away', 'welcome back']);
});

test('in Arabic all of it is Arabic and runs from the right', async () => {
  const seat = await visit(desk, shop, { language: 'ar' });
  const widget = widgetOf(seat.page);
  const chat = await begin(seat, sarah, 'أين طلبي SO-20981؟', {
    language: 'ar',
    name: 'نورة السالم',
  });
  await sarah.post(`/api/chats/${chat.id}/claim`);
  await answer(chat, 'وصل إلى مركز التوزيع');
  await seen(logOf(seat.page, 'ar').getByText('وصل إلى مركز التوزيع'));
  const box = await widget.getByRole('dialog').boundingBox();
  expect(box?.x).toBeLessThan(60);
  const words = (await widget.getByRole('dialog').innerText()).replace('SO-20981', '');
  expect(words.replaceAll('Sarah Al-Mansouri', '').match(/[A-Za-z]{3,}/g)).toBeNull();
  expect(chat.language).toBe('ar');
});

test('whom the site vouches for is known on another device', async () => {
  const { createHmac } = await import('node:crypto');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: 'u-7', name: 'Huda Omar', email: 'huda@example.com' };
  const exp = Math.floor(Date.now() / 1000) + 600;
  const said = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, exp })}`;
  const token = `${said}.${createHmac('sha256', shop.secret).update(said).digest('base64url')}`;
  const first = await visit(desk, shop);
  await ask(first.page, 'identify', token);
  await widgetOf(first.page).getByRole('button', { name: names.en.open }).click();
  await widgetOf(first.page).getByLabel(names.en.help).waitFor();
  await gone(widgetOf(first.page).getByLabel(names.en.name, { exact: true }));
  await widgetOf(first.page).getByLabel(names.en.help).fill('My order');
  await button(widgetOf(first.page), names.en.begin).click();
  await seen(logOf(first.page).locator('[data-seq]', { hasText: 'My order' }));
  const second = await visit(desk, shop);
  await ask(second.page, 'identify', token);
  await widgetOf(second.page).getByRole('button', { name: names.en.open }).click();
  await seen(logOf(second.page).getByText('My order'));
});

test('nobody is there: a message is left, and waits at the desk', async () => {
  await sarah.put('/api/agent/auth/status', { status: 'offline' });
  try {
    const seat = await visit(desk, shop);
    const widget = widgetOf(seat.page);
    await widget.getByRole('button', { name: names.en.open }).click();
    await seen(widget.getByText('We are not here right now'));
    await widget.getByLabel('Your message').fill('Call me back');
    await button(widget, 'Send message').click();
    await holdsFocus(widget.getByLabel('Name'));
    await widget.getByLabel('Name').fill('Lina');
    await widget.getByLabel('E-mail').fill('lina@example.com');
    await button(widget, 'Send message').click();
    await seen(widget.getByText(/Thank you, we have your message/));
    const { chats } = await sarah.get('/api/chats?view=waiting');
    expect(chats.find(({ customer }: Body) => customer.name === 'Lina')).toMatchObject({
      offline: true,
    });
  } finally {
    await sarah.put('/api/agent/auth/status', { status: 'available' });
  }
});

test('the page opens, hears and hides it; the keyboard leads in, and out again', async () => {
  const seat = await visit(desk, shop);
  const widget = widgetOf(seat.page);
  await seat.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const { Hatif } = window as unknown as { Hatif: (...command: unknown[]) => void };
    for (const name of ['open', 'close']) Hatif('on', name, () => heard.push(name));
    Hatif('open');
  });
  await seen(widget.getByRole('dialog'));
  await holdsFocus(widget.getByLabel('Name'));
  await seat.page.keyboard.press('Escape');
  await gone(widget.getByRole('dialog'));
  await holdsFocus(widget.getByRole('button', { name: names.en.open }));
  await seat.page.keyboard.press('Enter');
  await seen(widget.getByRole('dialog'));
  // It is no trap: Tab leads through it and back into the page.
  for (let at = 0; at < 12; at++) await seat.page.keyboard.press('Tab');
  await seen(widget.getByRole('dialog'));
  await ask(seat.page, 'hide');
  await gone(widget.getByRole('button', { name: names.en.open }));
  const heard = () => seat.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(heard).toEqual(['open', 'close', 'open', 'close']);
});

test('a page of another site gets none, and only its builders are told why', async () => {
  const manager = await desk.api('manager');
  const { widget } = await manager.post('/api/settings/widgets', { name: 'Elsewhere' });
  const seat = await visit(desk, shop, { key: widget.key });
  seat.allow(noNetwork, /blocked by CORS/, /no chat on this page/);
  const told = () => seat.complaints().some((line) => line.includes('no chat on this page'));
  await expect.poll(told, { timeout: 30_000 }).toBe(true);
  expect(await widgetOf(seat.page).getByRole('button').count()).toBe(0);
});

test('the page of the program to try it on', async () => {
  const seat = await desk.seat({ blank: true });
  await seat.page.goto(`/widget?key=${shop.widget.key}&language=ar`);
  await seen(seat.page.getByRole('heading', { name: 'جرّب المحادثة' }));
  await widgetOf(seat.page).getByRole('button', { name: names.ar.open }).click();
  await seen(widgetOf(seat.page).getByLabel(names.ar.help));
});

test('a strict policy, a hostile style sheet and a page that is left: it stands', async () => {
  const policy = [
    "default-src 'none'",
    'script-src NONCE',
    `connect-src ${desk.server.url} ${desk.server.url.replace('http', 'ws')}`,
    `img-src ${desk.server.url}`,
    "style-src 'unsafe-inline'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const head = `<style>
    * { display: none !important; color: red !important; font-size: 60px !important; }
    html, head, body, hatif-widget { display: block !important; direction: rtl; letter-spacing: 2em; }
    button, section, textarea { all: unset !important; position: static !important; }
    hatif-widget { opacity: 0 !important; transform: scale(3) !important; visibility: hidden !important; }
  </style>`;
  const seat = await visit(desk, shop, { policy, head });
  const widget = widgetOf(seat.page);
  await widget.getByRole('button', { name: names.en.open }).click();
  await seen(widget.getByRole('dialog'));
  const look = await widget.getByRole('dialog').evaluate((element) => {
    const { fontSize, letterSpacing, direction } = getComputedStyle(element);
    const host = getComputedStyle((element.getRootNode() as ShadowRoot).host);
    return { fontSize, letterSpacing, direction, opacity: host.opacity, scale: host.transform };
  });
  expect(look).toEqual({
    fontSize: '15px',
    letterSpacing: 'normal',
    direction: 'ltr',
    opacity: '1',
    scale: 'none',
  });
  await seat.page.goto(addressOf(shop));
  await seen(widget.getByRole('dialog'));
  expect(await seat.page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
});
