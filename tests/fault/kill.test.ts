/*
 * kill -9 at random moments under load, on both engines: every acknowledged change is there, nothing
 * is half-written (security-reliability, fault 1; IMP-NFR-02), what was on its way arrives once, and
 * sums are what a count finds. KILL_ROUNDS says how often.
 */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Body, Client } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { Ledger, writers } from '../support/ledger.ts';
import { gather } from '../support/ledger_domains.ts';
import { hatif, secretKey } from '../support/paths.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { type Server, startServer } from '../support/server.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 5);

/** With PostgreSQL the leases of a dead program run out in a minute; here that is over at once. */
function lapse(server: Server): void {
  if (server.engine !== 'postgres') return;
  for (const table of ['jobs', 'outbox'])
    sql(server, `UPDATE ${table} SET lease_until_us = 1 WHERE state = 'running'`);
  sql(server, 'UPDATE periodic_jobs SET lease_until_us = 1 WHERE lease_until_us IS NOT NULL');
}

async function subscribe(admin: Client, receiver: Provider): Promise<number> {
  const wanted = { name: 'Ledger', url: `${receiver.url}/hook`, events: ['order:created'] };
  const reply = await admin.post('/api/admin/webhooks', wanted);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.webhook.id;
}

/** The log of deliveries and the receiver agree: every order once or more, always under one id. */
async function deliveriesArrive(server: Server, hook: number, heard: Provider['heard']) {
  const count = (condition: string) =>
    Number(
      sql(
        server,
        `SELECT COUNT(*) FROM webhook_deliveries WHERE company_id = 1 AND webhook_id = ${hook}
         AND ${condition}`,
      )[0],
    );
  const orders = () =>
    Number(
      sql(
        server,
        `SELECT COUNT(*) FROM events WHERE company_id = 1 AND type = 'order:created'
         AND seq > (SELECT MIN(seq) - 1 FROM webhook_deliveries WHERE webhook_id = ${hook})`,
      )[0],
    );
  await expect
    .poll(
      () => count("status = 'delivered'") === orders() && count("status <> 'delivered'") === 0,
      {
        timeout: 60_000,
        interval: 250,
      },
    )
    .toBe(true);
  const rows = sql(
    server,
    `SELECT seq, message_id FROM webhook_deliveries WHERE company_id = 1 AND webhook_id = ${hook}`,
  );
  expect(new Set(rows.map((row) => row.split('|')[0])).size, 'one row an event').toBe(rows.length);
  const ids = new Set(heard.map(({ json, headers }) => `${json.seq}|${headers['webhook-id']}`));
  expect([...ids].sort(), 'heard under the ids of the log').toEqual(rows.sort());
  return { orders: rows.length, repeated: heard.length - ids.size };
}

/** Each ends, and is whole or says that it failed; nothing else is kept. */
async function exportsEnd(server: Server, manager: Client): Promise<string[]> {
  const mine = async () => (await manager.get('/api/agent/reports/exports')).body.exports;
  await expect
    .poll(
      async () => (await mine()).filter((one: Body) => /waiting|running/.test(one.status)).length,
      { timeout: 60_000, interval: 250 },
    )
    .toBe(0);
  const ended: Body[] = await mine();
  for (const { id, status, rows_done, error } of ended) {
    const file = await manager.get(`/api/agent/reports/exports/${id}/file`, { unchecked: true });
    if (status === 'done') expect(file.text.trim().split('\r\n')).toHaveLength(rows_done + 1);
    else expect([status, file.status, typeof error]).toEqual(['failed', 409, 'string']);
  }
  if (server.engine === 'postgres')
    expect(
      sql(
        server,
        `SELECT name FROM file_pieces WHERE name NOT IN
           (SELECT stored_file FROM report_exports WHERE status = 'done')`,
      ),
    ).toEqual([]);
  return ended.map(({ status }) => status);
}

