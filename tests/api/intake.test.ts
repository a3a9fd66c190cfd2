/* Orders from outside: shops' exports, JSON, signed webhooks (IMP-ORD-12, S0-GEN-02, security-reliability S-8). */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { root } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
let agent: Client;

beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
  agent = await signIn(server, 'AG001');
});
afterAll(() => server.stop());

const sample = (name: string) => readFileSync(join(root, 'tests/support/samples', name));
const orders = () => Number(sql(server, 'SELECT COUNT(*) FROM orders WHERE company_id = 1')[0]);

/** Upload a file and wait until the import has ended. */
async function upload(bytes: Buffer | string, query = '', type = 'text/csv'): Promise<Body> {
  const response = await fetch(`${server.url}/api/orders/import?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${manager.token}`, 'content-type': type },
    body: new Uint8Array(Buffer.from(bytes)),
  });
  const started = (await response.json()) as Body;
  expect(response.status, JSON.stringify(started)).toBe(202);
  return ended(started.import.id);
}

/** The import once `so` is true of it, asked again and again. */
async function importThat(so: (found: Body) => boolean, id: number, pauseMs = 50): Promise<Body> {
  const until = performance.now() + 100_000;
  for (;;) {
    const found = (await manager.get(`/api/orders/imports/${id}`)).body.import;
    if (so(found)) return found;
    if (performance.now() > until) throw new Error(`still ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const ended = (id: number) =>
  importThat(({ status }) => !['waiting', 'running'].includes(status), id);

describe('files', () => {
  test.each([
    ['shopify.csv', 1], // an order that the shop itself has cancelled
    ['woocommerce.csv', 1],
    ['plain.csv', 0],
    ['plain-ar-windows1256.csv', 0],
  ])('%s is recognised, and the same file again adds nothing', async (name, refused) => {
    const before = orders();
    const first = await upload(sample(name), `file_name=${name}`);
    expect(first.status).toBe('done');
    expect(first.failed).toBe(refused);
    expect(first.imported).toBeGreaterThan(0);
    expect(orders()).toBe(before + first.imported);
    const again = await upload(sample(name), `file_name=${name}`);
    expect(again.imported).toBe(0);
    expect(again.duplicates).toBe(first.imported);
    expect(orders()).toBe(before + first.imported);
  });

  test('bad lines are named with field and reason, good ones are kept', async () => {
    const result = await upload(sample('bad-lines.csv'));
    expect(result.status).toBe('done');
    expect(result.imported).toBeGreaterThan(0);
    expect(result.failed).toBeGreaterThan(2);
    const reply = await manager.get(`/api/orders/imports/${result.id}/errors`);
    const byLine = new Map(reply.body.errors.map((e: Body) => [e.line, e]));
    expect(byLine.get(3)).toMatchObject({ field: 'customer_name' });
    expect(byLine.get(4)).toMatchObject({ field: 'customer_phone' });
    expect(byLine.get(5)).toMatchObject({ field: 'quantity' });
    const csv = await manager.get(`/api/orders/imports/${result.id}/errors?format=csv`, {
      unchecked: true,
    });
    expect(csv.headers.get('content-type')).toMatch(/text\/csv/);
    expect(csv.text).toContain('customer_phone');
  });

  test('a dry run checks everything and stores nothing', async () => {
    const before = orders();
    const text =
      'order_number,customer_name,customer_phone,product,quantity,price\nDRY-1,A B,0501234000,Lamp,1,10.00\n';
    const result = await upload(text, 'dry_run=true');
    expect(result).toMatchObject({ status: 'done', imported: 1, dry_run: true });
    expect(orders()).toBe(before);
  });

  test('JSON is read too, and progress is told live', async () => {
    const live = listen(manager);
    await live.wait((m) => m.type === 'hello');
    const body = JSON.stringify({
      orders: [
        {
          order_number: 'J-1',
          customer_name: 'Json One',
          customer_phone: '0501234001',
          product_name: 'Lamp',
          price: '5.00',
          address: 'x',
        },
        {
          order_number: 'J-2',
          customer_name: 'Json Two',
          customer_phone: 'none',
          product_name: 'Lamp',
          price: '5.00',
          address: 'x',
        },
      ],
    });
    const result = await upload(body, 'format=auto', 'application/json');
    expect(result).toMatchObject({ imported: 1, failed: 1 });
    await live.wait(
      (m) =>
        m.type === 'import:progress' &&
        m.data.import.id === result.id &&
        m.data.import.status === 'done',
    );
    live.close();
  });

  test.each([
    ['nothing', ''],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 3])],
    ['a header nobody knows', 'alpha,beta\n1,2\n'],
    [
      'quotes that never close',
      `order_number,customer_name,customer_phone,product,quantity,price\nX,"${'y'.repeat(200_000)}`,
    ],
  ])('%s imports nothing and says why', async (_name, bytes) => {
    const before = orders();
    const response = await fetch(`${server.url}/api/orders/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${manager.token}`, 'content-type': 'text/csv' },
      body: new Uint8Array(Buffer.from(bytes as string)),
    });
    if (response.status === 202) {
      const { import: started } = (await response.json()) as Body;
      const { failed, status } = await ended(started.id);
      expect(failed > 0 || status === 'failed').toBe(true);
    } else {
      expect([400, 422]).toContain(response.status);
    }
    expect(orders()).toBe(before);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  // With several nodes an import waits a minute for the dead one's lease: the jobs' own tests hold that.
  if (process.env.HATIF_ENGINE !== 'postgres')
    test('20,000 lines survive a crash in the middle: each is there once', async () => {
      const lines = ['order_number,customer_name,customer_phone,product,quantity,price'];
      for (let i = 0; i < 20_000; i++)
        lines.push(`BIG-${i},Big ${i % 500},05${String(10000000 + (i % 500))},Lamp,1,1.00`);
      const response = await fetch(`${server.url}/api/orders/import?file_name=big.csv`, {
        method: 'POST',
        headers: { authorization: `Bearer ${manager.token}`, 'content-type': 'text/csv' },
        body: lines.join('\n'),
      });
      const { import: started } = (await response.json()) as Body;
      const crashed = await importThat(({ imported }) => imported > 0, started.id, 1);
      await server.crash();
      expect(crashed.status).toBe('running');
      expect((await ended(started.id)).status).toBe('done');
      const [count] = sql(
        server,
        "SELECT COUNT(*) FROM orders WHERE company_id = 1 AND external_code LIKE 'BIG-%'",
      );
      expect(count).toBe('20000');
    }, 240_000);

  test('a finished import cannot be cancelled; the list shows them; agents may not', async () => {
    const result = await upload(
      'order_number,customer_name,customer_phone,product,quantity,price\nC-1,A B,0501234005,Lamp,1,10.00\n',
    );
    expect((await manager.post(`/api/orders/imports/${result.id}/cancel`)).status).toBe(409);
    expect(
      (await manager.get('/api/orders/imports')).body.imports.map((i: Body) => i.id),
    ).toContain(result.id);
    expect((await agent.get('/api/orders/imports')).status).toBe(403);
    expect(
      (await agent.post('/api/orders/import', 'x', { headers: { 'content-type': 'text/csv' } }))
        .status,
    ).toBe(403);
  });
});

