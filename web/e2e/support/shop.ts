/* A shop's own site, on another origin than the program: it embeds the chat, and may be as wild as shops are. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Api, Body } from './api.ts';
import type { Desk, Seat, SeatOptions } from './desk.ts';

export interface Shop {
  /** http://localhost:PORT */
  origin: string;
  widget: Body;
  /** The secret by which the shop says who visits. */
  secret: string;
}

interface PageOptions {
  language?: 'en' | 'ar';
  key?: string;
  /** Into the head of the page. */
  head?: string;
  /** Sent along as Content-Security-Policy; NONCE stands for the page's. */
  policy?: string;
}

const NONCE = 'n0nce';

/** What the next page looks like, by its path. */
const pages = new Map<string, PageOptions>();
let made = 0;

function html(base: string, { language = 'en', key = '', head = '' }: PageOptions): string {
  const [dir, title, text] =
    language === 'ar'
      ? ['rtl', 'متجر النور', 'مصابيح لكل بيت']
      : ['ltr', 'Lamps and more', 'A lamp for every home'];
  return `<!doctype html><html lang="${language}" dir="${dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${head}
<script nonce="${NONCE}" async src="${base}/widget.js" data-key="${key}"></script></head>
<body><main><h1>${title}</h1><p>${text}</p><p><a href="?second">2</a></p></main></body></html>`;
}

/** Call after openDesk(). */
export function openShop(desk: Desk, settings: Body = {}): Shop {
  const shop = { origin: '', widget: null, secret: '' } as Shop;
  let server: HttpServer;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const options = pages.get((request.url ?? '').split('?')[0] ?? '');
      const policy = options?.policy?.replaceAll('NONCE', `'nonce-${NONCE}'`);
      response.writeHead(options ? 200 : 404, {
        'Content-Type': 'text/html; charset=utf-8',
        ...(policy ? { 'Content-Security-Policy': policy } : {}),
      });
      response.end(options ? html(desk.server.url, options) : '');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    shop.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const manager = await desk.api('manager');
    const answer = await manager.post('/api/settings/widgets', {
      name: 'Shop',
      origins: [shop.origin],
      ...settings,
    });
    shop.widget = answer.widget;
    shop.secret = answer.widget.secret;
  });

  afterAll(() => new Promise((done) => server.close(done)));
  return shop;
}

/** Somebody opens a page of the shop. */
export async function visit(
  desk: Desk,
  shop: Shop,
  options: SeatOptions & PageOptions = {},
): Promise<Seat> {
  const seat = await desk.seat({ ...options, blank: true });
  await seat.page.goto(addressOf(shop, options));
  return seat;
}

/** The address of a page of the shop. */
export function addressOf(shop: Shop, options: PageOptions = {}): string {
  made += 1;
  const path = `/page-${made}`;
  pages.set(path, { key: shop.widget.key, ...options });
  return shop.origin + path;
}

/** Names of what the widget has, in both languages. */
export const names = {
  en: {
    open: /^Chat with us/,
    name: 'Name',
    email: 'E-mail',
    help: 'How can we help?',
    begin: 'Start the chat',
    write: 'Write a message',
    log: 'Messages',
  },
  ar: {
    open: /^تحدث معنا/,
    name: 'الاسم',
    email: 'البريد الإلكتروني',
    help: 'كيف يمكننا مساعدتك؟',
    begin: 'بدء المحادثة',
    write: 'اكتب رسالتك',
    log: 'الرسائل',
  },
} as const;

export const widgetOf = (page: Page): Locator => page.locator('hatif-widget');
export const logOf = (page: Page, language: 'en' | 'ar' = 'en') =>
  widgetOf(page).getByRole('log', { name: names[language].log });
export const writeField = (page: Page, language: 'en' | 'ar' = 'en') =>
  widgetOf(page).getByRole('textbox', { name: names[language].write });

/** Opens the panel and begins a chat with the form; answers the chat as the desk sees it. */
export async function begin(
  seat: Seat,
  by: Api,
  text: string,
  { language = 'en', name = 'Noura Salem' }: { language?: 'en' | 'ar'; name?: string } = {},
): Promise<Body> {
  const { page } = seat;
  const t = names[language];
  await widgetOf(page).getByRole('button', { name: t.open }).click();
  await widgetOf(page).getByLabel(t.name).fill(name);
  await widgetOf(page).getByLabel(t.email).fill('noura@example.com');
  await widgetOf(page).getByLabel(t.help).fill(text);
  await widgetOf(page).getByRole('button', { name: t.begin }).click();
  await logOf(page, language).locator('[data-seq]', { hasText: text }).waitFor();
  const { chats } = await by.get('/api/chats?view=all&sort=newest');
  return chats.find((chat: Body) => chat.last_message?.preview === text);
}

/** What the page asks of the chat, by window.Hatif. */
export function ask(page: Page, ...command: string[]): Promise<void> {
  return page.evaluate((command) => {
    const { Hatif } = window as unknown as { Hatif: (...command: string[]) => void };
    Hatif(...command);
  }, command);
}

/** Waits until it has the focus, within the widget. */
export async function holdsFocus(locator: Locator): Promise<void> {
  await expect
    .poll(() =>
      locator.evaluate((element) => {
        const root = element.getRootNode() as ShadowRoot;
        return root.activeElement === element;
      }),
    )
    .toBe(true);
}

export async function say(page: Page, text: string, language: 'en' | 'ar' = 'en'): Promise<void> {
  await writeField(page, language).fill(text);
  await writeField(page, language).press('Enter');
}
