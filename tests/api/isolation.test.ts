/*
 * Companies never see each other (S3-TEN-02, S3-TEN-03, S3-TEN-07, IMP-TEN-02): every route of
 * openapi.json is tried with the other company's ids, tokens and company_id.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn, stranger } from '../support/client.ts';
import { alter, fingerprint, sql } from '../support/database.ts';
import { root } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';
import { type Live, listen } from '../support/socket.ts';

interface Operation {
  summary: string;
  security?: unknown[];
  requestBody?: unknown;
}

const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  readFileSync(join(root, 'api/openapi.json'), 'utf8'),
);
const verbs = ['get', 'post', 'put', 'patch', 'delete'];
/** Not of a company: the server's own routes, and those that take no session. */
const ofNoCompany = /^\/(health|ready|metrics|openapi\.json|docs|redoc|ws\/)/;

const operations = Object.entries(document.paths)
  .filter(([path]) => !ofNoCompany.test(path))
  .flatMap(([path, item]) =>
    verbs.filter((verb) => item[verb]).map((verb) => ({ path, verb, operation: item[verb]! })),
  );
const isPublic = (operation: Operation) =>
  Array.isArray(operation.security) && operation.security.length === 0;
/** Ends the session that asks. */
const endsSession = (path: string) => /logout|change-password/.test(path);

let server: Server;
let gulfAdmin: Client;
let homes: Record<string, Client>;
let gulfId: number;
let homesId: number;
/** For each first literal of a path: an id that exists in gulf and not in homes. */
let foreign: Record<string, string>;

/** Largest id of a table in gulf; larger than any in homes, or the test would prove nothing. */
function idOnlyInGulf(table: string): string {
  const [own = '0'] = sql(
    server,
    `SELECT COALESCE(MAX(id), 0) FROM ${table} WHERE company_id = ${homesId}`,
  );
  const [theirs = '0'] = sql(
    server,
    `SELECT COALESCE(MAX(id), 0) FROM ${table} WHERE company_id = ${gulfId}`,
  );
  expect(Number(theirs), `${table}: gulf needs an id that homes lacks`).toBeGreaterThan(
    Number(own),
  );
  return theirs;
}

/** Queues come from a PBX. */
const aQueue = `INSERT INTO queues (company_id, id, name)
  SELECT id, 1, 'only-in-gulf' FROM companies WHERE code = 'gulf'`;

