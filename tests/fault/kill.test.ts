/*
 * kill -9 at random moments under load: every acknowledged change is there, nothing is half-written
 * (security-reliability, fault 1; IMP-NFR-02).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { type Server, startServer } from '../support/server.ts';

const rounds = Number(process.env.KILL_ROUNDS ?? 50);
const writers = 12;

interface Acknowledged {
  orders: Map<string, number>;
  statuses: Map<number, number>;
  notes: Set<string>;
}

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** Writes until the server is gone; notes what was acknowledged, and only that. */
async function writeUntilKilled(client: Client, name: string, told: Acknowledged): Promise<void> {
  for (let n = 0; ; n++) {
    try {
      const external = `${name}-${n}`;
      const made = await client.post('/api/orders', {
        customer_name: `Kill ${name}`,
        customer_phone: `+97150${String(1000000 + ((n * 31 + name.length) % 900000))}`,
        product_name: 'Lamp',
        price: '10.00',
        address: 'Somewhere',
        source: 'kill',
        external_code: external,
      });
      if (made.status !== 201) throw new Error(`unexpected ${made.status}: ${made.text}`);
      const { id } = made.body.order;
      told.orders.set(external, id);
      const moved = await client.put(`/api/agent/orders/${id}/status`, { status: 'confirmed' });
      if (moved.status === 200) told.statuses.set(id, moved.body.order.version);
      const note = await client.post(`/api/agent/orders/${id}/notes`, {
        note: `note of ${external}`,
      });
      if (note.status === 201) told.notes.add(`note of ${external}`);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('unexpected')) throw error;
      return; // the connection died with the server
    }
  }
}

/** Maintained numbers equal what a count finds. */
function countersAreTrue(): void {
  const maintained = sql(
    server,
    `SELECT status, SUM(n) FROM order_counters
     WHERE company_id = 1 AND day = 0 AND agent_id = -1 GROUP BY status HAVING SUM(n) <> 0 ORDER BY 1`,
  );
  const counted = sql(
    server,
    'SELECT status, COUNT(*) FROM orders WHERE company_id = 1 GROUP BY status ORDER BY 1',
  );
  expect(maintained).toEqual(counted);
}

test(`${rounds} times killed at work, nothing acknowledged is lost`, async () => {
  const told: Acknowledged = { orders: new Map(), statuses: new Map(), notes: new Set() };
  for (let round = 0; round < rounds; round++) {
    const client = await signIn(server, 'manager');
    const work = Array.from({ length: writers }, (_, i) =>
      writeUntilKilled(client, `r${round}w${i}`, told),
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 280));
    await server.crash();
    await Promise.all(work);
  }
  expect(told.orders.size).toBeGreaterThan(rounds * 5);

  const stored = new Map(
    sql(
      server,
      "SELECT external_code, id FROM orders WHERE company_id = 1 AND source = 'kill'",
    ).map((row) => row.split('|') as [string, string]),
  );
  for (const [external, id] of told.orders) expect(stored.get(external), external).toBe(String(id));
  const versions = new Map(
    sql(server, "SELECT id, version FROM orders WHERE company_id = 1 AND status = 'confirmed'").map(
      (row) => row.split('|') as [string, string],
    ),
  );
  for (const [id, version] of told.statuses)
    expect(Number(versions.get(String(id))), `status of ${id}`).toBeGreaterThanOrEqual(version);
  const notes = new Set(
    sql(server, "SELECT body FROM order_notes WHERE company_id = 1 AND body LIKE 'note of %'"),
  );
  for (const note of told.notes) expect(notes.has(note), note).toBe(true);

  if (server.engine === 'sqlite') {
    expect(sql(server, 'PRAGMA integrity_check')).toEqual(['ok']);
    expect(sql(server, 'PRAGMA foreign_key_check')).toEqual([]);
  }
  countersAreTrue();
  const [histories] = sql(
    server,
    `SELECT COUNT(*) FROM orders o WHERE company_id = 1 AND source = 'kill' AND version <>
     (SELECT COUNT(*) FROM order_status_history h
      WHERE h.company_id = o.company_id AND h.order_id = o.id AND h.new_status <> 'x')
     AND NOT EXISTS (SELECT 1 FROM order_notes n WHERE n.company_id = o.company_id AND n.order_id = o.id)`,
  );
  expect(histories).toBe('0');
  const [gaps] = sql(
    server,
    `SELECT (SELECT event_seq FROM company_sequences WHERE company_id = 1) -
     (SELECT MAX(seq) FROM events WHERE company_id = 1)`,
  );
  expect(gaps).toBe('0');
});
