/* What every route shares: verbs, errors, headers, limits, documents (A-22…, IMP-NFR-04/05, IMP-OPS-01). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn, stranger } from '../support/client.ts';
import { root } from '../support/paths.ts';
import { exchange, statusOf } from '../support/raw.ts';
import { type Server, startServer } from '../support/server.ts';

let server: Server;
let manager: Client;

beforeAll(async () => {
  server = await startServer({ flags: ['--cors-origin', 'https://crm.example'] });
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

describe('documents', () => {
  test('openapi.json is the one in the repository', async () => {
    const reply = await stranger(server).get('/openapi.json', { unchecked: true });
    expect(reply.body).toEqual(JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8')));
  });

  test('health, ready and metrics', async () => {
    const health = await stranger(server).get('/health');
    expect(health.body).toMatchObject({ status: 'ok' });
    expect((await stranger(server).get('/ready')).status).toBe(200);
    const metrics = await stranger(server).get('/metrics', { unchecked: true });
    expect(metrics.text).toMatch(/^# TYPE hatif_\w+ (counter|gauge|histogram)/m);
    expect(metrics.text).toMatch(/^hatif_http_requests_total\S* \d+/m);
  });

  test.each(['/docs/', '/redoc/'])('%s works without the network', async (path) => {
    const reply = await stranger(server).get(path, { unchecked: true });
    expect(reply.text).not.toMatch(/https?:\/\//);
  });
});

describe('verbs', () => {
  test('HEAD is GET without a body', async () => {
    const reply = await manager.call('HEAD', '/api/agent/orders');
    expect(reply.status).toBe(200);
    expect(reply.text).toBe('');
  });

  test('OPTIONS says what there is', async () => {
    const reply = await stranger(server).call('OPTIONS', '/api/agent/orders/1847/status', {
      unchecked: true,
    });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('allow')).toMatch(/PUT/);
    expect(reply.headers.get('allow')).toMatch(/PATCH/);
  });

  test('a verb that is not there is 405 with Allow', async () => {
    const reply = await manager.delete('/api/agent/orders/1847');
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toMatch(/GET/);
  });

  test.each(['TRACE', 'CONNECT', 'PROPFIND', 'get'])('%s does nothing', async (method) => {
    const answer = await exchange(server, `${method} /api/auth/me HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect([400, 404, 405, 501]).toContain(statusOf(answer));
  });

  test('overriding the verb by a header or parameter does nothing', async () => {
    const reply = await manager.get('/api/agent/orders/1847/status?_method=PUT&status=confirmed', {
      headers: { 'x-http-method-override': 'PUT' },
    });
    expect(reply.status).toBe(405);
  });

  test.each([
    '/api/agent/orders/',
    '/api//agent/orders',
    '/API/agent/orders',
    '/api/agent/orders;x=y',
    '/api/agent/orders.json',
    '/api/agent/%6frders/../orders',
    '/api/agent/orders%2f1847',
    '/./api/agent/orders',
  ])('the spelling %s opens nothing without a session', async (path) => {
    const answer = await exchange(
      server,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect([400, 401, 404]).toContain(statusOf(answer));
    expect(answer).not.toContain('Ahmed');
  });
});

describe('errors', () => {
  test('have one shape', async () => {
    for (const [reply, status, code] of [
      [await stranger(server).get('/api/auth/me'), 401, 'login'],
      [await manager.get('/api/agent/orders/99999999'), 404, 'not_found'],
      [await manager.get('/api/no/such/thing'), 404, 'not_found'],
      [
        await manager.post('/api/auth/login', '{"x":', {
          headers: { 'content-type': 'application/json' },
        }),
        400,
        'malformed',
      ],
      [await manager.get('/api/agent/orders?page=x'), 422, 'invalid'],
    ] as const) {
      expect(reply.status).toBe(status);
      expect(reply.body).toMatchObject({ success: false, code });
      expect(typeof reply.body.error).toBe('string');
      expect(reply.body.message).toBe(reply.body.error);
      expect(typeof reply.body.errors).toBe('object');
      expect(reply.body.request_id).toBe(reply.headers.get('x-request-id'));
      expect(reply.text).not.toMatch(/SQL|sqlite|postgres|stack|\.c:\d/i);
    }
  });

  test('every refused field is named at once', async () => {
    const reply = await manager.get('/api/agent/orders?priority=x&orders=y&status=z');
    expect(Object.keys(reply.body.errors).sort()).toEqual(['orders', 'priority', 'status']);
  });
});

describe('headers', () => {
  test('guard every answer', async () => {
    for (const path of [
      '/api/auth/me',
      '/health',
      '/call-center-panel/login',
      '/nowhere',
      '/api/nowhere',
    ]) {
      const { headers } = await stranger(server).get(path, { unchecked: true });
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('content-security-policy'), path).toMatch(/object-src 'none'/);
      expect(headers.get('content-security-policy'), path).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('content-security-policy'), path).not.toMatch(/unsafe-inline|unsafe-eval/);
      expect(headers.get('referrer-policy'), path).toBeTruthy();
      expect(headers.get('server') ?? '', path).not.toMatch(/\d/);
      expect(headers.get('x-request-id'), path).toMatch(/^\S{8,64}$/);
    }
    expect((await manager.get('/api/auth/me')).headers.get('cache-control')).toMatch(/no-store/);
  });

  test('a request id from a stranger is not taken over', async () => {
    const reply = await manager.get('/api/auth/me', { headers: { 'x-request-id': 'mine-0001' } });
    expect(reply.headers.get('x-request-id')).not.toBe('mine-0001');
  });

  test.each([
    'https://evil.example',
    'https://crm.example.evil.com',
    'https://xcrm.example',
    'http://crm.example',
    'null',
  ])('the origin %s gets nothing', async (origin) => {
    const reply = await manager.get('/api/auth/me', { headers: { origin } });
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('the allowed origin gets credentials, and caches are told', async () => {
    const reply = await manager.get('/api/auth/me', { headers: { origin: 'https://crm.example' } });
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://crm.example');
    expect(reply.headers.get('access-control-allow-credentials')).toBe('true');
    expect(reply.headers.get('vary')).toMatch(/origin/i);
    const preflight = await stranger(server).call('OPTIONS', '/api/orders', {
      unchecked: true,
      headers: {
        origin: 'https://crm.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.headers.get('access-control-allow-methods')).toMatch(/POST/);
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
  });

  test.each([
    '/.git/config',
    '/.env',
    '/debug',
    '/server-status',
    '/assets/../../etc/passwd',
    '/assets/%2e%2e/%2e%2e/etc/passwd',
  ])('%s shows no file', async (path) => {
    const answer = await exchange(
      server,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/root:|\[core\]|SECRET/);
  });
});

describe('bodies', () => {
  const create = (body: string, type = 'application/json') =>
    manager.call('POST', '/api/orders', { body, headers: { 'content-type': type } });

  test.each([
    ['cut short', '{"customer_name":"x"'],
    ['a trailing comma', '{"customer_name":"x",}'],
    ['two documents', '{}{}'],
    ['bytes after it', '{} x'],
    ['a comment', '{/* x */}'],
    ['single quotes', "{'customer_name':'x'}"],
    ['NaN', '{"price":NaN}'],
    ['1e999', '{"quantity":1e999}'],
    ['a lone surrogate', '{"customer_name":"\\ud800"}'],
    ['100,000 brackets', `{"a":${'['.repeat(100_000)}`],
    ['depth 40', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
  ])('%s is 400', async (_name, body) => {
    const reply = await create(body);
    expect([400, 422], reply.text).toContain(reply.status);
    expect(reply.body.success).toBe(false);
  });

  test('a NUL inside text is refused, not cut at', async () => {
    const reply = await create(
      '{"customer_name":"abc\\u0000def","customer_phone":"0501234567","product_name":"x","price":1,"address":"x"}',
    );
    expect([400, 422]).toContain(reply.status);
  });

  test('wrong types are refused by name', async () => {
    const reply = await create(
      '{"customer_name":["x"],"customer_phone":{"a":1},"product_name":7,"quantity":true,"price":[],"address":null}',
    );
    expect(reply.status).toBe(422);
    for (const field of ['customer_name', 'customer_phone', 'quantity', 'price'])
      expect(Object.keys(reply.body.errors), field).toContain(field);
  });

  test.each(['quantity'])('%s takes whole numbers in range only', async (field) => {
    for (const value of [
      '-1',
      '0',
      '1.5',
      '1e3',
      '"0x10"',
      '"+1"',
      '" 1"',
      '9223372036854775808',
      '2147483648000',
      '"١"',
    ]) {
      const reply = await create(
        `{"customer_name":"x","customer_phone":"0501234567","product_name":"x","price":1,"address":"x","${field}":${value}}`,
      );
      expect(reply.status, value).toBe(422);
      expect(Object.keys(reply.body.errors), value).toContain(field);
    }
  });

  test.each(['-1', '"1.999"', '"1e5"', '"abc"', '99999999999999999999', '"-0.01"', '{}'])(
    'the price %s is refused by name',
    async (price) => {
      const reply = await create(
        `{"customer_name":"x","customer_phone":"0501234567","product_name":"x","price":${price},"address":"x"}`,
      );
      expect(reply.status, reply.text).toBe(422);
    },
  );

  test('text that looks like code is text', async () => {
    const nasty = `'; DROP TABLE orders; -- "%n%s%p" {{7*7}} <img src=x onerror=alert(1)> \u202e \u200b é e\u0301`;
    const reply = await create(
      JSON.stringify({
        customer_name: nasty,
        customer_phone: '0501230000',
        product_name: 'x',
        price: 1,
        address: nasty,
      }),
    );
    expect(reply.status, reply.text).toBe(201);
    expect(reply.body.order.customer_name).toBe(nasty.trim());
    expect((await manager.get(`/api/agent/orders/${reply.body.order.id}`)).body.order.address).toBe(
      nasty.trim(),
    );
  });

  test('keys of the language of objects are plain keys', async () => {
    const reply = await create(
      '{"__proto__":{"admin":true},"constructor":1,"customer_name":"x","customer_phone":"0501230001","product_name":"x","price":1,"address":"x"}',
    );
    expect(reply.status).toBe(201);
  });

  test('of duplicate keys the last counts', async () => {
    const reply = await create(
      '{"customer_name":"first","customer_name":"last","customer_phone":"0501230002","product_name":"x","price":1,"address":"x"}',
    );
    expect(reply.body.order.customer_name).toBe('last');
  });

  test('a body of another kind is 415, one too large 413', async () => {
    expect((await create('<order/>', 'application/xml')).status).toBe(415);
    const large = await create(JSON.stringify({ customer_name: 'x'.repeat(3_000_000) })).catch(
      () => null,
    );
    if (large) expect(large.status).toBe(413);
    expect((await stranger(server).get('/health')).status).toBe(200);
  });

  test('a password of a megabyte costs nothing', async () => {
    const began = performance.now();
    const reply = await stranger(server)
      .post('/api/auth/login', {
        username: 'manager',
        password: 'x'.repeat(900_000),
        company: 'gulf',
      })
      .catch(() => null);
    if (reply) expect([401, 413, 422]).toContain(reply.status);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('invalid UTF-8 in the query is refused', async () => {
    for (const query of [
      'search=%c3%28',
      'search=%ed%a0%80',
      'search=%f5%80%80%80',
      'search=%00',
      'search=%',
      'search=%zz',
    ]) {
      const answer = await exchange(
        server,
        `GET /api/agent/orders?${query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${manager.token}\r\nConnection: close\r\n\r\n`,
      );
      expect([400, 422], query).toContain(statusOf(answer));
    }
  });
});