const sums = {
  days: `SELECT agent_id, day, total_orders_handled, orders_confirmed, orders_cancelled,
      orders_postponed, calls, calls_answered, talk_seconds, ratings_count, rating_points, ratings_good,
      contacts, contacts_resolved, contacts_first
    FROM agent_performance_metrics WHERE company_id = 1 ORDER BY agent_id, day`,
  // Of the company: an order that was handed over in between counts for its team of then.
  work: `SELECT dimension, day, subject, word, n FROM work_counters
    WHERE company_id = 1 AND unit = 0 AND n <> 0 ORDER BY dimension, day, subject, word`,
};

async function sumsCatchUp(server: Server): Promise<void> {
  const newest = (table: string) =>
    `COALESCE((SELECT MAX(id) FROM ${table} WHERE company_id = 1), 0)`;
  const behind = `SELECT COUNT(*) FROM performance_rollups r JOIN work_folds f
      ON f.company_id = r.company_id WHERE r.company_id = 1 AND r.rebuild_day IS NULL
    AND r.history_id = ${newest('order_status_history')} AND f.history_id = r.history_id
    AND r.communication_id = ${newest('communications')} AND f.communication_id = r.communication_id
    AND r.interaction_id = ${newest('customer_interactions')} AND r.rating_id = ${newest('ratings')}`;
  await expect.poll(() => sql(server, behind)[0], { timeout: 60_000, interval: 250 }).toBe('1');
}

/** What was added up while the program was killed again and again is what counting anew gives. */
async function sumsAreRight(server: Server): Promise<void> {
  await sumsCatchUp(server);
  const kept = { days: sql(server, sums.days), work: sql(server, sums.work) };
  const forget = 'DELETE FROM work_counters; DELETE FROM work_folds;';
  await server.crash(() => {
    lapse(server);
    execFileSync(hatif, ['rollup', '--db', server.db], {
      stdio: 'ignore',
      env: { ...process.env, HATIF_SECRET_KEY: secretKey },
    });
    if (server.engine === 'postgres') sql(server, forget);
    else execFileSync('sqlite3', [server.db.replace('sqlite:', ''), forget]);
  });
  await sumsCatchUp(server);
  expect(kept.work.length).toBeGreaterThan(0);
  expect(kept.days).toEqual(sql(server, sums.days));
  expect(kept.work).toEqual(sql(server, sums.work));
}

test.each(['sqlite', 'postgres'])(
  `%s: ${rounds} times killed at work, nothing acknowledged is lost`,
  async (engine) => {
    const receiver = await startProvider();
    const server = await startServer({ engine, flags: ['--fetch-allow', '127.0.0.1'] });
    const ledger = new Ledger('kill');
    ledger.crew = await gather(server);
    const hook = await subscribe(ledger.crew.admin, receiver);
    let slowestStartMs = 0;
    for (let round = 0; round < rounds; round++) {
      const clients = await writers(server, 12);
      ledger.crew = await gather(server, ledger.crew);
      const wanted = { type: 'orders', date: 'all', format: 'csv' };
      const asked = await ledger.crew.manager.post('/api/agent/reports/exports', wanted);
      expect([202, 409], asked.text).toContain(asked.status);
      const work = clients.map((client, i) => ledger.writeUntilCut(client, `r${round}w${i}`));
      await ledger.grows(40); // several acts of each kind
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 280));
      const startMs = await server.crash(() => lapse(server));
      slowestStartMs = Math.max(slowestStartMs, startMs);
      await Promise.all(work);
    }
    const promised = [...ledger.promises].map(([kind, keys]) => `${kind} ${keys.size}`).join(', ');
    console.log(
      `${engine}: ${rounds} kills, ${ledger.orders.size} orders, ${ledger.statuses.size} changes and ` +
        `${ledger.notes.size} notes acknowledged (${promised}); slowest start ${slowestStartMs.toFixed(0)} ms`,
    );
    expect(ledger.orders.size).toBeGreaterThan(rounds);
    ledger.verify(server);
    ledger.crew = await gather(server, ledger.crew);
    const sent = await deliveriesArrive(server, hook, receiver.heard);
    const files = await exportsEnd(server, ledger.crew.manager);
    await sumsAreRight(server);
    console.log(
      `${engine}: ${sent.orders} orders told to a webhook, ${sent.repeated} of them again; ` +
        `exports ${files.join(', ')}`,
    );
    await server.stop();
    await receiver.stop();
  },
  240_000 + rounds * 10_000,
);
