/* The program as an operator meets it: signals, and what commands print (IMP-OPS-01, IMP-ORD-12). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { hatif, secretKey, temporary } from '../support/paths.ts';
import { createDatabase, dropDatabase, uniqueName } from '../support/postgres.ts';
import { startServer } from '../support/server.ts';

const isPostgres = process.env.HATIF_ENGINE === 'postgres';
const env = {
  ...process.env,
  HATIF_SECRET_KEY: secretKey,
  ASAN_OPTIONS: 'abort_on_error=1:detect_leaks=1',
};

const forget: (() => void)[] = [];
afterEach(() => {
  for (const step of forget.splice(0)) step();
});

/** A database with nothing in it, or with the demo companies. */
function database(filled: boolean): string {
  if (isPostgres) {
    const name = uniqueName();
    forget.push(() => dropDatabase(name));
    return createDatabase(name, filled ? inject('postgresTemplate') : undefined);
  }
  const folder = temporary('program');
  forget.push(() => rmSync(folder, { recursive: true, force: true }));
  if (filled) copyFileSync(inject('sqliteTemplate'), join(folder, 'hatif.db'));
  return `sqlite:${join(folder, 'hatif.db')}`;
}

interface Ended {
  code: number | null;
  signal: string | null;
  out: string;
  log: string;
}

/** Serve until it ends; `told` is called with each piece of the log and of the output. */
function serve(db: string, told: (text: string, child: ChildProcess) => void): Promise<Ended> {
  const folder = temporary('spool');
  forget.push(() => rmSync(folder, { recursive: true, force: true }));
  const flags = ['--db', db, '--listen', '127.0.0.1:0', '--spool', folder];
  const child = spawn(hatif, ['serve', ...flags], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended: Ended = { code: null, signal: null, out: '', log: '' };
  child.stdout.on('data', (chunk) => {
    ended.out += chunk;
    told(String(chunk), child);
  });
  child.stderr.on('data', (chunk) => {
    ended.log += chunk;
    told(String(chunk), child);
  });
  return new Promise((resolve) =>
    child.on('close', (code, signal) => resolve({ ...ended, code, signal })),
  );
}

function expectOrderlyEnd({ code, signal, log }: Ended): void {
  expect({ code, signal }, log).toEqual({ code: 0, signal: null });
  const lines = log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  expect(lines.filter((line) => ['warn', 'error'].includes(line.level))).toEqual([]);
  expect(lines.filter((line) => line.event === 'server.stopping')).toHaveLength(1);
}

test('SIGTERM at once after SIGHUP ends it in order, every time', async () => {
  const db = database(true);
  for (let round = 0; round < 6; round++) {
    const ended = await serve(db, (text, child) => {
      if (!text.includes('listening on')) return;
      for (let i = 0; i < 3; i++) child.kill('SIGHUP');
      child.kill('SIGTERM');
    });
    expectOrderlyEnd(ended);
  }
});

test('SIGTERM while it starts ends it before it listens, and the next start goes on', async () => {
  const db = database(false);
  const ended = await serve(db, (text, child) => {
    if (text.includes('0001_platform')) {
      child.kill('SIGHUP');
      child.kill('SIGTERM');
    }
  });
  expectOrderlyEnd(ended);
  expect(ended.out).not.toContain('listening on');
  const again = await serve(db, (text, child) => {
    if (text.includes('listening on')) child.kill('SIGTERM');
  });
  expectOrderlyEnd(again);
});

test('what is being answered when SIGTERM comes is answered', async () => {
  const server = await startServer();
  const asked = Array.from({ length: 20 }, () => fetch(`${server.url}/api/auth/me`));
  const first = await Promise.race(asked);
  expect(first.status).toBe(401);
  server.process.kill('SIGHUP');
  await server.stop(); // sends SIGTERM, and complains of any end but a good one
  for (const answer of await Promise.allSettled(asked))
    if (answer.status === 'fulfilled') expect(answer.value.status).toBe(401);
});

test('a dry import says what would be, and an import what was', () => {
  const db = database(true);
  const folder = temporary('import');
  forget.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'orders.csv');
  writeFileSync(
    file,
    'order_number,customer_name,customer_phone,product_name,price,address\n' +
      'P-1,Program Test,0501239991,Lamp,10,x\nP-2,Program Test,0501239992,Lamp,ten,x\n',
  );
  const run = (...more: string[]) =>
    spawnSync(hatif, ['import', 'orders', file, '--company', 'gulf', '--db', db, ...more], {
      env,
      encoding: 'utf8',
    });
  const dry = run('--dry-run');
  expect(dry.status, dry.stderr).toBe(2);
  expect(dry.stdout).toContain(
    'nothing was stored: 1 would be imported, 0 are already here, 1 would be refused\n',
  );
  expect(dry.stdout).not.toMatch(/\d imported/);
  expect(run('--dry-run').stdout).toContain('1 would be imported');
  expect(run().stdout).toContain('1 imported, 0 already here, 1 refused\n');
  expect(run('--dry-run').stdout).toContain('0 would be imported, 1 are already here');
});