describe('the wire', () => {
  const get = (extra: string, line = 'GET /health HTTP/1.1') =>
    exchange(server, `${line}\r\nHost: x\r\n${extra}\r\n`);

  test.each<[string, string]>([
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
    ],
    [
      'a length of +5',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde',
    ],
    ['a negative length', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    [
      'a length of 2^64',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551616\r\n\r\n',
    ],
    [
      'a chunk of 2^64',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF1\r\n',
    ],
    ['a blank before the colon', 'GET /health HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['no target', 'GET  HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no version', 'GET /health\r\n\r\n'],
    ['rubbish', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('%s is refused and nothing breaks', async (_name, bytes) => {
    const status = statusOf(await exchange(server, bytes));
    expect([0, 400, 404, 411, 413, 431]).toContain(status);
    expect((await stranger(server).get('/health')).status).toBe(200);
  });

  test('smuggling by both lengths gives one answer and no second request', async () => {
    const answer = await exchange(
      server,
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 44\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: smuggled\r\n\r\n',
    );
    expect(answer.match(/"status":"ok"/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test('too much head is 431 or 414', async () => {
    expect([0, 400, 431]).toContain(statusOf(await get(`X-Long: ${'x'.repeat(70_000)}\r\n`)));
    expect([0, 400, 431, 414]).toContain(
      statusOf(await get('', `GET /${'x'.repeat(70_000)} HTTP/1.1`)),
    );
    const many = Array.from({ length: 3000 }, (_, i) => `X-${i}: y\r\n`).join('');
    expect([0, 400, 431, 200]).toContain(statusOf(await get(many)));
  });

  test('a thousand pipelined requests are answered in order', async () => {
    const answer = await exchange(
      server,
      'GET /health HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000),
      2000,
    );
    expect(answer.match(/HTTP\/1\.1 200/g)?.length).toBe(1000);
  });

  test('a body announced and never sent holds nobody up', async () => {
    const stuck = Array.from({ length: 50 }, () =>
      exchange(
        server,
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"',
        8000,
      ),
    );
    const began = performance.now();
    for (let i = 0; i < 20; i++) expect((await manager.get('/api/auth/me')).status).toBe(200);
    // None of them had to wait until the stuck ones were given up.
    expect(performance.now() - began).toBeLessThan(8000);
    await Promise.all(stuck);
  });
});

describe('limits', () => {
  test('a user and an address run out, are told when to come again, and by no spelling escape', async () => {
    const strict = await startServer({
      flags: ['--rate-user', '30', '--rate-ip', '10000', '--rate-login', '5'],
    });
    try {
      const client = await signIn(strict, 'AG001');
      let limited = null;
      for (let i = 0; i < 80 && !limited; i++) {
        const reply = await client.get('/api/auth/me', {
          headers: { 'x-forwarded-for': `10.0.0.${i}` },
        });
        if (reply.status === 429) limited = reply;
      }
      expect(limited).not.toBeNull();
      expect(Number(limited!.headers.get('retry-after'))).toBeGreaterThan(0);
      let refused = 0;
      for (let i = 0; i < 12; i++) {
        const reply = await stranger(strict).post(
          '/api/auth/login',
          { username: `nobody${i}`, password: 'x1234567' },
          { headers: { 'x-forwarded-for': `10.1.0.${i}` } },
        );
        if (reply.status === 429) refused++;
      }
      expect(refused).toBeGreaterThan(0);
    } finally {
      await strict.stop();
    }
  });
});
