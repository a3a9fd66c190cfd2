/* Figures of agents: asked of the program, and when its counting has seen every row. */
import { expect } from 'vitest';
import type { Body, Client } from './client.ts';
import { sql } from './database.ts';
import type { Server } from './server.ts';

/** An agent's figures of a period. */
export const glance = async (client: Client, query = ''): Promise<Body> => {
  const reply = await client.get(`/api/agent/performance?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
export const figure = (body: Body, name: string): Body =>
  body.figures.find((row: Body) => row.figure === name);
export const kpi = (body: Body, name: string): Body =>
  body.kpis.find((row: Body) => row.kpi === name);

/** The counting has seen every row of the first company there is. */
export async function caughtUp(server: Server): Promise<void> {
  const seen = () =>
    sql(
      server,
      `SELECT COUNT(*) FROM performance_rollups r JOIN companies c ON c.id = r.company_id
       WHERE r.company_id = 1 AND r.rebuild_day IS NULL AND r.time_zone = c.time_zone
       AND r.history_id = (SELECT MAX(id) FROM order_status_history h WHERE h.company_id = 1)
       AND r.communication_id = (SELECT MAX(id) FROM communications m WHERE m.company_id = 1)
       AND r.interaction_id
         = COALESCE((SELECT MAX(id) FROM customer_interactions i WHERE i.company_id = 1), 0)
       AND r.rating_id = COALESCE((SELECT MAX(id) FROM ratings g WHERE g.company_id = 1), 0)`,
    )[0];
  await expect.poll(seen, { timeout: 40_000, interval: 150 }).toBe('1');
}