beforeAll(async () => {
  server = await startServer({ prepare: (db) => alter(db, aQueue) });
  gulfAdmin = await signIn(server, 'admin', 'gulf');
  homes = {
    admin: await signIn(server, 'admin', 'homes'),
    sales: await signIn(server, 'sales', 'homes'),
    support: await signIn(server, 'support', 'homes'),
    agent: await signIn(server, 'agent', 'homes'),
  };
  gulfId = gulfAdmin.login.user.company_id;
  homesId = homes.admin!.login.user.company_id;

  const agent = await signIn(server, 'AG001', 'gulf');
  // More sessions than homes has, so that the newest is one of gulf alone.
  for (const _ of Object.keys(homes)) await signIn(server, 'AG001', 'gulf');
  const order = '1847';
  await agent.post(`/api/agent/orders/${order}/reassign`, { reason: 'on leave tomorrow' });
  const change = await agent.post(`/api/agent/orders/${order}/modifications`, {
    changes: { landmark: 'Next to the mosque' },
    reason: 'the customer said so',
  });
  expect(change.status, change.text).toBe(202);
  const level = { name: 'Only in gulf', response_minutes: 60 };
  expect((await gulfAdmin.post('/api/manager/sla', level)).status).toBe(201);
  const source = await gulfAdmin.post('/api/order-sources', { name: 'shop', kind: 'hatif' });
  expect(source.status).toBe(201);
  await gulfAdmin.post(
    '/api/orders/import?format=plain',
    'order_number,customer_name,customer_phone,product,quantity,price\nX-1,A B,0501234567,Lamp,1,10.00\n',
    { headers: { 'content-type': 'text/csv' } },
  );
  await gulfAdmin.post('/api/inventory/import', 'code,name\nX-1,Lamp\n', {
    headers: { 'content-type': 'text/csv' },
  });
  await stranger(server).post('/api/agent/auth/forgot-password', {
    agent_id: 'AG002',
    company: 'gulf',
  });
  const provider = await gulfAdmin.post('/api/admin/message-providers', {
    channel: 'sms',
    kind: 'http',
    name: 'gateway',
    settings: { url: 'https://sms.example.com/' },
  });
  expect(provider.status, provider.text).toBe(201);
  const template = await gulfAdmin.post('/api/agent/communication/templates', {
    code: 'only_in_gulf',
    channel: 'sms',
    language: 'en',
    body: 'x',
  });
  expect(template.status, template.text).toBe(201);
  // More of them than homes has.
  const made = async (path: string, body: (n: number) => unknown, times: number) => {
    for (let n = 0; n < times; n++) {
      const reply = await gulfAdmin.post(path, body(n));
      expect(reply.status, reply.text).toBe(201);
    }
  };
  await made('/api/admin/departments', (n) => ({ code: `only-${n}`, name: `Only ${n}` }), 5);
  await made('/api/teams', (n) => ({ name: `Only ${n}` }), 9);
  const courier = await gulfAdmin.post('/api/admin/couriers', { name: 'Only', adapter: 'none' });
  expect(courier.status, courier.text).toBe(201);
  const delivery = await gulfAdmin.post('/api/deliveries', {
    order_id: order,
    courier_id: courier.body.courier.id,
    tracking_number: 'ONLY-IN-GULF',
  });
  expect(delivery.status, delivery.text).toBe(201);
  await made('/api/agent/complaints', () => ({ order_id: order, subject: 'only in gulf' }), 3);
  await made(
    `/api/agent/orders/${order}/escalate`,
    () => ({ level: 'supervisor', reason: 'only in gulf' }),
    1,
  );
  await made('/api/admin/roles', (n) => ({ name: `Only ${n}`, permissions: ['orders.read'] }), 3);
  await made('/api/admin/api-keys', (n) => ({ name: `k${n}`, permissions: ['orders.read'] }), 3);
  await made('/api/admin/announcements', (n) => ({ title: `Only ${n}` }), 3);
  const hook = { url: 'https://hooks.example.com/', events: ['order:created'], active: false };
  await made('/api/admin/webhooks', (n) => ({ ...hook, name: `h${n}` }), 3);
  const goal = await agent.post('/api/agent/performance/goals', {
    figure: 'orders_handled',
    period: 'day',
    target: 20,
  });
  expect(goal.status, goal.text).toBe(201);
  for (const name of ['One', 'Two', 'Three']) {
    const chat = await agent.post('/api/chats', { name, message: 'only in gulf' });
    expect(chat.status, chat.text).toBe(201);
  }
  await made('/api/canned-responses', () => ({ title: 'Only', body: 'only in gulf' }), 1);
  await made('/api/chats/tags', () => ({ code: 'only-in-gulf' }), 1);
  await made('/api/settings/widgets', (n) => ({ name: `Only ${n}` }), 3);
  const onlyHere = { name_en: 'Only in gulf' };
  await made('/api/settings/customer-tags', () => ({ code: 'only-in-gulf', ...onlyHere }), 1);
  await made(
    '/api/settings/customer-fields',
    () => ({ key: 'only-in-gulf', type: 'text', ...onlyHere }),
    1,
  );
  await made('/api/customers/1/notes', () => ({ content: 'only in gulf' }), 3);
  await made('/api/extensions', (n) => ({ extension: `99${n}` }), 3);
  const upload = { name: 'only.txt', size: 10, purpose: 'chat' };
  const begun = await gulfAdmin.post('/api/uploads', upload);
  expect(begun.status, begun.text).toBe(201);
  const form = new FormData();
  form.set('purpose', 'chat');
  form.set('file', new Blob(['only in gulf']), 'only.txt');
  const sent = await fetch(`${server.url}/api/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gulfAdmin.token}` },
    body: form,
  });
  expect(sent.status).toBe(201);
  const file = ((await sent.json()) as { file: { id: string } }).file;
  const report = await gulfAdmin.post('/api/agent/reports/exports', { type: 'deliveries' });
  expect(report.status, report.text).toBe(202);
  // A job makes the file; what it writes is no trace of anybody's request.
  for (let status = ''; status !== 'done'; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    status = (await gulfAdmin.get('/api/agent/reports/exports')).body.exports[0].status;
  }
  foreign = {
    complaints: idOnlyInGulf('complaints'),
    escalations: idOnlyInGulf('escalations'),
    orders: order,
    track: order,
    delivery: order,
    deliveries: idOnlyInGulf('deliveries'),
    couriers: idOnlyInGulf('couriers'),
    history: order,
    messages: idOnlyInGulf('communications'),
    templates: 'only_in_gulf',
    'message-providers': idOnlyInGulf('message_providers'),
    customers: idOnlyInGulf('customers'),
    products: idOnlyInGulf('products'),
    callbacks: idOnlyInGulf('callbacks'),
    'follow-ups': idOnlyInGulf('follow_ups'),
    'reassign-requests': idOnlyInGulf('reassign_requests'),
    modifications: idOnlyInGulf('order_modifications'),
    sla: idOnlyInGulf('sla_policies'),
    notifications: idOnlyInGulf('notifications'),
    'password-requests': idOnlyInGulf('password_requests'),
    devices: '999999',
    sessions: idOnlyInGulf('auth_sessions'),
    users: idOnlyInGulf('users'),
    imports: idOnlyInGulf('order_imports'), // and of stock_imports, which begin with 1 too
    agents: idOnlyInGulf('users'),
    breaks: idOnlyInGulf('agents'),
    supervisors: idOnlyInGulf('users'),
    departments: idOnlyInGulf('departments'),
    teams: idOnlyInGulf('teams'),
    'order-sources': idOnlyInGulf('order_sources'),
    inventory: idOnlyInGulf('products'),
    locations: idOnlyInGulf('stock_locations'),
    roles: idOnlyInGulf('roles'),
    'api-keys': idOnlyInGulf('api_keys'),
    announcements: idOnlyInGulf('announcements'),
    webhooks: idOnlyInGulf('webhooks'),
    goals: idOnlyInGulf('performance_goals'),
    schedules: idOnlyInGulf('agent_schedules'),
    exports: idOnlyInGulf('report_exports'),
    extensions: idOnlyInGulf('extensions'),
    queues: 'only-in-gulf',
    calls: idOnlyInGulf('calls'),
    transcripts: idOnlyInGulf('calls'),
    chats: idOnlyInGulf('chats'),
    'canned-responses': idOnlyInGulf('canned_responses'),
    tags: 'only-in-gulf',
    'customer-tags': 'only-in-gulf',
    'customer-fields': 'only-in-gulf',
    notes: idOnlyInGulf('customer_notes'),
    recordings: '0',
    uploads: begun.body.upload.id,
    files: file.id,
    sounds: file.id,
    widgets: idOnlyInGulf('widgets'),
  };
});

