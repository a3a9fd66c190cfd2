import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, it, vi } from 'vitest';

/* The service worker's own text, with a browser around it that remembers what it was asked. */
const text = readFileSync('sw.template.js', 'utf8');

interface Page {
  focused: boolean;
  visibilityState: string;
  postMessage: ReturnType<typeof vi.fn>;
  focus: ReturnType<typeof vi.fn>;
}

let handlers: Record<string, (event: object) => void>;
let pages: Page[];
const showNotification = vi.fn(async () => {});
const openWindow = vi.fn(async () => {});

const page = (focused: boolean): Page => ({
  focused,
  visibilityState: focused ? 'visible' : 'hidden',
  postMessage: vi.fn(),
  focus: vi.fn(),
});

async function happen(type: string, event: object): Promise<void> {
  const waits: Promise<unknown>[] = [];
  handlers[type]?.({ ...event, waitUntil: (wait: Promise<unknown>) => waits.push(wait) });
  await Promise.all(waits);
}

const push = (json: () => unknown) => happen('push', { data: { json } });
const told = { id: 7, title: 'كتب لك عمر', body: 'مرحبًا', language: 'ar' };

beforeEach(() => {
  handlers = {};
  pages = [];
  vi.clearAllMocks();
  const self = {
    addEventListener: (type: string, run: (event: object) => void) => {
      handlers[type] = run;
    },
    clients: { matchAll: async () => pages, openWindow, claim: async () => {} },
    registration: { showNotification },
    skipWaiting: () => {},
  };
  runInNewContext(text, { self, location: { origin: 'https://desk.example' }, caches: {}, URL });
});

it('shows what was pushed, in the language and direction it was written in (S1-NOTIF-17)', async () => {
  await push(() => told);
  expect(showNotification).toHaveBeenCalledWith('كتب لك عمر', {
    body: 'مرحبًا',
    tag: 'hatif-7',
    lang: 'ar',
    dir: 'rtl',
    icon: '/icon.svg',
    data: { id: 7 },
  });
});

it('shows the next message of a chat where the one before stood (S1-NOTIF-16)', async () => {
  await push(() => ({ ...told, tag: 'hatif-chat-3' }));
  expect(showNotification).toHaveBeenCalledWith(
    told.title,
    expect.objectContaining({ tag: 'hatif-chat-3', data: { id: 7 } }),
  );
});

it('shows nothing over a page that is looked at', async () => {
  pages = [page(false), page(true)];
  await push(() => told);
  await happen('message', { data: { type: 'SHOW_NOTIFICATION', notification: told } });
  expect(showNotification).not.toHaveBeenCalled();
});

it('shows something also when it cannot be read', async () => {
  await push(() => {
    throw new Error('not JSON');
  });
  expect(showNotification).toHaveBeenCalledOnce();
});

it('opens the place in a page that is there, else in a new one', async () => {
  const notification = { close: vi.fn(), data: { id: 7 } };
  await happen('notificationclick', { notification });
  expect(notification.close).toHaveBeenCalled();
  expect(openWindow).toHaveBeenCalledWith('/agent/notifications/7');
  const open = page(false);
  pages = [open];
  await happen('notificationclick', { notification });
  expect(open.postMessage).toHaveBeenCalledWith({ type: 'OPEN', path: '/agent/notifications/7' });
  expect(open.focus).toHaveBeenCalled();
  expect(openWindow).toHaveBeenCalledOnce();
});
