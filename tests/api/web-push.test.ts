/*
 * Push messages to browsers, against a push service that looks who sends and browsers that decrypt:
 * /api/push/subscribe (IMP-NOTIF-01, S1-NOTIF-17; RFC 8030, 8188, 8291, 8292).
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { changeRows, sql } from '../support/database.ts';
import {
  type Browser,
  type PushService,
  senderOf,
  startPushService,
} from '../support/push-service.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let service: PushService;
let omar: Client;

beforeAll(async () => {
  service = await startPushService();
  server = await startServer({
    flags: ['--fetch-allow', '127.0.0.1', '--mail-from', 'desk@example.com'],
  });
  omar = await signIn(server, 'AG002');
});
afterAll(async () => {
  await server.stop();
  await service.stop();
});
beforeEach(() => {
  changeRows(server, 'DELETE FROM push_subscriptions');
  changeRows(server, "DELETE FROM outbox WHERE kind = 'web_push'");
  service.reset();
  service.always({ status: 201 });
});

const subscribe = (client: Client, browser: Browser) =>
  client.post('/api/push/subscribe', browser.subscription());
const kept = () => sql(server, 'SELECT COUNT(*) FROM push_subscriptions')[0];
const states = () =>
  sql(server, "SELECT state FROM outbox WHERE kind = 'web_push' ORDER BY id").join();
/** What waits is due now. */
const hurry = () =>
  changeRows(
    server,
    "UPDATE outbox SET run_at_us = 0 WHERE kind = 'web_push' AND state = 'waiting'",
  );

let written = 0;
async function writeTo(agent: string): Promise<string> {
  written += 1;
  const message = `Message ${written}`;
  const body = { channel: 'internal', agent_id: agent, message };
  const sent = await omar.post('/api/agent/communication/messages', body);
  expect(sent.status, sent.text).toBe(201);
  return message;
}

test('a notification reaches the browser, and nobody on the way can read it', async () => {
  const sarah = await signIn(server, 'AG001');
  const browser = service.browser();
  expect((await subscribe(sarah, browser)).status).toBe(201);
  const message = await writeTo('AG001');
  const heard = await service.request(1);
  expect(heard.method).toBe('POST');
  expect(heard.headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    urgency: 'normal',
  });
  expect(Number(heard.headers.ttl)).toBeGreaterThan(86_000);
  expect(heard.headers.topic).toMatch(/^[\w-]{24}$/);
  expect(heard.body).not.toContain(message);
  expect(browser.read(heard)).toMatchObject({
    type: 'internal_message',
    body: message,
    language: 'en',
  });
  // Nobody else's keys open it.
  expect(() => service.browser().read(heard)).toThrow();
  await expect.poll(states).toBe('done');
});

test('the service learns who sends, from the key the browser subscribed to', async () => {
  const sarah = await signIn(server, 'AG001');
  const { push_key } = (await sarah.get('/api/agent/preferences')).body.preferences;
  await subscribe(sarah, service.browser());
  await writeTo('AG001');
  const sender = senderOf(await service.request(1));
  expect(sender.good).toBe(true);
  expect(sender.key).toBe(push_key);
  expect(sender.claims).toMatchObject({ aud: service.url, sub: 'mailto:desk@example.com' });
  const hours = (sender.claims.exp - Date.now() / 1000) / 3600;
  expect(hours).toBeGreaterThan(11);
  expect(hours).toBeLessThan(24);
  await server.crash();
  omar = await signIn(server, 'AG002');
  const again = await signIn(server, 'AG001');
  expect((await again.get('/api/agent/preferences')).body.preferences.push_key).toBe(push_key);
});

test('in the language of whom it is for', async () => {
  const sarah = await signIn(server, 'AG001');
  const browser = service.browser();
  await sarah.put('/api/me/preferences', { preferences: { language: 'ar' } });
  await subscribe(sarah, browser);
  await writeTo('AG001');
  const read = browser.read(await service.request(1));
  expect(read.language).toBe('ar');
  expect(read.title).toMatch(/[\u0600-\u06ff]/);
  await sarah.put('/api/me/preferences', { preferences: { language: 'en' } });
});