describe('webhooks', () => {
  interface Source {
    id: number;
    path: string;
    secret: string;
  }
  async function source(kind: string): Promise<Source> {
    const reply = await manager.post('/api/order-sources', { name: `${kind} shop`, kind });
    expect(reply.status, reply.text).toBe(201);
    const { id, url, secret } = reply.body.order_source;
    const path = new URL(url, server.url).pathname;
    expect(path).toMatch(/^\/api\/webhooks\/orders\/[\w-]{16,}$/);
    return { id, path, secret };
  }
  const post = (path: string, body: string, headers: Record<string, string>) =>
    stranger(server).call('POST', path, {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text);
  const now = () => String(Math.floor(Date.now() / 1000));
  const order = (number: string) =>
    JSON.stringify({
      external_code: number,
      order_number: number,
      customer_name: 'Hook',
      customer_phone: '0501234777',
      product_name: 'Lamp',
      price: '7.00',
      address: 'x',
    });

  test('a signed order comes in once, however often it is delivered', async () => {
    const { path, secret } = await source('hatif');
    const body = order('H-1');
    const at = now();
    const headers = {
      'x-hatif-timestamp': at,
      'x-hatif-signature': `sha256=${hmac(secret, `${at}.${body}`).digest('hex')}`,
    };
    const first = await post(path, body, headers);
    expect([200, 201], first.text).toContain(first.status);
    const again = await post(path, body, headers);
    expect(again.status, again.text).toBe(200);
    const [count] = sql(
      server,
      "SELECT COUNT(*) FROM orders WHERE company_id = 1 AND external_code = 'H-1'",
    );
    expect(count).toBe('1');
  });

  test('shops sign in their own way', async () => {
    const shopify = await source('shopify');
    const shopifyBody = sample('shopify-webhook.json').toString();
    const one = await post(shopify.path, shopifyBody, {
      'x-shopify-hmac-sha256': hmac(shopify.secret, shopifyBody).digest('base64'),
      'x-shopify-webhook-id': 'w-1',
    });
    expect([200, 201], one.text).toContain(one.status);
    const woo = await source('woocommerce');
    const wooBody = sample('woocommerce-webhook.json').toString();
    const two = await post(woo.path, wooBody, {
      'x-wc-webhook-signature': hmac(woo.secret, wooBody).digest('base64'),
      'x-wc-webhook-delivery-id': 'd-1',
    });
    expect([200, 201], two.text).toContain(two.status);
  });

  test('every wrong signature is 401 and stores nothing', async () => {
    const { path, secret } = await source('hatif');
    const body = order('H-BAD');
    const at = now();
    const good = hmac(secret, `${at}.${body}`).digest('hex');
    const old = String(Number(at) - 3600);
    const tries: Record<string, string>[] = [
      {},
      { 'x-hatif-timestamp': at },
      { 'x-hatif-timestamp': at, 'x-hatif-signature': '' },
      { 'x-hatif-timestamp': at, 'x-hatif-signature': 'sha256=' },
      { 'x-hatif-timestamp': at, 'x-hatif-signature': `sha256=${good.slice(0, 32)}` },
      {
        'x-hatif-timestamp': at,
        'x-hatif-signature': `sha256=${hmac('other', `${at}.${body}`).digest('hex')}`,
      },
      {
        'x-hatif-timestamp': old,
        'x-hatif-signature': `sha256=${hmac(secret, `${old}.${body}`).digest('hex')}`,
      },
      { 'x-hatif-timestamp': 'x', 'x-hatif-signature': `sha256=${good}` },
    ];
    for (const headers of tries) expect((await post(path, body, headers)).status).toBe(401);
    expect(sql(server, "SELECT 1 FROM orders WHERE external_code = 'H-BAD'")).toEqual([]);
    const nowhere = await post('/api/webhooks/orders/AAAAAAAAAAAAAAAAAAAAAAAA', body, tries[5]!);
    expect([401, 404]).toContain(nowhere.status);
  });

  test('a revoked source is closed; the secret is shown once', async () => {
    const { id, path, secret } = await source('hatif');
    const list = await manager.get('/api/order-sources');
    expect(JSON.stringify(list.body)).not.toContain(secret);
    expect((await agent.get('/api/order-sources')).status).toBe(403);
    expect((await manager.delete(`/api/order-sources/${id}`)).status).toBe(200);
    const body = order('H-GONE');
    const at = now();
    const reply = await post(path, body, {
      'x-hatif-timestamp': at,
      'x-hatif-signature': `sha256=${hmac(secret, `${at}.${body}`).digest('hex')}`,
    });
    expect([401, 404]).toContain(reply.status);
  });

  const signed = (secret: string, body: string) => {
    const at = now();
    return {
      'x-hatif-timestamp': at,
      'x-hatif-signature': `sha256=${hmac(secret, `${at}.${body}`).digest('hex')}`,
    };
  };
  const deliveries = async (id: number): Promise<Body[]> =>
    (await manager.get(`/api/order-sources/${id}/deliveries`)).body.deliveries;
  const only = async (id: number): Promise<Body> =>
    (await manager.get('/api/order-sources')).body.order_sources.find((s: Body) => s.id === id);

  test('each delivery leaves a line that says what became of it, and why', async () => {
    const { id, path, secret } = await source('hatif');
    expect(await only(id)).toMatchObject({ status: 'active', last_delivery: null, version: 1 });
    expect(await deliveries(id)).toEqual([]);
    const good = order('LOG-1');
    const made = await post(path, good, signed(secret, good));
    expect(made.status).toBe(201);
    await post(path, good, signed(secret, good));
    const nameless = JSON.stringify({ order_number: 'LOG-2', price: 'ten' });
    expect((await post(path, nameless, signed(secret, nameless))).status).toBe(422);
    expect((await post(path, '{"broken', signed(secret, '{"broken'))).status).toBe(400);
    expect((await post(path, good, signed('another secret', good))).status).toBe(401);
    expect((await post(path, good, {})).status).toBe(401);
    const stale = { ...signed(secret, good), 'x-hatif-timestamp': '1700000000' };
    expect((await post(path, good, stale)).status).toBe(401);
    const gone = { ...signed(secret, good), 'x-hatif-topic': 'orders/delete' };
    expect((await post(path, good, gone)).body.ignored).toBe(true);

    const lines = await deliveries(id);
    expect(lines.map((line) => line.outcome).reverse()).toEqual([
      'created',
      'duplicate',
      'refused',
      'refused',
      'unsigned',
      'unsigned',
      'unsigned',
      'ignored',
    ]);
    const { id: orderId, code } = made.body.order;
    expect(lines.at(-1)).toMatchObject({ order_id: orderId, order_code: code, reason: '' });
    expect(lines.at(-2)).toMatchObject({ order_id: orderId });
    expect(lines.at(-3)).toMatchObject({ order_id: null, order_code: null });
    expect(lines.at(-3).reason).toMatch(/product_name: .*; price: /);
    expect(lines.slice(1, 4).map((line) => line.reason)).toEqual([
      'its time is missing or more than five minutes off',
      'no signature came with it',
      'it was signed with another secret',
    ]);
    expect((await only(id)).last_delivery).toEqual(lines[0]);
    expect(Date.parse((await only(id)).last_used_at)).toBeGreaterThan(Date.now() - 60_000);
    // A refused delivery leaves its line and nothing else.
    expect(sql(server, "SELECT 1 FROM orders WHERE external_code = 'LOG-2'")).toEqual([]);
    expect((await agent.get(`/api/order-sources/${id}/deliveries`)).status).toBe(403);
  });

  test('the question whether anybody listens is noted; a hundred lines are kept', async () => {
    const { id, path } = await source('woocommerce');
    for (let n = 0; n < 103; n++)
      expect((await post(path, `webhook_id=${n}`, { 'content-type': 'text/plain' })).status).toBe(
        200,
      );
    const lines = await deliveries(id);
    expect(lines).toHaveLength(100);
    expect(new Set(lines.map((line) => line.outcome))).toEqual(new Set(['ping']));
    expect(lines.map((line) => line.id)).toEqual(
      lines.map((line) => line.id).sort((a, b) => b - a),
    );
  });

  test('a paused source takes nothing, asks to come again, and goes on afterwards', async () => {
    const { id, path, secret } = await source('hatif');
    const set = (body: Body) => manager.patch(`/api/order-sources/${id}`, body);
    const paused = await set({ status: 'paused', version: 1 });
    expect(paused.body.order_source).toMatchObject({ status: 'paused', version: 2 });
    const body = order('PAUSE-1');
    const refused = await post(path, body, signed(secret, body));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post(path, body, {})).status).toBe(401);
    expect((await deliveries(id)).map((line) => line.outcome)).toEqual(['unsigned', 'paused']);
    expect((await set({ status: 'active', version: 1 })).status).toBe(409);
    expect((await set({ status: 'active', version: 2 })).status).toBe(200);
    expect((await post(path, body, signed(secret, body))).status).toBe(201);
    expect((await set({ status: 'asleep' })).status).toBe(422);
    expect((await set({ name: 'x'.repeat(101) })).status).toBe(422);
    expect((await manager.patch('/api/order-sources/999999', { name: 'x' })).status).toBe(404);
  });

  test('its seller is that of orders that name none', async () => {
    const made = await manager.post('/api/order-sources', {
      name: 'Boutique',
      kind: 'hatif',
      seller_name: 'Boutique of the Bay',
    });
    const { url, secret } = made.body.order_source;
    const path = new URL(url, server.url).pathname;
    const plain = order('SELL-1');
    const named = JSON.stringify({ ...JSON.parse(order('SELL-2')), seller: 'Light House' });
    const one = await post(path, plain, signed(secret, plain));
    const two = await post(path, named, signed(secret, named));
    expect(one.body.order.seller_name).toBe('Boutique of the Bay');
    expect(two.body.order.seller_name).toBe('Light House');
  });

  test('a new secret shuts out the old one', async () => {
    const { id, path, secret } = await source('hatif');
    const changed = await manager.post(`/api/order-sources/${id}/secret`, { version: 1 });
    expect(changed.status, changed.text).toBe(200);
    const fresh = changed.body.order_source.secret;
    expect(fresh).not.toBe(secret);
    const body = order('ROT-1');
    expect((await post(path, body, signed(secret, body))).status).toBe(401);
    expect((await post(path, body, signed(fresh, body))).status).toBe(201);
    const given = 'shpss_given_by_the_shop';
    const again = await manager.post(`/api/order-sources/${id}/secret`, { secret: given });
    expect(again.body.order_source).toMatchObject({ secret: given, version: 3 });
    const stale = await manager.post(`/api/order-sources/${id}/secret`, { version: 1 });
    expect(stale.status).toBe(409);
    expect(stale.text).not.toContain(given);
    expect(
      (await manager.post(`/api/order-sources/${id}/secret`, { secret: 'short' })).status,
    ).toBe(422);
  });

  test('a removal is taken back with address and secret', async () => {
    const { id, path, secret } = await source('hatif');
    expect((await manager.post(`/api/order-sources/${id}/restore`)).status).toBe(404);
    expect((await manager.delete(`/api/order-sources/${id}`)).status).toBe(200);
    expect((await manager.delete(`/api/order-sources/${id}`)).status).toBe(404);
    expect((await manager.get(`/api/order-sources/${id}/deliveries`)).status).toBe(404);
    expect((await manager.post(`/api/order-sources/${id}/secret`)).status).toBe(404);
    expect((await manager.post(`/api/order-sources/${id}/restore`)).status).toBe(200);
    const body = order('BACK-1');
    expect((await post(path, body, signed(secret, body))).status).toBe(201);
  });

  test('of another company is as good as missing', async () => {
    const { id } = await source('hatif');
    const other = await signIn(server, 'admin', 'homes');
    expect((await other.get(`/api/order-sources/${id}/deliveries`)).status).toBe(404);
    expect((await other.patch(`/api/order-sources/${id}`, { status: 'paused' })).status).toBe(404);
    expect((await other.post(`/api/order-sources/${id}/secret`)).status).toBe(404);
    expect((await other.delete(`/api/order-sources/${id}`)).status).toBe(404);
    expect((await other.post(`/api/order-sources/${id}/restore`)).status).toBe(404);
  });
});

test('other doors of the same kind: portal refresh, logo', async () => {
  const refreshed = await stranger(server).post('/api/auth/refresh', {
    refresh_token: manager.login.refresh_token,
  });
  expect(refreshed.status, refreshed.text).toBe(200);
  expect((await stranger(server).get('/branding/gulf/logo', { unchecked: true })).status).toBe(404);
  const admin = await signIn(server, 'admin');
  const company = (await admin.get('/api/company')).body.company;
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><circle r="4"/></svg>';
  const saved = await admin.put('/api/company', { logo_svg: svg, version: company.version });
  if (saved.status === 200) {
    const logo = await stranger(server).get('/branding/gulf/logo', { unchecked: true });
    expect(logo.status).toBe(200);
    expect(logo.headers.get('content-security-policy')).toMatch(/sandbox/);
    expect(logo.headers.get('content-type')).toMatch(/^image\/svg/);
  } else {
    expect(saved.status).toBe(422);
  }
});
