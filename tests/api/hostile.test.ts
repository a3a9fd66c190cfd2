/*
 * Input that means harm, as tables (security-reliability 3.5, 3.9, 3.10): never a 5xx, never a foreign row,
 * and the server answers the next request. What else is tried: http.test.ts, live.test.ts, isolation.test.ts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn, stranger } from '../support/client.ts';
import { exchange, statusOf } from '../support/raw.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

let server: Server;
let manager: Client;
beforeAll(async () => {
  server = await startServer();
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());
afterEach(async () => {
  expect((await stranger(server).get('/health')).status).toBe(200);
});

const q = encodeURIComponent;
const lists = [
  '/api/agent/orders',
  '/api/agent/orders/export',
  '/api/agent/callbacks',
  '/api/agent/follow-ups',
  '/api/agent/notifications',
  '/api/agent/activity',
  '/api/orders/imports',
  '/api/supervisor/reassign-requests',
  '/api/admin/password-requests',
  '/api/team/members',
];

describe('I-1, I-3: text that a query language knows', () => {
  const payloads = [
    "' OR 1=1--",
    "') UNION SELECT password_hash FROM users--",
    '"',
    '\\',
    ';',
    "'; SELECT pg_sleep(5)--",
    '%',
    '_',
    '*',
    'NEAR(a b)',
    'a AND',
    '"unbalanced',
    "unbalanced'",
    '(',
    'a:*',
    '!!',
    '& |',
    '<->',
    '%n%s%p',
    '{{agent_email}}',
    '#{7*7}',
  ];
  const parameters = [
    'search',
    'status',
    'sort',
    'agent_id',
    'priority',
    'orders',
    'date',
    'cursor',
  ];

  test.each(payloads)('%s in every parameter of the list', async (payload) => {
    const all = (await manager.get('/api/agent/orders?date=all&per_page=1')).body.counts.all;
    for (const parameter of parameters) {
      const began = performance.now();
      const reply = await manager.get(
        `/api/agent/orders?date=all&per_page=5&${parameter}=${q(payload)}`,
      );
      expect([200, 400, 422], `${parameter}: ${reply.text}`).toContain(reply.status);
      expect(performance.now() - began).toBeLessThan(4000);
      if (reply.status === 200 && parameter === 'search' && /\w\w/.test(payload))
        expect(reply.body.orders.length, 'a pattern finds nothing more').toBeLessThan(all);
      expect(reply.text).not.toMatch(/syntax|sqlite|SQLSTATE|fts5|tsquery/i);
    }
  });

  test('signs of patterns are letters: they find what has them', async () => {
    const made = await manager.post('/api/orders', {
      customer_name: '100%_sure',
      customer_phone: '0501239999',
      product_name: 'x',
      price: 1,
      address: 'x',
    });
    expect(made.status, made.text).toBe(201);
    for (const sign of ['%%%', '___', '***', '%_%'])
      expect((await manager.get(`/api/agent/orders?date=all&search=${q(sign)}`)).status).toBe(200);
  });
});

describe('I-4: numbers', () => {
  const odd = [
    '2147483648',
    '9223372036854775807',
    '9223372036854775808',
    '18446744073709551616',
    '-1',
    '1e3',
    '1.5',
    '0x10',
    '+1',
    ' 1',
    '1 ',
    '٣',
    '1,000',
    'NaN',
    '--1',
    '00',
    '1%00',
  ];

  test.each(odd)('%s as an id, a page, a size, an offset', async (value) => {
    for (const path of [
      `/api/agent/orders/${q(value)}`,
      `/api/agent/customers/${q(value)}`,
      `/api/orders/imports/${q(value)}`,
    ]) {
      const reply = await manager.get(path);
      const pasted = value.trim() === '1'; // blanks around a number that was pasted
      expect(pasted ? [200, 404, 422] : [400, 404, 422], path).toContain(reply.status);
    }
    for (const parameter of ['page', 'per_page', 'limit', 'offset']) {
      const reply = await manager.get(`/api/agent/orders?date=all&${parameter}=${q(value)}`);
      expect([200, 400, 422], `${parameter}: ${reply.text}`).toContain(reply.status);
      if (reply.status === 200) expect(reply.body.orders.length).toBeLessThanOrEqual(200);
    }
  });

  test('a limit beyond all bounds is the bound', async () => {
    for (const path of lists.filter((path) => !path.endsWith('export'))) {
      const reply = await manager.get(`${path}?per_page=1000000000`);
      expect([200, 403, 422], path).toContain(reply.status);
    }
    expect(
      (await manager.get('/api/agent/orders?date=all&limit=1000000000')).body.orders.length,
    ).toBeLessThanOrEqual(200);
  });
});

describe('I-5: days and times', () => {
  test.each([
    '0000-00-00',
    '2026-02-30',
    '9999-12-31',
    '2038-01-19T03:14:08Z',
    '2026-03-29T02:30:00',
    '2026-01-01T00:00:00+99:00',
    '2026-01-01T24:00:00Z',
    '-2026-01-01',
    '1e9',
    'yesterday',
    '2026-13-01',
    '2026-01-01T00:00:00Z\u0000',
  ])('%s', async (value) => {
    for (const path of ['/api/agent/orders', '/api/agent/dashboard', '/api/agent/activity'])
      for (const parameter of ['date_from', 'date_to', 'date']) {
        const reply = await manager.get(`${path}?${parameter}=${q(value)}`);
        expect([200, 400, 422], `${path} ${parameter}: ${reply.text}`).toContain(reply.status);
      }
    const made = await manager.post('/api/agent/callbacks', { order_id: 1847, callback_at: value });
    expect([400, 422, 201], made.text).toContain(made.status);
  });

  test('from after to, and two hundred years', async () => {
    for (const range of [
      'date_from=2026-05-01&date_to=2026-04-01',
      'date_from=1900-01-01&date_to=2100-01-01',
    ])
      expect([200, 422]).toContain((await manager.get(`/api/agent/orders?${range}`)).status);
  });
});

describe('I-7, I-8, I-9: bodies', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    manager.call('POST', '/api/orders', {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  test.each<[string, string, number[]]>([
    [
      'a hundred thousand keys',
      `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":0`).join(',')}}`,
      [422],
    ],
    ['the same key sixty thousand times', `{${'"a":0,'.repeat(60_000)}"a":1}`, [422]],
    ['a megabyte of one text', `{"customer_name":"${'x'.repeat(1_000_000)}"}`, [413, 422]],
    ['a megabyte of accents', `{"customer_name":"e${'\u0301'.repeat(400_000)}"}`, [413, 422]],
    ['a document of UTF-16', Buffer.from('{"a":1}', 'utf16le').toString('latin1'), [400, 415]],
    ['a document after a BOM', '\ufeff{"a":1}', [400, 415, 422]],
    ['an array', '[]', [400]],
    ['a number', '7', [400]],
    ['nothing', '', [422]],
  ])('%s', async (_name, body, statuses) => {
    const began = performance.now();
    const reply = await post(body);
    expect(statuses, reply.text.slice(0, 300)).toContain(reply.status);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test.each<[string, Record<string, string>]>([
    [
      'a form type with JSON in it keeps to JSON',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['text', { 'content-type': 'text/plain' }],
    ['no such type', { 'content-type': 'x' }],
    ['UTF-7', { 'content-type': 'application/json; charset=utf-7' }],
    ['a compressed body', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('%s', async (_name, headers) => {
    expect([415, 422]).toContain((await post('{"a":1}', headers)).status);
  });

  test('any kind of value in any field', async () => {
    const values = [
      '[]',
      '{}',
      'true',
      '1',
      '1.5',
      '"x"',
      'null',
      '[[]]',
      '{"$gt":""}',
      '1e400',
      '-0',
    ];
    const fields = [
      'customer_name',
      'customer_phone',
      'product_name',
      'price',
      'quantity',
      'address',
      'agent_id',
      'priority',
      'external_code',
      'notes',
      'version',
    ];
    for (const field of fields)
      for (const value of values) {
        const reply = await post(`{"${field}":${value}}`);
        expect([400, 422], `${field}: ${value}: ${reply.text}`).toContain(reply.status);
      }
  });
});

describe('I-12: logs', () => {
  test('stay one JSON document a line, whatever names, agents and paths say', async () => {
    const nasty = 'x\r\n{"level":"error","event":"forged"}\u001b[31m';
    await stranger(server).post('/api/auth/login', {
      username: nasty,
      password: 'x1234567',
      company: nasty,
    });
    await exchange(
      server,
      `GET /api/agent/orders/${q(nasty)} HTTP/1.1\r\nHost: x\r\nUser-Agent: a\u001b[31m"b\\\r\nConnection: close\r\n\r\n`,
    );
    for (const line of server.log().split('\n')) {
      if (!line) continue;
      expect(JSON.parse(line).event, line).not.toBe('forged');
      expect(line).not.toContain('\u001b');
    }
  });
});

/* What libmicrohttpd hides from us or answers itself (docs/internals/http.md) is allowed what it does. */
describe('H-1, H-2: requests', () => {
  const post = (head: string, body = '') =>
    `POST /api/auth/login HTTP/1.1\r\nHost: x\r\n${head}\r\n${body}`;

  test.each<[string, string, number[]]>([
    [
      'length and chunks',
      post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
      [400],
    ],
    ['"xchunked"', post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'), [400, 501]],
    [
      'chunked twice',
      post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
      [400],
    ],
    [
      'chunked, then identity',
      post('Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n'),
      [400, 501],
    ],
    ['a length in hexadecimal', post('Content-Length: 0x5\r\n', 'abcde'), [400]],
    ['a list of lengths', post('Content-Length: 5,5\r\n', 'abcde'), [400]],
    ['a length with a blank', post('Content-Length: 5 5\r\n', 'abcde'), [400]],
    ['an empty length', post('Content-Length: \r\n'), [400, 422]],
    ['two hosts', 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', [400]],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', [400]],
    ['a host that is not the address', 'GET http://a/health HTTP/1.1\r\nHost: b\r\n\r\n', [400]],
    ['a blank before the colon', 'GET /health HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n', [400]],
    ['a name of nothing', 'GET /health HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n', [400, 200]],
    ['NUL in a header', 'GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\u0000b\r\n\r\n', [200, 400]],
    ['HTTP/3.0', 'GET /health HTTP/3.0\r\nHost: x\r\n\r\n', [400, 505]],
    ['two blanks', 'GET  /health HTTP/1.1\r\nHost: x\r\n\r\n', [0, 200, 400, 404]],
    [
      '8 KB of one header',
      `GET /health HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(8300)}\r\n\r\n`,
      [431],
    ],
    [
      '101 headers',
      `GET /health HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 101 }, (_, n) => `X-${n}: a\r\n`).join('')}\r\n`,
      [431],
    ],
    ['8 KB of address', `GET /health?${'a'.repeat(8300)} HTTP/1.1\r\nHost: x\r\n\r\n`, [414]],
    ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [0, 400, 404, 405, 505]],
    [
      'an upgrade to h2c',
      'GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n',
      [200],
    ],
    [
      'a chunk size beyond 64 bits',
      post('Transfer-Encoding: chunked\r\n', 'FFFFFFFFFFFFFFFF1\r\nx\r\n'),
      [0, 400, 413],
    ],
    [
      'a chunk size that is negative',
      post('Transfer-Encoding: chunked\r\n', '-1\r\nx\r\n'),
      [0, 400],
    ],
    [
      'a megabyte of chunk extension',
      post('Transfer-Encoding: chunked\r\n', `1;${'a'.repeat(1_000_000)}\r\nx\r\n`),
      [0, 400, 413, 500],
    ],
  ])('%s', async (_name, bytes, statuses) => {
    const answer = await exchange(server, bytes);
    expect(statuses, answer.slice(0, 200)).toContain(statusOf(answer));
    expect(answer.match(/X-Request-Id/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test('Expect: 100-continue gets its answer', async () => {
    const answer = await exchange(
      server,
      post('Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n', '{}'),
    );
    expect(answer).toMatch(/HTTP\/1\.1 (100|422)/);
    expect(answer).toMatch(/ 422 /);
  });
});

describe('headers that are read', () => {
  test.each([
    ['if-match', '"-1"'],
    ['if-match', '"99999999999999999999"'],
    ['if-match', 'W/"'],
    ['if-match', '"1", "2"'],
    ['range', 'bytes=0-0,0-0,0-0'],
    ['range', 'bytes=-18446744073709551616'],
    ['range', 'x'.repeat(4000)],
    ['accept-language', 'ar;q=9e999, en;q=nan, *;q=-1'],
    ['accept-language', 'x-'.repeat(2000)],
    ['accept-encoding', 'gzip;q=0, br;q=1e999'],
    ['cookie', '=; ;;; a; __Host-session=x; a=b=c; "'],
    ['authorization', 'Bearer '],
    ['authorization', `Bearer ${'x'.repeat(7000)}`],
    ['authorization', 'Basic Og=='],
    ['idempotency-key', 'a b'],
    ['idempotency-key', 'x'.repeat(256)],
    ['origin', 'http://'],
    ['origin', '//'],
    ['x-forwarded-for', '::::, 1.2.3.4.5, [::1]'],
    ['content-type', ';;;charset="'],
  ])('%s: %s', async (name, value) => {
    for (const [method, path] of [
      ['GET', '/api/agent/orders/1847'],
      ['PUT', '/api/agent/orders/1847/status'],
      ['POST', '/api/orders'],
      ['GET', '/call-center-panel/login'],
    ] as const) {
      const reply = await manager.call(method, path, {
        headers: { [name]: value },
        body: method === 'GET' ? undefined : '{"status":"no_such"}',
        unchecked: true,
      });
      expect(reply.status, `${method} ${path}: ${reply.text.slice(0, 200)}`).toBeLessThan(500);
    }
  });
});

describe('WS-14, WS-10: sockets', () => {
  test.each(['9223372036854775807', '9223372036854775808', '-1', 'abc', '1e3', '', '0x1'])(
    'since=%s leaks and breaks nothing',
    async (since) => {
      const odd = Object.assign(Object.create(Object.getPrototypeOf(manager)), manager);
      odd.server = { url: server.url };
      const live = listen(odd, since as unknown as number);
      const first = await live.wait((m) => m.type === 'hello');
      if (!first.data.resumed && since !== '') await live.wait((m) => m.type === 'resync');
      live.close();
    },
  );

  test.each([
    '{}',
    '[]',
    '1',
    '"x"',
    '{"type":7}',
    '{"type":"subscribe","channel":"company.2"}',
    '{"type":"ping","type":"pong"}',
    `{"type":"${'x'.repeat(60_000)}"}`,
  ])('%s changes nothing', async (text) => {
    const live = listen(manager);
    await live.wait((m) => m.type === 'hello');
    live.socket.send(text);
    live.socket.send('{"type":"ping"}');
    await live.wait((m) => m.type === 'pong');
    expect(live.messages.map((m) => m.type).sort()).toEqual(['hello', 'pong']);
    live.close();
  });
});
