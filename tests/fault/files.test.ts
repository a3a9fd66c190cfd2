/*
 * Files on two programs with one PostgreSQL, each with a spool folder of its own: what one took in or
 * made, the other reads and serves (security-reliability, fault 10; IMP-NFR-05).
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type Client, type Reply, signIn } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { temporary } from '../support/paths.ts';
import { type Server, startServerOn } from '../support/server.ts';
import { downloadXlsx } from '../support/sheet.ts';

let cluster: Cluster;
let nodes: [Server, Server];
let managers: [Client, Client];

beforeAll(async () => {
  cluster = await startCluster();
  nodes = [
    await startServerOn(cluster.db, temporary('node')),
    await startServerOn(cluster.db, temporary('node')),
  ];
  managers = [await signIn(nodes[0], 'manager'), await signIn(nodes[1], 'manager')];
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  cluster.stop();
});

/** Asks at both nodes in turn until it is over. */
async function ended(path: string, member: string): Promise<Body> {
  let found: Body;
  let turn = 0;
  await expect
    .poll(
      async () => {
        found = (await managers[turn++ % 2]!.get(path)).body[member];
        return ['waiting', 'running'].includes(found.status);
      },
      { timeout: 90_000, interval: 100 },
    )
    .toBe(false);
  return found;
}

/** Who holds jobs of this kind at the moment. */
const holders = (kind: string) =>
  cluster
    .sql(`SELECT DISTINCT lease_owner FROM jobs WHERE kind = '${kind}' AND state = 'running'`)
    .split('\n')
    .filter((line) => line !== '');

const pieces = () => Number(cluster.sql('SELECT COUNT(*) FROM file_pieces'));
const spooled = () => nodes.flatMap((node) => readdirSync(join(node.folder, 'spool')));

test('an export is served by either node, whole, whichever made it', async () => {
  for (let round = 0; round < 3; round++) {
    const asked = await Promise.all(
      managers.map((manager) =>
        manager.post('/api/agent/reports/exports', { type: 'orders', date: 'all', format: 'xlsx' }),
      ),
    );
    for (const { status, text, body } of asked) {
      expect(status, text).toBe(202);
      const path = `/api/agent/reports/exports/${body.export.id}`;
      const done = await ended(path, 'export');
      expect(done).toMatchObject({ status: 'done', error: null });
      for (const manager of managers)
        expect((await downloadXlsx(manager, `${path}/file`))[0]).toHaveLength(done.rows_done + 1);
    }
  }
  expect(pieces()).toBeGreaterThan(0);
  expect(spooled()).toEqual([]);
});

test('of files sent to one node each is read by whichever takes the job', async () => {
  const before = pieces();
  const lines = (n: number) =>
    ['order_number,customer_name,customer_phone,product,quantity,price']
      .concat(
        Array.from({ length: 500 }, (_, i) => `F${n}-${i},File ${n},0507${100000 + i},Lamp,1,1.00`),
      )
      .join('\n');
  const sent: Reply[] = [];
  for (let n = 0; n < 8; n++)
    sent.push(
      await managers[0].post('/api/orders/import', lines(n), {
        headers: { 'content-type': 'text/csv' },
      }),
    );
  const owners = new Set<string>();
  await expect
    .poll(
      () => {
        for (const owner of holders('intake.import')) owners.add(owner);
        return owners.size;
      },
      { timeout: 30_000, interval: 20 },
    )
    .toBe(2);
  for (const { status, text, body } of sent) {
    expect(status, text).toBe(202);
    const done = await ended(`/api/orders/imports/${body.import.id}`, 'import');
    expect(done).toMatchObject({ status: 'done', imported: 500, failed: 0, error: null });
  }
  await expect.poll(pieces, { timeout: 10_000 }).toBe(before);
  expect(spooled()).toEqual([]);
}, 120_000);

test('so is a file of stock', async () => {
  const before = pieces();
  const sent = await Promise.all(
    Array.from({ length: 4 }, (_, n) =>
      managers[n % 2]!.post(
        '/api/inventory/import',
        `code,name,category,location,quantity,threshold\nNODE-${n},Node ${n},Tests,Main,7,5\n`,
        { headers: { 'content-type': 'text/csv' } },
      ),
    ),
  );
  for (const { status, text, body } of sent) {
    expect(status, text).toBe(202);
    const done = await ended(`/api/inventory/imports/${body.import.id}`, 'import');
    expect(done).toMatchObject({ status: 'done', created: 1, failed: 0 });
  }
  await expect.poll(pieces, { timeout: 10_000 }).toBe(before);
});
