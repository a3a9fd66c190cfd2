/*
 * Memory runs out at the first allocation, the second, … of each request (security-reliability, fault 6):
 * the request fails or is cut off, is never half done, and the program lives.
 */
import { closeSync, existsSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signIn, stranger } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { verifyConsistent } from '../support/ledger.ts';
import { hatif, root, temporary } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

const shim = [
  join(dirname(hatif), 'tests/libfailing-malloc.so'),
  join(root, 'build/test/tests/libfailing-malloc.so'),
].find((file) => existsSync(file))!;
const control = join(temporary('malloc'), 'control');
/** Of each request; the loop ends earlier when a request passes unharmed. */
const most = Number(process.env.MALLOC_STEPS ?? 250);

let server: Server;
let manager: Client;
let file: number;

beforeAll(async () => {
  writeFileSync(control, Buffer.alloc(24));
  file = openSync(control, 'r+');
  server = await startServer({ env: { LD_PRELOAD: shim, FAILING_MALLOC: control } });
  manager = await signIn(server, 'manager');
});
afterAll(async () => {
  closeSync(file);
  await server.stop();
});

/** The next `length` allocations from number `first` on fail; 0: none. */
function failAt(first: number, length = 1): void {
  const numbers = Buffer.alloc(24);
  numbers.writeBigInt64LE(BigInt(first || -1), 8);
  numbers.writeBigInt64LE(BigInt(first ? first + length : -1), 16);
  writeSync(file, numbers, 0, 24, 0);
}

function counted(): number {
  const number = Buffer.alloc(8);
  readSync(file, number, 0, 8, 0);
  return Number(number.readBigInt64LE(0));
}

const order = (code: string) => ({
  customer_name: 'Torture',
  customer_phone: '0501112233',
  product_name: 'Lamp',
  price: '10.00',
  address: 'Somewhere',
  source: 'torture',
  external_code: code,
});

/** Each gives its status; what it did under which code is looked up afterwards. */
const requests: Record<string, (n: number) => Promise<number>> = {
  health: async () => (await stranger(server).get('/health')).status,
  metrics: async () => (await stranger(server).get('/metrics', { unchecked: true })).status,
  'a page': async () =>
    (await stranger(server).get('/call-center-panel/login', { unchecked: true })).status,
  login: async () => {
    const reply = await stranger(server).post('/api/auth/login', {
      username: 'AG002',
      password: 'correct-horse-9',
      company: 'gulf',
    });
    return reply.status;
  },
  'a list': async () => (await manager.get('/api/agent/orders?per_page=20&page=1')).status,
  'a search': async () => (await manager.get('/api/agent/orders?search=ahmed')).status,
  'one order': async () => (await manager.get('/api/agent/orders/1847')).status,
  'the dashboard': async () => (await manager.get('/api/agent/dashboard')).status,
  export: async () => {
    let status = 429; // the last one may still be on its way out: two at a time
    for (; status === 429; await new Promise((resolve) => setTimeout(resolve, 20)))
      status = (await manager.get('/api/agent/orders/export', { unchecked: true })).status;
    return status;
  },
  'a refusal': async () => (await manager.post('/api/orders', { price: 'x' })).status,
  'a file': async () =>
    (
      await manager.post('/api/orders/import?format=plain', 'order_number,customer_name\nX,Y\n', {
        headers: { 'content-type': 'text/csv' },
      })
    ).status,
  create: async (n) => {
    const reply = await manager.post('/api/orders', order(`t-${n}`), {
      headers: { 'idempotency-key': `torture-${n}` },
    });
    if (reply.status === 201) created.add(`t-${n}`);
    return reply.status;
  },
  change: async (n) => (await manager.put('/api/orders/1848', { notes: `note ${n}` })).status,
  'a socket': async () => {
    const live = listen(manager);
    const opened = await live
      .wait((m) => m.type === 'hello', 1500)
      .then(
        () => true,
        () => false,
      );
    live.socket.terminate();
    return opened ? 101 : 0;
  },
};
const created = new Set<string>();

const alive = () => server.process.exitCode === null && server.process.signalCode === null;

describe('the n-th allocation fails', () => {
  test.each(Object.keys(requests))(
    '%s',
    async (name) => {
      const ask = requests[name]!;
      failAt(0);
      const usual = await ask(0);
      const seen = new Map<number, number>();
      let n = 1;
      for (; n <= most; n++) {
        failAt(n);
        const status = await ask(n).catch(() => 0);
        const reached = counted() >= n;
        failAt(0);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        expect(
          alive(),
          `dead after allocation ${n} by ${server.process.signalCode}:\n${server.log().slice(-3000)}`,
        ).toBe(true);
        expect([usual, 0, 500, 503], `allocation ${n}`).toContain(status);
        if (!reached) break;
      }
      expect(await ask(100_000 + n), 'as before').toBe(usual);
      console.log(`${name}: ${n} allocations, answers ${JSON.stringify([...seen])}`);
    },
    60_000,
  );

  test('nothing is half done', () => {
    const stored = new Set(
      sql(server, "SELECT external_code FROM orders WHERE company_id = 1 AND source = 'torture'"),
    );
    expect([...created].filter((code) => !stored.has(code))).toEqual([]);
    verifyConsistent(server);
  });
});
