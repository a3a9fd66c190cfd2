/* A server, a browser, and people who sit at it. Whatever the page complains about fails the test. */
import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { password, type Server, startServer } from '../server.ts';
import { Api } from './api.ts';
import { nextFrames } from './page.ts';

/* Where it is there, the browser without windows of its own: each context starts with far less work. */
const chromiumPath =
  process.env.CHROMIUM ??
  (existsSync('/usr/bin/chromium-headless-shell')
    ? '/usr/bin/chromium-headless-shell'
    : '/usr/bin/chromium');

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface SeatOptions {
  language?: 'en' | 'ar';
  theme?: 'light' | 'dark' | 'system';
  width?: number;
  height?: number;
  /** A finger instead of a mouse. */
  touch?: boolean;
  /** Lets the service worker in; without it each page comes from the server. */
  serviceWorker?: boolean;
  /** The browser's own language, for what a first visit shows. */
  locale?: string;
  /** Nothing stored on this device yet. */
  blank?: boolean;
  timezone?: string;
}

/** One person's browser window. */
export interface Seat {
  page: Page;
  context: BrowserContext;
  /** Opens a path of the server and waits until the page stands. */
  open: (path: string) => Promise<void>;
  /** Waits until the page has everything it asked for, its letters included. */
  quiet: () => Promise<void>;
  /** Waits until the page hears what happens, and has what it missed before. */
  hearing: () => Promise<void>;
  /** Signs in without the form; the cookies are those the form would get. */
  signIn: (username: string, company?: string) => Promise<void>;
  /** Complaints of the browser that this test means to cause. */
  allow: (...patterns: RegExp[]) => void;
  /** What it complained about so far, allowed or not. */
  complaints: () => string[];
  close: () => Promise<void>;
}

export interface Desk {
  server: Server;
  browser: Browser;
  seat: (options?: SeatOptions) => Promise<Seat>;
  /** A seat where this person is signed in already, on that page. */
  work: (username: string, path?: string, options?: SeatOptions) => Promise<Seat>;
  /** The API as that person. Tokens are kept, so asking often costs nothing. */
  api: (username: string, company?: string) => Promise<Api>;
}

/** Chromium's own line for an answer with that status; the page handles it. */
export function answered(...statuses: number[]): RegExp {
  return new RegExp(`Failed to load resource: .* status of (${statuses.join('|')}) `);
}

/** What Chromium writes while there is no network or no server. */
export const noNetwork =
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|NETWORK_CHANGED|SOCKET_NOT_CONNECTED|FAILED)|WebSocket connection to .* failed/;

interface Watched {
  seat: Seat;
  complaints: string[];
  allowed: RegExp[];
}

function watchPage(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // Where a test wants each page from the server, Playwright itself says so.
    if (message.text().startsWith('Service Worker registration blocked by Playwright')) return;
    complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.stack ?? error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
}

/** Resolves when no request has been under way for a while and the fonts are there. */
function watchRequests(page: Page): () => Promise<void> {
  const underWay = new Set<Request>();
  let last = 0;
  const ended = (request: Request) => {
    underWay.delete(request);
    last = Date.now();
  };
  page.on('request', (request) => underWay.add(request));
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    await page.evaluate(() => document.fonts.ready.then(() => true));
    // What is still under way, once nothing has ended for a moment.
    await expect
      .poll(() => (Date.now() - last > 300 ? [...underWay].map((one) => one.url()) : null))
      .toEqual([]);
  };
}

/** Resolves once the server greeted the page's live connection. */
function watchLine(page: Page): () => Promise<void> {
  let greeted = false;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      greeted ||= JSON.parse(String(payload)).type === 'hello';
    });
  });
  return () => expect.poll(() => greeted).toBe(true);
}

/** Call at the head of a test file. */
export function openDesk(flags: string[] = [], browserFlags: string[] = []): Desk {
  const desk = {} as Desk;
  const watched: Watched[] = [];
  const clients = new Map<string, Promise<Api>>();

  desk.seat = async (options = {}) => {
    const complaints: string[] = [];
    const allowed: RegExp[] = [];
    const context = await desk.browser.newContext({
      baseURL: desk.server.url,
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      locale: options.locale ?? 'en-GB',
      timezoneId: options.timezone ?? 'Asia/Dubai',
      hasTouch: options.touch ?? false,
      isMobile: options.touch ?? false,
      reducedMotion: 'reduce',
      acceptDownloads: true,
      serviceWorkers: options.serviceWorker ? 'allow' : 'block',
    });
    await context.exposeBinding('__violation', (_source, text: string) => {
      complaints.push(`content security: ${text}`);
    });
    await context.addInitScript(
      ([chosen, blank]) => {
        addEventListener('securitypolicyviolation', (event) => {
          const { violatedDirective, blockedURI, sourceFile } = event;
          const report = (window as unknown as { __violation: (text: string) => void }).__violation;
          report(`${violatedDirective} ${blockedURI} ${sourceFile}`);
        });
        if (blank || location.protocol === 'about:' || localStorage.getItem('hatif.preferences'))
          return;
        localStorage.setItem('hatif.preferences', JSON.stringify(chosen));
      },
      [
        { language: options.language ?? 'en', theme: options.theme ?? 'light' },
        options.blank ?? false,
      ] as const,
    );
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    context.on('page', (other) => watchPage(other, complaints));
    watchPage(page, complaints);
    const quiet = watchRequests(page);
    const greeted = watchLine(page);
    const seat: Seat = {
      page,
      context,
      open: async (path) => {
        await page.goto(path, { waitUntil: 'load' });
        await page.locator('#root > *').first().waitFor();
      },
      quiet,
      hearing: async () => {
        await greeted();
        // What the greeting makes the page load again is under way once it has drawn.
        await nextFrames(page);
        await quiet();
      },
      signIn: async (username, company = 'gulf') => {
        const answer = await context.request.post('/api/auth/login', {
          data: { username, password, company },
        });
        if (!answer.ok()) throw new Error(`${username} of ${company}: ${await answer.text()}`);
      },
      allow: (...patterns) => allowed.push(...patterns),
      complaints: () => complaints,
      close: () => context.close(),
    };
    watched.push({ seat, complaints, allowed });
    return seat;
  };

  desk.work = async (username, path = '/call-center-panel/orders', options = {}) => {
    const seat = await desk.seat(options);
    await seat.signIn(username);
    await seat.open(path);
    return seat;
  };

  desk.api = (username, company = 'gulf') => {
    const key = `${company}/${username}`;
    const known = clients.get(key) ?? Api.signIn(desk.server.url, username, company);
    clients.set(key, known);
    return known;
  };

  beforeAll(async () => {
    desk.server = await startServer(flags);
    desk.browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [...chromiumArguments, ...browserFlags],
    });
  });

  afterEach(async () => {
    const open = watched.splice(0);
    const found = open.flatMap(({ complaints, allowed }) =>
      complaints.filter((line) => !allowed.some((pattern) => pattern.test(line))),
    );
    await Promise.all(open.map(({ seat }) => seat.close().catch(() => {})));
    expect(found, 'complaints of the browser').toEqual([]);
  });

  afterAll(async () => {
    await desk.browser?.close();
    await desk.server?.stop();
  });

  return desk;
}