afterAll(() => server.stop());

/** A body that would do something if the id were one's own. */
const bodies: Record<string, unknown> = {
  interaction: { interaction_type: 'call', resolution_status: 'resolved' },
  'rating-request': { channel: 'sms' },
  'rating-settings': { request_on: 'closed', channel: 'sms' },
  escalate: { level: 'supervisor', reason: 'not yours' },
  escalations: { action: 'resolve', resolution: 'not yours' },
  complaints: { status: 'in_progress' },
  users: { name: 'Not Yours' },
  agents: { name: 'Not Yours' },
  supervisors: { name: 'Not Yours' },
  departments: { name: 'Not Yours' },
  teams: { name: 'Not Yours' },
  status: { status: 'confirmed', notes: 'not yours' },
  notes: { note: 'not yours', client_message_id: 'not-yours' },
  reassign: { reason: 'not yours' },
  callbacks: { status: 'done' },
  'follow-ups': { status: 'done' },
  'reassign-requests': { decision: 'approved' },
  modifications: { changes: { address: 'not yours' }, reason: 'not yours' },
  approve: { reason: 'not yours' },
  reject: { reason: 'not yours' },
  sla: { name: 'not yours', response_minutes: 1 },
  notifications: { read: true },
  resolve: { action: 'resolved' },
  orders: { customer_name: 'Not Yours', version: 1 },
  'message-providers': { name: 'not yours' },
  test: { to: '0501234567', tracking_number: 'ONLY-IN-GULF' },
  deliveries: { status: 'picked_up' },
  events: { description: 'not yours' },
  couriers: { name: 'not yours' },
  templates: { channel: 'sms', language: 'en', body: 'not yours' },
  inventory: { delta: 1, reason: 'not yours' },
  roles: { name: 'not yours' },
  announcements: { title: 'not yours' },
  'canned-responses': { title: 'not yours' },
  webhooks: { name: 'not yours' },
  locations: { code: 'WH-NOT-YOURS', name: 'not yours' },
  widgets: { name: 'not yours' },
  goals: { figure: 'calls', period: 'day', target: 5 },
  schedules: { note: 'not yours' },
  dismiss: { flag: 'duplicate' },
  extensions: { agent_name: 'not yours' },
  pause: { extension: '990' },
  messages: { speaker: 'bot', content: 'not yours', client_message_id: 'not-yours' },
  read: { seq: 1 },
  tags: { tags: 'spam' },
  customers: { name: 'Not Yours' },
  'customer-tags': { name_en: 'not yours' },
  'customer-fields': { name_en: 'not yours' },
  typing: { typing: true },
  viewing: { viewing: true },
  transcripts: { summary: 'not yours' },
  sip: { sip_user: 'not-yours', secret: 'not-yours-9' },
  route: { department: 'sales' },
  transfer: { target_department: 'sales' },
  supervise: { mode: 'listen' },
};

