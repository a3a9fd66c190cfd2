import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { testServer } from '@/test/server';
import { bytesOf, pushState, startPush, stopPush } from './push';

const server = testServer();

const KEY =
  'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';

let subscription: { endpoint: string; unsubscribe: () => Promise<boolean> } | null;
let made = 0;
let told: unknown[];
let asked: NotificationPermission;

function browser(): void {
  const pushManager = {
    getSubscription: async () => subscription,
    subscribe: async () => {
      made += 1;
      const endpoint = `https://push.example.net/${made}`;
      subscription = {
        endpoint,
        unsubscribe: async () => {
          subscription = null;
          return true;
        },
        toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
      } as never;
      return subscription;
    },
  };
  const registration = { pushManager };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', {
    get permission() {
      return asked;
    },
    requestPermission: async () => asked,
  });
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { getRegistration: async () => registration, ready: Promise.resolve(registration) },
  });
}

beforeEach(() => {
  subscription = null;
  told = [];
  asked = 'granted';
  localStorage.clear();
  browser();
  server.use(
    http.post('*/api/push/subscribe', async ({ request }) => {
      told.push(await request.json());
      return HttpResponse.json({ success: true }, { status: 201 });
    }),
    http.delete('*/api/push/subscribe', ({ request }) => {
      told.push(new URL(request.url).searchParams.get('endpoint'));
      return HttpResponse.json({ success: true });
    }),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

it('is switched on here, told to the server, and off again', async () => {
  expect(await pushState('1:7')).toBe('off');
  expect(await startPush('1:7', KEY)).toBe('on');
  const endpoint = subscription?.endpoint;
  expect(told).toEqual([{ endpoint, keys: { p256dh: 'p', auth: 'a' } }]);
  expect(await pushState('1:7')).toBe('on');
  await stopPush();
  expect(told[1]).toBe(endpoint);
  expect(await pushState('1:7')).toBe('off');
});

it('what another person left in this browser is not taken over', async () => {
  await startPush('1:7', KEY);
  const before = subscription?.endpoint;
  expect(await pushState('1:8')).toBe('off');
  await startPush('1:8', KEY);
  expect(subscription?.endpoint).not.toBe(before);
});

it('says so when the person, or the browser, does not want it', async () => {
  asked = 'denied';
  expect(await startPush('1:7', KEY)).toBe('denied');
  expect(told).toEqual([]);
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
  expect(await pushState('1:7')).toBe('unsupported');
});

it('reads the server’s key', () => {
  const bytes = bytesOf(KEY);
  expect(bytes).toHaveLength(65);
  expect(bytes[0]).toBe(4);
});
