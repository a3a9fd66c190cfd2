/*
 * The phone in the browser: where the PBX takes it, and an account that nobody but the
 * extension's own agent is given (S2-EXT-01, S2-SEC-01, IMP-TEL-08).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

const SECRET = 'only-the-phone-knows';
const SETTINGS = '/api/settings/softphone';
const OWN = '/api/agent/softphone';
let server: Server;
let admin: Client;
let manager: Client;
let supervisor: Client;
let sarah: Client; // AG001
let omar: Client; // AG002
let stranger: Client; // admin of the other company
let live: Live; // Sarah's
let extension: Body; // Sarah's

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  manager = await signIn(server, 'manager');
  supervisor = await signIn(server, 'supervisor');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  stranger = await signIn(server, 'admin', 'homes');
  live = listen(sarah);
  const me = (await sarah.get('/api/auth/me')).body;
  const { data } = (await admin.get(`/api/extensions?agent_id=${me.agent.id}`)).body;
  extension = data[0];
});
afterAll(async () => {
  live?.close();
  await server?.stop();
});

const account = () => `/api/extensions/${extension.id}/sip`;
const own = async (client: Client): Promise<Body> => {
  const reply = await client.get(OWN);
  expect(reply.status, reply.text).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  return reply.body;
};
const line = (client: Client) => client.get('/api/agent/softphone/line.js', { unchecked: true });

test('what is missing is said, and nothing is given', async () => {
  expect((await admin.get(SETTINGS)).body.settings).toMatchObject({
    configured: false,
    ws_url: null,
    ice_servers: [],
  });
  expect(await own(sarah)).toMatchObject({
    configured: false,
    reason: 'no_settings',
    message: 'The phone in the browser is not configured.',
    password: null,
    ws_url: null,
  });
  expect((await own(admin)).reason).toBe('no_agent');
  expect((await line(sarah)).headers.get('content-security-policy')).toContain(
    "connect-src 'none'",
  );
});

test('an address that would open more than a PBX is refused by name', async () => {
  const good = { ws_url: 'wss://pbx.example.com:8089/ws', domain: 'pbx.example.com' };
  const refused: [Body, string][] = [
    [{ ws_url: 'ws://pbx.example.com' }, 'ws_url'],
    [{ ws_url: 'https://pbx.example.com' }, 'ws_url'],
    [{ ws_url: 'wss://*' }, 'ws_url'],
    [{ ws_url: "wss://a.example; script-src 'unsafe-inline'" }, 'ws_url'],
    [{ ws_url: 'wss://a.example/x https://b.example' }, 'ws_url'],
    [{ ws_url: 'wss://user@a.example/ws' }, 'ws_url'],
    [{ ws_url: 'wss://' }, 'ws_url'],
    [{ domain: 'a b' }, 'domain'],
    [{ domain: '' }, 'domain'],
    [{ ice_servers: {} }, 'ice_servers'],
    [{ ice_servers: [{ url: 'http://a.example' }] }, 'ice_servers'],
    [{ ice_servers: [{ url: 'turn:a.example:3478' }] }, 'ice_servers'],
    [{ ice_servers: Array(5).fill({ url: 'stun:a.example' }) }, 'ice_servers'],
  ];
  for (const [body, field] of refused) {
    const reply = await admin.put(SETTINGS, { ...good, ...body });
    expect(reply.status, JSON.stringify(body)).toBe(422);
    expect(Object.keys(reply.body.errors), JSON.stringify(body)).toEqual([field]);
  }
  expect((await admin.get(SETTINGS)).body.settings.configured).toBe(false);
});

test('an administrator sets it up; passwords do not come back', async () => {
  for (const client of [sarah, supervisor])
    expect((await client.put(SETTINGS, { ws_url: 'wss://x.example' })).status).toBe(403);
  const ice = [
    { url: 'stun:stun.example.com:3478' },
    { url: 'turn:turn.example.com:3478?transport=tcp', username: 'hatif', credential: 'relay-9' },
  ];
  const body = { ws_url: 'wss://pbx.example.com:8089/ws', domain: 'pbx.example.com' };
  const made = await manager.put(SETTINGS, { ...body, ice_servers: ice });
  expect(made.status, made.text).toBe(200);
  expect(made.body.settings).toMatchObject({ ...body, configured: true, version: 1 });
  expect(made.body.settings.ice_servers).toEqual([
    { url: ice[0]?.url, username: null, has_credential: false },
    { url: ice[1]?.url, username: 'hatif', has_credential: true },
  ]);
  expect(made.text).not.toContain('relay-9');
  await live.wait((m) => m.type === 'softphone:changed' && m.data.extension_id === null);
  const kept = await manager.put(SETTINGS, {
    ice_servers: [{ url: ice[1]?.url, username: 'hatif' }],
    version: 1,
  });
  expect(kept.body.settings.ice_servers).toHaveLength(1);
  expect(kept.body.settings.ice_servers[0].has_credential).toBe(true);
  expect((await manager.put(SETTINGS, { domain: 'b.example', version: 1 })).status).toBe(409);
  const stored = sql(server, 'SELECT ice_sealed FROM softphone_settings');
  expect(JSON.stringify(stored)).not.toContain('relay-9');
  expect((await stranger.get(SETTINGS)).body.settings.configured).toBe(false);
  expect((await own(sarah)).reason).toBe('no_account');
});

test('an account goes to its agent alone, and each time is written down', async () => {
  expect((await admin.put(account(), { sip_user: 'a b', secret: 'x' })).body.errors).toHaveProperty(
    'sip_user',
  );
  expect((await admin.put(account(), {})).body.errors).toHaveProperty('secret');
  expect((await admin.put(account(), { secret: 'a\r\nb' })).body.errors).toHaveProperty('secret');
  expect((await supervisor.put(account(), { secret: SECRET })).status).toBe(403);
  expect((await stranger.put(account(), { secret: SECRET })).status).toBe(404);
  const made = await manager.put(account(), { secret: SECRET });
  expect(made.status, made.text).toBe(200);
  expect(made.body.account).toMatchObject({
    sip_user: extension.extension,
    has_secret: true,
    version: 1,
  });
  expect(made.text).not.toContain(SECRET);
  await live.wait((m) => m.type === 'softphone:changed' && m.data.extension_id === extension.id);
  expect((await admin.get(account())).text).not.toContain(SECRET);
  expect((await admin.get('/api/extensions')).text).not.toContain(SECRET);
  expect(JSON.stringify(sql(server, 'SELECT * FROM extension_sip'))).not.toContain(SECRET);

  expect(await own(sarah)).toEqual({
    success: true,
    configured: true,
    reason: null,
    message: null,
    extension_id: extension.id,
    extension: extension.extension,
    ws_url: 'wss://pbx.example.com:8089/ws',
    domain: 'pbx.example.com',
    user: extension.extension,
    password: SECRET,
    display_name: extension.agent_name,
    ice_servers: [
      {
        urls: 'turn:turn.example.com:3478?transport=tcp',
        username: 'hatif',
        credential: 'relay-9',
      },
    ],
  });
  for (const client of [omar, admin, supervisor])
    expect(JSON.stringify(await own(client))).not.toContain(SECRET);
  const given = "FROM audit_log WHERE action = 'extension.sip_given'";
  expect(sql(server, `SELECT subject_type, subject_id ${given}`)).toEqual([
    `extension|${extension.id}`,
  ]);
  expect(sql(server, 'SELECT * FROM audit_log').join()).not.toContain(SECRET);

  const other = await admin.put(account(), { sip_user: 'web.201', version: 1 });
  expect(other.body.account).toMatchObject({ sip_user: 'web.201', version: 2 });
  expect(await own(sarah)).toMatchObject({ user: 'web.201', password: SECRET });
  expect((await admin.put(account(), { sip_user: 'late', version: 1 })).status).toBe(409);
});

test('the line may connect to the PBX and to nothing else, pages to themselves', async () => {
  const script = await line(sarah);
  expect(script.status).toBe(200);
  expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(script.headers.get('cache-control')).toBe('no-store');
  expect(script.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; connect-src wss://pbx.example.com:8089",
  );
  expect((await line(stranger)).headers.get('content-security-policy')).toContain("'none'");
  const page = (await sarah.get('/api/auth/me')).headers;
  expect(page.get('content-security-policy')).toContain("connect-src 'self';");
  expect(page.get('permissions-policy')).toContain('microphone=(self)');
});

test('what is switched off or taken away is not given any more', async () => {
  await admin.put(`/api/extensions/${extension.id}`, { is_active: false });
  expect(await own(sarah)).toMatchObject({ reason: 'no_extension', password: null });
  await admin.put(`/api/extensions/${extension.id}`, { is_active: true });
  await admin.put(SETTINGS, { is_active: false });
  expect((await own(sarah)).reason).toBe('no_settings');
  expect((await line(sarah)).headers.get('content-security-policy')).toContain("'none'");
  await admin.put(SETTINGS, { is_active: true });
  expect((await own(sarah)).configured).toBe(true);
  expect((await stranger.delete(account())).status).toBe(404);
  expect((await admin.delete(account(), { headers: { 'if-match': '"1"' } })).status).toBe(409);
  expect((await admin.delete(account())).status).toBe(200);
  expect((await admin.delete(account())).status).toBe(404);
  expect((await own(sarah)).reason).toBe('no_account');
  expect((await admin.get(account())).body.account).toMatchObject({
    sip_user: null,
    has_secret: false,
  });
});