test('every browser of the person gets it, each for itself; another person’s does not', async () => {
  const sarah = await signIn(server, 'AG001');
  const browsers = [service.browser(), service.browser()];
  for (const browser of browsers) await subscribe(sarah, browser);
  const others = service.browser();
  await subscribe(await signIn(server, 'AG003'), others);
  const message = await writeTo('AG001');
  await service.request(2);
  await expect.poll(states).toBe('done,done');
  expect(service.heard).toHaveLength(2);
  for (const browser of browsers) {
    const own = service.heard.find(({ path }) => browser.endpoint.endsWith(path));
    expect(own && browser.read(own).body).toBe(message);
  }
});

test.each([404, 410])('a browser that is no more (%i) is forgotten', async (status) => {
  const sarah = await signIn(server, 'AG001');
  await subscribe(sarah, service.browser());
  service.always({ status });
  await writeTo('AG001');
  await expect.poll(kept).toBe('0');
  expect(states()).toBe('done');
});

test('a service that is down is asked again; what was read meanwhile is not sent', async () => {
  const sarah = await signIn(server, 'AG001');
  await subscribe(sarah, service.browser());
  service.script({ status: 503 }, { status: 429, headers: { 'retry-after': '1' } });
  await writeTo('AG001');
  await service.request(1);
  await expect.poll(states).toBe('waiting');
  hurry();
  await service.request(2);
  await expect.poll(states).toBe('waiting');
  await sarah.post('/api/notifications/read-all');
  hurry();
  await expect.poll(states).toBe('done');
  expect(service.heard).toHaveLength(2);
  expect(kept()).toBe('1');
});

test('muted, or not wanted that way, nothing is pushed', async () => {
  const sarah = await signIn(server, 'AG001');
  await subscribe(sarah, service.browser());
  await sarah.put('/api/notifications/mute', { minutes: 10 });
  await writeTo('AG001');
  await sarah.put('/api/notifications/mute', { minutes: 0 });
  await sarah.put('/api/agent/preferences', { topics: { message: { ways: ['bell'] } } });
  await writeTo('AG001');
  expect(states()).toBe('');
  await sarah.put('/api/agent/preferences', { topics: { message: { ways: null } } });
});

test('whoever logs out, or is logged out, gets nothing there; a taken subscription moves on', async () => {
  const sarah = await signIn(server, 'AG001');
  const browser = service.browser();
  await subscribe(sarah, browser);
  // The next person at the same screen, in the same browser.
  const grace = await signIn(server, 'AG003');
  await subscribe(grace, browser);
  expect(kept()).toBe('1');
  await writeTo('AG001');
  expect(states()).toBe('');
  await grace.post('/api/auth/logout');
  expect(kept()).toBe('0');
  const leaving = service.browser();
  await subscribe(sarah, leaving);
  const stays = await omar.delete('/api/push/subscribe', { body: { endpoint: leaving.endpoint } });
  expect(stays.status).toBe(404);
  const { endpoint } = leaving;
  expect((await sarah.delete('/api/push/subscribe', { body: { endpoint } })).status).toBe(200);
  expect((await sarah.delete('/api/push/subscribe', { body: { endpoint } })).status).toBe(404);
});

test('what a browser gave is kept sealed, ten browsers at most', async () => {
  const sarah = await signIn(server, 'AG001');
  const browsers = Array.from({ length: 11 }, () => service.browser());
  for (const browser of browsers) await subscribe(sarah, browser);
  expect(kept()).toBe('10');
  const rows = sql(server, 'SELECT endpoint, auth FROM push_subscriptions').join();
  expect(rows).not.toContain('127.0.0.1');
  expect((await sarah.get('/api/agent/preferences')).body.preferences.push_browsers).toBe(10);
});

test('no way into our own network, and no keys that are none', async () => {
  const sarah = await signIn(server, 'AG001');
  const { keys } = service.browser().subscription();
  const refused = async (body: Body, field: string) => {
    const reply = await sarah.post('/api/push/subscribe', body);
    expect(reply.status, reply.text).toBe(422);
    expect(reply.body.errors).toHaveProperty(field);
  };
  for (const endpoint of ['http://10.0.0.1/x', 'http://[::1]/x', 'ftp://push.example.net/x', 'x'])
    await refused({ endpoint, keys }, 'endpoint');
  const endpoint = 'https://push.example.net/abc';
  await refused({ endpoint, keys: { ...keys, auth: 'AAAA' } }, 'keys');
  await refused({ endpoint, keys: { ...keys, p256dh: `B${'A'.repeat(86)}` } }, 'keys');
  await refused({ endpoint, keys: { auth: keys.auth } }, 'p256dh');
  expect(kept()).toBe('0');
});
