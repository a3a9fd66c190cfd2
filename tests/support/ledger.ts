/* Writers that note what was acknowledged, and the check that all of it is there (oracle L of the fault tests). */
import { expect } from 'vitest';
import { type Client, signIn } from './client.ts';
import { sql } from './database.ts';
import { act, type Crew, verifyActs } from './ledger_domains.ts';
import type { Server } from './server.ts';

/** Answers that say "not now" or "not so": nothing was promised. */
const refusals = [409, 503, 507];

export class Ledger {
  readonly orders = new Map<string, number>();
  readonly statuses = new Map<number, number>();
  readonly notes = new Set<string>();
  /** Of what the crew does beside orders: kind, keys. */
  readonly promises = new Map<string, Set<string>>();
  /** Set it, and each order is followed by an act of another domain. */
  crew?: Crew;
  refused = 0;
  private acted = 0;

  constructor(readonly source: string) {}

  /**
   * One order that is confirmed and gets a note. A status beyond 2xx and the refusals ends the test; a
   * lost connection throws a TypeError of fetch.
   */
  async write(client: Client, external: string): Promise<boolean> {
    const made = await client.post('/api/orders', {
      customer_name: `Ledger ${external}`,
      customer_phone: `+97150${String(1000000 + (this.orders.size % 900000))}`,
      product_name: 'Lamp',
      price: '10.00',
      address: 'Somewhere',
      source: this.source,
      external_code: external,
    });
    if (!this.accepted(made.status, made.text)) return false;
    const { id } = made.body.order;
    this.orders.set(external, id);
    const moved = await client.put(`/api/agent/orders/${id}/status`, { status: 'confirmed' });
    if (this.accepted(moved.status, moved.text)) this.statuses.set(id, moved.body.order.version);
    const note = await client.post(`/api/agent/orders/${id}/notes`, { note: `of ${external}` });
    if (this.accepted(note.status, note.text)) this.notes.add(`of ${external}`);
    if (this.crew) await this.act(this.crew, id, external);
    return true;
  }

  private act(crew: Crew, order: number, external: string): Promise<void> {
    const given = { order, name: `${this.source} ${external}`, n: this.acted++ };
    return act(crew, given, (reply, kind, key) => {
      if (!this.accepted(reply.status, reply.text)) return false;
      const keys = this.promises.get(kind) ?? new Set();
      this.promises.set(kind, keys.add(String(key(reply.body))));
      return true;
    });
  }

  /** Resolves when so many more orders were acknowledged, or after half a minute. */
  async grows(by = 1): Promise<void> {
    const wanted = this.orders.size + by;
    const until = performance.now() + 30_000;
    while (this.orders.size < wanted && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  private accepted(status: number, text: string): boolean {
    if (status >= 200 && status < 300) return true;
    expect(refusals, text).toContain(status);
    this.refused++;
    return false;
  }

  /** Writes until the server is gone (or `goesOn` says no). */
  async writeUntilCut(client: Client, name: string, goesOn = () => true): Promise<void> {
    for (let n = 0; goesOn(); n++) {
      try {
        await this.write(client, `${name}-${n}`);
      } catch (error) {
        if (error instanceof TypeError) return; // the connection died with the server
        throw error;
      }
    }
  }

  /** As writeUntilCut, but a lost connection is met by trying again until `goesOn` says no. */
  async writeThrough(client: Client, name: string, goesOn: () => boolean): Promise<void> {
    for (let n = 0; goesOn(); n++) {
      await this.writeUntilCut(client, `${name}.${n}`, goesOn);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Everything acknowledged is stored, and what is stored agrees with itself. */
  verify(server: Pick<Server, 'db' | 'engine'>): void {
    const stored = pairs(
      sql(
        server,
        `SELECT external_code, id FROM orders WHERE company_id = 1 AND source = '${this.source}'`,
      ),
    );
    const lost = [...this.orders].filter(([code, id]) => stored.get(code) !== String(id));
    expect(lost, 'orders acknowledged and lost').toEqual([]);
    const versions = pairs(
      sql(server, "SELECT id, version FROM orders WHERE company_id = 1 AND status = 'confirmed'"),
    );
    const undone = [...this.statuses].filter(
      ([id, version]) => !(Number(versions.get(String(id))) >= version),
    );
    expect(undone, 'changes acknowledged and lost').toEqual([]);
    const notes = new Set(
      sql(server, "SELECT body FROM order_notes WHERE company_id = 1 AND body LIKE 'of %'"),
    );
    expect(
      [...this.notes].filter((note) => !notes.has(note)),
      'notes acknowledged and lost',
    ).toEqual([]);
    if (this.crew) verifyActs(server, this.crew, this.promises);
    verifyConsistent(server);
  }
}

function pairs(rows: string[]): Map<string, string> {
  return new Map(rows.map((row) => row.split('|') as [string, string]));
}

/** Nothing half-written: pages, keys, maintained numbers, histories and the event log agree. */
export function verifyConsistent(server: Pick<Server, 'db' | 'engine'>): void {
  if (server.engine === 'sqlite') {
    expect(sql(server, 'PRAGMA integrity_check')).toEqual(['ok']);
    expect(sql(server, 'PRAGMA foreign_key_check')).toEqual([]);
  }
  const maintained = sql(
    server,
    `SELECT status, SUM(n) FROM order_counters
     WHERE company_id = 1 AND day = 0 AND agent_id = -1 GROUP BY status HAVING SUM(n) <> 0 ORDER BY 1`,
  );
  const counted = sql(
    server,
    'SELECT status, COUNT(*) FROM orders WHERE company_id = 1 GROUP BY status ORDER BY 1',
  );
  expect(maintained, 'counters are what a count finds').toEqual(counted);
  expect(
    sql(
      server,
      `SELECT o.id FROM orders o WHERE o.company_id = 1 AND o.status <> COALESCE(
         (SELECT h.new_status FROM order_status_history h
          WHERE h.company_id = o.company_id AND h.order_id = o.id ORDER BY h.id DESC LIMIT 1),
         o.status)`,
    ),
    'the last line of its history is the status of an order',
  ).toEqual([]);
  expect(
    sql(
      server,
      `SELECT company_id, COUNT(*) - (MAX(seq) - MIN(seq) + 1) FROM events
       GROUP BY company_id HAVING COUNT(*) <> MAX(seq) - MIN(seq) + 1`,
    ),
    'events without a hole',
  ).toEqual([]);
  expect(
    sql(
      server,
      `SELECT s.event_seq - COALESCE((SELECT MAX(e.seq) FROM events e WHERE e.company_id = 1), 0)
       FROM company_sequences s WHERE s.company_id = 1`,
    ),
    'the last event has the last number',
  ).toEqual(['0']);
}

/** Many writers of one company at once. */
export async function writers(server: Pick<Server, 'url'>, count: number): Promise<Client[]> {
  const one = await signIn(server, 'manager');
  return Array.from({ length: count }, () => one);
}
