/*
 * The power goes (security-reliability, fault 2 and finding 1): kill -9 cannot show it, because the kernel
 * still writes what a dead process left. Here the disk is an image; the program is stopped, the image copied
 * as it is at that moment, and what is in the copy is what a cut would have left.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { Ledger, writers } from '../support/ledger.ts';
import { temporary } from '../support/paths.ts';
import { startServerOn } from '../support/server.ts';

const rounds = Number(process.env.POWER_ROUNDS ?? 3);
const folder = temporary('power');
const disk = join(folder, 'disk');
const copy = join(folder, 'copy');

function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** An image with a journalling file system, mounted; false where that is not allowed. */
function makeDisk(): boolean {
  try {
    mkdirSync(disk);
    mkdirSync(copy);
    run('truncate', '-s', '96M', `${disk}.img`);
    run('mkfs.ext4', '-q', '-F', `${disk}.img`);
    run('mount', '-o', 'loop', `${disk}.img`, disk);
    return true;
  } catch {
    return false;
  }
}

const allowed = makeDisk();
if (!allowed) console.log('power.test.ts: skipped: needs root and loop mounts');

afterAll(() => {
  for (const mount of [copy, disk])
    try {
      run('umount', '-l', mount);
    } catch {
      // It was not mounted.
    }
});

test.skipIf(!allowed)(
  `${rounds} times cut at work, nothing acknowledged is lost`,
  async () => {
    copyFileSync(inject('sqliteTemplate'), join(disk, 'hatif.db'));
    run('sync');
    const ledger = new Ledger('power');
    for (let round = 0; round < rounds; round++) {
      const server = await startServerOn(`sqlite:${join(disk, 'hatif.db')}`, temporary('spool'));
      const clients = await writers(server, 8);
      const work = clients.map((client, i) => ledger.writeUntilCut(client, `r${round}w${i}`));
      await ledger.grows();
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 600));
      server.process.kill('SIGSTOP');
      /* What was acknowledged and is still on its way to the clients is heard before the copy is read. */
      await new Promise((resolve) => setTimeout(resolve, 50));
      run('cp', '--sparse=always', `${disk}.img`, `${copy}.img`);
      server.process.kill('SIGKILL');
      await Promise.all(work);
      run('mount', '-o', 'loop', `${copy}.img`, copy);
      ledger.verify({ db: `sqlite:${join(copy, 'hatif.db')}`, engine: 'sqlite' });
      run('umount', copy);
    }
    console.log(`${rounds} power cuts: ${ledger.orders.size} orders acknowledged, none lost`);
    expect(ledger.orders.size).toBeGreaterThan(rounds);
  },
  30_000 + rounds * 15_000,
);
