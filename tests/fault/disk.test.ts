/* A full disk (security-reliability, fault 4): writes get 507, reading goes on, and it recovers by itself. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { temporary } from '../support/paths.ts';
import { startServerOn } from '../support/server.ts';

test('507 while it is full, then as before', async () => {
  const folder = temporary('full');
  const template = inject('sqliteTemplate');
  const size = statSync(template).size + 6 * 1024 * 1024;
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  try {
    const file = join(folder, 'hatif.db');
    copyFileSync(template, file);
    const server = await startServerOn(`sqlite:${file}`, temporary('spool'));
    const client = await signIn(server, 'manager');
    const write = (n: number) =>
      client.post('/api/orders', {
        customer_name: 'Full Disk',
        customer_phone: `+97150${String(2000000 + n)}`,
        product_name: 'x'.repeat(150),
        price: '1.00',
        address: 'y'.repeat(400),
        external_code: `full-${n}`,
        source: 'full',
      });
    const filler = join(folder, 'filler');
    try {
      writeFileSync(filler, Buffer.alloc(size));
    } catch {
      // As full as it gets.
    }
    const acknowledged: number[] = [];
    let refused = 0;
    for (let n = 0; n < 3000 && refused < 5; n++) {
      const reply = await write(n);
      if (reply.status === 201) acknowledged.push(n);
      else {
        expect(reply.status, reply.text).toBe(507);
        expect(reply.body.code).toBe('full');
        refused++;
      }
    }
    expect(refused).toBe(5);
    expect((await client.get('/api/agent/orders?per_page=5')).status).toBe(200);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    rmSync(filler, { force: true });
    const after = await write(9000);
    expect(after.status, after.text).toBe(201);
    acknowledged.push(9000);
    const stored = sql(
      server,
      "SELECT external_code FROM orders WHERE company_id = 1 AND source = 'full'",
    );
    expect(stored.sort()).toEqual(acknowledged.map((n) => `full-${n}`).sort());
    expect(sql(server, 'PRAGMA integrity_check')).toEqual(['ok']);
    await server.stop();
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
});
