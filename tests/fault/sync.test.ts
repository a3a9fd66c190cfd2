/*
 * No acknowledgement before an fsync (security-reliability, finding 1 and fault 3): strace shows the
 * order of fdatasync and of the bytes that leave; many requests share one fsync.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { withStrace } from '../support/strace.ts';

let server: Server;
let client: Client;
beforeAll(async () => {
  server = await startServer();
  client = await signIn(server, 'manager');
});
afterAll(() => server.stop());

async function traced(work: () => Promise<void>): Promise<string[]> {
  const file = join(server.folder, 'trace');
  const calls = 'trace=fsync,fdatasync,sendto,sendmsg,write,writev,sendfile';
  await withStrace(server.process.pid!, ['-s', '32', '-o', file, '-e', calls], work);
  return readFileSync(file, 'utf8').split('\n');
}

const isSync = (line: string) =>
  /\b(fsync|fdatasync)\(.*= 0/.test(line) || /<\.\.\. (fsync|fdatasync) resumed>.*= 0/.test(line);
const isCreated = (line: string) => /HTTP\/1\.1 201/.test(line);

const order = (n: number) => ({
  customer_name: 'Sync Test',
  customer_phone: `+9715012${String(10000 + n)}`,
  product_name: 'Lamp',
  price: '1.00',
  address: 'x',
});

test('each answer of a lone writer follows an fsync of its own', async () => {
  const lines = await traced(async () => {
    for (let n = 0; n < 20; n++)
      expect((await client.post('/api/orders', order(n))).status).toBe(201);
  });
  let synced = false;
  let answers = 0;
  for (const line of lines) {
    if (isSync(line)) synced = true;
    if (isCreated(line)) {
      answers++;
      expect(synced, `answer ${answers} left before an fsync`).toBe(true);
      synced = false;
    }
  }
  expect(answers).toBe(20);
});

test('64 writers at once share fsyncs, and a refused unit leaves its neighbours committed', async () => {
  const results: number[] = [];
  const lines = await traced(async () => {
    const replies = await Promise.all(
      Array.from({ length: 256 }, (_, n) =>
        n % 8 === 7
          ? client.post('/api/orders', { ...order(n), customer_phone: 'not a phone' })
          : client.post('/api/orders', order(100 + n)),
      ),
    );
    results.push(...replies.map((reply) => reply.status));
  });
  expect(results.filter((status) => status === 201).length).toBe(224);
  expect(results.filter((status) => status === 422).length).toBe(32);
  const syncs = lines.filter(isSync).length;
  expect(syncs).toBeGreaterThan(0);
  expect(syncs).toBeLessThan(150);
  const list = await client.get('/api/agent/orders?search=Sync&per_page=1');
  expect(list.status).toBe(200);
});