/** What a DELETE needs beside its path. */
const queries: Record<string, string> = { templates: '?channel=sms&language=en' };

function queryFor(path: string): string {
  const literals = path.split('/').filter((part) => part && !part.startsWith('{'));
  return queries[literals[literals.length - 1]!] ?? '';
}

function bodyFor(path: string): unknown {
  const literals = path.split('/').filter((part) => part && !part.startsWith('{'));
  return bodies[literals[literals.length - 1]!] ?? {};
}

/** The path with gulf's ids in the place of its parameters, or null when none is known for it. */
function withForeignIds(path: string): string | null {
  const parts = path.split('/');
  for (let i = 0; i < parts.length; i++) {
    if (!parts[i]!.startsWith('{')) continue;
    const id = foreign[parts[i - 1]!];
    if (!id) return null;
    parts[i] = id;
  }
  return parts.join('/');
}

describe('every route with an id of the other company', () => {
  const withIds = operations.filter(
    ({ path, operation }) => path.includes('{') && !isPublic(operation),
  );

  test('there are such routes, and each has a foreign id to try', () => {
    expect(withIds.length).toBeGreaterThan(10);
    for (const { path } of withIds)
      expect(withForeignIds(path), `${path}: which id of gulf belongs here?`).not.toBeNull();
  });

  for (const { path, verb } of withIds)
    test(`${verb.toUpperCase()} ${path}`, async () => {
      const before = fingerprint(server, gulfId);
      for (const [who, client] of Object.entries(homes)) {
        const target = withForeignIds(path)! + (verb === 'delete' ? queryFor(path) : '');
        const reply = await client.call(verb.toUpperCase(), target, {
          body: verb === 'get' || verb === 'delete' ? undefined : bodyFor(path),
        });
        expect([403, 404], `${who}: ${reply.text}`).toContain(reply.status);
      }
      expect(fingerprint(server, gulfId)).toEqual(before);
    });

  test('a foreign order looks exactly like a missing one', async () => {
    const foreignOne = await homes.admin!.get(`/api/agent/orders/${foreign.orders}`);
    const missing = await homes.admin!.get('/api/agent/orders/98765432');
    expect(foreignOne.status).toBe(404);
    const plain = (text: string) =>
      text
        .replace(/"request_id":"[^"]*"/, '')
        .replaceAll(foreign.orders!, 'N')
        .replaceAll('98765432', 'N');
    expect(plain(foreignOne.text)).toBe(plain(missing.text));
  });
});

describe('every route with the company_id of the other company', () => {
  for (const { path, verb, operation } of operations) {
    if (isPublic(operation) || endsSession(path)) continue;
    test(`${verb.toUpperCase()} ${path}`, async () => {
      const before = fingerprint(server, gulfId);
      const target = withForeignIds(path) ?? path;
      const inQuery = await homes.admin!.call(
        verb.toUpperCase(),
        `${target}?company_id=${gulfId}`,
        {
          body: verb === 'get' || verb === 'delete' ? undefined : bodyFor(path),
        },
      );
      expect([403, 404], inQuery.text).toContain(inQuery.status);
      if (verb !== 'get' && verb !== 'delete' && !path.endsWith('/import')) {
        const inBody = await homes.admin!.call(verb.toUpperCase(), target, {
          body: { ...(bodyFor(path) as object), company_id: gulfId },
        });
        expect([403, 404], inBody.text).toContain(inBody.status);
      }
      expect(fingerprint(server, gulfId)).toEqual(before);
    });
  }

  test('its own company_id, an empty one and the unreplaced {id} are ignored', async () => {
    for (const value of [String(homesId), '', '{id}', '%7Bid%7D']) {
      const reply = await homes.admin!.get(`/api/agent/orders?company_id=${value}`);
      expect(reply.status, value).toBe(200);
    }
  });

  test('no spelling of another company is taken for it', async () => {
    for (const value of ['*', '0', '-1', `${homesId}&company_id=${gulfId}`, '[]', 'gulf']) {
      const reply = await homes.admin!.get(`/api/agent/orders?company_id=${value}`);
      expect([403, 422], value).toContain(reply.status);
    }
  });
});

