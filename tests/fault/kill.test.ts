/*
 * kill -9 at random moments under load, on both engines: every acknowledged change is there, nothing
 * is half-written (security-reliability, fault 1; IMP-NFR-02). KILL_ROUNDS says how often.
 */
import { expect, test } from 'vitest';
import { Ledger, writers } from '../support/ledger.ts';
import { startServer } from '../support/server.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 5);

test.each(['sqlite', 'postgres'])(
  `%s: ${rounds} times killed at work, nothing acknowledged is lost`,
  async (engine) => {
    const server = await startServer({ engine });
    const ledger = new Ledger('kill');
    let slowestStartMs = 0;
    for (let round = 0; round < rounds; round++) {
      const clients = await writers(server, 12);
      const work = clients.map((client, i) => ledger.writeUntilCut(client, `r${round}w${i}`));
      await ledger.grows();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 280));
      const startMs = await server.crash();
      slowestStartMs = Math.max(slowestStartMs, startMs);
      await Promise.all(work);
    }
    console.log(
      `${engine}: ${rounds} kills, ${ledger.orders.size} orders, ${ledger.statuses.size} changes and ` +
        `${ledger.notes.size} notes acknowledged; slowest start ${slowestStartMs.toFixed(0)} ms`,
    );
    expect(ledger.orders.size).toBeGreaterThan(rounds);
    ledger.verify(server);
    await server.stop();
  },
  60_000 + rounds * 10_000,
);
