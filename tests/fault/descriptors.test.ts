/*
 * File descriptors run out (security-reliability, fault 8): new connections wait or are refused, nothing
 * spins, what is connected goes on, and it is over when they are closed.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

const most = 128;
let server: Server;
let manager: Client;

beforeAll(async () => {
  server = await startServer({ flags: ['--sockets-per-user', '1000'], descriptors: most });
  manager = await signIn(server, 'manager');
});
afterAll(() => server.stop());

const inUse = () => readdirSync(`/proc/${server.process.pid}/fd`).length;

/** Share of one core that the program uses during a second and a half. */
async function busy(): Promise<number> {
  const ticks = () => {
    const stat = readFileSync(`/proc/${server.process.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return (ticks() - before) / 150;
}

test('the limit is in force', () => {
  const out = execFileSync(
    'prlimit',
    ['--pid', String(server.process.pid), '--nofile', '--output', 'SOFT', '--noheadings'],
    { encoding: 'utf8' },
  );
  expect(Number(out)).toBe(most);
});

test.each(['plain connections', 'sockets'])(
  'used up by %s',
  async (kind) => {
    const live = listen(manager);
    await live.wait((m) => m.type === 'hello');
    const before = inUse();
    const idle: Socket[] = [];
    const lives = [];
    for (let n = 0; n < 2 * most; n++)
      if (kind === 'sockets') lives.push(listen(manager));
      else idle.push(connect(server.port, '127.0.0.1').on('error', () => {}));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(inUse()).toBeLessThan(most - 10);
    expect(await busy(), 'it does not spin').toBeLessThan(0.5);
    expect((await manager.get('/api/agent/orders?search=ahmed')).status).toBe(200);
    for (const socket of idle) socket.destroy();
    for (const other of lives) other.socket.terminate();
    const until = performance.now() + 10_000;
    while (inUse() > before + 4 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(inUse()).toBeLessThanOrEqual(before + 4);
    const made = await manager.post('/api/orders', {
      customer_name: 'After',
      customer_phone: '0501112233',
      product_name: 'Lamp',
      price: '1.00',
      address: 'x',
    });
    expect(made.status, made.text).toBe(201);
    await live.wait((m) => m.type === 'order:created' && m.data.order.id === made.body.order.id);
    live.close();
  },
  30_000,
);
