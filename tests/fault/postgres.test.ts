/*
 * PostgreSQL goes away under load: backends are ended, the server dies and comes back
 * (security-reliability, fault 10). What was acknowledged stays, and the program needs no restart.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { Ledger, writers } from '../support/ledger.ts';
import { median } from '../support/median.ts';
import { temporary } from '../support/paths.ts';
import { type Server, startServerOn } from '../support/server.ts';
import { listen } from '../support/socket.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 4);
let cluster: Cluster;
let server: Server;

beforeAll(async () => {
  cluster = await startCluster();
  server = await startServerOn(cluster.db, temporary('pg'));
});
afterAll(async () => {
  await server.stop();
  cluster.stop();
});

const endBackends = () =>
  cluster.sql(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'hatif'",
  );

test.each<[string, () => void]>([
  ['its backends are ended', endBackends],
  ['it dies and comes back', () => cluster.restart()],
])(
  `%s, ${rounds} times: nothing acknowledged is lost, and it goes on by itself`,
  async (name, fault) => {
    const ledger = new Ledger(`pg ${name.length}`);
    const live = listen(await signIn(server, 'manager'));
    await live.wait((m) => m.type === 'hello');
    let goesOn = true;
    const clients = await writers(server, 8);
    const work = clients.map((client, i) => ledger.writeThrough(client, `w${i}`, () => goesOn));
    const waits: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await ledger.grows();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      fault();
      const began = performance.now();
      const before = ledger.orders.size;
      await ledger.grows();
      expect(ledger.orders.size, 'writes go on').toBeGreaterThan(before);
      waits.push(performance.now() - began);
    }
    goesOn = false;
    await Promise.all(work);
    console.log(
      `${name} ${rounds} times: ${ledger.orders.size} orders acknowledged, ${ledger.refused} refusals, ` +
        `first write after ${Math.max(...waits).toFixed(0)} ms at the latest`,
    );
    expect(median(waits), 'writes go on within five seconds').toBeLessThan(5000);
    ledger.verify(server);
    /* The socket never closed, and heard of every order once. */
    const last = Math.max(...ledger.orders.values());
    await live.wait((m) => m.type === 'order:created' && m.data.order.id === last, 10_000);
    const heard = live.messages
      .filter((m) => m.type === 'order:created')
      .map((m) => m.data.order.id);
    expect(new Set(heard).size).toBe(heard.length);
    const missed = [...ledger.orders.values()].filter((id) => !heard.includes(id));
    expect(missed).toEqual([]);
    live.close();
  },
  60_000 + rounds * 12_000,
);