describe('every route without a session', () => {
  for (const { path, verb, operation } of operations) {
    if (isPublic(operation)) continue;
    test(`${verb.toUpperCase()} ${path} is 401`, async () => {
      const reply = await stranger(server).call(verb.toUpperCase(), withForeignIds(path) ?? path, {
        body: verb === 'get' || verb === 'delete' ? undefined : bodyFor(path),
      });
      expect(reply.status, reply.text).toBe(401);
    });
  }
});

describe('what leaks sideways', () => {
  test('search, lists and counts of one company know nothing of the other', async () => {
    for (const word of ['Ahmed', '1847', 'Galaxy', 'TechStore', '971501234567']) {
      const reply = await homes.admin!.get(`/api/agent/orders?search=${word}`);
      for (const row of reply.body.orders) expect(JSON.stringify(row)).not.toContain('TechStore');
    }
    const all = await homes.admin!.get('/api/agent/orders?date=all');
    const [count] = sql(server, `SELECT COUNT(*) FROM orders WHERE company_id = ${homesId}`);
    expect(all.body.counts.all).toBe(Number(count));
  });

  test('numbers of one company do not move with the other', async () => {
    const order = {
      customer_name: 'Huda Salem',
      customer_phone: '0551234567',
      product_name: 'Sofa',
      price: '10.00',
      address: 'Riyadh',
    };
    const first = await homes.admin!.post('/api/orders', order);
    expect(first.status, first.text).toBe(201);
    const between = await gulfAdmin.post('/api/orders', { ...order, customer_phone: '0501112223' });
    expect(between.status, between.text).toBe(201);
    const second = await homes.admin!.post('/api/orders', order);
    expect(second.body.order.id).toBe(first.body.order.id + 1);
  });

  test('a phone number used in one company is free in the other', async () => {
    const [theirs] = sql(
      server,
      `SELECT phone FROM customers WHERE company_id = ${gulfId} AND phone LIKE '+9715%' LIMIT 1`,
    );
    const reply = await homes.admin!.post('/api/orders', {
      customer_name: 'Somebody Else',
      customer_phone: theirs,
      product_name: 'Table',
      price: '5.00',
      address: 'Jeddah',
    });
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.order.customer_name).toBe('Somebody Else');
  });

  test('no event crosses, whichever way it is asked for', async () => {
    const before = (await homes.admin!.get('/api/agent/orders')).body.seq;
    const sockets: Live[] = [listen(homes.admin!), listen(homes.agent!, before)];
    await Promise.all(sockets.map((live) => live.wait((m) => m.type === 'hello')));
    const own = await homes.admin!.post('/api/orders', {
      customer_name: 'Own Customer',
      customer_phone: '0559998887',
      product_name: 'Chair',
      price: '5.00',
      address: 'Dammam',
    });
    await gulfAdmin.put('/api/agent/orders/1850/status', { status: 'confirmed' });
    await sockets[0]!.wait(
      (m) => m.type === 'order:created' && m.data.order.id === own.body.order.id,
    );
    for (const live of sockets) {
      for (const message of live.messages)
        if (message.type.startsWith('order:'))
          expect(JSON.stringify(message)).not.toMatch(/"id":1850|GadgetPro/);
      live.close();
    }
  });

  test('a sequence number of the other company is no key to it', async () => {
    const theirs = (await gulfAdmin.get('/api/agent/orders')).body.seq;
    for (const since of [theirs + 100000, -1, Number.MAX_SAFE_INTEGER]) {
      const live = listen(homes.agent!, since);
      await live.wait((m) => m.type === 'resync');
      expect(live.messages.filter((m) => m.type.startsWith('order:'))).toEqual([]);
      live.close();
    }
  });
});
